package store

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// keys are what the data key is used for, each use with a key of its own
// (HKDF-SHA256, RFC 5869).
type keys struct {
	pages   []byte // of the file cipher
	records cipher.AEAD
}

func newKeys(dataKey []byte) (keys, error) {
	derive := func(use string) ([]byte, error) {
		return hkdf.Key(sha256.New, dataKey, nil, "carom profile 1: "+use, keySize)
	}
	pages, err := derive("pages")
	if err != nil {
		return keys{}, err
	}
	records, err := derive("records")
	if err != nil {
		return keys{}, err
	}
	aead, err := chacha20poly1305.NewX(records)
	if err != nil {
		return keys{}, err
	}
	return keys{pages, aead}, nil
}

// Kinds of sealed records.
const (
	kindIdentity = "identity"
	kindContact  = "contact"
	kindSetting  = "setting"
	kindDraft    = "draft"
)

// seal encrypts a record for its row alone.
func (k keys) seal(kind, id string, plain []byte) []byte {
	box := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	rand.Read(box)
	return k.records.Seal(box, box, plain, rowOf(kind, id))
}

// unseal decrypts a record of this row. One that was changed, or moved here
// from another row, is refused by name.
func (k keys) unseal(kind, id string, box []byte) ([]byte, error) {
	if len(box) >= chacha20poly1305.NonceSizeX {
		plain, err := k.records.Open(nil, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], rowOf(kind, id))
		if err == nil {
			return plain, nil
		}
	}
	return nil, &TamperedError{Kind: kind, ID: id}
}

// rowOf names a row; no two rows have the same name.
func rowOf(kind, id string) []byte { return []byte(kind + "\x00" + id) }

// TamperedError: a record is not the one that was stored in its row. It is an
// ErrCorrupt.
type TamperedError struct {
	Kind string // "identity", "contact", "setting" or "draft"
	ID   string // of the contact, or the setting's name; not for a log
}

func (e *TamperedError) Error() string {
	name := e.Kind
	if e.ID != "" {
		name += " " + e.ID[:min(8, len(e.ID))] + "…"
	}
	return fmt.Sprintf("the record of %s was changed by something other than Carom", name)
}

// Unwrap makes it an ErrCorrupt.
func (e *TamperedError) Unwrap() error { return ErrCorrupt }
