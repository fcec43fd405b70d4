package transfer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sort"

	"carom/internal/quarantine"
)

// moveBatch is how many bytes of a file are in both places at once while it is
// moved out.
const moveBatch = 16 << 20

// mover fills a stage with a single file where the disk has no room for it twice:
// what is durable in the stage is given up in the encrypted file, batch by batch.
// The pieces that hold the list stay. An interruption costs nothing: the first
// piece that is there says how far the file is.
type mover struct {
	part  *partial
	list  int // bytes of the list
	first int // the piece behind those with the list
	next  int // all pieces from first to before this one were given up
}

// newMover looks how far the file behind a list was moved out before.
func newMover(part *partial, list int) *mover {
	size, pieces := part.shape.PieceSize(), part.shape.Pieces()
	m := &mover{part: part, list: list, first: min((list+size-1)/size, pieces)}
	buf := make([]byte, 0, size)
	m.next = m.first + sort.Search(pieces-m.first, func(i int) bool {
		_, err := part.read(buf, m.first+i)
		return err == nil
	})
	return m
}

// begun reports whether a part of the file is only in the stage.
func (m *mover) begun() bool { return m.next > m.first }

// run moves what is left. ErrNoRoom and an end of ctx leave the stage as it is,
// to go on with; ErrMissing: the file has to come again.
func (m *mover) run(ctx context.Context, to *quarantine.Folder, secret Secret, size uint64) (err error) {
	stage, err := to.Stage(secret.Name)
	if err != nil {
		return err
	}
	defer stage.Close()
	f, err := m.open(stage)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := stage.Sync(); err != nil {
		return err
	}
	r := &reader{ctx: ctx, part: m.part, next: m.next}
	if !m.begun() {
		r.next, r.skip = 0, m.list
	}
	for left := size - uint64(m.moved()); left > 0; {
		if free, err := to.Free(); err == nil && free < 2*moveBatch {
			return ErrNoRoom
		}
		n, err := io.CopyN(f, r, int64(min(left, moveBatch)))
		if err != nil {
			return err
		}
		left -= uint64(n)
		if err := f.Sync(); err != nil {
			return err
		}
		done := r.next
		if len(r.rest) > 0 { // of the last piece, not all is in the stage
			done--
		}
		m.part.forget(m.first, done)
	}
	return nil
}

// moved is how many bytes of the file are in the stage for sure.
func (m *mover) moved() int64 {
	if !m.begun() {
		return 0
	}
	_, bytes := m.part.shape.Extent(0, m.next)
	return bytes - int64(m.list)
}

// open opens the file in the stage behind what was moved, or makes it.
func (m *mover) open(stage *quarantine.Stage) (*quarantine.File, error) {
	f, err := stage.Reopen(stageEntry)
	if errors.Is(err, fs.ErrNotExist) && !m.begun() {
		return stage.Create(stageEntry)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	size, err := f.Size()
	if err == nil && size < m.moved() {
		err = ErrMissing
	}
	if err == nil {
		err = f.Truncate(m.moved())
	}
	if err == nil {
		_, err = f.Seek(m.moved(), io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
