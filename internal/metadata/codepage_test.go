package metadata

import (
	"slices"
	"testing"
)

// A name in an old document is shown in the letters in which it was written, or not at
// all; it is found in any case.
func TestCodePages(t *testing.T) {
	for name, tt := range map[string]struct {
		page uint16
		text string
		want string
	}{
		"western":                {1252, "M\xfcller", "Müller"},
		"cyrillic":               {1251, "\xc0\xed\xed\xe0", "Анна"},
		"cyrillic of a terminal": {866, "\x80\xad\xad\xa0", "Анна"},
		"cyrillic of Unix":       {20866, "\xe1\xce\xce\xc1", "Анна"},
		"arabic":                 {1256, "\xd3\xe1\xe3\xec", "سلمى"},
		"chinese":                {936, "\xc0\xee\xc4\xc8", "李娜"},
		"japanese":               {932, "\x8d\xb2\x93\xa1", "佐藤"},
		"half a letter":          {936, "\xc0\xee\xc4", "李"},
		"UTF-8":                  {pageUTF8, "Müller", "Müller"},
		"UTF-16":                 {pageUTF16, "A\x00n\x00", "An"},
		"none, ASCII":            {0, "Anna", "Anna"},
		"unknown, ASCII":         {37, "Anna", "Anna"},
		"none":                   {0, "M\xfcller", foreignText},
		"unknown":                {37, "M\xfcller", foreignText},
		"not of its page":        {932, "\xff\xff\xff\xff", foreignText},
	} {
		t.Run(name, func(t *testing.T) {
			set := propertyStream([]property{lpstr(4, tt.text), {1, 2, []byte{byte(tt.page), byte(tt.page >> 8), 0, 0}}})
			var r Report
			l := &look{ctx: t.Context(), report: &r}
			if err := l.properties(set, "SummaryInformation"); err != nil {
				t.Fatal(err)
			}
			if want := []Finding{{Author, "SummaryInformation", tt.want}}; !slices.Equal(r.Findings, want) {
				t.Errorf("found: %q", r.Findings)
			}
		})
	}
}
