package sources

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// openFlags never follow a link in the last place, wait for nobody to write into
// a FIFO, and take no terminal.
const openFlags = os.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_NOCTTY

// File is a regular file that is being sent.
type File struct {
	file  *os.File
	stamp Stamp
}

// Open opens a file by the path that the user gave. ErrSymlink, ErrNotRegular,
// ErrGone, ErrDenied. The caller closes it.
func Open(path string) (*File, error) {
	path = filepath.Clean(path) // a slash at the end follows a link
	before, err := os.Lstat(path)
	if err != nil {
		return nil, fault("looking at a file", err)
	}
	return open(before, func() (*os.File, error) { return os.OpenFile(path, openFlags, 0) })
}

// open opens a file if it was a regular one, and is still that one.
func open(before fs.FileInfo, opening func() (*os.File, error)) (*File, error) {
	if err := regular(before.Mode()); err != nil {
		return nil, err
	}
	f, err := opening()
	if err != nil {
		return nil, fault("opening a file", err)
	}
	after, err := f.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = ErrChanged
	}
	if err != nil {
		f.Close()
		return nil, fault("opening a file", err)
	}
	return &File{file: f, stamp: stampOf(after, stableInodes(f))}, nil
}

func regular(mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeSymlink != 0:
		return ErrSymlink
	}
	return ErrNotRegular
}

// Stamp is what the file was when it was opened.
func (f *File) Stamp() Stamp { return f.stamp }

// Size is its length in bytes then.
func (f *File) Size() int64 { return f.stamp.Size }

// Check returns ErrChanged unless the file is the one that had this stamp when it
// was offered, which may be days ago.
func (f *File) Check(offered Stamp) error {
	if !f.stamp.Same(offered) {
		return ErrChanged
	}
	return f.unchanged()
}

// unchanged looks whether the file is what it was when it was opened.
func (f *File) unchanged() error {
	info, err := f.file.Stat()
	if err != nil {
		return fault("looking at a file", err)
	}
	if !f.stamp.Same(stampOf(info, f.stamp.Inode != 0)) {
		return ErrChanged
	}
	return nil
}

// ReadAt reads as io.ReaderAt says, up to the size that the file had when it was
// opened. It returns no byte and ErrChanged if the file has been changed since.
func (f *File) ReadAt(p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errors.New("reading a file: the offset is negative")
	}
	rest := max(0, f.stamp.Size-offset)
	short := int64(len(p)) > rest
	if short {
		p = p[:rest]
	}
	n, err := f.file.ReadAt(p, offset)
	if changed := f.unchanged(); changed != nil {
		return 0, changed
	}
	switch {
	case errors.Is(err, io.EOF): // the kernel has less than it says
		return 0, ErrChanged
	case err != nil:
		return n, fault("reading a file", err)
	case short:
		return n, io.EOF
	}
	return n, nil
}

// Close gives the file back.
func (f *File) Close() error { return f.file.Close() }
