package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// maxFound is how many messages a search shows.
const maxFound = 100

// foundMsg is what a search found, oldest first.
type foundMsg struct {
	query    string
	messages []core.Message
	err      error
}

// newSearchDialog searches the conversation with a contact.
func newSearchDialog(c core.Contact) *form {
	f := newForm("Search this conversation", "Words, or the beginnings of words")
	f.check = func([]string) (string, error) { return "Only what is kept on the disk is found.", nil }
	f.done = func(m *model, v []string) tea.Cmd {
		return func() tea.Msg {
			found, err := m.api.Search(m.ctx, v[0], c.ID, 0, maxFound)
			slices.Reverse(found)
			return foundMsg{v[0], found, err}
		}
	}
	return f
}

func (m *model) found(msg foundMsg) {
	if msg.err != nil {
		m.complain(msg.err)
		return
	}
	m.dialog = &results{foundMsg: msg}
}

// results shows what a search found, the newest at the bottom.
type results struct {
	foundMsg
	scroll int // lines up from the bottom
}

func (r *results) key(m *model, k tea.KeyMsg) tea.Cmd {
	switch k.String() {
	case "pgup", "up":
		r.scroll += max(1, m.bodyHeight()/2)
	case "pgdown", "down":
		r.scroll = max(0, r.scroll-max(1, m.bodyHeight()/2))
	default:
		m.dialog = nil
	}
	return nil
}

func (r *results) lines(m *model, width int) []string {
	var all []string
	day := ""
	for _, msg := range r.messages {
		if d := msg.Written.Local().Format("2006-01-02"); d != day {
			day = d
			all = append(all, m.style.dim.Render(clip("-- "+d+" --", width)))
		}
		all = append(all, m.messageLines(msg, width)...)
	}
	room := max(1, m.bodyHeight()-3)
	r.scroll = min(r.scroll, max(0, len(all)-room))
	end := len(all) - r.scroll
	title := fmt.Sprintf("%d found for: %s", len(r.messages), safeLine(r.query))
	out := []string{m.style.bold.Render(clip(title, width)), ""}
	out = append(out, all[max(0, end-room):end]...)
	return append(out, clip("PgUp/PgDn  scroll     any other key  back", width))
}

// newKeepDialog chooses how long a conversation is kept.
func newKeepDialog(c core.Contact) *form {
	f := newForm("How long to keep this conversation", "forever, off (in memory only), or 1h to 1y (12h, 30d)")
	f.fields[0].SetValue(c.Keep.String())
	f.check = func(v []string) (string, error) {
		_, err := contacts.ParseKeep(v[0])
		return "What is older is deleted here; what they have stays with them.", err
	}
	f.done = func(m *model, v []string) tea.Cmd {
		return m.do("Done.", func() (contacts.ServiceID, error) {
			keep, err := contacts.ParseKeep(v[0])
			if err == nil {
				_, err = m.api.SetKeep(m.ctx, c.ID, keep)
			}
			return contacts.ServiceID{}, err
		})
	}
	return f
}

func clearDialog(c core.Contact) dialog {
	return confirm{"Delete all messages with this contact here, those that wait to be sent included?", func(m *model) tea.Cmd {
		return m.do("Deleted here. What they have stays with them.", func() (contacts.ServiceID, error) {
			return contacts.ServiceID{}, m.api.ClearHistory(m.ctx, c.ID)
		})
	}}
}

// keepNote is what the header says of a conversation that is not kept for ever.
func keepNote(k contacts.Keep) string {
	switch k {
	case contacts.KeepForever:
		return ""
	case contacts.KeepOff:
		return "; not kept on disk"
	}
	return "; kept " + k.String()
}
