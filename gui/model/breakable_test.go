package model

import (
	"strings"
	"testing"
)

func TestBreakable(t *testing.T) {
	long := strings.Repeat("a", longWord)
	for name, c := range map[string]struct{ in, want string }{
		"short":             {"hello", "hello"},
		"words":             {strings.Repeat("word ", 20), strings.Repeat("word ", 20)},
		"just fits":         {long + " b", long + " b"},
		"one too long":      {long + "b", long + "\u200Bb"},
		"twice":             {long + long + "b", long + "\u200B" + long + "\u200Bb"},
		"marks stay":        {long + "e\u0301x", long + "\u200Be\u0301x"},
		"mark at the place": {long + "\u0301x", long + "\u0301\u200Bx"},
		"arabic":            {strings.Repeat("س", 60), strings.Repeat("س", 60)},
		"emoji":             {strings.Repeat("👩\u200D👩\u200D👧", 20), strings.Repeat("👩\u200D👩\u200D👧", 20)},
		"line breaks":       {long + "\n" + long, long + "\n" + long},
	} {
		if got := Breakable(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
