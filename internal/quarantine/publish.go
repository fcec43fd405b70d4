package quarantine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// namePrefix begins the name of the file in a stage that has the name that an
// entry gets. Create makes no such file.
const namePrefix = ".name-"

// Publish puts a file or folder of the stage into the quarantine folder under the
// name, or under one with a number if that is taken, and returns which. The entry
// is the first part of a File.Path, the name is made safe. All data is on the disk
// before, and the name after. The files in it must have been closed.
//
// When it fails without a name nothing has changed, and it can be called again;
// with one, the entry has it, but may lose it if the machine stops now. Called
// again for an entry that has its name, as after a crash, it returns that name;
// fs.ErrNotExist is of an entry that never was there.
func (s *Stage) Publish(entry, name string) (string, error) {
	if !isName(entry) {
		return "", ErrPath
	}
	if err := s.sync(entry); errors.Is(err, fs.ErrNotExist) {
		return s.published(entry)
	} else if err != nil {
		return "", err
	}
	from, err := s.root.Open(".")
	if err != nil {
		return "", fault("opening a transfer's folder", err)
	}
	defer from.Close()
	to, err := s.folder.root.Open(".")
	if err != nil {
		return "", fault("opening the folder for received files", err)
	}
	defer to.Close()
	final, err := s.moveUnique(from, entry, to, SafeName(name))
	if err != nil {
		return "", fault("giving a received file its name", err)
	}
	if err := errors.Join(to.Sync(), from.Sync()); err != nil {
		return final, fault("giving a received file its name", err)
	}
	return final, nil
}

// moveUnique tries names until one is free. Each is written down before, so that
// after a crash it is known which one it was.
func (s *Stage) moveUnique(from *os.File, entry string, to *os.File, name string) (final string, err error) {
	note, err := s.root.OpenFile(namePrefix+entry, os.O_WRONLY|os.O_CREATE|unix.O_NONBLOCK, fileMode)
	if err != nil {
		return "", err
	}
	defer note.Close()
	for final = range alternatives(name) {
		if _, err := s.folder.root.Lstat(final); err == nil {
			continue // taken for sure: the kernel has the last word on others
		}
		if err := writeNote(note, final); err != nil {
			return "", err
		}
		err = s.folder.move(int(from.Fd()), entry, int(to.Fd()), final)
		if !errors.Is(err, fs.ErrExist) {
			return final, err
		}
	}
	return "", fs.ErrExist
}

func writeNote(note *os.File, name string) error {
	_, err := note.WriteAt([]byte(name), 0)
	return errors.Join(err, note.Truncate(int64(len(name))), note.Sync())
}

// published is the name that an entry got before.
func (s *Stage) published(entry string) (string, error) {
	note, err := s.root.OpenFile(namePrefix+entry, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return "", fault("looking for a received file", err)
	}
	defer note.Close()
	name := make([]byte, 256)
	n, _ := note.ReadAt(name, 0)
	if !isName(string(name[:n])) { // the note was not whole
		return "", fmt.Errorf("looking for a received file: %w", fs.ErrNotExist)
	}
	return string(name[:n]), nil
}

// isName reports whether something is a name that is not hidden, made by us.
func isName(name string) bool {
	return name != "" && len(name) <= 255 && name[0] != '.' && !strings.Contains(name, "/")
}

// sync waits until a file, or all that is in a folder, is on the disk. For a
// folder one call for the whole file system is cheaper than one for each of
// 10 000 files, and needs no walk.
func (s *Stage) sync(entry string) error {
	info, err := s.root.Lstat(entry)
	if err != nil {
		return fault("reading a received file", err)
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return errors.New("reading a received file: there is something else in its place")
	}
	f, err := s.root.OpenFile(entry, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return fault("reading a received file", err)
	}
	defer f.Close()
	if info.IsDir() {
		err = unix.Syncfs(int(f.Fd()))
	} else {
		err = f.Sync()
	}
	return fault("writing a received file", err)
}
