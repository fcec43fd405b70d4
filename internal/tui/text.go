package tui

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
	"github.com/rivo/uniseg"

	"carom/internal/plaintext"
)

// safeLine is a peer's words as one line.
func safeLine(s string) string { return plaintext.Line(s) }

// columns is how wide a text is on the screen, colours left out.
func columns(s string) int { return ansi.StringWidth(s) }

// widest is how wide a text without colours is on a screen at most: terminals
// that join fewer characters into one show more of them.
func widest(s string) int { return max(columns(s), runewidth.StringWidth(s)) }

// clip cuts a text without colours to so many columns.
func clip(s string, width int) string {
	if widest(s) <= width {
		return s
	}
	if width < 1 {
		return ""
	}
	head := prefix(s, width-1)
	for head != "" && widest(head+"…") > width { // together they may be wider
		_, size := utf8.DecodeLastRuneInString(head)
		head = head[:len(head)-size]
	}
	return head + "…"
}

// fill pads a text, with or without colours, to so many columns.
func fill(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-columns(s)))
}

// wrap breaks a text without colours into lines of at most width columns: at
// spaces, and inside of words that are longer. A character is never broken; one that
// is wider, as nobody writes it, is only marked.
func wrap(s string, width int) []string {
	width = max(2, width) // a wide character must fit
	var out []string
	for _, line := range strings.Split(s, "\n") {
		out = append(out, wrapLine(line, width)...)
	}
	return out
}

func wrapLine(s string, width int) []string {
	var out []string
	line, used := "", 0
	for _, word := range strings.SplitAfter(s, " ") {
		bare := strings.TrimRight(word, " ")
		if used+widest(bare) > width && used > 0 {
			out, line, used = append(out, clip(strings.TrimRight(line, " "), width)), "", 0
		}
		for widest(bare) > width {
			head := cmp.Or(prefix(bare, width), first(bare))
			out = append(out, clip(head, width))
			bare = bare[len(head):]
			word = word[len(head):]
		}
		line += word
		used += widest(word)
	}
	return append(out, clip(strings.TrimRight(line, " "), width))
}

// prefix is as many whole characters of s as fit.
func prefix(s string, width int) string {
	end := 0
	for end < len(s) {
		character := first(s[end:])
		if width -= widest(character); width < 0 {
			break
		}
		end += len(character)
	}
	return s[:end]
}

// first is the first character of s, with all that is joined to it.
func first(s string) string {
	character, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	return character
}
