package onion

import (
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	bine "github.com/cretz/bine/torutil/ed25519"
)

const (
	// keyType begins tor's key blob (control-spec, ADD_ONION).
	keyType = "ED25519-V3:"
	// expandedSize is Tor's expanded form of a key: the clamped scalar and the
	// prefix for nonces, 32 bytes each.
	expandedSize = 64
)

// Key is the private key of an onion service, in Tor's expanded form. Whoever
// has it *is* the service. It prints as "[redacted]"; Blob gives it away.
type Key struct{ expanded [expandedSize]byte }

// GenerateKey makes a new key from random.
func GenerateKey(random io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Key{}, fmt.Errorf("making a key: %w", err)
	}
	defer clear(seed)
	k := Key{sha512.Sum512(seed)}
	k.expanded[0] &= 248
	k.expanded[31] &= 127
	k.expanded[31] |= 64
	return k, nil
}

// ErrBadKey: a key blob is not one. It says nothing of what the blob was.
var ErrBadKey = errors.New("not an ED25519-V3 key blob")

// ParseKey parses tor's key blob: "ED25519-V3:" and the base64 of the expanded key.
func ParseKey(blob string) (Key, error) {
	encoded, ok := strings.CutPrefix(blob, keyType)
	if !ok {
		return Key{}, ErrBadKey
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(raw) != expandedSize {
		return Key{}, ErrBadKey
	}
	defer clear(raw)
	if raw[0]&7 != 0 || raw[31]&0xC0 != 64 {
		return Key{}, fmt.Errorf("%w: its scalar is not clamped", ErrBadKey)
	}
	return Key{[expandedSize]byte(raw)}, nil
}

// Blob returns tor's key blob, which is the secret itself.
func (k Key) Blob() string { return keyType + base64.StdEncoding.EncodeToString(k.expanded[:]) }

// IsZero reports whether k is the zero value, which is no key.
func (k Key) IsZero() bool { return k == Key{} }

func (k Key) pair() bine.KeyPair { return bine.PrivateKey(k.expanded[:]).KeyPair() }

// PublicKey returns the public key, which the service's id is made of.
func (k Key) PublicKey() ed25519.PublicKey { return ed25519.PublicKey(k.pair().PublicKey()) }

// Sign returns the 64-byte Ed25519 signature over message. crypto/ed25519
// cannot sign with an expanded key, whose seed is not known.
func (k Key) Sign(message []byte) ([]byte, error) {
	if k.IsZero() {
		return nil, errors.New("signing without a key")
	}
	signature := bine.Sign(k.pair(), message)
	if !ed25519.Verify(k.PublicKey(), message, signature) {
		// A fault in memory or hardware here would give the key away.
		return nil, errors.New("a signature came out wrong")
	}
	return signature, nil
}

// Destroy overwrites the key.
func (k *Key) Destroy() { clear(k.expanded[:]) }

const redacted = "[redacted]"

// String hides the key.
func (k Key) String() string { return redacted }

// GoString hides the key from %#v.
func (k Key) GoString() string { return redacted }

// Format hides the key from every verb of package fmt.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue hides the key from log/slog.
func (k Key) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText keeps the key out of every encoding: use Blob.
func (k Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }
