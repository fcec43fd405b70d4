package profiles

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
	"golang.org/x/sys/unix"

	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

// copyBuffer is how much of a copy is written at once, in bytes.
const copyBuffer = 1 << 20

// Export writes an encrypted copy of a profile into a new file, which is whole
// or not there. No node may be running.
func (f Folder) Export(name, path string, to ...age.Recipient) error {
	profile, err := f.profile(name)
	if err != nil {
		return err
	}
	return CopyError(writeNew(path, func(w io.Writer) error { return store.Export(profile, w, to...) }))
}

// ExportOver is Export to a file that may be there, for who was asked whether it is
// to be replaced. It stays as it is unless the copy is whole.
func (f Folder) ExportOver(name, path string, to ...age.Recipient) error {
	profile, err := f.profile(name)
	if err != nil {
		return err
	}
	return CopyError(writeBeside(path, func(w io.Writer) error { return store.Export(profile, w, to...) }, os.Rename))
}

// writeNew writes a file that is not there yet.
func writeNew(path string, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return invalid(core.KindCopyThere, path, path+" is there already and was not changed. Choose another name.")
	}
	return writeBeside(path, write, func(from, to string) error {
		err := os.Link(from, to)
		if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOTSUP) { // a stick without links
			err = os.Rename(from, to)
		}
		return err
	})
}

// writeBeside writes a file under another name, and gives it its own when it is on
// the disk.
func writeBeside(path string, write func(io.Writer) error, name func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".carom-export-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriterSize(f, copyBuffer)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return name(f.Name(), path)
}

// CopyError is what a person is told when a copy could not be written or read.
func CopyError(err error) error {
	var user *core.UserError
	switch {
	case err == nil, errors.As(err, &user):
		return err
	case errors.Is(err, store.ErrLocked):
		return noderun.Explain(err, &core.UserError{Code: core.CodeConflict, Kind: core.KindCopyInUse, Text: "A node is running for this profile. End it first, so that the copy is of one moment."})
	case errors.Is(err, store.ErrPassphrase):
		return noderun.Explain(err, &core.UserError{Code: core.CodeStorage, Kind: core.KindCopySecret, Text: "This passphrase or identity does not open the copy. Nothing was changed; try again."})
	case errors.Is(err, store.ErrInvalidCopy), errors.Is(err, store.ErrNewer):
		return noderun.Explain(err, &core.UserError{Code: core.CodeStorage, Kind: core.KindCopyInvalid, Detail: err.Error(), Text: "This file cannot be taken over (" + err.Error() + "). Nothing was changed."})
	case errors.Is(err, store.ErrExists), errors.Is(err, store.ErrNoProfile):
		return noderun.ProfileError(err)
	}
	return noderun.Explain(err, &core.UserError{Code: core.CodeStorage, Kind: core.KindCopyFailed, Detail: err.Error(), Text: "That did not work (" + err.Error() + "). Nothing was changed."})
}
