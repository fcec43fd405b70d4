package model

import (
	"slices"
	"strings"
	"testing"
)

func TestLinks(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                      nil,
		"no link here":                          nil,
		"see https://example.org/a?b=c, please": {"https://example.org/a?b=c"},
		"(HTTP://X.Y) and www.z.org.":           {"HTTP://X.Y", "www.z.org"},
		"ricochet:abc":                          {"ricochet:abc"},
		"<a href=\"https://e.org\">":            {"https://e.org"},
	} {
		if got := Links(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if n := len(Links(strings.Repeat("http://a ", 100))); n != maxLinks {
		t.Errorf("%d links", n)
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abc…fg"},
		{"abcdefg", 5, "ab…fg"},
		{"жзийклм", 5, "жз…лм"},
	} {
		if got := Shorten(c.text, c.most); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
