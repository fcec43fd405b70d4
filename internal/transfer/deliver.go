package transfer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"

	"carom/internal/quarantine"
	"carom/protocol"
)

const (
	// stageEntry is the name of what is received within its stage.
	stageEntry = "content"
	// spareRoom is what shall stay free on the disk, in bytes.
	spareRoom = 64 << 20
	// fileRoom is what a file takes on the disk beside its bytes, at most usually:
	// a block that is not full, and its share of a folder's.
	fileRoom = 4096
)

// Fill decrypts a complete transfer into a stage of the quarantine folder, from
// where Publish gives it its name. A stage that is there from before a crash is
// filled anew. Where the disk has no room for two copies, a single file is moved
// out piece by piece; a folder has to wait for room (ErrNoRoom). What is in the
// stage of a folder, or of a file that is not being moved out, goes when Fill
// fails: it is not encrypted. ErrMissing: something has damaged what had come,
// which has to come again.
func (in *Incoming) Fill(ctx context.Context, to *quarantine.Folder, secret Secret) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	list, err := in.list()
	if err != nil {
		return err
	}
	return in.part.deliver(ctx, to, secret, cargo{list.All(), list.Files, in.Offer.ListSize, list.Size, in.Offer.Folder})
}

// cargo is what a complete stream has: files, behind so many bytes.
type cargo struct {
	list     iter.Seq[protocol.ListFile]
	files    int
	skip     int
	size     uint64 // bytes of all files
	inFolder bool
}

// deliver is Fill for a stream.
func (p *partial) deliver(ctx context.Context, to *quarantine.Folder, secret Secret, c cargo) (err error) {
	keep := false
	defer func() {
		if err != nil && (!keep || errors.Is(err, ErrMissing)) {
			err = errors.Join(err, to.RemoveStage(secret.Name))
		}
	}()
	if !c.inFolder {
		m := newMover(p, c.skip)
		if keep = m.begun() || scarce(to, c.size) && to.Shares(p.file); keep {
			return m.run(ctx, to, secret, c.size)
		}
	}
	if scarce(to, c.size+uint64(c.files)*fileRoom) {
		return ErrNoRoom
	}
	return fill(to, secret, &reader{ctx: ctx, part: p, skip: c.skip}, c.list, c.inFolder)
}

func scarce(to *quarantine.Folder, size uint64) bool {
	free, err := to.Free()
	return err == nil && uint64(max(free, 0)) < size+spareRoom
}

func fill(to *quarantine.Folder, secret Secret, r io.Reader, list iter.Seq[protocol.ListFile], folder bool) (err error) {
	if err := to.RemoveStage(secret.Name); err != nil {
		return err
	}
	stage, err := to.Stage(secret.Name)
	if err != nil {
		return err
	}
	defer stage.Close()
	for f := range list {
		names := f.Path
		if !folder {
			names = nil
		}
		file, err := landing(names)
		if err != nil {
			return err
		}
		// Empty files take room too. Where it cannot be known, writing tells.
		if free, err := to.Free(); err == nil && free < spareRoom {
			return ErrNoRoom
		}
		if err := fillFile(stage, file, r, f.Size); err != nil {
			return err
		}
	}
	return nil
}

// landing is where a file goes in its stage: in the folder, under these names; with
// none, it is the file.
func landing(names []string) (string, error) {
	return quarantine.SafePath(append([]string{stageEntry}, names...))
}

// lands looks whether a list of so many files can be filled into a stage, before they
// come: quarantine.ErrPath, quarantine.ErrTooMany.
func lands(list iter.Seq[protocol.ListFile], files int) error {
	folders := map[string]bool{stageEntry: true}
	for f := range list {
		file, err := landing(f.Path)
		if err != nil {
			return err
		}
		for dir := path.Dir(file); !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
		if files+len(folders) > quarantine.MaxEntries {
			return quarantine.ErrTooMany
		}
	}
	return nil
}

func fillFile(stage *quarantine.Stage, file string, r io.Reader, size uint64) (err error) {
	f, err := stage.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.CopyN(f, r, int64(size))
	return err
}

// reader reads the content of a complete stream from the disk.
type reader struct {
	ctx  context.Context
	part *partial
	skip int // bytes to be left out at the beginning

	next int
	buf  []byte // of a piece
	rest []byte // of it, not read
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	for len(r.rest) == 0 {
		if r.next == r.part.shape.Pieces() {
			return 0, io.EOF
		}
		var err error
		if r.buf, err = r.part.read(r.buf[:0], r.next); err != nil {
			return 0, err
		}
		r.next++
		r.rest = r.buf[min(r.skip, len(r.buf)):]
		r.skip -= len(r.buf) - len(r.rest)
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Publish gives what Fill has made its name in the quarantine folder, or one
// with a number if that is taken, and returns which, also when it has it already
// from before a crash. ErrMissing: it is not there, something else has removed it.
func Publish(to *quarantine.Folder, secret Secret, name string) (string, error) {
	stage, err := to.Stage(secret.Name)
	if err != nil {
		return "", err
	}
	defer stage.Close()
	final, err := stage.Publish(stageEntry, name)
	switch {
	case final != "":
		return final, nil // it has it, whatever else went wrong
	case errors.Is(err, fs.ErrNotExist):
		return "", ErrMissing
	}
	return "", err
}

// Forget removes what is left of a transfer that is over: its encrypted file, and
// its stage.
func Forget(store *Store, to *quarantine.Folder, secret Secret) error {
	return errors.Join(store.Remove(secret), to.RemoveStage(secret.Name))
}
