package core

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"carom/internal/metadata"
	"carom/internal/transfer"
	"carom/store"
)

// cleaned is a copy without metadata that waits, encrypted, to be sent.
type cleaned struct {
	secret transfer.Secret
	size   uint64 // of the files
	folder uint64 // of the copy of a folder, else 0
}

// record puts what a transfer's record has of it there.
func (x cleaned) record(rec *store.Transfer) {
	rec.Key, rec.File, rec.Size = x.secret.Key, x.secret.Name, x.size
	rec.Folder, rec.FolderCopy = x.folder != 0, x.folder
}

// copies are those of one SendFiles. They are the caller's until the engine takes
// them: only one of the two can.
type copies struct {
	list  []cleaned
	taken atomic.Bool
}

// take reports whether the copies are the caller's now, to keep or to remove.
func (c *copies) take() bool { return c.taken.CompareAndSwap(false, true) }

// discard deletes copies. An error leaves files that the next start removes.
func (f *fileRoom) discard(c *copies) {
	for _, x := range c.list {
		_ = f.partial.Remove(x.secret)
	}
}

// clean makes a copy without metadata of each file or folder, on the caller's
// goroutine. It makes all or none.
func (e *Engine) clean(ctx context.Context, paths []string, rest Rest) (*copies, error) {
	if e.files == nil {
		return nil, noPlaceForFiles()
	}
	select {
	case <-e.files.swept:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.stopped:
		return nil, ErrClosed
	}
	c := &copies{}
	for _, path := range paths {
		x, err := e.files.clean(ctx, path, rest)
		if err != nil {
			e.files.discard(c)
			return nil, err
		}
		c.list = append(c.list, x)
	}
	return c, nil
}

func (f *fileRoom) clean(ctx context.Context, path string, rest Rest) (x cleaned, err error) {
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return f.cleanFolder(ctx, path, rest)
	}
	x.secret = transfer.NewSecret()
	x.size, err = f.partial.Copy(x.secret, path, func(dst io.Writer, src io.ReaderAt, size int64) error {
		return metadata.Strip(ctx, dst, src, size, "")
	})
	if err == nil {
		err = f.checkClean(ctx, x)
	}
	if err != nil {
		return x, cannotStrip(path, err)
	}
	return x, nil
}

// checkClean looks into a copy as into any file: what can still be found in it must
// not be sent as clean.
func (f *fileRoom) checkClean(ctx context.Context, x cleaned) error {
	r, err := f.partial.OpenCopy(x.secret, x.size)
	if err != nil {
		return err
	}
	err = isClean(ctx, r, int64(x.size))
	if err = errors.Join(err, r.Close()); err != nil {
		return errors.Join(err, f.partial.Remove(x.secret))
	}
	return nil
}

// isClean returns ErrCannotStrip unless a copy was searched in full and nothing
// found in it.
func isClean(ctx context.Context, r io.ReaderAt, size int64) error {
	report, err := metadata.Inspect(ctx, r, size, "")
	if err == nil && (report.State != metadata.Searched || len(report.Findings) > 0) {
		err = metadata.ErrCannotStrip
	}
	return err
}
