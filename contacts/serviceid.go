package contacts

import (
	"crypto/ed25519"
	"crypto/sha3"
	"encoding/base32"
	"errors"
	"log/slog"
	"strings"

	"filippo.io/edwards25519"
)

const (
	// idLength is the length of a v3 onion service id: base32 of a 32-byte
	// key, a two-byte checksum and a version byte (rend-spec-v3, section 6).
	idLength  = 56
	idVersion = 3
	// checksumPrefix begins what the checksum is made of.
	checksumPrefix = ".onion checksum"
)

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ServiceID is the id of a v3 onion service: the 56 lower-case base32
// characters before ".onion" (rend-spec-v3, section 6). The only ways to make
// one check it, so a ServiceID that is not the zero value is a valid one.
//
// A ServiceID names a person. So that it cannot slip into a log or an error,
// it prints as "[onion]"; Text and Address give the characters.
type ServiceID struct{ id string }

// FromPublicKey returns the id of the service with this Ed25519 public key. It
// panics when the key is not 32 bytes long; it does not check that it is a
// point.
func FromPublicKey(key ed25519.PublicKey) ServiceID {
	if len(key) != ed25519.PublicKeySize {
		panic("contacts: not an Ed25519 public key")
	}
	sum := checksum(key)
	raw := make([]byte, 0, ed25519.PublicKeySize+3)
	raw = append(raw, key...)
	raw = append(raw, sum[0], sum[1], idVersion)
	return ServiceID{idEncoding.EncodeToString(raw)}
}

func checksum(key []byte) [2]byte {
	msg := make([]byte, 0, len(checksumPrefix)+len(key)+1)
	msg = append(msg, checksumPrefix...)
	msg = append(msg, key...)
	msg = append(msg, idVersion)
	sum := sha3.Sum256(msg)
	return [2]byte(sum[:2])
}

// Reasons for which ParseServiceID refuses an id.
var (
	errLength    = errors.New("a v3 onion service id has 56 characters")
	errCharacter = errors.New("not lower-case base32")
	errVersion   = errors.New("not of version 3")
	errChecksum  = errors.New("wrong checksum")
	errKey       = errors.New("not the id of a usable key")
)

// ParseServiceID parses the form on the wire: exactly 56 lower-case base32
// characters with the right checksum, of version 3, and of a key that can be
// one (rend-spec-v3, section 6). The error does not repeat s.
func ParseServiceID(s string) (ServiceID, error) {
	if len(s) != idLength {
		return ServiceID{}, errLength
	}
	// The decoder skips line ends, and would return less than there are.
	raw, err := idEncoding.DecodeString(s)
	if err != nil || len(raw) != ed25519.PublicKeySize+3 {
		return ServiceID{}, errCharacter
	}
	key, sum := raw[:ed25519.PublicKeySize], raw[ed25519.PublicKeySize:]
	if sum[2] != idVersion {
		return ServiceID{}, errVersion
	}
	if checksum(key) != [2]byte(sum[:2]) {
		return ServiceID{}, errChecksum
	}
	if !usableKey(key) {
		return ServiceID{}, errKey
	}
	return ServiceID{s}, nil
}

// usableKey reports whether key is the canonical form of a point of the
// prime-order subgroup, other than the identity. Without this check one person
// could have eight addresses, or one that anybody can sign for (rend-spec-v3,
// appendix "Client-side validation of onion addresses").
func usableKey(key []byte) bool {
	p, err := new(edwards25519.Point).SetBytes(key)
	if err != nil || string(p.Bytes()) != string(key) {
		return false
	}
	identity := edwards25519.NewIdentityPoint()
	if p.Equal(identity) == 1 {
		return false
	}
	// [L]P is the identity exactly when P has no torsion component. L itself
	// is 0 as a scalar, so [L-1]P + P it is.
	one := make([]byte, 32)
	one[0] = 1
	s, err := edwards25519.NewScalar().SetCanonicalBytes(one)
	if err != nil {
		return false
	}
	q := new(edwards25519.Point).ScalarMult(s.Negate(s), p)
	return q.Add(q, p).Equal(identity) == 1
}

// PublicKey returns the Ed25519 key that the id is made of, nil for the zero value.
func (s ServiceID) PublicKey() ed25519.PublicKey {
	if s.id == "" {
		return nil
	}
	raw, err := idEncoding.DecodeString(s.id)
	if err != nil {
		panic("contacts: a ServiceID that nobody checked")
	}
	return ed25519.PublicKey(raw[:ed25519.PublicKeySize])
}

// Text returns the 56 characters, or "" for the zero value.
func (s ServiceID) Text() string { return s.id }

// Address returns "ricochet:" and the 56 characters: what people give each other.
func (s ServiceID) Address() string { return addressPrefix + s.id }

// Onion returns the 56 characters and ".onion".
func (s ServiceID) Onion() string { return s.id + onionSuffix }

// IsZero reports whether s is the zero value, which names nobody.
func (s ServiceID) IsZero() bool { return s.id == "" }

// Compare orders ids as strings (wire page, "Two connections at once").
func (s ServiceID) Compare(other ServiceID) int { return strings.Compare(s.id, other.id) }

// String hides the id: see ServiceID.
func (s ServiceID) String() string {
	if s.id == "" {
		return "[no onion]"
	}
	return "[onion]"
}

// GoString hides the id from %#v too.
func (s ServiceID) GoString() string { return s.String() }

// LogValue hides the id from log/slog. Do not log a struct that has one in it: a
// JSON handler would use MarshalText.
func (s ServiceID) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText gives the 56 characters, for the profile.
func (s ServiceID) MarshalText() ([]byte, error) { return []byte(s.id), nil }

// UnmarshalText takes what MarshalText gives, and checks it.
func (s *ServiceID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = ServiceID{}
		return nil
	}
	id, err := ParseServiceID(string(text))
	if err != nil {
		return err
	}
	*s = id
	return nil
}
