//go:build minimal

package gui

import (
	"strings"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// rest are the files, of folders in which something was found, of which there can be
// no copy without it, and how many there are besides.
func (d *sendDialog) rest() (files []string, more int) {
	for _, c := range d.chosen {
		if tells(c) && c.Folder {
			files = append(files, c.Report.Rest...)
			more += c.Report.RestMore
		}
	}
	if len(files) > maxListed {
		files, more = files[:maxListed], more+len(files)-maxListed
	}
	return files, more
}

// askAboutRest names files that cannot be cleaned, and asks what becomes of them.
// Enter sends nothing.
func (d *sendDialog) askAboutRest(files []string, more int) {
	t := d.ui.t
	q := newDialog(d.ui, d.box, "rest", i18n.Unmarked(t.T(i18n.FileSendButton)))
	q.text(t.T(i18n.FileRestText))
	lines := make([]string, len(files))
	for i, file := range files {
		lines[i] = model.Breakable(i18n.Isolate(model.ShortName(file)))
	}
	if more > 0 {
		lines = append(lines, "… +"+t.Number(more))
	}
	narrow(q.text(strings.Join(lines, "\n"))).SetObjectName("rest.files")
	choose := func(rest carom.Rest) func() {
		return func() {
			q.close()
			d.queue(true, rest)
		}
	}
	not := q.primary("rest.not", t.T(i18n.FileSendNot), nil)
	q.button("rest.leaveout", t.T(i18n.FileRestLeaveOut), choose(carom.RestLeaveOut))
	q.danger("rest.asis", t.T(i18n.FileRestAsIs), choose(carom.RestAsIs))
	q.open()
	not.SetFocus2()
}
