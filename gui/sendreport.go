//go:build minimal

package gui

import (
	"slices"
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/internal/desktop"
)

// tells reports whether something was found in a file, or in a folder's files.
func tells(c desktop.Chosen) bool { return len(c.Report.Findings) > 0 }

// card says of a file what it is called, how large it is, and what it tells.
func (d *sendDialog) card(c desktop.Chosen) *widgets.QFrame {
	t := d.ui.t
	frame := widgets.NewQFrame(nil, 0)
	frame.SetProperty("role", core.NewQVariant1("card"))
	box := widgets.NewQVBoxLayout2(frame)
	box.SetContentsMargins(12, 8, 12, 8)
	box.SetSpacing(4)
	size := t.Bytes(c.Size)
	if c.Folder {
		size = t.N(i18n.FileSendCount, c.Files, i18n.Args{"Size": size})
	}
	name := plainLabel(model.Breakable(i18n.Isolate(c.Name)) + " — " + size)
	name.SetObjectName("send.file")
	box.AddWidget(name, 0, 0)
	text, role := reportText(t, c)
	found := plainLabel(model.Breakable(text))
	found.SetObjectName("send.found")
	found.SetProperty("role", core.NewQVariant1(role))
	box.AddWidget(found, 0, 0)
	return frame
}

// reportText says what was found, and the role of a label for it. It never says
// that a file tells nothing.
func reportText(t *i18n.Printer, c desktop.Chosen) (text, role string) {
	file := i18n.Args{"File": c.Name}
	switch c.Refused {
	case desktop.RefusedLink:
		return t.T(i18n.FileLinkRefused, file), "error"
	case desktop.RefusedIrregular:
		return t.T(i18n.FileNotRegular, file), "error"
	case desktop.RefusedUnreadable:
		return t.T(i18n.FileUnreadable, file), "error"
	}
	r := &c.Report
	partly := r.Incomplete > 0 || r.Left > 0 || r.More || r.Unknown > 0 && r.Unknown < r.Files
	switch {
	case tells(c):
		lines := []string{t.T(i18n.FileMetadataText, file)}
		for _, m := range findings(r.Kinds()) {
			lines = append(lines, "• "+t.T(m))
		}
		if partly {
			lines = append(lines, t.T(i18n.FileMetadataPartly, file))
		}
		if !r.CanStrip {
			lines = append(lines, t.T(i18n.FileCannotStrip))
		}
		return strings.Join(lines, "\n"), "warning"
	case partly:
		return t.T(i18n.FileMetadataPartly, file), "muted"
	case r.Unknown > 0:
		return t.T(i18n.FileMetadataUnknown, file), "muted"
	}
	return t.T(i18n.FileMetadataNothing, file), "muted"
}

// findings are what the kinds are called, each once, in the order of what tells
// most.
func findings(kinds []string) []*i18n.Message {
	var list []*i18n.Message
	for _, f := range findingWords() {
		for _, k := range kinds {
			if f.kind == k && !slices.Contains(list, f.text) {
				list = append(list, f.text)
			}
		}
	}
	return list
}

// findingWord is what a kind of carom.FileFinding is called.
type findingWord struct {
	kind string
	text *i18n.Message
}

// findingWords are the words for all kinds, those that tell most first.
func findingWords() []findingWord {
	return []findingWord{
		{"author", i18n.FileMetadataAuthor},
		{"company", i18n.FileMetadataAuthor},
		{"editor", i18n.FileMetadataEditor},
		{"position", i18n.FileMetadataPlace},
		{"device", i18n.FileMetadataDevice},
		{"serial", i18n.FileMetadataSerial},
		{"identifier", i18n.FileMetadataSerial},
		{"software", i18n.FileMetadataSoftware},
		{"time", i18n.FileMetadataTime},
		{"comment", i18n.FileMetadataComments},
		{"changes", i18n.FileMetadataRevisions},
		{"history", i18n.FileMetadataRevisions},
		{"thumbnail", i18n.FileMetadataThumbnail},
		{"description", i18n.FileMetadataOther},
		{"embedded", i18n.FileMetadataOther},
		{"path", i18n.FileMetadataOther},
		{"opaque", i18n.FileMetadataOther},
	}
}
