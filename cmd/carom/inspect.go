package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"carom/core"
	"carom/internal/plaintext"
)

// shownFindings is how many findings of one file or folder a person is shown.
const shownFindings = 12

// findingWords say for a person what the kinds of findings are.
var findingWords = map[string]string{
	"author": "who made it", "editor": "who changed it", "company": "their company", "position": "where it was made",
	"device": "the device", "serial": "the device's number", "software": "the software", "time": "when it was made or changed",
	"description": "a description", "comment": "comments", "changes": "tracked changes", "history": "earlier versions",
	"thumbnail": "a small picture", "embedded": "other files in it", "identifier": "a number of its own",
	"path": "a path on the machine", "opaque": "data of unknown meaning",
}

// warn shows what files tell about their author, and asks whether they are to be
// sent all the same. It asks only where something was found.
func (f *sendFile) warn(ctx context.Context, api core.API, paths []string) error {
	reports, err := api.InspectFiles(ctx, paths)
	if err != nil {
		return err
	}
	found, strippable := false, false
	for _, r := range reports {
		for _, line := range reportLines(r) {
			fmt.Fprintln(f.errOut, line)
		}
		found = found || len(r.Findings) > 0
		strippable = strippable || len(r.Findings) > 0 && r.CanStrip
	}
	if !found || f.yes {
		return nil
	}
	if strippable {
		fmt.Fprintln(f.errOut, "With --strip a copy without this is sent.")
	}
	if _, ok := f.terminal(); !ok {
		return invalidInput("Nothing was sent: the files tell what is listed above, and there is no terminal to ask. Say --yes to send them all the same.")
	}
	fmt.Fprint(f.errOut, "Send all the same? Type yes: ")
	var typed string
	if _, err := fmt.Fscanln(f.in, &typed); err != nil || !strings.EqualFold(typed, "yes") {
		return &core.UserError{Code: core.CodeConflict, Text: "Nothing was sent."}
	}
	return nil
}

// reportLines are a report for a person. They never say that nothing is in a file.
func reportLines(r core.FileReport) []string {
	name := plaintext.Line(filepath.Base(r.Path))
	var lines []string
	if len(r.Findings) > 0 {
		lines = append(lines, name+" tells:")
	}
	for i, x := range r.Findings {
		if i == shownFindings {
			lines = append(lines, fmt.Sprintf("  and %d more", len(r.Findings)-i))
			break
		}
		lines = append(lines, "  "+findingLine(x))
	}
	if r.More {
		lines = append(lines, "  There is more than is listed.")
	}
	if r.Incomplete > 0 {
		lines = append(lines, name+": "+files(r, r.Incomplete, "A part of it", "Parts of %d files")+" cannot be looked into, so that there may be more.")
	}
	if r.Unknown > 0 {
		lines = append(lines, name+": "+files(r, r.Unknown, "Its format is", "The formats of %d files are")+" not known, so that nothing was looked for.")
	}
	if r.Left > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d files were not looked into.", name, r.Left))
	}
	return lines
}

func files(r core.FileReport, n int, one, many string) string {
	if !r.Folder {
		return one
	}
	return fmt.Sprintf(many, n)
}

func findingLine(f core.FileFinding) string {
	what, known := findingWords[f.Kind]
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
