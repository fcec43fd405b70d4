//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// openRename asks for another name for a contact.
func openRename(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "rename", t.T(i18n.RenameTitle))
	name := widgets.NewQLineEdit2(c.Nickname, nil)
	name.SetObjectName("rename.name")
	d.add(fieldLabel(t.T(i18n.RenameLabel), name))
	d.add(name)
	wrong := errorLabel("rename.error")
	d.add(wrong)
	d.button("rename.cancel", t.T(i18n.Cancel), nil)
	var ok *widgets.QPushButton
	check := func() bool {
		v := model.CheckNickname(name.Text(), func(s string) bool { return m.roster.Taken(s, c.ID) })
		showVerdict(m.ui, name, wrong, v, t.T(i18n.AddNicknameHint))
		ok.SetEnabled(v.OK)
		return v.OK
	}
	ok = d.primary("rename.ok", t.T(i18n.RenameButton), func() {
		if check() {
			renameTo(m, d, wrong, c, name.Text())
		}
	})
	name.ConnectTextChanged(func(string) { check() })
	check()
	d.open()
	name.SetFocus2()
	name.SelectAll()
}

// renameTo renames a contact, and says beside the field why that did not work.
func renameTo(m *mainScreen, d *dialog, wrong *widgets.QLabel, c carom.Contact, name string) {
	do(m.ui, func(ctx context.Context) error {
		_, err := m.api.Rename(ctx, c.ID, name)
		return err
	}, func(err error) {
		if err == nil {
			d.close()
			return
		}
		sayWrong(m.ui, wrong, err)
	})
}
