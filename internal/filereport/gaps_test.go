package filereport

import (
	"slices"
	"testing"

	"carom/core"
)

// What was not looked into is named, with the reason, as far as that is not too much.
func TestGaps(t *testing.T) {
	gap := func(file, why string) core.FileGap { return core.FileGap{File: file, Why: why} }
	for name, tt := range map[string]struct {
		report core.FileReport
		want   []string
	}{
		"nothing": {core.FileReport{Path: "/x/a", Files: 1, Searched: 1}, nil},
		"a file of no format": {
			core.FileReport{Path: "/x/a", Files: 1, Unknown: 1, Gaps: []core.FileGap{gap("", core.GapUnknown)}},
			[]string{"a: Its format is not known, so that nothing was looked for."},
		},
		"a file with a password": {
			core.FileReport{Path: "/x/a", Files: 1, Incomplete: 1, Gaps: []core.FileGap{gap("", "encrypted")}},
			[]string{"a: A part of it cannot be looked into, so that there may be more: it takes a password."},
		},
		"a folder": {
			core.FileReport{
				Path: "/x/d", Folder: true, Files: 8, Incomplete: 2, Unknown: 5, Left: 1,
				Gaps: []core.FileGap{
					gap("a", core.GapUnknown), gap("b\u202e", "damaged"), gap("c", core.GapUnknown), gap("d", core.GapUnreadable),
					gap("e", core.GapUnknown), gap("f", "haunted"), gap("g", core.GapUnknown), gap("h", core.GapUnknown),
				},
			},
			[]string{
				"d: Parts of 2 files cannot be looked into, so that there may be more: b (it is damaged), f (haunted).",
				"d: The formats of 5 files are not known, so that nothing was looked for: a, c, e, and 2 more.",
				"d: 1 file was not looked into: d (it cannot be read).",
			},
		},
		"more than are named": {
			core.FileReport{Path: "/x/d", Folder: true, Files: 900, Left: 2},
			[]string{"d: 2 files were not looked into."},
		},
	} {
		if got := Lines(tt.report); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
