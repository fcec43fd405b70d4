package tui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// What calls of the API bring back.
type (
	stateMsg struct {
		state core.State
		err   error
	}
	historyMsg struct {
		id       contacts.ServiceID
		messages []core.Message
		before   uint64
		err      error
	}
	// doneMsg: a command of the user has ended. say is shown when it went
	// well, open is the contact to show then.
	doneMsg struct {
		say  string
		open contacts.ServiceID
		err  error
	}
	sentMsg struct {
		id   contacts.ServiceID
		text string
		err  error
	}
)

func (m *model) readState() tea.Cmd {
	return func() tea.Msg {
		st, err := m.api.State(m.ctx)
		return stateMsg{st, err}
	}
}

// show opens a conversation: reads it if need be, and marks it as read.
func (m *model) show(id contacts.ServiceID) tea.Cmd {
	if id.IsZero() {
		return nil
	}
	m.talk(m.open).draft = m.input.Value()
	m.open = id
	t := m.talk(id)
	m.input.SetValue(t.draft)
	m.fitInput()
	if !t.loaded {
		return m.load(id, 0)
	}
	return m.opened(t)
}

// opened draws the line above what is unread now, and marks that as read. What
// comes while the conversation is open gets no line.
func (m *model) opened(t *talk) tea.Cmd {
	c, _ := m.contact(m.open)
	t.unreadAt = firstUnread(t.messages, c.Unread)
	return m.markRead()
}

// load reads a page of history before a message.
func (m *model) load(id contacts.ServiceID, before uint64) tea.Cmd {
	t := m.talk(id)
	if t.loading || (before != 0 && t.whole) {
		return nil
	}
	t.loading = true
	return func() tea.Msg {
		messages, err := m.api.History(m.ctx, id, before, page)
		return historyMsg{id, messages, before, err}
	}
}

// markRead marks what the user sees as read.
func (m *model) markRead() tea.Cmd {
	c, ok := m.contact(m.open)
	t := m.talk(m.open)
	if !ok || c.Unread == 0 || t.scroll > 0 || len(t.messages) == 0 {
		return nil
	}
	last := t.messages[len(t.messages)-1].ID
	return func() tea.Msg {
		if err := m.api.MarkRead(m.ctx, c.ID, last); err != nil {
			return doneMsg{err: err}
		}
		return nil
	}
}

// firstUnread is the first of the last n incoming messages.
func firstUnread(messages []core.Message, n int) uint64 {
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Outgoing {
			continue
		}
		if n--; n == 0 {
			return messages[i].ID
		}
		if n < 0 {
			return 0
		}
	}
	return 0
}

// do runs a command of the user.
func (m *model) do(say string, run func() (contacts.ServiceID, error)) tea.Cmd {
	return func() tea.Msg {
		id, err := run()
		return doneMsg{say, id, err}
	}
}

func (m *model) send() tea.Cmd {
	text := m.input.Value()
	c, ok := m.contact(m.open)
	if !ok || text == "" {
		return nil
	}
	if err := contacts.ValidateText(text); err != nil {
		m.complain(err)
		return nil
	}
	m.input.Reset()
	m.fitInput()
	m.talk(c.ID).scroll = 0
	return func() tea.Msg {
		_, err := m.api.Send(m.ctx, c.ID, text)
		return sentMsg{c.ID, text, err}
	}
}

// complain shows an error that is meant for a person.
func (m *model) complain(err error) {
	m.notice, m.alarm = err.Error(), true
	if errors.Is(err, core.ErrClosed) {
		m.notice = "The node has ended. Quit with Ctrl+C and start again."
	}
}

func (m *model) tell(text string) { m.notice, m.alarm = text, false }
