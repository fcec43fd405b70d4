package protocol

import (
	"errors"
	"iter"
	"slices"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"carom/proto/carom/transfer"
)

// ListFile is a file of a transfer.
type ListFile struct {
	// Path are its names below the offered folder, that of the file last; for
	// a transfer of one file its name alone. What they hold is the sender's.
	Path []string
	Size uint64 // bytes
}

// ErrList: a List that is not allowed, or larger than that.
var ErrList = errors.New("protocol: not a list of files that is allowed")

// EncodeList makes the List with which the stream of a transfer begins.
func EncodeList(list []ListFile) ([]byte, error) {
	m := &transfer.List{File: make([]*transfer.File, len(list))}
	for i, f := range list {
		m.File[i] = &transfer.File{Path: f.Path, Size: proto.Uint64(f.Size)}
	}
	data, err := proto.Marshal(m)
	if err != nil {
		return nil, ErrList
	}
	if _, err := ParseList(data); err != nil {
		return nil, err
	}
	return data, nil
}

// DecodeList reads a List into memory: one that we have made.
func DecodeList(data []byte) ([]ListFile, error) {
	l, err := ParseList(data)
	if err != nil {
		return nil, err
	}
	list := make([]ListFile, 0, l.Files)
	for f := range l.All() {
		list = append(list, ListFile{slices.Clone(f.Path), f.Size})
	}
	return list, nil
}

// List is a List that a peer has sent, as it came. Its files are made one after the
// other: in two bytes of it there can be a hundred of memory.
type List struct {
	Files int
	Size  uint64 // bytes of all files together
	data  []byte
}

// The fields of transfer.List and transfer.File.
const (
	fieldFile protowire.Number = 1
	fieldPath protowire.Number = 1
	fieldSize protowire.Number = 2
)

// ParseList looks whether a List is allowed. Whether a name can be one of a file here
// is the receiver's to find out. It makes nothing of what it sees, and refers to data.
func ParseList(data []byte) (List, error) {
	l := List{data: data}
	ok := len(data) <= MaxListSize && eachField(data, func(f field) bool {
		return !f.is(fieldFile, protowire.BytesType) || l.add(f.bytes)
	})
	if !ok || l.Files == 0 {
		return List{}, ErrList
	}
	return l, nil
}

// add counts a file, and reports whether it is allowed.
func (l *List) add(file []byte) bool {
	size, names := uint64(0), 0
	ok := eachField(file, func(f field) bool {
		switch {
		case f.is(fieldSize, protowire.VarintType):
			size = f.number
		case f.is(fieldPath, protowire.BytesType):
			names++
			return names <= MaxListDepth && len(f.bytes) > 0 && len(f.bytes) <= MaxTransferName && utf8.Valid(f.bytes)
		}
		return true
	})
	if !ok || names == 0 || size > MaxTransferSize {
		return false
	}
	l.Files++
	l.Size += size
	return l.Files <= MaxListFiles && l.Size <= MaxTransferSize
}

// All are the files. The Path of one is good until the next.
func (l List) All() iter.Seq[ListFile] {
	return func(yield func(ListFile) bool) {
		var path []string
		eachField(l.data, func(f field) bool {
			if !f.is(fieldFile, protowire.BytesType) {
				return true
			}
			file := ListFile{Path: path[:0]}
			eachField(f.bytes, func(f field) bool {
				switch {
				case f.is(fieldSize, protowire.VarintType):
					file.Size = f.number
				case f.is(fieldPath, protowire.BytesType):
					file.Path = append(file.Path, string(f.bytes))
				}
				return true
			})
			path = file.Path
			return yield(file)
		})
	}
}

// field is one of a message: bytes if it has a length, number if it is one.
type field struct {
	id     protowire.Number
	kind   protowire.Type
	bytes  []byte
	number uint64
}

func (f field) is(id protowire.Number, kind protowire.Type) bool { return f.id == id && f.kind == kind }

// eachField calls f with the fields of a message until it returns false. It reports
// whether all were seen.
func eachField(data []byte, f func(field) bool) bool {
	for len(data) > 0 {
		id, kind, n := protowire.ConsumeTag(data)
		if n < 0 || id > protowire.MaxValidNumber { // which it leaves to us
			return false
		}
		data = data[n:]
		length := protowire.ConsumeFieldValue(id, kind, data)
		if length < 0 {
			return false
		}
		value := field{id: id, kind: kind}
		switch kind {
		case protowire.BytesType:
			value.bytes, _ = protowire.ConsumeBytes(data)
		case protowire.VarintType:
			value.number, _ = protowire.ConsumeVarint(data)
		}
		if !f(value) {
			return false
		}
		data = data[length:]
	}
	return true
}
