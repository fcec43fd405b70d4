package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"
	"github.com/ncruces/go-sqlite3"
	"golang.org/x/sys/unix"
)

// Passphrase is what a person remembers. It prints as [redacted].
type Passphrase struct{ text []byte }

// NewPassphrase takes a passphrase; empty means none at all: whoever has the
// files can read them.
func NewPassphrase(text []byte) Passphrase { return Passphrase{bytes.Clone(text)} }

// IsEmpty reports whether there is none.
func (p Passphrase) IsEmpty() bool { return len(p.text) == 0 }

// Length is how many characters it has.
func (p Passphrase) Length() int { return utf8.RuneCount(p.text) }

// Equal reports whether two are the same.
func (p Passphrase) Equal(q Passphrase) bool { return bytes.Equal(p.text, q.text) }

// Recipient encrypts to whoever has the passphrase.
func (p Passphrase) Recipient() (*age.ScryptRecipient, error) {
	return age.NewScryptRecipient(string(p.text))
}

// Identity decrypts what Recipient encrypted.
func (p Passphrase) Identity() (*age.ScryptIdentity, error) {
	return age.NewScryptIdentity(string(p.text))
}

// String keeps it out of logs and errors.
func (Passphrase) String() string { return "[redacted]" }

// GoString does so for %#v.
func (Passphrase) GoString() string { return "[redacted]" }

// Create makes a new, empty profile in dir, which is made (mode 0700) when it
// is not there. With a passphrase it takes about a second: the cost of a guess
// is fitted to the machine.
func Create(dir string, passphrase Passphrase) error {
	params := kdf{}
	if !passphrase.IsEmpty() {
		params = calibrate()
	}
	return create(dir, passphrase, params)
}

func create(dir string, passphrase Passphrase, params kdf) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	lock, err := lockProfile(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if Exists(dir) {
		return ErrExists
	}
	// What an earlier attempt left behind opens with no key; but where the key
	// file is only missing, its database must be there when it is back.
	orphan := fmt.Sprintf(".orphan-%d", time.Now().UnixNano())
	for _, name := range []string{dbName, dbName + "-journal"} {
		path := filepath.Join(dir, name)
		if err := os.Rename(path, path+orphan); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("making the profile: %w", err)
		}
	}
	dataKey := make([]byte, keySize)
	rand.Read(dataKey)
	if err := writeNew(filepath.Join(dir, dbName), nil); err != nil {
		return fmt.Errorf("making the profile: %w", err)
	}
	d, err := openDB(dir, dataKey, nil)
	if err != nil {
		return fmt.Errorf("making the profile: %w", err)
	}
	if err := d.Close(); err != nil {
		return fmt.Errorf("making the profile: %w", err)
	}
	// The key file comes last: without it there is no profile.
	s, err := newSlot(1, params, passphrase.text, dataKey)
	if err != nil {
		return fmt.Errorf("making the profile: %w", err)
	}
	err = errors.Join(writeNew(filepath.Join(dir, keyName), bytes.Repeat(s.raw, 2)), syncDir(filepath.Dir(dir)))
	if err != nil {
		return fmt.Errorf("making the profile: %w", err)
	}
	return nil
}

// NeedsPassphrase reports whether the profile in dir has a passphrase.
func NeedsPassphrase(dir string) (bool, error) {
	h, f, err := openHeader(dir)
	if err != nil {
		return false, err
	}
	defer f.Close()
	newest, _ := h.newest()
	return !h.slots[newest].kdf.none(), nil
}

func openHeader(dir string) (*header, *os.File, error) {
	path := filepath.Join(dir, keyName)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrPermission) || errors.Is(err, unix.EROFS) {
		f, err = os.Open(path)
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, ErrNoProfile
	}
	if err != nil {
		return nil, nil, fmt.Errorf("opening the key file: %w", err)
	}
	h, err := readHeader(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return h, f, nil
}

// Open opens the profile in dir: about half a second for the passphrase.
func Open(dir string, passphrase Passphrase) (*DB, error) {
	if !Exists(dir) {
		return nil, ErrNoProfile
	}
	lock, err := lockProfile(dir)
	if err != nil {
		return nil, err
	}
	d, err := open(dir, passphrase)
	if err != nil {
		lock.Close()
		return nil, err
	}
	d.lock = lock
	return d, nil
}

