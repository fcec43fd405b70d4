//go:build minimal

package gui

import (
	"context"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// openRemove asks before somebody is removed.
func openRemove(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	confirmPerson(m, "remove", t.T(i18n.RemoveTitle, i18n.Args{"Name": c.Nickname}), t.T(i18n.RemoveText), t.T(i18n.RemoveButton), func() { remove(m, c) })
}

// remove takes somebody out of the list at once, and removes them for good when
// nobody has undone it for some seconds.
func remove(m *mainScreen, c carom.Contact) {
	m.vanish(c.ID)
	m.notices.undoable(m.ui.t.T(i18n.RemoveDone, i18n.Args{"Name": c.Nickname}), func() {
		m.people.setHidden(c.ID, false)
		m.show(c.ID)
	}, func() {
		m.lastly(func(ctx context.Context) error { return m.api.Remove(ctx, c.ID) }, func(error) { m.people.setHidden(c.ID, false) })
	})
}

// vanish takes somebody out of sight.
func (m *mainScreen) vanish(id contacts.ServiceID) {
	m.people.setHidden(id, true)
	if m.open == id {
		m.show(contacts.ServiceID{})
		m.people.focus()
	}
}

// lastly runs a command that our user has given and could undo until now. It is
// done also while the screens close: the session ends after it. done runs when
// the screens are still there.
func (m *mainScreen) lastly(work func(ctx context.Context) error, done func(error)) {
	u := m.ui
	u.desk.finish(work, func(err error) {
		if err != nil {
			u.desk.window.fail(u.errorText(err))
		}
		done(err)
	})
}

// confirmPerson asks before something is done about a contact, whose name is in
// the heading: the title of a window is for other programs to read. The focus
// is on the button that does nothing.
func confirmPerson(m *mainScreen, name, heading, text, button string, yes func()) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, name, i18n.Unmarked(t.T(i18n.MenuContact)))
	narrow(d.heading(heading)).SetObjectName(name + ".heading")
	d.text(text)
	cancel := d.button(name+".cancel", t.T(i18n.Cancel), nil)
	d.danger(name+".yes", button, func() {
		d.close()
		yes()
	})
	cancel.SetDefault(true)
	d.open()
	cancel.SetFocus2()
}
