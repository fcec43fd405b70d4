package quarantine

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// MaxEntries is how many files and folders can be made in one stage as long as
// it is open.
const MaxEntries = 100_000

// Stage holds the files of one transfer until they are whole.
type Stage struct {
	folder  *Folder
	root    *os.Root
	entries atomic.Int64
}

// Close gives the stage back and leaves what is in it.
func (s *Stage) Close() error { return s.root.Close() }

// Sync waits until the names of what was made right in the stage, and its own,
// are on the disk: what File.Sync has written is found again then.
func (s *Stage) Sync() error {
	for _, root := range []*os.Root{s.root, s.folder.root} {
		dir, err := root.Open(".")
		if err != nil {
			return fault("opening a transfer's folder", err)
		}
		if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
			return fault("writing a transfer's folder", err)
		}
	}
	return nil
}

// Create makes a new file, and the folders on its way. The path is one that
// SafePath made; where a file has it already, the new one gets a number, and
// File.Path says so. ErrTooMany, ErrPath, or what the disk says.
func (s *Stage) Create(wanted string) (*File, error) {
	if safe, err := SafePath(strings.Split(wanted, "/")); err != nil || safe != wanted {
		return nil, ErrPath
	}
	if s.entries.Add(1) > MaxEntries {
		return nil, ErrTooMany
	}
	f, err := s.createUnique(wanted)
	if errors.Is(err, fs.ErrNotExist) && path.Dir(wanted) != "." {
		if err := s.mkdirAll(path.Dir(wanted)); err != nil {
			return nil, err
		}
		f, err = s.createUnique(wanted)
	}
	if errors.Is(err, unix.ENOTDIR) {
		return nil, ErrPath
	}
	if err != nil {
		return nil, fault("making a file", err)
	}
	return f, nil
}

func (s *Stage) createUnique(wanted string) (f *File, err error) {
	dir, name := path.Split(wanted)
	for unique := range alternatives(name) {
		var opened *os.File
		opened, err = s.root.OpenFile(dir+unique, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
		if err == nil {
			return &File{file: opened, path: dir + unique}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return nil, err
}

// mkdirAll makes the folders of a path that are not there, and counts them.
func (s *Stage) mkdirAll(dir string) error {
	for end := 0; end < len(dir); {
		end++
		if next := strings.IndexByte(dir[end:], '/'); next >= 0 {
			end += next
		} else {
			end = len(dir)
		}
		err := s.root.Mkdir(dir[:end], folderMode)
		if err == nil && s.entries.Add(1) > MaxEntries {
			return ErrTooMany
		}
		if errors.Is(err, unix.ENOTDIR) {
			return ErrPath
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fault("making a folder", err)
		}
	}
	return nil
}

// Reopen opens a file that Create made, by its File.Path, to continue it.
// fs.ErrNotExist if it is not there.
func (s *Stage) Reopen(name string) (*File, error) {
	f, err := s.root.OpenFile(name, os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fault("opening a received file", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("there is something else in its place")
	}
	if err != nil {
		f.Close()
		return nil, fault("opening a received file", err)
	}
	return &File{file: f, path: name}, nil
}
