package store

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"
)

// exportNames are the files of a copy, in this order. The database may come
// with the journal of a transaction that a crash cut short.
var exportNames = []string{keyName, dbName, dbName + "-journal"}

// importPattern names the folder in which a copy is unpacked.
const importPattern = ".import-*"

// maxImport bounds what a copy may put on the disk.
const maxImport = 1 << 40

// ErrInvalidCopy: the file is not a copy of a profile, or not a whole one.
var ErrInvalidCopy = errors.New("not a whole copy of a profile")

// Export writes a copy of the profile in dir: its files, byte for byte, in a
// tar archive encrypted with age. The copy keeps the profile's passphrase
// beneath that. The profile must not be in use.
func Export(dir string, w io.Writer, to ...age.Recipient) error {
	if !Exists(dir) {
		return ErrNoProfile
	}
	lock, err := lockProfile(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return fmt.Errorf("encrypting the copy: %w", err)
	}
	archive := tar.NewWriter(sealed)
	for _, name := range exportNames {
		if err := exportFile(archive, dir, name); err != nil {
			return fmt.Errorf("copying the profile: %w", err)
		}
	}
	return errors.Join(archive.Close(), sealed.Close())
}

func exportFile(archive *tar.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) && name != keyName && name != dbName {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	// Nothing of this machine: no owner, no times.
	if err := archive.WriteHeader(&tar.Header{Name: name, Size: info.Size(), Mode: 0o600, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}

// Import makes a profile in dir, where there is none, of a copy that Export
// wrote. When it fails nothing is left.
func Import(r io.Reader, dir string, with ...age.Identity) error {
	if Exists(dir) {
		return ErrExists
	}
	plain, err := age.Decrypt(r, with...)
	if err != nil {
		var noMatch *age.NoIdentityMatchError
		if errors.As(err, &noMatch) {
			return ErrPassphrase
		}
		return fmt.Errorf("%w: %w", ErrInvalidCopy, err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	for _, left := range leftImports(dir) {
		os.RemoveAll(left)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), importPattern)
	if err != nil {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	defer os.RemoveAll(temp)
	if err := importFiles(tar.NewReader(plain), temp); err != nil {
		return err
	}
	// An empty folder may be in the way; anything else is not touched.
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("making the profile's folder: %w", err)
	}
	return syncDir(filepath.Dir(dir))
}

func importFiles(archive *tar.Reader, dir string) error {
	var have []string
	for {
		h, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrInvalidCopy, err)
		}
		if !slices.Contains(exportNames, h.Name) || slices.Contains(have, h.Name) || h.Typeflag != tar.TypeReg || h.Size > maxImport {
			return fmt.Errorf("%w: it has a file that does not belong there", ErrInvalidCopy)
		}
		have = append(have, h.Name)
		if err := importFile(archive, filepath.Join(dir, h.Name)); err != nil {
			return err
		}
	}
	if !slices.Contains(have, keyName) || !slices.Contains(have, dbName) {
		return fmt.Errorf("%w: a part is missing", ErrInvalidCopy)
	}
	_, f, err := openHeader(dir)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidCopy, err)
	}
	return errors.Join(f.Close(), syncDir(dir))
}

func importFile(r io.Reader, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}
