package hostile

import (
	"testing"

	"carom/contacts"
)

func TestTexts(t *testing.T) {
	all, sendable, seen := Texts(), 0, make(map[string]bool)
	for _, text := range all {
		if seen[text] {
			t.Errorf("%.40q is there twice", text)
		}
		seen[text] = true
		if s := Sendable(text); s != "" {
			sendable++
			if err := contacts.ValidateText(s); err != nil {
				t.Errorf("%.40q: %v", s, err)
			}
		}
	}
	if len(all) < 200 || sendable < 180 {
		t.Errorf("%d texts, %d of them can be sent", len(all), sendable)
	}
}
