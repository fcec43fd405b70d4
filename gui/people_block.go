//go:build minimal

package gui

import (
	"context"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// openBlock asks before somebody is blocked.
func openBlock(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	confirmPerson(m, "block", t.T(i18n.BlockTitle, i18n.Args{"Name": c.Nickname}), t.T(i18n.BlockText), t.T(i18n.BlockButton), func() { blockNow(m, c) })
}

// blockNow blocks somebody at once: whoever blocks does not want to wait.
func blockNow(m *mainScreen, c carom.Contact) { m.then(blocking(m, c)) }

// blocking is how somebody is blocked, and what is to be seen of it then.
func blocking(m *mainScreen, c carom.Contact) (work func(ctx context.Context) error, done func()) {
	work = func(ctx context.Context) error {
		_, err := m.api.Block(ctx, c.ID)
		return err
	}
	return work, func() {
		if m.open == c.ID {
			m.show(contacts.ServiceID{})
			m.people.focus()
		}
		m.notices.say(m.ui.t.T(i18n.BlockDone, i18n.Args{"Name": c.Nickname}))
	}
}

// unblock asks, then takes somebody from the block list.
func unblock(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	confirmPerson(m, "unblock", t.T(i18n.UnblockTitle, i18n.Args{"Name": c.Nickname}), t.T(i18n.UnblockText), t.T(i18n.ActionUnblock), func() { unblockNow(m, c) })
}

// unblockNow takes somebody from the block list, also while the screens close: the
// dialog in which our user chose it may be closed by that.
func unblockNow(m *mainScreen, c carom.Contact) {
	m.lastly(func(ctx context.Context) error { return m.api.Unblock(ctx, c.ID) }, func(err error) {
		if err == nil {
			m.notices.say(m.ui.t.T(i18n.UnblockDone, i18n.Args{"Name": c.Nickname}))
		}
	})
}
