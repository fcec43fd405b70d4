//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// contactAction is something that can be done with a contact, in every menu in
// which it is offered.
type contactAction struct {
	name, keys string
	text       *i18n.Message
	// can reports whether it is possible with this contact.
	can func(carom.Contact) bool
	act func(*mainScreen, carom.Contact)
}

// stands makes a condition of the states in which something is possible.
func stands(states ...contacts.State) func(carom.Contact) bool {
	return func(c carom.Contact) bool {
		for _, s := range states {
			if c.State == s {
				return true
			}
		}
		return false
	}
}

func anybody(c carom.Contact) bool { return !c.ID.IsZero() }

// personActions are about who somebody is and how they stand to us.
func personActions() []contactAction {
	listed := stands(contacts.Accepted, contacts.Requesting, contacts.Rejected, contacts.Pending)
	return []contactAction{
		{"action.rename", "F2", i18n.ActionRename, anybody, openRename},
		{"action.compare", "", i18n.ActionFingerprint, anybody, openTheirAddress},
		{"action.copyaddress", "", i18n.ActionCopyAddress, anybody, func(m *mainScreen, c carom.Contact) {
			setClipboard(c.ID.Address())
			m.notices.say(m.ui.t.T(i18n.MineCopied))
		}},
		{"action.askagain", "", i18n.ChatAskAgain, stands(contacts.Rejected), openAskAgain},
		{"action.block", "", i18n.ActionBlock, listed, openBlock},
		{"action.unblock", "", i18n.ActionUnblock, stands(contacts.Blocked), unblock},
		{"action.remove", "", i18n.ActionRemove, listed, openRemove},
	}
}

// talkActions are about what was said.
func talkActions() []contactAction {
	talked := func(c carom.Contact) bool { return anybody(c) && c.State != contacts.Pending }
	accepted := stands(contacts.Accepted)
	return []contactAction{
		{"action.sendfile", "Ctrl+O", i18n.ActionSendFile, accepted, func(m *mainScreen, c carom.Contact) { chooseToSend(m, c.ID, false) }},
		{"action.sendfolder", "Ctrl+Shift+O", i18n.ActionSendFolder, accepted, func(m *mainScreen, c carom.Contact) { chooseToSend(m, c.ID, true) }},
		{"action.always", "", i18n.FileAlwaysAction, accepted, openAlways},
		{"action.search", "Ctrl+F", i18n.ActionSearch, talked, func(m *mainScreen, c carom.Contact) { openSearch(m, c.ID) }},
		{"action.keep", "", i18n.ActionHistory, talked, openKeep},
		{"action.clear", "", i18n.ActionClear, talked, openClear},
	}
}

// fillContactMenu adds to a menu what can be done with a contact.
func fillContactMenu(m *mainScreen, menu *widgets.QMenu, c carom.Contact) {
	for i, list := range [][]contactAction{talkActions(), personActions()} {
		if i > 0 {
			menu.AddSeparator()
		}
		for _, a := range list {
			if !a.can(c) {
				continue
			}
			action := menu.AddAction(m.ui.t.T(a.text))
			action.SetObjectName(a.name)
			action.ConnectTriggered(func(bool) { a.act(m, m.fresh(c)) })
		}
	}
}

// fresh is a contact as it is now, since a menu may have been open for a while.
func (m *mainScreen) fresh(c carom.Contact) carom.Contact {
	if now, ok := m.contact(c.ID); ok {
		return now
	}
	return c
}
