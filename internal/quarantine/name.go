package quarantine

import (
	"crypto/rand"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"carom/internal/plaintext"
)

const (
	// MaxName is how long a name may be, in bytes. Linux takes 255, and a number
	// that makes it unique needs room.
	MaxName = 200
	// MaxPath is how long the path of a file in a tree may be, in bytes. Many
	// programs take 4096, from the root of the disk on.
	MaxPath = 2048
	// MaxDepth is how many names a path may have: a peer's 32, and the tree's.
	MaxDepth = 33
	// maxExtension is how long an extension may be that a cut name keeps, in
	// bytes: what is longer is none.
	maxExtension = 16
	// numbered is how many names are tried with a number before one at random.
	numbered = 100
	// unnamed stands for a name with nothing in it.
	unnamed = "unnamed"
)

// SafeName makes a file name of what a peer calls its file. It is one component
// of a path, not hidden, and not empty; valid UTF-8 in NFC of at most MaxName
// bytes, with the extension that it had; without characters that are invisible,
// change the direction, or mean something to a shell's or another system's
// paths; no option of a program, no device of Windows, and without the dots and
// spaces at the end that Windows drops. Making a safe name safe changes nothing.
//
// Two names may become the same one.
func SafeName(name string) string {
	// What is removed can bring together what NFC joins, once.
	for range 2 {
		name = visible(norm.NFC.String(plaintext.Line(name)))
	}
	name = strings.TrimRight(name, ". ")
	if name == "" {
		return unnamed
	}
	if strings.ContainsRune(".-~", rune(name[0])) {
		name = "_" + name[1:]
	}
	if device(name) {
		name = "_" + name
	}
	return strings.TrimRight(shorten(name), ". ")
}

// visible drops what plaintext keeps for a text's sake and a name can do without,
// and replaces what is reserved.
func visible(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		case r == utf8.RuneError, strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, name)
	return strings.Join(strings.Fields(name), " ") // no row of spaces that hides the end
}

// shorten cuts the stem of a name that is too long, or all of it if it is all
// extension.
func shorten(name string) string {
	if len(name) <= MaxName {
		return name
	}
	stem, extension := split(name)
	end := MaxName - len(extension)
	for !utf8.RuneStart(stem[end]) {
		end--
	}
	return strings.TrimRight(stem[:end], ". ") + extension
}

// split parts a name before its extension, if it has one: the last, and ".tar"
// before that.
func split(name string) (stem, extension string) {
	at := strings.LastIndexByte(name, '.')
	if at < 1 || len(name)-at > maxExtension {
		return name, ""
	}
	if before := at - len(".tar"); before > 0 && strings.EqualFold(name[before:at], ".tar") {
		at = before
	}
	return name[:at], name[at:]
}

// device reports whether Windows takes the name for a device, with any extension:
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file.
func device(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	number, isPort := strings.CutPrefix(stem, "COM")
	if !isPort {
		number, isPort = strings.CutPrefix(stem, "LPT")
	}
	return isPort && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}

// SafePath makes a path beneath a stage of the names that a peer's path has, each
// as SafeName makes it. ErrPath if there is none or they are too many.
func SafePath(components []string) (string, error) {
	if len(components) == 0 || len(components) > MaxDepth {
		return "", ErrPath
	}
	safe := make([]string, len(components))
	for i, c := range components {
		safe[i] = SafeName(c)
	}
	path := strings.Join(safe, "/")
	if len(path) > MaxPath {
		return "", ErrPath
	}
	return path, nil
}

// alternatives are the names to try for a file until one is free: "report.pdf",
// "report (2).pdf", … and, since a peer may send as many as it likes under one
// name, random ones at last.
func alternatives(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(name) {
			return
		}
		stem, extension := split(name)
		for i := 2; i <= numbered; i++ {
			if !yield(stem + " (" + strconv.Itoa(i) + ")" + extension) {
				return
			}
		}
		for range 3 {
			if !yield(stem + " (" + rand.Text() + ")" + extension) {
				return
			}
		}
	}
}
