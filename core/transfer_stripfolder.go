package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"carom/internal/metadata"
	"carom/internal/transfer"
)

// namedRest is how many files an error names of which there is no clean copy.
const namedRest = 10

// folderCleaner makes copies without metadata of the files in a folder.
type folderCleaner struct {
	ctx  context.Context
	rest Rest
	// unclean are those of which there is none, and asIs says of each that is
	// sent, in order, whether it is sent so.
	unclean []string
	asIs    []bool
}

// choose says how a file is copied. It implements transfer.ChooseFunc.
func (c *folderCleaner) choose(src io.ReaderAt, size int64, path string) (transfer.CopyFunc, error) {
	strip := func(dst io.Writer, src io.ReaderAt, size int64) error {
		return metadata.Strip(c.ctx, dst, src, size, "")
	}
	err := strip(io.Discard, src, size)
	switch {
	case err == nil:
		c.asIs = append(c.asIs, false)
		return strip, nil
	case !errors.Is(err, metadata.ErrCannotStrip):
		return nil, err
	case c.rest == RestAsIs:
		c.asIs = append(c.asIs, true)
		return func(dst io.Writer, src io.ReaderAt, size int64) error {
			_, err := io.Copy(dst, io.NewSectionReader(src, 0, size))
			return err
		}, nil
	}
	c.unclean = append(c.unclean, path)
	return nil, nil
}

// cleanFolder makes copies of the files in a folder, all or none. The rest says
// what becomes of those of which none can be made.
func (f *fileRoom) cleanFolder(ctx context.Context, path string, rest Rest) (x cleaned, err error) {
	x.secret = transfer.NewSecret()
	c := &folderCleaner{ctx: ctx, rest: rest}
	done, err := f.partial.CopyFolder(ctx, x.secret, path, c.choose)
	if rest == RestRefuse && len(c.unclean) > 0 && (err == nil || errors.Is(err, transfer.ErrNothing)) {
		return x, errors.Join(cannotStripIn(path, c.unclean), f.partial.Remove(x.secret))
	}
	if err != nil {
		return x, cannotStrip(path, err)
	}
	x.folder = done.Size
	for _, file := range done.Files {
		x.size += file.Size
	}
	if unclean, err := f.checkFolder(ctx, x, done.Files, c.asIs); err != nil || unclean != "" {
		err = errors.Join(err, f.partial.Remove(x.secret))
		if err == nil {
			return x, cannotStripIn(path, []string{unclean})
		}
		return x, cannotStrip(path, err)
	}
	return x, nil
}

// checkFolder looks into the copies, and returns the first in which something was
// found. Those that are sent as they are are not looked into.
func (f *fileRoom) checkFolder(ctx context.Context, x cleaned, files []transfer.CopiedFile, asIs []bool) (unclean string, err error) {
	r, err := f.partial.OpenCopy(x.secret, x.folder)
	if err != nil {
		return "", err
	}
	defer r.Close()
	for i, file := range files {
		if asIs[i] {
			continue
		}
		err := isClean(ctx, io.NewSectionReader(r, int64(file.Start), int64(file.Size)), int64(file.Size))
		if errors.Is(err, metadata.ErrCannotStrip) {
			return file.Path, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", nil
}

// cannotStripIn is what a person is told of a folder with files of which there is no
// copy without metadata.
func cannotStripIn(path string, files []string) error {
	named := make([]string, min(len(files), namedRest))
	for i := range named {
		named[i] = fmt.Sprintf("%q", files[i])
	}
	list := strings.Join(named, ", ")
	said, name := list, filepath.Base(path)
	if more := len(files) - len(named); more > 0 {
		said, list = list+fmt.Sprintf(" and %d more", more), list+", …"
	}
	return &UserError{Code: CodeInvalid, Kind: KindNoFolder, Name: name, Detail: list, Text: fmt.Sprintf("In %q there are files of which no copy without metadata can be made surely: %s. "+
		"Nothing was sent. Leave them out, send them as they are, or clean them with another program.", name, said)}
}
