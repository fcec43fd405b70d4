package transfer

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"carom/internal/hashtree"
	"carom/internal/sources"
	"carom/protocol"
)

// ErrNothing: a folder without a file that can be sent.
var ErrNothing = errors.New("there is nothing in the folder that can be sent")

// Outgoing is a file or a folder that is sent: its stream, and the hash tree over
// it. Any goroutine may use it.
type Outgoing struct {
	// Offer is what the peer is told.
	Offer protocol.TransferOffer
	ID    protocol.TransferID
	// Skipped is how much of a folder is not sent: links, devices, what may not
	// be read.
	Skipped int

	list   []byte
	files  []span
	folder *sources.Folder // nil for one file
	tree   *hashtree.Tree

	mu    sync.Mutex // guards all below
	file  content
	at    int // which one of files it is
	piece []byte
	index int    // which piece that is; -1 for none
	sent  uint64 // the end of what was sent of the stream
}

// content is an open file, or a copy of one.
type content interface {
	io.ReaderAt
	io.Closer
}

// span is a file within the stream.
type span struct {
	start uint64
	path  string
	stamp sources.Stamp
}

// Prepare reads what is at path, all of it, to make the hash tree over it. Where
// it is a folder what cannot be sent is left out. The caller closes it.
func Prepare(ctx context.Context, path string, id protocol.TransferID, salt [32]byte) (*Outgoing, error) {
	name := strings.ToValidUTF8(filepath.Base(path), "_")
	return prepare(ctx, name, id, salt, func(out *Outgoing) ([]protocol.ListFile, error) { return out.find(ctx, path, name) })
}

// prepare lists what is to be sent, and reads it.
func prepare(
	ctx context.Context, name string, id protocol.TransferID, salt [32]byte, find func(*Outgoing) ([]protocol.ListFile, error),
) (_ *Outgoing, err error) {
	out := &Outgoing{ID: id, Offer: protocol.TransferOffer{ID: id, Name: name}, index: -1}
	defer func() {
		if err != nil {
			out.Close()
		}
	}()
	list, err := find(out)
	if err != nil {
		return nil, err
	}
	if out.list, err = protocol.EncodeList(list); err != nil {
		return nil, sources.ErrTooMany
	}
	for i := range out.files {
		out.files[i].start += uint64(len(out.list))
	}
	o := &out.Offer
	o.Files, o.ListSize = len(list), len(out.list)
	shape, err := hashtree.ShapeOf(int64(out.size()))
	if err != nil {
		return nil, ErrTooLarge
	}
	if out.tree, err = hashtree.Build(&stream{out: out, ctx: ctx}, salt, shape); err != nil {
		return nil, err
	}
	o.Root = out.tree.Root()
	return out, nil
}

// find lists the files.
func (out *Outgoing) find(ctx context.Context, path, name string) ([]protocol.ListFile, error) {
	if info, err := os.Lstat(path); err != nil || !info.IsDir() {
		f, err := sources.Open(path)
		if err != nil {
			return nil, err
		}
		out.file, out.files = f, []span{{0, path, f.Stamp()}}
		out.Offer.Size = uint64(f.Size())
		return []protocol.ListFile{{Path: []string{name}, Size: uint64(f.Size())}}, nil
	}
	folder, err := sources.OpenFolder(path)
	if err != nil {
		return nil, err
	}
	out.folder, out.at, out.Offer.Folder = folder, -1, true
	var list []protocol.ListFile
	for e, err := range folder.Files(ctx) {
		if err != nil && e.Path == "" {
			return nil, err
		}
		names := parts(e)
		if err != nil || !takable(names) {
			out.Skipped++
			continue
		}
		out.files = append(out.files, span{out.Offer.Size, e.Path, e.Stamp})
		list = append(list, protocol.ListFile{Path: names, Size: uint64(e.Stamp.Size)})
		if out.Offer.Size += uint64(e.Stamp.Size); out.Offer.Size > protocol.MaxTransferSize {
			return nil, ErrTooLarge
		}
	}
	if len(list) == 0 {
		return nil, ErrNothing
	}
	return list, nil
}

// Salt is the one of the hash tree.
func (out *Outgoing) Salt() [32]byte { return out.tree.Salt() }

// Close gives the files back.
func (out *Outgoing) Close() error {
	out.mu.Lock()
	defer out.mu.Unlock()
	var err error
	if out.file != nil {
		err = out.file.Close()
		out.file = nil
	}
	if out.folder != nil {
		err = errors.Join(err, out.folder.Close())
	}
	return err
}

// size is that of the stream.
func (out *Outgoing) size() uint64 { return uint64(out.Offer.ListSize) + out.Offer.Size }

// content is how many bytes of the files are among the first of the stream.
func (out *Outgoing) content(streamed uint64) uint64 {
	return min(streamed-min(streamed, uint64(out.Offer.ListSize)), out.Offer.Size)
}

