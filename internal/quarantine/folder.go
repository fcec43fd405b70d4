package quarantine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
	// stagePrefix begins the name of each stage. SafeName makes no such name.
	stagePrefix = ".carom-"
	// spareFiles is how many files a disk shall take still.
	spareFiles = 4096
)

// Folder is where received files land.
type Folder struct {
	root *os.Root
	move moveFunc
}

// Open opens the folder dir, and makes it and those above it if they are not
// there. It should be the user's alone: who else may write to it cannot lead
// anything outside, but can rename and delete. The caller closes it.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fault("making the folder for received files", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault("opening the folder for received files", err)
	}
	return &Folder{root: root, move: renameNoReplace}, nil
}

// Close gives the folder back. Its stages are closed on their own.
func (f *Folder) Close() error { return f.root.Close() }

// Free is how many bytes the user may still write on the folder's disk, for a
// warning in time; what can be written is known when it was.
func (f *Folder) Free() (int64, error) {
	dir, err := f.root.Open(".")
	if err != nil {
		return 0, fault("opening the folder for received files", err)
	}
	defer dir.Close()
	free, err := Room(dir)
	return int64(free), err
}

// Shares reports whether a file is on the disk that the folder is on.
func (f *Folder) Shares(file *os.File) bool {
	dir, err := f.root.Open(".")
	if err != nil {
		return false
	}
	defer dir.Close()
	var here, there unix.Stat_t
	return unix.Fstat(int(dir.Fd()), &here) == nil && unix.Fstat(int(file.Fd()), &there) == nil && here.Dev == there.Dev
}

// Room is how many bytes the user may still write on the disk that a file is on: none
// where it takes hardly another file, however small.
func Room(f *os.File) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &stat); err != nil {
		return 0, fault("asking how much room there is", err)
	}
	return roomOf(&stat), nil
}

func roomOf(stat *unix.Statfs_t) uint64 {
	switch {
	case stat.Files != 0 && stat.Ffree < spareFiles: // one that says 0 has no limit of its own
		return 0
	case stat.Blocks == 0: // it does not say
		return 1 << 62
	}
	return min(stat.Bavail, 1<<62/uint64(stat.Bsize)) * uint64(stat.Bsize)
}

// Stage opens the stage of one transfer, and makes it if it is not there. The id
// is the caller's: 8 to 64 hexadecimal digits, lower case, which say nothing
// about the transfer to whoever sees the folder. The caller closes the stage, and
// removes it when the transfer has ended.
func (f *Folder) Stage(id string) (*Stage, error) {
	name, err := stageName(id)
	if err != nil {
		return nil, err
	}
	if err := f.root.Mkdir(name, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fault("making a folder for a transfer", err)
	}
	root, err := f.root.OpenRoot(name)
	if err != nil {
		return nil, fault("opening a transfer's folder", err)
	}
	return &Stage{folder: f, root: root}, nil
}

// Stages are the ids of the stages that are there. Those that the caller does not
// know are left from before a crash, or another program's in the same folder.
func (f *Folder) Stages() ([]string, error) {
	dir, err := f.root.Open(".")
	if err != nil {
		return nil, fault("opening the folder for received files", err)
	}
	defer dir.Close()
	var ids []string
	for {
		entries, err := dir.ReadDir(256)
		for _, e := range entries {
			id, ok := strings.CutPrefix(e.Name(), stagePrefix)
			if _, err := stageName(id); ok && e.IsDir() && err == nil {
				ids = append(ids, id)
			}
		}
		if errors.Is(err, io.EOF) {
			return ids, nil
		}
		if err != nil {
			return ids, fault("reading the folder for received files", err)
		}
	}
}

// RemoveStage removes what is in the stage of a transfer. It is no error if there
// is none.
func (f *Folder) RemoveStage(id string) error {
	name, err := stageName(id)
	if err != nil {
		return err
	}
	return fault("removing a transfer's folder", f.root.RemoveAll(name))
}

func stageName(id string) (string, error) {
	if len(id) < 8 || len(id) > 64 || strings.Trim(id, "0123456789abcdef") != "" {
		return "", fmt.Errorf("a transfer's id must be 8 to 64 hexadecimal digits")
	}
	return stagePrefix + id, nil
}
