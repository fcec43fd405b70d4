package quarantine

import (
	"errors"

	"golang.org/x/sys/unix"
)

// moveFunc moves an entry from one open folder to another, and fails with EEXIST
// rather than replace one. No name has a slash in it.
type moveFunc func(fromDir int, from string, toDir int, to string) error

// renameNoReplace does it in one step, where the file system can.
func renameNoReplace(fromDir int, from string, toDir int, to string) error {
	err := unix.Renameat2(fromDir, from, toDir, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return linkAndRemove(fromDir, from, toDir, to)
	}
	return err
}

// linkAndRemove does it in two, each of which the kernel refuses when the name is
// taken. A folder cannot have two names: its name is taken with an empty folder,
// which only an empty one lets itself be replaced by.
func linkAndRemove(fromDir int, from string, toDir int, to string) error {
	err := unix.Linkat(fromDir, from, toDir, to, 0)
	if err == nil {
		return unix.Unlinkat(fromDir, from, 0)
	}
	if !errors.Is(err, unix.EPERM) {
		return err
	}
	if err := unix.Mkdirat(toDir, to, folderMode); err != nil {
		return err
	}
	if err := unix.Renameat(fromDir, from, toDir, to); err != nil {
		return errors.Join(err, unix.Unlinkat(toDir, to, unix.AT_REMOVEDIR))
	}
	return nil
}
