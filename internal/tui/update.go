package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// Update implements tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.fitInput()
		return m, nil
	case tea.KeyMsg:
		return m, m.key(msg)
	case eventMsg:
		return m, m.event(msg.Event)
	case endedMsg:
		m.complain(core.ErrClosed)
		return m, nil
	case stateMsg:
		return m, m.gotState(msg)
	case historyMsg:
		return m, m.gotHistory(msg)
	case transfersMsg:
		m.gotTransfers(msg)
		return m, nil
	case doneMsg:
		return m, m.done(msg)
	case foundMsg:
		m.found(msg)
		return m, nil
	case lookedMsg:
		m.looked(msg)
		return m, nil
	case sentMsg:
		m.sent(msg)
		return m, nil
	}
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	return m, cmd
}

func (m *model) event(ev core.Event) tea.Cmd {
	switch ev := ev.(type) {
	case core.NetworkChanged:
		m.state.Network = ev.Network
	case core.PresenceChanged:
		m.state.Presence = ev.Presence
	case core.ContactChanged:
		m.put(ev.Contact)
		if m.open.IsZero() {
			return tea.Batch(m.show(ev.Contact.ID), m.title())
		}
		return tea.Batch(m.markRead(), m.title())
	case core.ContactRemoved:
		m.drop(ev.ID)
		return m.show(m.open)
	case core.MessageAdded:
		m.added(ev.Message)
	case core.MessageChanged:
		m.talk(ev.Message.Contact).replace(ev.Message)
	case core.HistoryChanged:
		m.talk(ev.ID).forget()
		if ev.ID == m.open {
			return m.load(m.open, 0)
		}
	case core.TransferChanged:
		m.transfers[ev.Transfer.ID] = ev.Transfer
	case core.TransferRemoved:
		delete(m.transfers, ev.ID)
	case core.Resync:
		return tea.Batch(m.readState(), m.readTransfers())
	}
	return nil
}

func (m *model) added(msg core.Message) {
	t := m.talk(msg.Contact)
	if !t.loaded {
		// It comes with the history, unless that was read just before.
		if t.loading {
			t.early = append(t.early, msg)
		}
		return
	}
	lines := len(m.conversation(t))
	t.add(msg)
	if t.scroll > 0 && msg.Contact == m.open {
		t.scroll += len(m.conversation(t)) - lines // what is seen stays
	}
}

// title is the terminal's: a number and no names.
func (m *model) title() tea.Cmd {
	if n := m.unread(); n > 0 {
		return tea.SetWindowTitle(fmt.Sprintf("carom (%d)", n))
	}
	return tea.SetWindowTitle("carom")
}

func (m *model) drop(id contacts.ServiceID) {
	m.state.Contacts = slices.DeleteFunc(m.state.Contacts, func(c core.Contact) bool { return c.ID == id })
	delete(m.talks, id)
	if m.open == id {
		m.input.Reset()
		m.open = contacts.ServiceID{}
		if len(m.state.Contacts) > 0 {
			m.open = m.state.Contacts[0].ID
		}
	}
}

// gotState begins anew after a Resync.
func (m *model) gotState(msg stateMsg) tea.Cmd {
	if msg.err != nil {
		m.complain(msg.err)
		return nil
	}
	m.setState(msg.state)
	for _, t := range m.talks {
		t.forget()
	}
	if m.open.IsZero() {
		return nil
	}
	return m.load(m.open, 0)
}

func (m *model) gotHistory(msg historyMsg) tea.Cmd {
	t := m.talk(msg.id)
	first := !t.loaded
	t.loading = false
	if msg.err != nil {
		m.complain(msg.err)
		return nil
	}
	if msg.before != 0 && first {
		return m.load(msg.id, 0) // it was forgotten meanwhile: an older page is no beginning
	}
	t.loaded = true
	t.whole = len(msg.messages) < page
	for _, x := range append(msg.messages, t.early...) {
		t.add(x)
	}
	t.early = nil
	if msg.id == m.open && first {
		return m.opened(t)
	}
	return nil
}

func (m *model) done(msg doneMsg) tea.Cmd {
	if msg.err != nil {
		m.complain(msg.err)
		return nil
	}
	if msg.say != "" {
		m.tell(msg.say)
	}
	if !msg.open.IsZero() {
		return m.show(msg.open)
	}
	return nil
}

// sent gives the text of a message that was not taken back to its writer.
func (m *model) sent(msg sentMsg) {
	if msg.err == nil {
		return
	}
	m.complain(msg.err)
	if msg.id == m.open && m.input.Value() == "" {
		m.input.SetValue(msg.text)
		m.fitInput()
		return
	}
	if t := m.talk(msg.id); t.draft == "" {
		t.draft = msg.text
	}
}
