package quarantine

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// MaxEntries is how many files and folders can be made in one stage as long as
// it is open: a peer's 100 000, and the folder that they are in.
const MaxEntries = 100_001

// Stage holds the files of one transfer until they are whole.
type Stage struct {
	folder  *Folder
	root    *os.Root
	entries atomic.Int64

	mu sync.Mutex
	// folders are those with another name than they should have, since a file has
	// that, by what they should be called.
	folders map[string]string
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
	if path.Dir(wanted) != "." && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR)) {
		dir, err := s.mkdirAll(path.Dir(wanted))
		if err != nil {
			return nil, err
		}
		f, err = s.createUnique(path.Join(dir, path.Base(wanted)))
		if err != nil {
			return nil, fault("making a file", err)
		}
		return f, nil
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

// mkdirAll makes the folders of a path that are not there, counts them, and says
// where the last one is: one whose name a file has already gets a number.
func (s *Stage) mkdirAll(wanted string) (dir string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := 0
	for end < len(wanted) {
		begin := end
		if end > 0 {
			begin++
		}
		if next := strings.IndexByte(wanted[begin:], '/'); next >= 0 {
			end = begin + next
		} else {
			end = len(wanted)
		}
		if there := s.folders[wanted[:end]]; there != "" {
			dir = there
			continue
		}
		if dir, err = s.mkdir(dir, wanted[begin:end], wanted[:end]); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// mkdir makes one folder, unless it is there. The caller holds mu.
func (s *Stage) mkdir(parent, name, wanted string) (dir string, err error) {
	for unique := range alternatives(name) {
		dir = path.Join(parent, unique)
		err = s.root.Mkdir(dir, folderMode)
		switch {
		case err == nil:
			if s.entries.Add(1) > MaxEntries {
				return "", ErrTooMany
			}
		case !errors.Is(err, fs.ErrExist):
			return "", fault("making a folder", err)
		case unique != name || !s.isFolder(dir):
			continue
		}
		if unique != name {
			if s.folders == nil {
				s.folders = make(map[string]string)
			}
			s.folders[wanted] = dir
		}
		return dir, nil
	}
	return "", fault("making a folder", err)
}

func (s *Stage) isFolder(dir string) bool {
	info, err := s.root.Lstat(dir)
	return err == nil && info.IsDir()
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
