package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// The files of a profile, in a folder of mode 0700.
const (
	keyName  = "profile.key"
	dbName   = "profile.db"
	lockName = "profile.lock"
)

// Exists reports whether there is a profile in dir.
func Exists(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, keyName))
	return !errors.Is(err, os.ErrNotExist) // one that cannot be read is there too
}

// lockProfile takes the lock that the kernel gives up for a process that died.
func lockProfile(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the profile's lock: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, ErrLocked
		}
		return nil, fmt.Errorf("locking the profile: %w", err)
	}
	return f, nil
}

// InUse reports whether a process has the profile in dir open.
func InUse(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, lockName)); err != nil {
		return false
	}
	f, err := lockProfile(dir)
	if err != nil {
		return errors.Is(err, ErrLocked)
	}
	f.Close()
	return false
}

// writeNew writes a file of mode 0600 that is whole or not there.
func writeNew(path string, data []byte) error {
	temp := path + ".new"
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		os.Remove(temp)
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
