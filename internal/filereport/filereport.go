// Package filereport says to a person, in English, what core found in the files
// that are about to be sent.
package filereport

import (
	"fmt"
	"path/filepath"

	"carom/core"
	"carom/internal/plaintext"
)

// Shown is how many findings of one file or folder a person is shown.
const Shown = 12

// findingWords say for a person what the kinds of findings are.
func findingWords() map[string]string {
	return map[string]string{
		"author": "who made it", "editor": "who changed it", "company": "their company", "position": "where it was made",
		"device": "the device", "serial": "the device's number", "software": "the software", "time": "when it was made or changed",
		"description": "a description", "comment": "comments", "changes": "tracked changes", "history": "earlier versions",
		"thumbnail": "a small picture", "embedded": "other files in it", "identifier": "a number of its own",
		"path": "a path on the machine", "opaque": "data of unknown meaning",
	}
}

// Lines are a report for a person, safe to show. They never say that nothing is in a file.
func Lines(r core.FileReport) []string {
	name := plaintext.Line(filepath.Base(r.Path))
	var lines []string
	if len(r.Findings) > 0 {
		lines = append(lines, name+" tells:")
	}
	for i, x := range r.Findings {
		if i == Shown {
			lines = append(lines, fmt.Sprintf("  and %d more", len(r.Findings)-i))
			break
		}
		lines = append(lines, "  "+findingLine(x))
	}
	if r.More {
		lines = append(lines, "  There is more than is listed.")
	}
	return append(lines, gapLines(r, name)...)
}

func findingLine(f core.FileFinding) string {
	what, known := findingWords()[f.Kind]
	if !known {
		what = plaintext.Line(f.Kind)
	}
	line := what
	if f.Value != "" {
		line += ": " + plaintext.Line(f.Value)
	}
	line += " (" + plaintext.Line(f.Where) + ")"
	if f.File != "" {
		line = plaintext.Line(f.File) + ": " + line
	}
	return line
}
