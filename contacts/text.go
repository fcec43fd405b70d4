package contacts

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"carom/internal/plaintext"
)

// Lengths in UTF-16 units, as the wire page counts them.
const (
	MaxNickname = 30
	MaxGreeting = 2000
	MaxText     = 2000
)

// Sentinels for what can be wrong with what a user interface asks for. The
// errors around them are sentences for a person: Error and AddressError.
var (
	ErrInvalid  = errors.New("not valid")
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("not possible now")
)

func invalid(why Reason, format string, args ...any) error {
	return &Error{why, fmt.Sprintf(format, args...), ErrInvalid}
}

func conflict(why Reason, text string) error { return &Error{why, text, ErrConflict} }

// UTF16Len returns how many UTF-16 units s takes; a bad byte counts as one, the
// replacement character that it is shown as.
func UTF16Len(s string) int {
	n := 0
	for _, r := range s {
		if r > 0xFFFF {
			n++
		}
		n++
	}
	return n
}

// nicknameRune reports whether r may be in a nickname (wire page,
// "im.ricochet.contact.request"): none of " < > &, no format or control
// character, no non-character.
func nicknameRune(r rune) bool {
	switch {
	case strings.ContainsRune("\"<>&", r), unicode.In(r, unicode.Cf, unicode.Cc):
		return false
	case r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return false
	}
	return true
}

// ValidateNickname checks a nickname that a peer sends, which may be empty.
func ValidateNickname(s string) error {
	if !utf8.ValidString(s) {
		return invalid(ReasonNicknameBad, "A nickname must be text (UTF-8).")
	}
	if n := UTF16Len(s); n > MaxNickname {
		return invalid(ReasonNicknameLong, "A nickname has at most %d characters; this one has %d. Choose a shorter one.", MaxNickname, n)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return !nicknameRune(r) }) {
		return invalid(ReasonNicknameBad, "A nickname cannot have any of \" < > & in it, nor line breaks or invisible characters. Choose one without.")
	}
	return nil
}

// ValidateLocalNickname checks a name that our user gives to a contact.
func ValidateLocalNickname(s string) error {
	if strings.TrimSpace(s) == "" {
		return invalid(ReasonNameEmpty, "A contact needs a name. Choose one.")
	}
	if strings.TrimSpace(s) != s {
		return invalid(ReasonNicknameBad, "A name cannot begin or end with a space. Leave it out.")
	}
	if plaintext.Line(s) != s || strings.ContainsRune(s, unicode.ReplacementChar) {
		return invalid(ReasonNicknameBad, "A name cannot have characters in it that nobody can see. Choose one without.")
	}
	return ValidateNickname(s)
}

// ValidateGreeting checks the message of a contact request, which may be empty.
func ValidateGreeting(s string) error {
	if !utf8.ValidString(s) {
		return invalid(ReasonNoText, "A greeting must be text (UTF-8).")
	}
	if n := UTF16Len(s); n > MaxGreeting {
		return invalid(ReasonGreetingLong, "A greeting has at most %d characters; this one has %d. Shorten it.", MaxGreeting, n)
	}
	return nil
}

// ValidateText checks a chat message (wire page, "im.ricochet.chat").
func ValidateText(s string) error {
	if s == "" {
		return invalid(ReasonTextEmpty, "There is nothing to send: the message is empty.")
	}
	if !utf8.ValidString(s) {
		return invalid(ReasonNoText, "A message must be text (UTF-8); this one has other bytes in it. Nothing was sent.")
	}
	if n := UTF16Len(s); n > MaxText {
		return invalid(ReasonTextLong, "A message has at most %d characters; this one has %d. Send it in parts.", MaxText, n)
	}
	return nil
}
