package model

import (
	"slices"
	"strings"
	"unicode"

	"carom/internal/plaintext"
)

// excerptLead is how many characters before what was found are shown at most.
const excerptLead = 32

// excerptMost is how many characters are shown at most, more than a window is
// wide: a text that was stored can be longer than any that a peer can send.
const excerptMost = 1000

// Excerpt is a message as one line for a list of what a search found. It begins
// shortly before the first of the query's words, wherever that is.
func Excerpt(text, query string) string {
	line := []rune(plaintext.Line(text))
	at := firstMatch(line, query)
	if at <= excerptLead {
		return plaintext.Line(string(line[:min(len(line), excerptMost)]))
	}
	from := at - excerptLead
	if space := slices.IndexFunc(line[from:at], unicode.IsSpace); space >= 0 {
		from += space + 1
	}
	return plaintext.Line("…" + string(line[from:min(len(line), from+excerptMost)]))
}

// firstMatch is where the first of the query's words is; 0 when none is there
// letter by letter.
func firstMatch(line []rune, query string) int {
	lower := slices.Clone(line)
	for i, r := range lower {
		lower[i] = unicode.ToLower(r)
	}
	text, first := string(lower), -1
	for word := range strings.FieldsSeq(query) {
		at := strings.Index(text, strings.Map(unicode.ToLower, word))
		if at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return len([]rune(text[:max(first, 0)]))
}
