package plaintext

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLineAndBlock(t *testing.T) {
	for _, test := range []struct{ name, in, line, block string }{
		{"empty", "", "", ""},
		{"words", "héllo, wörld \u2713", "héllo, wörld \u2713", "héllo, wörld \u2713"},
		{"lines", "a\nb\r\nc\rd\u2028e", "a b c d e", "a\nb\nc\nd\ne"},
		{"tab", "a\tb\u00a0c\u3000d", "a b c d", "a b c d"},
		{"escape", "\x1b[31mred\x1b]0;title\x07", "\uFFFD[31mred\uFFFD]0;title\uFFFD", "\uFFFD[31mred\uFFFD]0;title\uFFFD"},
		{"C1", "a\u009b31mb", "a\uFFFD31mb", "a\uFFFD31mb"},
		{"NUL", "a\x00b\x7f", "a\uFFFDb\uFFFD", "a\uFFFDb\uFFFD"},
		{"bidi", "a\u202Eb\u2066c\u200Fd\u061Ce", "abcde", "abcde"},
		{"invisible", "a\u200Bb\uFEFFc\u2060d\u00ADe", "abcde", "abcde"},
		{"blank letters", "a\u3164b\u2800c\u115Fd", "abcd", "abcd"},
		{"tags", "a\U000E0041b", "ab", "ab"},
		{"zalgo", "a" + strings.Repeat("\u0301", 50) + "b", "a" + strings.Repeat("\u0301", 4) + "b", "a" + strings.Repeat("\u0301", 4) + "b"},
		{"mark alone", "\u0301a", "a", "a"},
		{"bad bytes", "a\xffb\xc3", "a\uFFFDb\uFFFD", "a\uFFFDb\uFFFD"},
		{"private", "a\uE000b", "a\uFFFDb", "a\uFFFDb"},
		{"non-character", "a\uFFFEb", "a\uFFFDb", "a\uFFFDb"},
		{"family", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467"},
		{"Persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"},
		{"joiner at the end", "\u0627\u200D \u200D\u0628\u200D\u200D\u062A\u200D", "\u0627 \u0628\u200D\u062A", "\u0627 \u0628\u200D\u062A"},
		{"joiner hidden in a word", "an\u200Dna \u03B1\u200C\u03B2 \u0430\u200D\u0431 1\u200D2", "anna \u03B1\u03B2 \u0430\u0431 12", "anna \u03B1\u03B2 \u0430\u0431 12"},
		{"Devanagari", "\u0915\u094D\u200D\u0937", "\u0915\u094D\u200D\u0937", "\u0915\u094D\u200D\u0937"},
		{"head shaking", "\U0001F642\u200D\u2194\uFE0F", "\U0001F642\u200D\u2194\uFE0F", "\U0001F642\u200D\u2194\uFE0F"},
		{"heart", "\u2764\uFE0F", "\u2764\uFE0F", "\u2764\uFE0F"},
		{"markup", "<img src=x>", "<img src=x>", "<img src=x>"},
	} {
		if got := Line(test.in); got != test.line {
			t.Errorf("%s: Line gives %q, want %q", test.name, got, test.line)
		}
		if got := Block(test.in); got != test.block {
			t.Errorf("%s: Block gives %q, want %q", test.name, got, test.block)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "a\nb", "\x1b[2J", "\u202Ea", "a\u200D\u200Cb", "\u0301", "\xff", "a\u0301\u200D\u0301b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, block := Line(s), Block(s)
		if Line(line) != line || Block(block) != block || !Safe(block) || !Safe(line) {
			t.Fatalf("%q becomes %q and %q, which change again", s, line, block)
		}
		if !utf8.ValidString(line) || strings.Contains(line, "\n") {
			t.Fatalf("%q becomes %q", s, line)
		}
		for _, r := range block {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q becomes %q", s, block)
			}
		}
	})
}
