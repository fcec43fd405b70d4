package tui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carom/contacts"
	"carom/core"
)

func (f *fake) InspectFiles(_ context.Context, paths []string) ([]core.FileReport, error) {
	if err := f.note("inspect %s", strings.Join(paths, " ")); err != nil {
		return nil, err
	}
	return []core.FileReport{f.report}, nil
}

func (f *fake) SendFiles(_ context.Context, id contacts.ServiceID, paths []string, opts core.SendOptions) ([]core.Transfer, error) {
	rest := map[core.Rest]string{core.RestLeaveOut: " without the rest", core.RestAsIs: " and the rest"}[opts.Rest]
	return nil, f.note("send file %s %s strip=%v%s", f.name(id), strings.Join(paths, " "), opts.Strip, rest)
}

func TestSendFile(t *testing.T) {
	found := core.FileReport{Path: "/x/a.jpg", Files: 1, Searched: 1, CanStrip: true, Findings: []core.FileFinding{
		{Kind: "position", Where: "EXIF", Value: "52.5 N\u202e\x1b[2J"},
	}}
	opaque := core.FileReport{Path: "/x/a.jpg", Files: 1, Unknown: 1}
	for name, tt := range map[string]struct {
		report core.FileReport
		shown  []string
		key    string
		call   string // none when empty
	}{
		"as it is":         {found, []string{"where it was made: 52.5 N", "s  send a copy", "Send a.jpg to Anna?"}, "y", "send file Anna /x/a.jpg strip=false"},
		"a copy":           {found, nil, "s", "send file Anna /x/a.jpg strip=true"},
		"not":              {found, nil, "n", ""},
		"unknown":          {opaque, []string{"format is not known", "y  send it"}, "y", "send file Anna /x/a.jpg strip=false"},
		"no copy of it":    {opaque, nil, "s", ""},
		"nothing is found": {core.FileReport{Path: "/x/a.jpg", Searched: 1, CanStrip: true}, []string{"no promise"}, "s", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			f.report = tt.report
			s := newScreen(t, f, 80, 24)
			s.press("tab") // Anna
			s.press("ctrl+s")
			s.wantShown("Send a file or a folder", "Its path")
			s.press("enter")
			s.wantShown("Its path") // nothing was typed
			s.typeText("/x/a.jpg")
			s.wantShown("looked at first")
			s.press("enter")
			s.wantCall("inspect /x/a.jpg")
			s.wantShown(tt.shown...)
			s.typeText(tt.key)
			if tt.call != "" {
				s.wantCall(tt.call)
			}
			for _, call := range f.calls {
				if strings.HasPrefix(call, "send file") && call != tt.call {
					t.Errorf("it called %q", call)
				}
			}
			if s.m.dialog != nil {
				t.Error("a dialog is still open")
			}
		})
	}
}

// A long report is read by scrolling, and what to press is always seen.
func TestSendFileWithMuchInIt(t *testing.T) {
	f := newFake()
	f.report = core.FileReport{Path: "/x/d", Folder: true, Files: 900, Left: 3, More: true}
	for _, kind := range strings.Split("author editor company position device serial software time description comment changes history", " ") {
		f.report.Findings = append(f.report.Findings, core.FileFinding{File: strings.Repeat("very-long-", 20) + kind, Kind: kind, Where: "XMP", Value: strings.Repeat("v", 90)})
	}
	for _, width := range []int{30, 80, 200} {
		s := newScreen(t, f, width, 24)
		s.press("tab", "ctrl+s")
		s.typeText("/x/d")
		s.press("enter")
		s.wantShown("up/down", "any other key")
		for range 40 {
			s.press("down")
		}
		s.wantShown("not looked into.", "any other key")
		for range 40 {
			s.press("up")
		}
		s.wantShown("tells:")
		s.press("esc")
		if s.m.dialog != nil {
			t.Error("Esc does not go back")
		}
	}
}

// Of a folder those are named that cannot be cleaned, and our user decides.
func TestSendFolderStripped(t *testing.T) {
	for key, call := range map[string]string{
		"l": "send file Anna /x/d strip=true without the rest", "y": "send file Anna /x/d strip=true and the rest", "n": "",
	} {
		f := newFake()
		f.report = core.FileReport{
			Path: "/x/d", Folder: true, Files: 2, CanStrip: true, RestMore: 7,
			Findings: []core.FileFinding{{File: "a.jpg", Kind: "comment", Where: "JPEG"}}, Rest: []string{"notes\u202e.txt", "b.pdf"},
		}
		s := newScreen(t, f, 80, 24)
		s.press("tab", "ctrl+s")
		s.typeText("/x/d")
		s.press("enter")
		s.typeText("s")
		s.wantShown("no copy can be made", "b.pdf", "and of 7 more", "l  leave them out")
		s.press("down")
		s.typeText(key)
		for _, made := range f.calls {
			if strings.HasPrefix(made, "send file") && made != call {
				t.Errorf("%s: it called %q", key, made)
			}
		}
		if call != "" {
			s.wantCall(call)
		}
		if s.m.dialog != nil {
			t.Error("a dialog is still open")
		}
	}
}

// What comes after our user has gone back is not asked, and errors are said.
func TestSendFileLooking(t *testing.T) {
	f := newFake()
	s := newScreen(t, f, 80, 24)
	s.press("tab")
	cmd := s.m.look(somebody(1), "/x/a.jpg")
	s.wantShown("Looking into a.jpg")
	s.typeText("x")
	s.wantShown("Looking into a.jpg")
	s.press("esc")
	s.run(cmd)
	if s.m.dialog != nil {
		t.Error("it asks though our user has gone back")
	}
	f.err = &core.UserError{Code: core.CodeNotFound, Text: "There is no such file."}
	s.run(s.m.look(somebody(1), "/x/a.jpg"))
	s.wantShown("There is no such file.")
	if s.m.dialog != nil {
		t.Error("it still looks")
	}
}

func TestTypedPath(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"":                    "",
		"  /x/a b.pdf ":       "/x/a b.pdf",
		"'/x/a b.pdf' ":       "/x/a b.pdf",
		`'/x/it'\''s.pdf'`:    "/x/it's.pdf",
		`"/x/a b.pdf"`:        "/x/a b.pdf",
		"~":                   home,
		"~/a":                 filepath.Join(home, "a"),
		"~anna/a":             "~anna/a",
		"'":                   "'",
		"report.pdf":          "report.pdf",
		"/x/don't do it's 'q": "/x/don't do it's 'q",
	} {
		if got := typedPath(typed); got != want {
			t.Errorf("%q is the path %q, not %q", typed, got, want)
		}
	}
}
