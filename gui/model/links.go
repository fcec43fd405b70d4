package model

import (
	"regexp"
	"strings"
)

// link is what our user may want to copy: it is never opened.
var link = regexp.MustCompile(`(?i)\b(?:https?://|ricochet:|www\.)[^\s<>"]+`)

// maxLinks is how many links of a text are found.
const maxLinks = 16

// Links returns what looks like a link in a message, as it was written, without
// the punctuation of the sentence around it.
func Links(text string) []string {
	found := link.FindAllString(text, maxLinks)
	for i, l := range found {
		found[i] = strings.TrimRight(l, `.,;:!?)]}'`)
	}
	return found
}

// Shorten takes the middle out of a text that is longer than most characters.
func Shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	half := (most - 1) / 2
	return string(runes[:most-1-half]) + "…" + string(runes[len(runes)-half:])
}
