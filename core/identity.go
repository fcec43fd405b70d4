package core

import (
	"crypto/rand"
	"fmt"

	"carom/contacts"
	"carom/onion"
	"carom/store"
)

// LoadIdentity returns the profile's onion key; a new profile gets one, which
// is durable when LoadIdentity returns.
func LoadIdentity(s store.Store) (onion.Key, error) {
	profile, err := s.Load()
	if err != nil {
		return onion.Key{}, fmt.Errorf("reading the profile: %w", err)
	}
	if profile.Identity != "" {
		key, err := onion.ParseKey(profile.Identity)
		if err != nil {
			return onion.Key{}, fmt.Errorf("reading the profile's key: %w", err)
		}
		return key, nil
	}
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		return onion.Key{}, fmt.Errorf("making a key: %w", err)
	}
	done := make(chan error, 1)
	s.Commit([]store.Change{store.SetIdentity{Blob: key.Blob()}}, func(err error) { done <- err })
	if err := <-done; err != nil {
		return onion.Key{}, fmt.Errorf("saving the new key: %w", err)
	}
	return key, nil
}

// signer is what protocol needs of the key.
type signer struct {
	key onion.Key
	id  contacts.ServiceID
}

func (s signer) ServiceID() contacts.ServiceID       { return s.id }
func (s signer) Sign(message []byte) ([]byte, error) { return s.key.Sign(message) }
