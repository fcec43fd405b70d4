package metadata

import (
	"encoding/binary"
	"time"
)

// Property sets of documents in a CFB container, as MS-OLEPS has them.

// maxProperties is how many properties of a set are looked at.
const maxProperties = 10_000

// summaryKinds and documentKinds are what the numbered properties tell (MS-OSHARED
// 2.3.3.2).
var (
	summaryKinds = map[uint32]Kind{
		2: Description, 3: Description, 4: Author, 5: Description, 6: Comment, 7: Path, 8: Editor, 9: History,
		11: Time, 12: Time, 13: Time, 17: Thumbnail, 18: Software,
	}
	documentKinds = map[uint32]Kind{2: Description, 14: Company, 15: Company, 27: Description}
)

// properties looks through a stream of one property set, or of two: the second has
// what the user has named.
func (l *look) properties(b []byte, where string) error {
	if len(b) < 28 || binary.LittleEndian.Uint16(b) != 0xfffe {
		return errDamaged
	}
	kinds := documentKinds
	if where == "SummaryInformation" {
		kinds = summaryKinds
	}
	sets := binary.LittleEndian.Uint32(b[24:])
	for i := range min(sets, 2) {
		at := 28 + 20*int(i) + 16
		if len(b) < at+4 {
			return errDamaged
		}
		offset := binary.LittleEndian.Uint32(b[at:])
		if uint64(offset)+8 > uint64(len(b)) {
			return errDamaged
		}
		if i == 1 {
			kinds = nil
		}
		if err := l.propertySet(b[offset:], where, kinds); err != nil {
			return err
		}
	}
	return nil
}

// propertySet looks through one set. Without kinds, every text in it is one that
// somebody has written.
func (l *look) propertySet(b []byte, where string, kinds map[uint32]Kind) error {
	count := binary.LittleEndian.Uint32(b[4:])
	if count > maxProperties {
		l.report.missed(TooLarge)
		count = maxProperties
	}
	page := pageOf(b, int(count))
	for i := range int(count) {
		at := 8 + 8*i
		if len(b) < at+8 {
			return errDamaged
		}
		id, offset := binary.LittleEndian.Uint32(b[at:]), binary.LittleEndian.Uint32(b[at+4:])
		kind, known := kinds[id]
		if kinds == nil {
			kind, known = Description, id > 1 // 0 has the names, 1 the code page
		}
		if !known {
			continue
		}
		if uint64(offset)+8 > uint64(len(b)) {
			return errDamaged
		}
		if err := l.property(b[offset:], kind, where, page); err != nil {
			return err
		}
	}
	return nil
}

// property looks at a value: a text, in a code page where it is not a wide one, a time, or
// a picture.
func (l *look) property(b []byte, kind Kind, where string, page uint16) error {
	const (
		text = 0x1e
		wide = 0x1f
		date = 0x40
	)
	typ, size := binary.LittleEndian.Uint32(b), uint64(binary.LittleEndian.Uint32(b[4:]))
	var value string
	switch typ & 0xffff {
	case text, wide:
		if typ == wide {
			size *= 2
		}
		if size > uint64(len(b)-8) {
			return errDamaged
		}
		value = propertyText(b[8:8+min(size, 8*maxValue)], typ == wide, page)
		if value == "" {
			return nil
		}
	case date:
		if len(b) < 12 {
			return errDamaged
		}
		if value = fileTime(binary.LittleEndian.Uint64(b[4:])); value == "" {
			return nil
		}
	default:
		if kind != Thumbnail {
			return nil
		}
	}
	l.found(kind, where, value)
	return nil
}

// propertyText decodes a text to its first zero.
func propertyText(b []byte, wide bool, page uint16) string {
	if wide {
		return utf16le(b)
	}
	return pageText(b, page)
}

// pageOf returns the number of the code page of a set's texts, 0 when it does not say.
func pageOf(b []byte, count int) uint16 {
	for i := range count {
		at := 8 + 8*i
		if len(b) < at+8 {
			return 0
		}
		offset := uint64(binary.LittleEndian.Uint32(b[at+4:]))
		if binary.LittleEndian.Uint32(b[at:]) == 1 && offset+8 <= uint64(len(b)) {
			return binary.LittleEndian.Uint16(b[offset+4:])
		}
	}
	return 0
}

// fileTime is a time in steps of 100 ns since 1601, in UTC; empty for none.
func fileTime(n uint64) string {
	const toUnix = 11_644_473_600 // seconds
	if n == 0 || n > 1<<62 {
		return ""
	}
	return time.Unix(int64(n/1e7)-toUnix, 0).UTC().Format("2006-01-02 15:04:05")
}
