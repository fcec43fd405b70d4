package sources

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

var (
	// ErrSymlink is of a symbolic link.
	ErrSymlink = errors.New("it is a link: choose the file that it points to")
	// ErrNotRegular is of what is no file: a device, a FIFO, a socket; or a
	// folder where a file is wanted.
	ErrNotRegular = errors.New("it is no regular file, and only those can be sent")
	// ErrNotFolder is of something else where a folder is wanted.
	ErrNotFolder = errors.New("it is no folder")
	// ErrChanged is of a file that is not the one that was offered any more.
	ErrChanged = errors.New("the file was changed since it was chosen: send it again")
	// ErrGone is of a file or folder that is not there.
	ErrGone = errors.New("it is not there: was it moved or deleted, or its disk removed?")
	// ErrDenied is of one that the user may not read.
	ErrDenied = errors.New("you may not read it: change its permissions or choose another")
	// ErrTooMany is of a folder with more in it than MaxEntries.
	ErrTooMany = errors.New("there are too many files in the folder: send it in parts")
	// ErrTooDeep is of a folder with more levels than MaxDepth.
	ErrTooDeep = errors.New("the folder has too many levels")
)

// fault makes an error without a path of one that the os package returned.
func fault(doing string, err error) error {
	for _, known := range []struct{ is, means error }{
		{fs.ErrNotExist, ErrGone},
		{unix.ENOTDIR, ErrGone},
		{unix.ESTALE, ErrGone},
		{fs.ErrPermission, ErrDenied},
		{unix.ELOOP, ErrSymlink},
		{unix.ENXIO, ErrNotRegular}, // a socket
	} {
		if errors.Is(err, known.is) {
			return known.means
		}
	}
	var path *fs.PathError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &call):
		err = call.Err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
