package i18n

import (
	"fmt"
	"strings"

	"carom/internal/plaintext"
)

// Args are what is put into a message, by name. A string may be anybody's
// words. Numbers are written with the digits of the language.
type Args map[string]any

// The characters around text that is put in (UAX #9): what is between them
// decides only its own direction.
const (
	firstStrongIsolate    = "\u2068"
	popDirectionalIsolate = "\u2069"
)

// insert replaces each {Name} by the argument of that name, in one pass. Where
// there is no such argument the text stays as it is.
func (p *Printer) insert(text string, args []Args) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := lookup(args, name)
		if !closed || !known {
			out.WriteByte('{')
			text = rest
			continue
		}
		out.WriteString(p.show(value))
		text = after
	}
}

// lookup returns the argument of this name; the last that has it counts.
func lookup(args []Args, name string) (value any, ok bool) {
	for _, a := range args {
		if v, is := a[name]; is {
			value, ok = v, true
		}
	}
	return value, ok
}

func (p *Printer) show(value any) string {
	switch v := value.(type) {
	case int, int64, uint64, float64:
		return p.numbers.Sprint(v)
	case string:
		return Isolate(v)
	}
	return Isolate(fmt.Sprint(value))
}

// Isolate returns a peer's words as one safe line that can stand among others:
// see internal/plaintext. An empty text stays empty.
func Isolate(words string) string {
	if words = plaintext.Line(words); words == "" {
		return ""
	}
	return firstStrongIsolate + words + popDirectionalIsolate
}

// Unmarked returns a text without the mark of its Alt key: "&Quit" is "Quit",
// "退出(&Q)" and "خروج (&Q)" are "退出" and "خروج", and "&&" is "&".
func Unmarked(text string) string {
	if before, rest, ok := strings.Cut(text, "(&"); ok {
		if _, after, ok := strings.Cut(rest, ")"); ok {
			text = strings.TrimSuffix(before, " ") + after
		}
	}
	return strings.NewReplacer("&&", "&", "&", "").Replace(text)
}

// Marked keeps an "&" in somebody's words from being taken for the mark of an
// Alt key, for menus and labels that show them.
func Marked(words string) string { return strings.ReplaceAll(words, "&", "&&") }
