package model

import (
	"unicode/utf8"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

// Bubble is a message and what is shown of it.
type Bubble struct {
	core.Message
	// Shown is the text, safe to show as plain text, of one or more lines.
	Shown string
}

// maxShown is how many bytes of a text are shown: no message that the protocol
// allows is longer, in UTF-8.
const maxShown = 3 * contacts.MaxText

// NewBubble makes a message's text safe to show. Of a text that no contact can
// send, but a profile from elsewhere may hold, only the beginning is shown: the
// window would stand still while it lays out the rest. Copying takes all of it.
func NewBubble(m core.Message) Bubble {
	shown, more := m.Text, ""
	if len(shown) > maxShown {
		end := maxShown
		for end > maxShown-utf8.UTFMax && !utf8.RuneStart(shown[end]) {
			end--
		}
		shown, more = shown[:end], " …"
	}
	return Bubble{Message: m, Shown: plaintext.Block(shown) + more}
}

// same reports whether two bubbles look the same.
func (b Bubble) same(o Bubble) bool { return b.Delivery == o.Delivery && b.Shown == o.Shown }
