package model

import (
	"strings"
	"testing"
	"unicode/utf8"

	"carom/internal/plaintext"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("some words that come before ", 10)
	for name, test := range map[string]struct{ text, query, want string }{
		"short":                {"Meet me at the station", "station", "Meet me at the station"},
		"lines":                {"one\ntwo", "two", "one two"},
		"far away":             {long + "the station is closed", "station", "…words that come before the station is closed"},
		"the first of two":     {long + "closed is the station", "station closed", "…some words that come before closed is the station"},
		"letters":              {long + "Größe", "größe", "…some words that come before Größe"},
		"not letter by letter": {"cafe", "café", "cafe"},
		"nothing looked for":   {"text", "", "text"},
		"one long word":        {strings.Repeat("x", 100) + "needle", "needle", "…" + strings.Repeat("x", 32) + "needle"},
		"longer than messages": {strings.Repeat("x", 1<<20), "x", strings.Repeat("x", excerptMost)},
	} {
		if got := Excerpt(test.text, test.query); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("some text", "text")
	f.Add("\u202eevil \x00 <img src=x>"+strings.Repeat("é", 50)+"end", "end")
	f.Fuzz(func(t *testing.T, text, query string) {
		got := Excerpt(text, query)
		if !plaintext.Safe(got) || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q of %q is not safe", got, text)
		}
		if utf8.RuneCountInString(got) > utf8.RuneCountInString(plaintext.Line(text))+1 {
			t.Errorf("%q is longer than %q", got, text)
		}
	})
}
