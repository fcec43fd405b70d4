package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"carom/contacts"
)

const (
	journalName = "profile.journal"
	lockName    = "profile.lock"

	// journalHeader begins every journal; the number is the format's version.
	journalHeader  = "carom-journal "
	journalVersion = 1

	// snapshotBatch is how many changes go into one line of a rewritten
	// journal: lines stay short enough to be read without a huge buffer.
	snapshotBatch = 256
)

// Journal is a Store in one append-only text file in a directory of its own.
// A line is the CRC-32 (IEEE) of the rest in hexadecimal, a space, and a JSON
// array of records: one Commit. Opening rewrites the file without what was
// deleted.
type Journal struct {
	model     *model
	committer *committer
	dir       string
	lock      *os.File
	file      *os.File
	size      int64 // of the file's whole lines
	broken    error // set when the file's end could not be restored
}

// Open opens the profile in dir, made (mode 0700) when it is not there.
func Open(dir string) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the profile's folder: %w", err)
	}
	lock, err := lockProfile(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	s := &Journal{model: newModel(), dir: dir, lock: lock}
	if err := s.open(); err != nil {
		lock.Close()
		return nil, err
	}
	s.committer = newCommitter(s.write)
	return s, nil
}

// lockProfile takes the lock that the kernel gives up for a process that died.
func lockProfile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
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

func (s *Journal) open() error {
	path := filepath.Join(s.dir, journalName)
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return fmt.Errorf("opening the profile: %w", err)
	default:
		err = s.replay(f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return s.rewrite(path)
}

// replay applies every whole line. A last line that a crash tore is dropped:
// its Commit was never called durable. A bad line with others after it is
// damage.
func (s *Journal) replay(f io.Reader) error {
	r := bufio.NewReader(f)
	header, err := r.ReadString('\n')
	if err != nil && len(header) < len(journalHeader) {
		return fmt.Errorf("%w: it has no header", ErrCorrupt)
	}
	version, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(header, journalHeader)))
	if !strings.HasPrefix(header, journalHeader) || err != nil {
		return fmt.Errorf("%w: its header is not one", ErrCorrupt)
	}
	if version > journalVersion {
		return ErrNewer
	}
	for n := 2; ; n++ {
		line, readErr := r.ReadBytes('\n')
		if len(line) == 0 {
			return nil
		}
		changes, err := decodeLine(line)
		if err != nil {
			if _, err := r.Peek(1); errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("%w: line %d: %w", ErrCorrupt, n, err)
		}
		s.model.apply(changes)
		if readErr != nil {
			return nil
		}
	}
}

func decodeLine(line []byte) ([]Change, error) {
	body, whole := bytes.CutSuffix(line, []byte("\n"))
	sum, data, ok := bytes.Cut(body, []byte(" "))
	if !whole || !ok {
		return nil, errors.New("torn")
	}
	want, err := strconv.ParseUint(string(sum), 16, 32)
	if err != nil || uint32(want) != crc32.ChecksumIEEE(data) {
		return nil, errors.New("wrong checksum")
	}
	return decodeChanges(data)
}

func appendLine(dst []byte, changes []Change) ([]byte, error) {
	data, err := encodeChanges(changes)
	if err != nil {
		return nil, err
	}
	dst = fmt.Appendf(dst, "%08x ", crc32.ChecksumIEEE(data))
	dst = append(dst, data...)
	return append(dst, '\n'), nil
}

// rewrite writes the model to a new file, which takes the old one's place only
// when it is durable, and leaves it open for appending.
func (s *Journal) rewrite(path string) error {
	temp := path + ".new"
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("writing the profile: %w", err)
	}
	size, err := writeSnapshot(f, s.model.snapshot())
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err == nil {
		err = syncDir(s.dir)
	}
	if err != nil {
		f.Close()
		return fmt.Errorf("writing the profile: %w", err)
	}
	s.file, s.size = f, size
	return nil
}

func writeSnapshot(f *os.File, changes []Change) (int64, error) {
	w := bufio.NewWriterSize(f, 1<<16)
	n, err := fmt.Fprintf(w, "%s%d\n", journalHeader, journalVersion)
	size := int64(n)
	for len(changes) > 0 && err == nil {
		k := min(len(changes), snapshotBatch)
		var line []byte
		line, err = appendLine(nil, changes[:k])
		if err == nil {
			n, err = w.Write(line)
			size += int64(n)
		}
		changes = changes[k:]
	}
	if err == nil {
		err = w.Flush()
	}
	return size, err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// write runs on the committer's goroutine.
func (s *Journal) write(batches [][]Change) error {
	if s.broken != nil {
		return s.broken
	}
	var lines []byte
	var err error
	for _, changes := range batches {
		if lines, err = appendLine(lines, changes); err != nil {
			return err
		}
	}
	if _, err = s.file.WriteAt(lines, s.size); err == nil {
		err = unix.Fdatasync(int(s.file.Fd()))
	}
	if err != nil {
		// What was half written must not be read as durable later. After a
		// failed sync the kernel may have dropped the pages, so that nothing
		// more can be promised for this file.
		if terr := s.file.Truncate(s.size); terr != nil {
			s.broken = fmt.Errorf("the profile's file is not writable any more: %w", err)
		} else if serr := s.file.Sync(); serr != nil {
			s.broken = fmt.Errorf("the profile's file is not writable any more: %w", err)
		}
		return fmt.Errorf("writing the profile: %w", err)
	}
	s.size += int64(len(lines))
	for _, changes := range batches {
		s.model.apply(changes)
	}
	return nil
}

// Load implements Store.
func (s *Journal) Load() (Profile, error) { return s.model.load(), nil }

// Commit implements Store.
func (s *Journal) Commit(changes []Change, done func(error)) { s.committer.commit(changes, done) }

// History implements Store.
func (s *Journal) History(contact contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	return s.model.history(contact, before, limit), nil
}

// Message implements Store.
func (s *Journal) Message(id uint64) (Message, bool, error) {
	msg, ok := s.model.message(id)
	return msg, ok, nil
}

// Close implements Store.
func (s *Journal) Close() error {
	s.committer.close()
	err := s.file.Close()
	return errors.Join(err, s.lock.Close())
}
