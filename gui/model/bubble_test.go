package model

import (
	"strings"
	"testing"
	"unicode/utf8"

	"carom/contacts"
	"carom/core"
)

// Whatever a contact can send is shown whole; of more, the beginning.
func TestNewBubble(t *testing.T) {
	for _, text := range []string{"x", strings.Repeat("漢", contacts.MaxText), strings.Repeat("😀", contacts.MaxText/2)} {
		if shown := NewBubble(core.Message{Text: text}).Shown; shown != text {
			t.Errorf("%d of %d bytes are shown", len(shown), len(text))
		}
	}
	for _, char := range []string{"x", "é", "漢", "😀"} {
		for lead := range utf8.UTFMax {
			text := strings.Repeat("x", lead) + strings.Repeat(char, 1<<18)
			b := NewBubble(core.Message{Text: text})
			begin, cut := strings.CutSuffix(b.Shown, " …")
			if !cut || len(begin) > maxShown || len(begin) < maxShown-utf8.UTFMax || !strings.HasPrefix(text, begin) || !utf8.ValidString(begin) {
				t.Errorf("of %d bytes of %s, %d are shown, %v", len(text), char, len(begin), cut)
			}
			if b.Text != text {
				t.Errorf("%s: the text is another one", char)
			}
		}
	}
}
