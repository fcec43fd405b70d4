//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/qr"
)

// openMyAddress shows our user's own address, to be given to others.
func openMyAddress(m *mainScreen) {
	t := m.ui.t
	if m.state.Self.IsZero() {
		return // the node has not said it yet
	}
	d := newDialog(m.ui, m.ui.desk.window.main, "address", t.T(i18n.MineTitle))
	d.text(t.T(i18n.MineText))
	showAddress(m, d, "address", t.T(i18n.MineQR), m.state.Self)
}

// openTheirAddress shows a contact's address, to be compared.
func openTheirAddress(m *mainScreen, c carom.Contact) {
	t, name := m.ui.t, i18n.Args{"Name": c.Nickname}
	d := newDialog(m.ui, m.ui.desk.window.main, "theiraddress", t.T(i18n.FingerprintTitle))
	narrow(d.heading(t.T(i18n.TheirsTitle, name)))
	narrow(d.text(t.T(i18n.FingerprintHint, name) + " " + t.T(i18n.TheirsText)))
	showAddress(m, d, "theiraddress", t.T(i18n.TheirsQR, name), c.ID)
}

// showAddress shows an address as text, in words and as a picture.
func showAddress(m *mainScreen, d *dialog, name, spoken string, id contacts.ServiceID) {
	t := m.ui.t
	view := newAddressView(m.ui, name+".field")
	d.add(view.w)
	view.show(id)
	d.hint(t.T(i18n.FingerprintText) + " " + t.T(i18n.FingerprintEnglish))
	if code, err := qr.Encode(id.Address()); err == nil {
		d.add(newCode(name+".code", spoken, code))
		said := d.text("")
		said.SetObjectName(name + ".saved")
		said.Hide()
		d.button(name+".save", t.T(i18n.MineSaveQR), func() { askWhereToSave(m, d, said, code) })
	}
	d.primary(name+".close", t.T(i18n.Close), nil)
	d.open()
	view.field.SetFocus2()
}

// askWhereToSave saves a code to a file that our user chooses, and says how it went.
func askWhereToSave(m *mainScreen, d *dialog, said *widgets.QLabel, code qr.Matrix) {
	t := m.ui.t
	chooseFile(m.ui, fileToSave, t.T(i18n.MineSaveQRTitle), "PNG (*.png)", "carom.png", func(path string) {
		do(m.ui, func(ctx context.Context) error { return saveCode(ctx, path, code) }, func(err error) {
			text, role := t.T(i18n.MineSaved), "small"
			if err != nil {
				text, role = t.T(i18n.AddressSaveFailed), "error"
			}
			setLabel(said, text)
			setRole(said, role)
			said.Show()
		})
	})
}

// narrow keeps a text with a name in it from making a dialog wider.
func narrow(l *widgets.QLabel) *widgets.QLabel {
	text := l.Text()
	l.SetText("")
	l.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Preferred)
	l.SetText(text)
	return l
}
