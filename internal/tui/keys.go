package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// key handles a key: of the dialog, when one is open, or of the messenger.
func (m *model) key(k tea.KeyMsg) tea.Cmd {
	if s := k.String(); s == "ctrl+c" || s == "ctrl+q" {
		return tea.Quit
	}
	m.notice, m.alarm = "", false
	switch {
	case m.help:
		m.help = false
		return nil
	case m.dialog != nil:
		return m.dialog.key(m, k)
	}
	if cmd, known := m.command(k); known {
		return cmd
	}
	return m.typed(k)
}

// command handles the keys that are no text.
func (m *model) command(k tea.KeyMsg) (cmd tea.Cmd, known bool) {
	switch k.String() {
	case "tab", "ctrl+n":
		return m.step(1), true
	case "shift+tab", "ctrl+p":
		return m.step(-1), true
	case "pgup":
		return m.scroll(m.bodyHeight() - 1), true
	case "pgdown":
		return m.scroll(1 - m.bodyHeight()), true
	case "enter":
		return m.send(), true
	case "f1", "ctrl+g":
		m.help = true
		return nil, true
	case "ctrl+a":
		m.dialog = newAddDialog(m.state.Self)
		return nil, true
	case "ctrl+o":
		m.dialog = addressDialog{}
		return nil, true
	}
	c, ok := m.contact(m.open)
	if !ok {
		return nil, false
	}
	return m.contactCommand(k, c)
}

// contactCommand handles the keys that are about the open contact.
func (m *model) contactCommand(k tea.KeyMsg, c core.Contact) (cmd tea.Cmd, known bool) {
	switch k.String() {
	case "ctrl+r":
		m.dialog = newRenameDialog(c)
	case "ctrl+d":
		m.dialog = confirm{"Remove this contact and delete the conversation?", func(m *model) tea.Cmd {
			return m.do("Removed.", func() (contacts.ServiceID, error) { return contacts.ServiceID{}, m.api.Remove(m.ctx, c.ID) })
		}}
	case "ctrl+f":
		m.dialog = newSearchDialog(c)
	case "ctrl+s":
		m.dialog = newSendDialog(c)
	case "ctrl+l":
		m.dialog = newFilesDialog(m)
	case "ctrl+k":
		m.dialog = newKeepDialog(c)
	case "ctrl+x":
		m.dialog = clearDialog(c)
	case "ctrl+b":
		m.dialog = m.blockDialog(c)
	case "ctrl+t":
		return m.retry(), true
	case "a", "r", "b":
		if c.State != contacts.Pending {
			return nil, false
		}
		return m.decide(k.String(), c), true
	default:
		return nil, false
	}
	return nil, true
}

// decide answers a contact request.
func (m *model) decide(key string, c core.Contact) tea.Cmd {
	switch key {
	case "a":
		m.dialog = confirm{"Accept this contact? They will see when you are online, and can write to you.", func(m *model) tea.Cmd {
			return m.do("Accepted.", func() (contacts.ServiceID, error) {
				_, err := m.api.AcceptRequest(m.ctx, c.ID, "")
				return c.ID, err
			})
		}}
	case "r":
		m.dialog = confirm{"Refuse this request? They will be told.", func(m *model) tea.Cmd {
			return m.do("Refused.", func() (contacts.ServiceID, error) { return contacts.ServiceID{}, m.api.RejectRequest(m.ctx, c.ID) })
		}}
	default:
		m.dialog = m.blockDialog(c)
	}
	return nil
}

func (m *model) blockDialog(c core.Contact) dialog {
	if c.State == contacts.Blocked {
		return confirm{"Unblock and forget this contact? They may then ask you again.", func(m *model) tea.Cmd {
			return m.do("Unblocked.", func() (contacts.ServiceID, error) { return contacts.ServiceID{}, m.api.Unblock(m.ctx, c.ID) })
		}}
	}
	return confirm{"Block this contact? You will hear nothing from them any more.", func(m *model) tea.Cmd {
		return m.do("Blocked.", func() (contacts.ServiceID, error) {
			_, err := m.api.Block(m.ctx, c.ID)
			return contacts.ServiceID{}, err
		})
	}}
}

// retry queues the newest failed message again.
func (m *model) retry() tea.Cmd {
	t := m.talk(m.open)
	for _, msg := range slices.Backward(t.messages) {
		if msg.Delivery == core.Failed {
			return m.do("Queued again.", func() (contacts.ServiceID, error) {
				_, err := m.api.Retry(m.ctx, msg.ID)
				return contacts.ServiceID{}, err
			})
		}
	}
	m.tell("No message here has failed.")
	return nil
}

// step opens the next or the previous contact.
func (m *model) step(by int) tea.Cmd {
	n := len(m.state.Contacts)
	if n == 0 {
		return nil
	}
	i := slices.IndexFunc(m.state.Contacts, func(c core.Contact) bool { return c.ID == m.open })
	m.talk(m.open).unreadAt = 0
	return m.show(m.state.Contacts[((i+by)%n+n)%n].ID)
}

// scroll moves the conversation, and reads older messages at its top.
func (m *model) scroll(lines int) tea.Cmd {
	t := m.talk(m.open)
	top := max(0, len(m.conversation(t))-m.bodyHeight())
	t.scroll = min(max(0, t.scroll+lines), top)
	if t.scroll == top && lines > 0 {
		return m.load(m.open, t.oldest())
	}
	if t.scroll == 0 {
		return m.markRead()
	}
	return nil
}

// typed gives a key to the input line, where the open contact can be written to.
func (m *model) typed(k tea.KeyMsg) tea.Cmd {
	if c, ok := m.contact(m.open); !ok || c.State != contacts.Accepted {
		return nil
	}
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(k)
	m.fitInput()
	return cmd
}
