package filereport

import (
	"fmt"
	"slices"
	"strings"

	"carom/core"
	"carom/internal/plaintext"
)

// shownGaps is how many files a line names that were not looked into.
const shownGaps = 3

// gapLines say what was not looked into, and why.
func gapLines(r core.FileReport, name string) []string {
	var lines []string
	say := func(n int, one, many, sequel string, of func(why string) bool) {
		if n == 0 {
			return
		}
		text := one
		if r.Folder && n > 1 {
			text = fmt.Sprintf(many, n)
		}
		lines = append(lines, name+": "+text+sequel+gapNames(r, n, of)+".")
	}
	part := func(why string) bool {
		return !slices.Contains([]string{core.GapUnknown, core.GapUnreadable, core.GapMany}, why)
	}
	its, itsFormat := "A part of it", "Its format is"
	if r.Folder {
		its, itsFormat = "A part of 1 file", "The format of 1 file is"
	}
	say(r.Incomplete, its, "Parts of %d files", " cannot be looked into, so that there may be more", part)
	say(r.Unknown, itsFormat, "The formats of %d files are", " not known, so that nothing was looked for",
		func(why string) bool { return why == core.GapUnknown })
	say(r.Left, "1 file was", "%d files were", " not looked into",
		func(why string) bool { return why == core.GapUnreadable || why == core.GapMany })
	return lines
}

// gapNames names some of n files, with the reason where it is not said before; of one
// file that was chosen by itself only that.
func gapNames(r core.FileReport, n int, of func(why string) bool) string {
	var names []string
	for _, g := range r.Gaps {
		if !of(g.Why) || len(names) == shownGaps {
			continue
		}
		name, why := plaintext.Line(g.File), gapWord(g.Why)
		switch {
		case name == "":
			name = why
		case why != "":
			name += " (" + why + ")"
		}
		if name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	if more := n - len(names); r.Folder && more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return ": " + strings.Join(names, ", ")
}

// gapWord says why a file was not looked into; nothing where that is said anyway.
func gapWord(why string) string {
	switch why {
	case core.GapUnknown:
		return ""
	case core.GapUnreadable:
		return "it cannot be read"
	case core.GapMany:
		return "there are too many before it"
	case "damaged":
		return "it is damaged"
	case "encrypted":
		return "it takes a password"
	case "too large":
		return "it is too large or too deep"
	case "foreign":
		return "there is a file of an unknown format in it"
	}
	return plaintext.Line(why)
}
