package desktop

import (
	"strings"
	"unicode"
)

// shownAtMost is how much of a text a notification has, in characters.
const shownAtMost = 600

// Notification is what is shown. What is in one has gone through NewNotification.
type Notification struct {
	title, text string
	private     bool
}

// Title is its first line.
func (n Notification) Title() string { return n.title }

// Text is what it says.
func (n Notification) Text() string { return n.text }

// Private asks the server not to keep it in its list.
func (n Notification) Private() bool { return n.private }

// NewNotification makes a notification of texts, in which a peer's words may be.
// Servers may take them for markup, by which some fetch pictures and open links,
// and not all of them say so among their capabilities: the characters that begin
// any are replaced by their look-alikes for every server. What is no text goes,
// which a bus would hang up on, and so does what changes the direction of all that
// follows; isolates stay, as our own texts have them around the words of others.
func NewNotification(title, text string, private bool) Notification {
	return Notification{plain(title), plain(text), private}
}

func plain(text string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if r = shown(r); r >= 0 {
			n++
		}
		switch {
		case n > shownAtMost+1:
			return -1
		case n > shownAtMost && r >= 0:
			return '…'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// shown is the character that is shown for one; negative for none.
func shown(r rune) rune {
	switch {
	case r == '<':
		return '‹'
	case r == '>':
		return '›'
	case r == '&':
		return '＆'
	case r != '\n' && unicode.IsControl(r), r >= '\u202A' && r <= '\u202E': // embeddings and overrides
		return -1
	}
	return r
}
