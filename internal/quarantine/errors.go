package quarantine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// What the user can do something about.
var (
	// ErrDiskFull: the disk, or the user's share of it, is full. What is there
	// is kept, and writing can go on when there is room.
	ErrDiskFull = errors.New("the disk is full: make room, then resume")
	// ErrReadOnly: the disk cannot be written to.
	ErrReadOnly = errors.New("the disk is read-only: choose another folder")
	// ErrDenied: the user may not write there.
	ErrDenied = errors.New("the folder does not belong to you: choose another one")
	// ErrTooLarge: the file system takes no file of this size, like FAT above
	// 4 GiB.
	ErrTooLarge = errors.New("the disk takes no file of this size: choose a folder on another disk")
)

// ErrPath is of a peer's path that is refused: it has no name, or more levels or
// bytes than MaxDepth and MaxPath.
var ErrPath = errors.New("the path has no name, or is too long")

// ErrTooMany is of a stage with more files and folders than MaxEntries.
var ErrTooMany = errors.New("there are too many files")

// fault makes an error without a path of one that the os package returned.
func fault(doing string, err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []struct{ is, means error }{
		{unix.ENOSPC, ErrDiskFull},
		{unix.EDQUOT, ErrDiskFull},
		{unix.EROFS, ErrReadOnly},
		{fs.ErrPermission, ErrDenied},
		{unix.EFBIG, ErrTooLarge},
	} {
		if errors.Is(err, known.is) {
			return fmt.Errorf("%s: %w", doing, known.means)
		}
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
