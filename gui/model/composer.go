package model

import (
	"strings"
	"unicode/utf8"

	"carom/contacts"
)

// counterFrom is the length of a message, in UTF-16 units, from which on it is
// shown how many are left.
const counterFrom = contacts.MaxText - 200

// Counter says how long a message is.
type Counter struct {
	// Shown: the length begins to matter.
	Shown bool
	// Left is how many UTF-16 units are left; when it is negative, so many
	// are too many.
	Left int
}

// Count measures what is in the composer, as Prepare would send it.
func Count(text string) Counter {
	n := contacts.UTF16Len(tidy(text))
	return Counter{Shown: n >= counterFrom, Left: contacts.MaxText - n}
}

// Prepare returns what is sent of what is in the composer: without empty lines
// before and after it. It returns false when that cannot be sent: there is
// nothing, or too much.
func Prepare(text string) (string, bool) {
	text = tidy(text)
	return text, contacts.ValidateText(text) == nil
}

// tidy also replaces what is not text: half of a surrogate pair becomes U+FFFD
// in Qt's hands.
func tidy(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	text = strings.ReplaceAll(text, "\u2029", "\n") // Qt's paragraphs
	return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n")
}

// Enter is what the Enter key does.
type Enter uint8

// What it does.
const (
	// Send sends the message.
	Send Enter = iota
	// NewLine begins a new line.
	NewLine
)

// Keys is the state of the keyboard when Enter is pressed.
type Keys struct{ Shift, Control, Alt bool }

// OnEnter says what Enter does. enterSends is our user's setting: without it
// Enter begins a new line, and Control+Enter sends, which it always does.
func OnEnter(k Keys, enterSends bool) Enter {
	switch {
	case k.Control:
		return Send
	case k.Shift, k.Alt, !enterSends:
		return NewLine
	}
	return Send
}
