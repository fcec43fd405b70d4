package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
	"github.com/rivo/uniseg"

	"carom/internal/plaintext"
)

// safeLine is a peer's words as one line.
func safeLine(s string) string { return plaintext.Line(s) }

// columns is how wide a text is on the screen, colours left out.
func columns(s string) int { return ansi.StringWidth(s) }

// clip cuts a text without colours to so many columns.
func clip(s string, width int) string {
	if runewidth.StringWidth(s) <= width && columns(s) <= width {
		return s
	}
	return ansi.Truncate(s, max(0, width), "…")
}

// fill pads a text, with or without colours, to so many columns.
func fill(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-columns(s)))
}

// wrap breaks a text without colours into lines of at most width columns: at
// spaces, and inside of words that are longer. A character is never broken.
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
		if used+columns(bare) > width && used > 0 {
			out, line, used = append(out, strings.TrimRight(line, " ")), "", 0
		}
		for columns(bare) > width {
			head := prefix(bare, width)
			out = append(out, head)
			bare = bare[len(head):]
			word = word[len(head):]
		}
		line += word
		used += columns(word)
	}
	return append(out, clip(strings.TrimRight(line, " "), width))
}

// prefix is as many whole characters of s as fit, at least one.
func prefix(s string, width int) string {
	end, used := 0, 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if used += columns(cluster); used > width && end > 0 {
			break
		}
		end += len(cluster)
	}
	return s[:end]
}
