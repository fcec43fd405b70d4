package model

import (
	"carom/core"
	"carom/internal/plaintext"
)

// Bubble is a message and what is shown of it.
type Bubble struct {
	core.Message
	// Shown is the text, safe to show as plain text, of one or more lines.
	Shown string
}

// NewBubble makes a message's text safe to show.
func NewBubble(m core.Message) Bubble { return Bubble{Message: m, Shown: plaintext.Block(m.Text)} }

// same reports whether two bubbles look the same.
func (b Bubble) same(o Bubble) bool { return b.Delivery == o.Delivery && b.Shown == o.Shown }