// served notes how far the stream was sent.
func (out *Outgoing) served(end uint64) {
	out.mu.Lock()
	defer out.mu.Unlock()
	out.sent = max(out.sent, end)
}

// reopened returns how much of what was sent has not come, when the peer has have
// bytes.
func (out *Outgoing) reopened(have uint64) (again uint64) {
	out.mu.Lock()
	defer out.mu.Unlock()
	again = out.sent - min(out.sent, have)
	out.sent = have
	return again
}

// read answers a request. errUnasked: it is not for the rest of a block.
func (out *Outgoing) read(m protocol.BulkRequest) ([]protocol.BulkPart, error) {
	shape := out.tree.Shape()
	if m.Offset >= out.size() || !wholeBlock(m, out.size()) {
		return nil, errUnasked
	}
	end := m.Offset + uint64(m.Length)
	index := int(m.Offset / uint64(shape.PieceSize()))
	out.mu.Lock()
	defer out.mu.Unlock()
	if err := out.load(index); err != nil {
		return nil, err
	}
	start, length := shape.Extent(index, 1)
	data := slices.Clone(out.piece[m.Offset-uint64(start) : end-uint64(start)])
	var parts []protocol.BulkPart
	for at := m.Offset; len(data) > 0; {
		n := min(len(data), protocol.PartSize)
		parts = append(parts, protocol.BulkPart{ID: m.ID, Offset: at, Data: data[:n]})
		at, data = at+uint64(n), data[n:]
	}
	if end == uint64(start+length) {
		proof, err := out.tree.Proof(index, 1)
		if err != nil {
			return nil, err
		}
		parts[len(parts)-1].Proof = proof
	}
	return parts, nil
}

// wholeBlock reports whether a request is for a block of RequestSize of the stream,
// or for what is missing of one from a multiple of PartSize on: a whole piece is
// read and hashed for it, which shall not be had for one byte. The blocks do not
// cross the pieces, whose size is a multiple of theirs.
func wholeBlock(m protocol.BulkRequest, size uint64) bool {
	block := m.Offset / protocol.RequestSize * protocol.RequestSize
	return m.Offset%protocol.PartSize == 0 && m.Offset+uint64(m.Length) == min(block+protocol.RequestSize, size)
}

// load reads a piece and checks that it is still what was offered. The caller
// holds mu.
func (out *Outgoing) load(index int) error {
	if out.index == index {
		return nil
	}
	start, length := out.tree.Shape().Extent(index, 1)
	if cap(out.piece) < int(length) {
		out.piece = make([]byte, out.tree.Shape().PieceSize())
	}
	out.piece, out.index = out.piece[:length], -1
	if err := out.readAt(out.piece, uint64(start)); err != nil {
		return err
	}
	if err := out.tree.Check(index, out.piece); err != nil {
		return sources.ErrChanged
	}
	out.index = index
	return nil
}

// readAt reads a part of the stream, all of it. The caller holds mu.
func (out *Outgoing) readAt(p []byte, offset uint64) error {
	if offset < uint64(len(out.list)) {
		n := copy(p, out.list[offset:])
		p, offset = p[n:], offset+uint64(n)
	}
	// The last file that begins at or before offset.
	i := sort.Search(len(out.files), func(i int) bool { return out.files[i].start > offset }) - 1
	for ; len(p) > 0; i++ {
		if i >= len(out.files) {
			return io.ErrUnexpectedEOF
		}
		f := out.files[i]
		n := min(uint64(len(p)), f.start+uint64(f.stamp.Size)-offset)
		if n == 0 {
			continue
		}
		if err := out.open(i); err != nil {
			return err
		}
		if _, err := out.file.ReadAt(p[:n], int64(offset-f.start)); err != nil {
			return err
		}
		p, offset = p[n:], offset+n
	}
	return nil
}

// open makes file i the open one. The caller holds mu.
func (out *Outgoing) open(i int) error {
	if out.folder == nil {
		if out.file == nil {
			return sources.ErrGone // closed
		}
		return nil
	}
	if out.file != nil && out.at == i {
		return nil
	}
	if out.file != nil {
		out.file.Close()
		out.file = nil
	}
	f, err := out.folder.Open(out.files[i].path)
	if err != nil {
		return err
	}
	if err := f.Check(out.files[i].stamp); err != nil {
		f.Close()
		return err
	}
	out.file, out.at = f, i
	return nil
}

// stream reads an Outgoing from its beginning to its end.
type stream struct {
	out    *Outgoing
	ctx    context.Context
	offset uint64
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	left := s.out.size() - s.offset
	if left == 0 {
		return 0, io.EOF
	}
	p = p[:min(uint64(len(p)), left)]
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	if err := s.out.readAt(p, s.offset); err != nil {
		return 0, err
	}
	s.offset += uint64(len(p))
	return len(p), nil
}
