//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// fillFiles says where received files go. The folder is that of the profile:
// it is destroyed with it.
func fillFiles(f *form) {
	t, d := f.ui.t, f.ui.desk
	folder, err := d.desk.Received(d.profile)
	if err != nil {
		f.note(f.ui.errorText(err), "error")
		return
	}
	label := t.T(i18n.SettingsDownloads)
	field := widgets.NewQLineEdit(nil)
	field.SetObjectName(f.called("received"))
	field.SetAccessibleName(i18n.Unmarked(label))
	field.SetReadOnly(true)
	field.SetText(peerLine(folder))
	f.box.AddWidget(fieldLabel(label, field), 0, 0)
	f.box.AddWidget(field, 0, 0)
	f.button("copy", i18n.FileCopyFolder, func() {
		setClipboard(folder)
		f.ui.desk.main.notices.say(t.T(i18n.FileFolderCopied))
	})
	f.gap()
	f.note(t.T(i18n.FileOfferWarning), "warning")
}
