package contacts

import (
	"errors"
	"strings"
	"unicode"
)

const (
	addressPrefix = "ricochet:"
	onionSuffix   = ".onion"
	// v2Length is the length of an id of the onion services that Tor gave up in 2021.
	v2Length = 16
)

// AddressProblem is why an address is not one.
type AddressProblem uint8

// The problems of addresses.
const (
	AddressEmpty AddressProblem = iota + 1
	AddressTooShort
	AddressTooLong
	AddressBadCharacter
	AddressBadChecksum
	AddressV2
	AddressBadVersion
	AddressBadKey
	AddressOwn
)

// AddressError says for a person what is wrong with an address, what that means
// and what to do. It never repeats the address.
type AddressError struct{ Problem AddressProblem }

func (e *AddressError) Error() string {
	const whole = `A Carom address is "ricochet:" and 56 letters and digits. `
	switch e.Problem {
	case AddressEmpty:
		return "There is no address. " + whole + "Paste the one that your contact gave you."
	case AddressTooShort:
		return "This address is too short: a part of it is missing. " + whole + "Copy it again, whole."
	case AddressTooLong:
		return "This address is too long: something else was copied with it. " + whole + "Copy just that."
	case AddressBadCharacter:
		return "This address has a character that cannot be in one: only the letters a to z and the digits 2 to 7 can. Copy it again rather than typing it."
	case AddressBadChecksum:
		return "This address has a mistake in it: its checksum is wrong. One or more characters differ from the real one. Copy it again rather than typing it."
	case AddressV2:
		return "This is an address of the old kind, with 16 characters, which Tor no longer carries. Ask your contact for a new one, with 56."
	case AddressBadVersion:
		return "This address is of a kind that is not known. Copy it again; if it is right, it belongs to another program."
	case AddressBadKey:
		return "Nobody can have this address: it holds no usable key. Ask your contact for it again, by a way that you trust."
	case AddressOwn:
		return "This is your own address. Give it to your contact, and paste theirs here."
	}
	return "This is not an address."
}

// Is makes every AddressError an ErrInvalid.
func (e *AddressError) Is(target error) bool { return target == ErrInvalid }

// ParseAddress parses what a person typed or pasted: with or without
// "ricochet:" and ".onion", in any case, with white space or invisible
// characters around it. The error is an *AddressError.
func ParseAddress(typed string) (ServiceID, error) {
	s := strings.ToLower(strings.TrimFunc(typed, invisible))
	s = strings.TrimPrefix(s, addressPrefix)
	s = strings.TrimFunc(strings.TrimPrefix(s, "//"), invisible)
	s = strings.TrimSuffix(s, onionSuffix)
	if s == "" {
		return ServiceID{}, &AddressError{AddressEmpty}
	}
	if strings.ContainsFunc(s, notBase32) {
		return ServiceID{}, &AddressError{AddressBadCharacter}
	}
	switch {
	case len(s) == v2Length:
		return ServiceID{}, &AddressError{AddressV2}
	case len(s) < idLength:
		return ServiceID{}, &AddressError{AddressTooShort}
	case len(s) > idLength:
		return ServiceID{}, &AddressError{AddressTooLong}
	}
	id, err := ParseServiceID(s)
	switch {
	case err == nil:
		return id, nil
	case errors.Is(err, errChecksum):
		return ServiceID{}, &AddressError{AddressBadChecksum}
	case errors.Is(err, errVersion):
		return ServiceID{}, &AddressError{AddressBadVersion}
	}
	return ServiceID{}, &AddressError{AddressBadKey}
}

// ParseContactAddress is ParseAddress for an address that must not be own.
func ParseContactAddress(typed string, own ServiceID) (ServiceID, error) {
	id, err := ParseAddress(typed)
	if err == nil && id == own {
		return ServiceID{}, &AddressError{AddressOwn}
	}
	return id, err
}

// invisible is what comes along unseen when text is copied.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) || r == '\uFEFF'
}

func notBase32(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }
