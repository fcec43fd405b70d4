//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// addContact is the dialog that asks somebody to be a contact.
type addContact struct {
	main *mainScreen
	ui   *ui
	d    *dialog

	address, name           *widgets.QLineEdit
	addressState, nameState *widgets.QLabel
	wrong                   *widgets.QLabel
	greeting                *greeting
	ok                      *widgets.QPushButton
	// finished: the address was pasted or left, so that what is missing is wrong.
	finished bool
	reading  bool
}

// openAddContact shows it.
func openAddContact(m *mainScreen) {
	a := newAddContact(m)
	a.d.open()
	a.address.SetFocus2()
}

func newAddContact(m *mainScreen) *addContact {
	t := m.ui.t
	a := &addContact{main: m, ui: m.ui}
	a.d = newDialog(m.ui, m.ui.desk.window.main, "addcontact", t.T(i18n.AddTitle))
	a.addAddress()
	a.addName()
	a.greeting = newGreeting(m.ui, a.d, "addcontact", "", "")
	a.wrong = errorLabel("addcontact.error")
	a.wrong.Hide()
	a.d.add(a.wrong)
	a.d.button("addcontact.cancel", t.T(i18n.Cancel), nil)
	a.ok = a.d.primary("addcontact.ok", t.T(i18n.AddButton), a.submit)
	a.greeting.changed = func() { a.check() }
	a.acceptDrops()
	a.check()
	return a
}

// addAddress adds the field for the address, and the two ways to fill it.
func (a *addContact) addAddress() {
	t := a.ui.t
	a.address = widgets.NewQLineEdit(nil)
	a.address.SetObjectName("addcontact.address")
	a.address.SetPlaceholderText(t.T(i18n.AddAddressPlaceholder))
	a.address.SetLayoutDirection(core.Qt__LeftToRight)
	a.address.SetFont(monospaced(a.address))
	a.address.ConnectTextEdited(func(string) { a.finished = false })
	a.address.ConnectTextChanged(func(string) { a.check() })
	a.address.ConnectEditingFinished(func() { a.finish() })
	paste := newButton("addcontact.paste", t.T(i18n.AddPaste))
	paste.SetAutoDefault(false)
	paste.ConnectClicked(func(bool) { a.paste(gui.QGuiApplication_Clipboard().MimeData(gui.QClipboard__Clipboard)) })
	scan := newButton("addcontact.scan", t.T(i18n.AddScan))
	scan.SetAutoDefault(false)
	scan.ConnectClicked(func(bool) { a.choosePicture() })
	row := widgets.NewQHBoxLayout()
	row.AddWidget(paste, 0, 0)
	row.AddWidget(scan, 0, 0)
	row.AddStretch(1)
	a.d.add(fieldLabel(t.T(i18n.AddAddress), a.address))
	a.d.add(a.address)
	a.d.content.AddLayout(row, 0)
	a.addressState = errorLabel("addcontact.address.state")
	a.d.add(a.addressState)
}

func (a *addContact) addName() {
	t := a.ui.t
	a.name = widgets.NewQLineEdit(nil)
	a.name.SetObjectName("addcontact.name")
	a.name.ConnectTextChanged(func(string) { a.check() })
	a.nameState = errorLabel("addcontact.name.state")
	a.d.add(fieldLabel(t.T(i18n.AddNickname), a.name))
	a.d.add(a.name)
	a.d.add(a.nameState)
}

// finish takes the address for complete.
func (a *addContact) finish() {
	a.finished = a.address.Text() != ""
	a.check()
}

// check says beside the fields what is wrong, and whether it can go off.
func (a *addContact) check() (contacts.ServiceID, bool) {
	t := a.ui.t
	id, v := model.CheckAddress(a.address.Text(), a.finished, a.main.state.Self, a.main.contact)
	if !a.reading {
		showVerdict(a.ui, a.address, a.addressState, v, "")
	}
	name := model.CheckNickname(a.name.Text(), func(s string) bool { return a.main.roster.Taken(s, id) })
	hint := t.T(i18n.AddNicknameHint)
	if !name.OK && !name.Wrong { // empty: no reason to complain yet
		name.Message = nil
	}
	showVerdict(a.ui, a.name, a.nameState, name, hint)
	ok := v.OK && name.OK && a.greeting.ok()
	a.ok.SetEnabled(ok)
	return id, ok
}

// submit asks them.
func (a *addContact) submit() {
	id, ok := a.check()
	if !ok {
		return
	}
	known, _ := a.main.contact(id)
	name := a.name.Text()
	own, words := a.greeting.values()
	a.ok.SetEnabled(false)
	run(a.ui, func(ctx context.Context) (carom.Contact, error) {
		return a.main.api.AddContact(ctx, id.Address(), name, own, words)
	}, func(c carom.Contact, err error) {
		if err != nil {
			sayWrong(a.ui, a.wrong, err)
			a.check()
			return
		}
		a.d.close()
		text := i18n.AddDone
		if known.State == contacts.Pending {
			text = i18n.AddAccepted
		}
		a.main.notices.say(a.ui.t.T(text, i18n.Args{"Name": c.Nickname}))
	})
}
