//go:build minimal

package gui

import (
	"path/filepath"

	carom "carom/core"
	"carom/gui/i18n"
)

// openTransferPlace says where received files are, and copies it. It starts no
// program: a file manager makes small pictures of what it shows, and with that
// reads files that a peer made, outside of everything that protects Carom.
func openTransferPlace(m *mainScreen, t carom.Transfer) {
	p := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "place", i18n.Unmarked(p.T(i18n.FileShow)))
	d.text(p.T(i18n.FileFolder))
	folder := filepath.Dir(t.Path)
	path := plainEdit()
	path.SetObjectName("place.path")
	path.SetAccessibleName(p.T(i18n.FileFolder))
	path.SetReadOnly(true)
	path.SetPlainText(peerLine(folder) + "\n" + peerLine(filepath.Base(t.Path)))
	path.SetMaximumHeight(path.FontMetrics().LineSpacing()*6 + 24)
	d.add(path)
	warning := d.text(p.T(i18n.FileOfferWarning))
	setRole(warning, "warning")
	d.button("place.copy", p.T(i18n.FileCopyFolder), func() {
		setClipboard(folder)
		m.notices.say(p.T(i18n.FileFolderCopied))
		d.close()
	})
	d.primary("place.close", p.T(i18n.Close), nil).SetFocus2()
	d.open()
}
