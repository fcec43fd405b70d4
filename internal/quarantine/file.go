package quarantine

import (
	"errors"
	"io"
	"os"
)

// File is a file in a stage. Its errors have no path in them.
type File struct {
	file *os.File
	path string
}

// Path is the file's path beneath its stage.
func (f *File) Path() string { return f.path }

// Write writes at the file's position, as io.Writer says.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	return n, fault("writing a received file", err)
}

// WriteAt writes at an offset, as io.WriterAt says. What lies between is a hole.
func (f *File) WriteAt(p []byte, offset int64) (int, error) {
	n, err := f.file.WriteAt(p, offset)
	return n, fault("writing a received file", err)
}

// ReadAt reads what was written, as io.ReaderAt says.
func (f *File) ReadAt(p []byte, offset int64) (int, error) {
	n, err := f.file.ReadAt(p, offset)
	if errors.Is(err, io.EOF) {
		return n, io.EOF
	}
	return n, fault("reading a received file", err)
}

// Seek sets the position of the next Write, as io.Seeker says.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	n, err := f.file.Seek(offset, whence)
	return n, fault("writing a received file", err)
}

// Truncate cuts the file, or fills it up with a hole.
func (f *File) Truncate(size int64) error {
	return fault("writing a received file", f.file.Truncate(size))
}

// Size is how long the file is now, in bytes.
func (f *File) Size() (int64, error) {
	info, err := f.file.Stat()
	if err != nil {
		return 0, fault("reading a received file", err)
	}
	return info.Size(), nil
}

// Sync waits until what was written is on the disk. Stage.Publish does it too.
func (f *File) Sync() error { return fault("writing a received file", f.file.Sync()) }

// Close gives the file back.
func (f *File) Close() error { return fault("writing a received file", f.file.Close()) }