func open(dir string, passphrase Passphrase) (*DB, error) {
	h, f, err := openHeader(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	dataKey, err := h.open(passphrase.text)
	if err != nil {
		return nil, err
	}
	defer clear(dataKey)
	if _, err := os.Stat(filepath.Join(dir, dbName)); err != nil {
		return nil, fmt.Errorf("%w: %s cannot be found", ErrCorrupt, dbName)
	}
	return openDB(dir, dataKey, nil)
}

// CheckPassphrase reports with its error whether a passphrase opens the profile
// in dir, about half a second after. The profile may be in use.
func CheckPassphrase(dir string, passphrase Passphrase) error {
	f, err := os.Open(filepath.Join(dir, keyName))
	if errors.Is(err, os.ErrNotExist) {
		return ErrNoProfile
	}
	if err != nil {
		return fmt.Errorf("opening the key file: %w", err)
	}
	defer f.Close()
	h, err := readHeader(f)
	if err != nil {
		return err
	}
	newest, _ := h.newest()
	dataKey, err := h.slots[newest].open(passphrase.text)
	clear(dataKey)
	return err
}

// ChangePassphrase wraps the data key anew; nothing else is written. When it
// returns nil the old passphrase opens nothing any more.
func ChangePassphrase(dir string, old, next Passphrase) error {
	if !Exists(dir) {
		return ErrNoProfile
	}
	lock, err := lockProfile(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	h, f, err := openHeader(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	dataKey, err := h.open(old.text)
	if err != nil {
		return err
	}
	defer clear(dataKey)
	params := kdf{}
	if !next.IsEmpty() {
		params = calibrate()
	}
	newest, _ := h.newest()
	s, err := newSlot(h.slots[newest].generation+1, params, next.text, dataKey)
	if err != nil {
		return err
	}
	if err := h.set(s); err != nil {
		return err
	}
	// A wipe asks for no lock. If one came meanwhile, this was its key file.
	was, err := f.Stat()
	if err != nil {
		return err
	}
	if is, err := os.Stat(filepath.Join(dir, keyName)); err != nil || !os.SameFile(was, is) {
		return errors.Join(ErrNoProfile, h.destroy())
	}
	return nil
}

// Verify reads everything and reports what is wrong with it: the structure of
// the file, every sealed record, the full-text index.
func (d *DB) Verify() error {
	if _, err := d.Load(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var wrong []error
	err := d.query(`PRAGMA integrity_check`, nil, func(row *sqlite3.Stmt) error {
		if text := row.ColumnText(0); text != "ok" {
			wrong = append(wrong, errors.New(text))
		}
		return nil
	})
	if err == nil {
		err = d.exec(`INSERT INTO words (words, rank) VALUES ('integrity-check', 1)`)
	}
	if err = errors.Join(append(wrong, err)...); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return nil
}

// Destroy makes the profile in dir unreadable at once, by overwriting the
// wrapped data key, and then removes its files. It needs no passphrase, and
// does not ask whether the profile is in use. The first error does not keep it
// from going on.
//
// On flash and on file systems that copy on write the old key file may live on
// in blocks that nobody can address by name; who reads those still needs the
// passphrase.
func Destroy(dir string) error {
	return errors.Join(DestroyKey(dir), RemoveFiles(dir))
}

// DestroyKey is the first part of Destroy: when it returns, the profile is
// unreadable.
func DestroyKey(dir string) error {
	errs := []error{destroyKeyFile(dir, keyName)}
	// What a crash in the middle of making or restoring it left has keys too.
	if _, err := os.Lstat(filepath.Join(dir, keyName+".new")); err == nil {
		errs = append(errs, destroyKeyFile(dir, keyName+".new"))
	}
	for _, left := range leftImports(dir) {
		if _, err := os.Lstat(filepath.Join(left, keyName)); err == nil {
			errs = append(errs, destroyKeyFile(left, keyName))
		}
	}
	return errors.Join(errs...)
}

// leftImports are the folders of imports into dir that did not come to an end.
func leftImports(dir string) []string {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), importPattern))
	return left
}

func destroyKeyFile(dir, name string) error {
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("destroying the key: %w", err)
	}
	h := header{file: f}
	if err := errors.Join(h.destroy(), f.Close(), os.Remove(path), syncDir(dir)); err != nil {
		return fmt.Errorf("destroying the key: %w", err)
	}
	return nil
}

// RemoveFiles is the second part: it removes the files of a profile, and
// whatever else Carom has put into its folder.
func RemoveFiles(dir string) error {
	var errs []error
	for _, left := range leftImports(dir) {
		errs = append(errs, os.RemoveAll(left))
	}
	names := []string{keyName, keyName + ".new"}
	if entries, err := os.ReadDir(dir); err == nil {
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), dbName) {
				names = append(names, e.Name())
			}
		}
	}
	// The lock comes last: until then nobody makes a new profile here.
	for _, name := range append(names, lockName) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, unix.ENOTEMPTY) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
