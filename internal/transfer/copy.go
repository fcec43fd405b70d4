package transfer

import (
	"context"
	"errors"
	"io"

	"carom/internal/hashtree"
	"carom/internal/sources"
	"carom/protocol"
)

// CopyFunc writes to dst what of a file of so many bytes is to be sent. It may be
// called twice, and has to write the same each time.
type CopyFunc func(dst io.Writer, src io.ReaderAt, size int64) error

// Copy stores what a CopyFunc makes of a file, encrypted like what is received, and
// returns how many bytes that is. An error is of the source, of the CopyFunc, or of
// the disk, and leaves nothing behind.
func (s *Store) Copy(secret Secret, path string, make CopyFunc) (size uint64, err error) {
	src, err := sources.Open(path)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	var n counter
	if err := make(&n, src, src.Size()); err != nil {
		return 0, err
	}
	shape, err := hashtree.ShapeOf(int64(n))
	if err != nil {
		return 0, ErrTooLarge
	}
	part, err := s.open(secret, shape)
	if err != nil {
		return 0, err
	}
	w := &copyWriter{part: part}
	err = make(w, src, src.Size())
	if err == nil && w.written != uint64(n) {
		err = sources.ErrChanged
	}
	if err == nil {
		err = part.sync()
	}
	if err = errors.Join(err, part.close()); err != nil {
		return 0, errors.Join(err, s.Remove(secret))
	}
	return uint64(n), nil
}

// OpenCopy opens a copy of so many bytes to read it. The caller closes it.
func (s *Store) OpenCopy(secret Secret, size uint64) (*Copied, error) {
	shape, err := hashtree.ShapeOf(int64(min(size, hashtree.MaxLength)))
	if err != nil {
		return nil, err
	}
	part, err := s.open(secret, shape)
	if err != nil {
		return nil, err
	}
	return &Copied{part: part, index: -1}, nil
}

// PrepareCopy is Prepare for a copy, which gets a name.
func PrepareCopy(ctx context.Context, store *Store, secret Secret, name string, size uint64, id protocol.TransferID, salt [32]byte) (*Outgoing, error) {
	return prepare(ctx, name, id, salt, func(out *Outgoing) ([]protocol.ListFile, error) {
		f, err := store.OpenCopy(secret, size)
		if err != nil {
			return nil, err
		}
		out.file, out.files = f, []span{{stamp: sources.Stamp{Size: int64(size)}}}
		out.Offer.Size = size
		return []protocol.ListFile{{Path: []string{name}, Size: size}}, nil
	})
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// copyWriter stores pieces as they are whole, or the last.
type copyWriter struct {
	part    *partial
	piece   []byte
	next    int
	written uint64
}

func (w *copyWriter) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		_, size := w.part.shape.Extent(w.next, 1)
		if size == 0 { // it was shorter the first time
			return n, sources.ErrChanged
		}
		some := min(len(p), int(size)-len(w.piece))
		w.piece = append(w.piece, p[:some]...)
		p, n, w.written = p[some:], n+some, w.written+uint64(some)
		if len(w.piece) < int(size) {
			break
		}
		if err := w.part.write(w.next, w.piece); err != nil {
			return n, err
		}
		w.next++
		w.piece = w.piece[:0]
	}
	return n, nil
}

// Copied is a copy that is read. One goroutine at a time may use it.
type Copied struct {
	part  *partial
	piece []byte
	index int // which piece that is; -1 for none
}

// ReadAt reads as io.ReaderAt says. ErrMissing: something is not there any more.
func (c *Copied) ReadAt(p []byte, offset int64) (n int, err error) {
	size := int64(c.part.shape.PieceSize())
	for n < len(p) {
		if offset >= c.part.shape.Length() {
			return n, io.EOF
		}
		if i := int(offset / size); c.index != i {
			c.index = -1
			if c.piece, err = c.part.read(c.piece[:0], i); err != nil {
				return n, err
			}
			c.index = i
		}
		some := copy(p[n:], c.piece[offset%size:])
		n, offset = n+some, offset+int64(some)
	}
	return n, nil
}

// Close gives the copy back. It stays.
func (c *Copied) Close() error { return c.part.close() }
