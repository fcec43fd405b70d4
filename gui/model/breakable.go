package model

import (
	"strings"
	"unicode"
)

// longWord is how many characters without a place to break a word may have
// before it gets one: more than any word, fewer than fit into a narrow bubble.
const longWord = 28

// zeroWidthSpace is a place where a line may be broken, and nothing to see.
const zeroWidthSpace = '\u200B'

// Breakable returns a safe text with places to break words that are too long for
// a line, such as links and keys: Qt breaks at words or anywhere, not both. It is
// for painting only. Marks and joiners stay with what they belong to.
func Breakable(safe string) string {
	if len(safe) <= longWord {
		return safe
	}
	var out strings.Builder
	out.Grow(len(safe) + len(safe)/longWord*3)
	run := 0
	for _, r := range safe {
		switch {
		case unicode.IsSpace(r):
			run = 0
		case unicode.Is(unicode.M, r), r == '\u200D', r == '\u200C':
		case run >= longWord && breaksBefore(r):
			out.WriteRune(zeroWidthSpace)
			run = 1
		default:
			run++
		}
		out.WriteRune(r)
	}
	return out.String()
}

// breaksBefore reports whether a word may be broken before r. Letters of scripts
// that are written joined, or that Qt breaks by itself, are left alone.
func breaksBefore(r rune) bool {
	return r < 0x0530 || r >= 0x10000 && !unicode.Is(unicode.So, r) && !unicode.Is(unicode.Sk, r)
}
