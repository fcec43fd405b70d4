package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"carom/core"
	"carom/internal/sources"
)

// Refusal says why something cannot be sent.
type Refusal uint8

// The reasons.
const (
	NotRefused Refusal = iota
	RefusedLink
	RefusedIrregular // a device, a FIFO, a socket
	RefusedUnreadable
)

// Chosen is a file or a folder that our user is about to send.
type Chosen struct {
	Path string
	// Name is the last part of the path.
	Name   string
	Folder bool
	// Files is how many there are in a folder, 1 otherwise; Size is in bytes.
	// Links and other things that are not sent do not count.
	Files   int
	Size    int64
	Refused Refusal
	// Report is what it tells about our user, unless it is refused.
	Report core.FileReport
}

// Inspector is who looks into files: core.API.
type Inspector interface {
	InspectFiles(ctx context.Context, paths []string) ([]core.FileReport, error)
}

// Look looks at what our user has chosen, path by path, and has it looked into.
// It takes as long as reading all of it does. An error is the context's: what is
// wrong with a path is in its Chosen.
func Look(ctx context.Context, in Inspector, paths []string) ([]Chosen, error) {
	list := make([]Chosen, 0, len(paths))
	for _, path := range paths {
		c := Chosen{Path: path, Name: filepath.Base(path)}
		if err := c.measure(ctx); err != nil {
			c.refuse(err)
		} else if reports, err := in.InspectFiles(ctx, []string{path}); err != nil || len(reports) != 1 {
			c.Refused = RefusedUnreadable
		} else {
			c.Report = reports[0]
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		list = append(list, c)
	}
	return list, nil
}

// measure finds out how much there is.
func (c *Chosen) measure(ctx context.Context) error {
	if info, err := os.Lstat(c.Path); err == nil && info.IsDir() {
		c.Folder = true
		return c.measureFolder(ctx)
	}
	f, err := sources.Open(c.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	c.Files, c.Size = 1, f.Size()
	return nil
}

func (c *Chosen) measureFolder(ctx context.Context) error {
	folder, err := sources.OpenFolder(c.Path)
	if err != nil {
		return err
	}
	defer folder.Close()
	for entry, err := range folder.Files(ctx) {
		if err != nil && entry.Path == "" {
			return err
		}
		if err != nil {
			continue
		}
		f, err := folder.Open(entry.Path)
		if err != nil {
			continue
		}
		c.Files++
		c.Size += f.Size()
		f.Close()
	}
	return nil
}

func (c *Chosen) refuse(err error) {
	switch {
	case errors.Is(err, sources.ErrSymlink):
		c.Refused = RefusedLink
	case errors.Is(err, sources.ErrNotRegular):
		c.Refused = RefusedIrregular
	default:
		c.Refused = RefusedUnreadable
	}
}
