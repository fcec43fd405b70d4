package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"carom/core"
	"carom/internal/filereport"
)

// inspector is an API that knows what is in files.
type inspector struct {
	core.API
	reports []core.FileReport
}

func (i inspector) InspectFiles(context.Context, []string) ([]core.FileReport, error) {
	return i.reports, nil
}

func TestInspectWarning(t *testing.T) {
	comment := core.FileFinding{Kind: "comment", Where: "JPEG", Value: "Anna\u202e"}
	for name, tt := range map[string]struct {
		report core.FileReport
		yes    bool
		want   []string
		sent   bool
	}{
		"nothing found":    {core.FileReport{Path: "/x/a.jpg", Files: 1, Searched: 1}, false, nil, true},
		"unknown":          {core.FileReport{Path: "/x/a.bin", Files: 1, Unknown: 1}, false, []string{"a.bin: Its format is not known"}, false},
		"unknown, and yes": {core.FileReport{Path: "/x/a.bin", Files: 1, Unknown: 1}, true, []string{"a.bin: Its format is not known"}, true},
		"incomplete":       {core.FileReport{Path: "/x/a.pdf", Files: 1, Incomplete: 1}, false, []string{"a.pdf: A part of it cannot"}, false},
		"not all":          {core.FileReport{Path: "/x/d", Folder: true, Left: 3}, false, []string{"3 files were not looked into"}, false},
		"found":            {core.FileReport{Path: "/x/a.jpg", CanStrip: true, Findings: []core.FileFinding{comment}}, false, []string{"a.jpg tells:", "comments: Anna", "--strip"}, false},
		"found, and yes":   {core.FileReport{Path: "/x/a.jpg", Findings: []core.FileFinding{comment}}, true, []string{"comments: Anna"}, true},
		"found in many":    {core.FileReport{Path: "/x/d", Folder: true, Findings: []core.FileFinding{{File: "b.jpg", Kind: "position", Where: "EXIF"}}, More: true}, false, []string{"  b.jpg: where it was made (EXIF)", "There is more"}, false},
		"a kind to come":   {core.FileReport{Path: "/x/a", Findings: []core.FileFinding{{Kind: "aura", Where: "x"}}}, false, []string{"aura (x)"}, false},
		"more than fits":   {core.FileReport{Path: "/x/a", Findings: make([]core.FileFinding, filereport.Shown+2)}, false, []string{"and 2 more"}, false},
	} {
		var out strings.Builder
		f := &sendFile{app: &app{in: strings.NewReader("yes\n"), out: io.Discard, errOut: &out}, yes: tt.yes}
		err := f.warn(t.Context(), inspector{reports: []core.FileReport{tt.report}}, []string{"x"})
		if (err == nil) != tt.sent {
			t.Errorf("%s: %v", name, err)
		}
		var user *core.UserError
		if err != nil && (!errors.As(err, &user) || user.Code != core.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range tt.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: nothing like %q in %q", name, want, out.String())
			}
		}
		if strings.Contains(out.String(), "\u202e") || strings.Contains(strings.ToLower(out.String()), "clean") {
			t.Errorf("%s: shown as %q", name, out.String())
		}
	}
}

func TestRestChoice(t *testing.T) {
	for said, want := range map[string]core.Rest{"refuse": core.RestRefuse, "leave-out": core.RestLeaveOut, "as-is": core.RestAsIs} {
		if got, err := (&sendFile{rest: said}).restChoice(); err != nil || got != want {
			t.Errorf("%s is %d, %v", said, got, err)
		}
	}
	if _, err := (&sendFile{rest: "clean"}).restChoice(); err == nil {
		t.Error("any word is a choice")
	}
}
