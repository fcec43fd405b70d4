// Package plaintext makes what a peer wrote safe to show: in a terminal, where
// control characters are commands, and in any widget that shows plain text,
// where invisible and direction-changing characters let a text look like
// another one.
//
// The result is valid UTF-8; it has no control character (but '\n' from Block),
// no character that changes direction or that nobody can see (but joiners
// inside of emoji and of words in scripts that need them), no private or
// unassigned character, and no more
// than MaxMarks combining marks in a row. Making a safe text safe changes
// nothing. What a text looks like is kept as far as that allows: whoever needs
// the original has it in the store.
package plaintext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMarks is how many combining marks one character may carry. Every living
// script gets by with fewer.
const MaxMarks = 4

// replacement stands for what cannot be shown.
const replacement = '\uFFFD'

// Line makes a text safe as one line: line breaks and tabs become spaces.
func Line(s string) string { return clean(s, ' ') }

// Block makes a text safe as several lines: line breaks are '\n'.
func Block(s string) string { return clean(s, '\n') }

// cleaner goes through a text once.
type cleaner struct {
	out   strings.Builder
	last  rune // written last, 0 at the beginning
	marks int  // combining marks since the last other character
	join  rune // a joiner that is written if something to join follows
}

func clean(s string, lineBreak rune) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	c := cleaner{}
	c.out.Grow(len(s))
	for _, r := range s { // bad bytes come as U+FFFD
		switch {
		case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', unicode.In(r, unicode.Zl, unicode.Zp):
			c.put(lineBreak)
		case r == '\t', unicode.Is(unicode.Zs, r):
			c.put(' ')
		case r == '\u200C', r == '\u200D':
			c.joiner(r)
		case blank(r), unicode.Is(unicode.Cf, r):
		case unicode.Is(unicode.M, r):
			c.mark(r)
		case !unicode.IsGraphic(r):
			c.put(replacement)
		default:
			c.put(r)
		}
	}
	return c.out.String()
}

// blank are characters that are letters or symbols by name and show nothing.
func blank(r rune) bool {
	switch r {
	case '\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u2800', '\u3164', '\uFFA0':
		return true
	}
	return r >= '\u180B' && r <= '\u180F' || r >= '\U000E0000' && r <= '\U000E0FFF'
}

func (c *cleaner) put(r rune) {
	if c.join != 0 && joins(r) {
		c.out.WriteRune(c.join)
	}
	c.join, c.marks, c.last = 0, 0, r
	c.out.WriteRune(r)
}

// joiner keeps one joiner between two characters that it can join or part.
func (c *cleaner) joiner(r rune) {
	if joins(c.last) {
		c.join = r
	}
}

// joins reports whether a joiner beside r can be seen. Between the letters of
// these scripts it is only a way to make two words look the same.
func joins(r rune) bool {
	return r > unicode.MaxASCII && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// mark keeps so many marks on a character; one without a character is none's.
func (c *cleaner) mark(r rune) {
	if c.last == 0 || c.last == ' ' || c.last == '\n' || c.marks == MaxMarks {
		return
	}
	c.join = 0
	c.marks++
	c.out.WriteRune(r)
}

// Safe reports whether s is what Block makes of it. A user's own text may be
// anything; this is for tests of what is on a screen.
func Safe(s string) bool { return utf8.ValidString(s) && Block(s) == s }
