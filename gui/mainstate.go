//go:build minimal

package gui

import (
	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// begin shows a state that was read afresh.
func (m *mainScreen) begin(state carom.State, transfers []carom.Transfer, at mainPlace) {
	m.ui.desk.echoes.Resync()
	m.roster.Reset(state.Contacts)
	m.transfers.Reset(transfers)
	for _, c := range state.Contacts {
		m.roster.SetOffers(c.ID, m.transfers.Offers(c.ID))
	}
	for _, c := range state.Contacts {
		m.drafts.Load(c.ID, newest(at.drafts, c))
		m.roster.SetDraft(c.ID, m.drafts.Text(c.ID))
		if c.Last != nil {
			m.notified[c.ID] = max(m.notified[c.ID], c.Last.ID)
		}
	}
	m.state = state
	m.state.Contacts = nil // the roster has them
	if m.open.IsZero() {
		m.open = at.open
	}
	m.stateChanged()
	if open := m.open; !open.IsZero() {
		m.conversation.reload()
		m.show(open)
	}
}

// apply shows a batch of what happened, in the order of its fields.
func (m *mainScreen) apply(b model.Batch) {
	if b.Network != nil {
		m.state.Network = *b.Network
		if m.onNetwork != nil {
			m.onNetwork(*b.Network)
		}
	}
	for _, u := range b.Contacts {
		m.applyContact(u)
	}
	for _, ev := range b.Other {
		m.applyOther(ev)
	}
	m.applyTransfers(b.Transfers)
	if b.Reload {
		m.conversation.reload()
	} else if b.Gap || len(b.Messages) > 0 {
		m.conversation.apply(b.Messages, b.Gap)
	}
	m.stateChanged()
}

func (m *mainScreen) applyContact(u model.ContactUpdate) {
	before, known := m.contact(u.ID)
	m.roster.Apply(u)
	if u.Removed {
		m.drafts.Forget(u.ID)
		delete(m.notified, u.ID)
	}
	if u.Contact != nil && u.Contact.State == contacts.Pending && (!known || before.State != contacts.Pending) {
		m.notifier.notify(m.ui.t.T(i18n.NotifyRequest), "", "")
	}
	if u.Message != nil && !u.Message.Outgoing {
		m.notifyMessage(*u.Message)
	}
	if u.ID == m.open {
		m.show(u.ID)
	}
}

func (m *mainScreen) applyOther(ev carom.Event) {
	switch e := ev.(type) {
	case carom.PresenceChanged:
		m.state.Presence = e.Presence
	case carom.PreferenceChanged:
		m.ui.desk.preferenceChanged(e.Name, e.Value)
	}
}

// stateChanged brings everything but the conversation up to date.
func (m *mainScreen) stateChanged() {
	m.people.update()
	m.notices.update()
	m.actions.update()
	m.ui.desk.tray.update()
	if m.transfersOpen != nil {
		m.transfersOpen.update()
	}
}

// notifyMessage tells of a message, once: a change of one comes without.
func (m *mainScreen) notifyMessage(msg carom.Message) {
	if msg.ID <= m.notified[msg.Contact] {
		return
	}
	m.notified[msg.Contact] = msg.ID
	c, _ := m.contact(msg.Contact)
	m.notifier.notify(m.ui.t.T(i18n.NotifyMessage), c.Nickname, msg.Text)
}

// newest is what was begun last: by the screen before this one, whose drafts may
// not be stored yet, or as it is stored.
func newest(before *model.Drafts, c carom.Contact) string {
	if before != nil {
		return before.Text(c.ID)
	}
	return c.Draft
}
