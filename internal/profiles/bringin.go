package profiles

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"time"

	"filippo.io/age"

	"carom/contacts"
	"carom/onion"
	"carom/store"
)

// Kind says what a file is that a profile may be brought in from.
type Kind uint8

// The kinds.
const (
	// Copy is an encrypted copy that Export wrote, or something unknown.
	Copy Kind = iota
	// Ricochet is a ricochet.json of Ricochet-Refresh 3.0.
	Ricochet
)

// peeked is how much of a file tells its kind, in bytes.
const peeked = 64

// KindOf looks at the beginning of a file.
func KindOf(r *bufio.Reader) Kind {
	start, _ := r.Peek(peeked) // a shorter file is no copy
	start = bytes.TrimPrefix(start, []byte("\uFEFF"))
	if bytes.HasPrefix(bytes.TrimSpace(start), []byte("{")) {
		return Ricochet
	}
	return Copy
}

// ImportCopy makes a new profile of a copy that Export wrote.
func (f Folder) ImportCopy(name string, r io.Reader, with ...age.Identity) error {
	profile, err := f.profile(name)
	if err != nil {
		return err
	}
	return CopyError(store.Import(r, profile, with...))
}

// ReadRicochet reads a ricochet.json.
func ReadRicochet(r io.Reader) (store.Ricochet, error) {
	old, err := store.ReadRicochet(r, time.Now(), ownerOf)
	return old, CopyError(err)
}

// ownerOf is the id of a key blob.
func ownerOf(blob string) (contacts.ServiceID, error) {
	key, err := onion.ParseKey(blob)
	if err != nil {
		return contacts.ServiceID{}, err
	}
	return contacts.FromPublicKey(key.PublicKey()), nil
}

// ImportRicochet makes a new profile of what a ricochet.json had: whole, or
// there is none.
func (f Folder) ImportRicochet(name string, old store.Ricochet, passphrase store.Passphrase) error {
	if err := f.Create(name, passphrase); err != nil {
		return err
	}
	return f.on(name, func(profile string) error {
		if err := fill(profile, old, passphrase); err != nil {
			return errors.Join(err, store.Destroy(profile))
		}
		return nil
	})
}

func fill(profile string, old store.Ricochet, passphrase store.Passphrase) error {
	db, err := store.Open(profile, passphrase)
	if err != nil {
		return err
	}
	changes := []store.Change{store.SetIdentity{Blob: old.Identity}}
	for _, c := range old.Contacts {
		changes = append(changes, store.PutContact{Contact: c})
	}
	done := make(chan error, 1)
	db.Commit(changes, func(err error) { done <- err })
	return errors.Join(<-done, db.Close())
}
