package sources

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	// MaxEntries is how many files, folders and things that are not sent a folder
	// may hold. It bounds the memory for their names, and the receiver's too.
	MaxEntries = 100_000
	// MaxDepth is how many names the path of a file beneath a folder may have, less
	// one for the folder itself, which the receiver adds.
	MaxDepth = 31
)

// Folder is a folder that is being sent.
type Folder struct {
	root   *os.Root
	device uint64 // that it is on
	stable bool   // inodes there
}

// Entry is one file of a folder.
type Entry struct {
	Path  string // beneath the folder, with slashes; any bytes, as they are on the disk
	Stamp Stamp
}

// WirePath is the path as valid UTF-8, for a peer. Folder.Open wants the other.
func (e Entry) WirePath() string { return strings.ToValidUTF8(e.Path, "_") }

// OpenFolder opens a folder by the path that the user gave. ErrSymlink,
// ErrNotFolder, ErrGone, ErrDenied. The caller closes it.
func OpenFolder(name string) (*Folder, error) {
	name = filepath.Clean(name) // a slash at the end follows a link
	before, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil, fault("looking at a folder", err)
	case before.Mode()&fs.ModeSymlink != 0:
		return nil, ErrSymlink
	case !before.IsDir():
		return nil, ErrNotFolder
	}
	root, err := os.OpenRoot(name + "/.") // does not wait if it is a FIFO now
	if err != nil {
		return nil, fault("opening a folder", err)
	}
	f := &Folder{root: root}
	if err := f.look(before); err != nil {
		root.Close()
		return nil, err
	}
	return f, nil
}

// look makes sure that the folder is still the one that was no link, and learns
// what its disk is like.
func (f *Folder) look(before fs.FileInfo) error {
	dir, err := f.root.Open(".")
	if err != nil {
		return fault("opening a folder", err)
	}
	defer dir.Close()
	info, err := dir.Stat()
	if err != nil {
		return fault("opening a folder", err)
	}
	if !os.SameFile(before, info) {
		return ErrChanged
	}
	f.stable = stableInodes(dir)
	f.device = device(info)
	return nil
}

func device(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Dev)
	}
	return 0
}

// Close gives the folder back.
func (f *Folder) Close() error { return f.root.Close() }

// Open opens a file by its Entry.Path, as Open does.
func (f *Folder) Open(name string) (*File, error) {
	before, err := f.root.Lstat(name)
	if err != nil {
		return nil, fault("looking at a file", err)
	}
	return open(before, func() (*os.File, error) { return f.root.OpenFile(name, openFlags, 0) })
}

// Files goes through the regular files in the folder and those below it, each
// folder's names in the order of their bytes.
//
// What cannot be sent comes with its path and the reason (ErrSymlink,
// ErrNotRegular, ErrDenied, ErrTooDeep, ErrGone), and the others follow. An error without a
// path is the last: ErrTooMany, or the context's.
func (f *Folder) Files(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		w := walk{folder: f, ctx: ctx, yield: yield}
		w.dir(".", 0)
	}
}

// walk is one way through a folder.
type walk struct {
	folder *Folder
	ctx    context.Context
	yield  func(Entry, error) bool
	seen   int // entries so far
}

// dir goes through one folder, and reports whether to go on.
func (w *walk) dir(name string, depth int) bool {
	names, err := w.names(name)
	switch {
	case errors.Is(err, ErrTooMany):
		return w.stop(err)
	case err != nil:
		return w.yield(Entry{Path: name}, err)
	}
	for _, n := range names {
		if err := w.ctx.Err(); err != nil {
			return w.stop(err)
		}
		if !w.entry(path.Join(name, n), depth+1) {
			return false
		}
	}
	return true
}

func (w *walk) stop(err error) bool {
	w.yield(Entry{}, err)
	return false
}

// names returns what is in one folder, in order.
func (w *walk) names(name string) ([]string, error) {
	dir, err := w.folder.root.OpenFile(name, openFlags|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, fault("opening a folder", err)
	}
	defer dir.Close()
	var names []string
	for {
		some, err := dir.Readdirnames(1024)
		names = append(names, some...)
		if w.seen += len(some); w.seen > MaxEntries {
			return nil, ErrTooMany
		}
		if errors.Is(err, io.EOF) {
			slices.Sort(names)
			return names, nil
		}
		if err != nil {
			return nil, fault("reading a folder", err)
		}
	}
}

func (w *walk) entry(name string, depth int) bool {
	info, err := w.folder.root.Lstat(name)
	switch {
	case err != nil:
		return w.yield(Entry{Path: name}, fault("looking at a file", err))
	case depth > MaxDepth:
		return w.yield(Entry{Path: name}, ErrTooDeep)
	case info.IsDir():
		return w.dir(name, depth)
	}
	if err := regular(info.Mode()); err != nil {
		return w.yield(Entry{Path: name}, err)
	}
	stable := w.folder.stable && device(info) == w.folder.device
	return w.yield(Entry{Path: name, Stamp: stampOf(info, stable)}, nil)
}
