package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// dialog takes the keys, and the conversation's place, until it is closed.
type dialog interface {
	key(m *model, k tea.KeyMsg) tea.Cmd
	// lines are at most width columns wide.
	lines(m *model, width int) []string
}

// confirm asks a question that y answers.
type confirm struct {
	question string
	yes      func(m *model) tea.Cmd
}

func (d confirm) key(m *model, k tea.KeyMsg) tea.Cmd {
	m.dialog = nil
	if strings.EqualFold(k.String(), "y") {
		return d.yes(m)
	}
	return nil
}

func (d confirm) lines(m *model, width int) []string {
	c, _ := m.contact(m.open)
	out := []string{m.style.bold.Render(clip(safeLine(c.Nickname), width)), ""}
	out = append(out, wrap(d.question, width)...)
	return append(out, "", "y  yes     any other key  no")
}

// addressDialog shows the own address, whole and on a line of its own.
type addressDialog struct{}

func (addressDialog) key(m *model, _ tea.KeyMsg) tea.Cmd {
	m.dialog = nil
	return nil
}

func (addressDialog) lines(m *model, width int) []string {
	out := wrap("This is your address. Give it to people who may ask you to be a contact:", width)
	out = append(out, "")
	out = append(out, wrap(m.state.Self.Address(), width)...)
	return append(out, "", "any key  back")
}

// form is a dialog with fields.
type form struct {
	title  string
	labels []string
	fields []textinput.Model
	at     int
	// check looks at the fields after each key; ok is what it says of them
	// when they are right.
	check func(values []string) (ok string, err error)
	done  func(m *model, values []string) tea.Cmd
}

func newForm(title string, labels ...string) *form {
	f := &form{title: title, labels: labels}
	for range labels {
		field := textinput.New()
		field.Prompt = "  "
		field.Cursor.SetMode(cursor.CursorStatic)
		field.KeyMap.Paste.SetEnabled(false)
		f.fields = append(f.fields, field)
	}
	f.fields[0].Focus()
	return f
}

func (f *form) values() []string {
	out := make([]string, len(f.fields))
	for i := range f.fields {
		out[i] = f.fields[i].Value()
	}
	return out
}

func (f *form) key(m *model, k tea.KeyMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		m.dialog = nil
		return nil
	case "enter":
		if f.at < len(f.fields)-1 {
			return f.focus(1)
		}
		if _, err := f.check(f.values()); err != nil {
			return nil // it is on the screen
		}
		m.dialog = nil
		return f.done(m, f.values())
	case "tab", "down":
		return f.focus(1)
	case "shift+tab", "up":
		return f.focus(-1)
	}
	var cmd tea.Cmd
	f.fields[f.at], cmd = f.fields[f.at].Update(k)
	return cmd
}

func (f *form) focus(by int) tea.Cmd {
	f.fields[f.at].Blur()
	n := len(f.fields)
	f.at = ((f.at+by)%n + n) % n
	return f.fields[f.at].Focus()
}

func (f *form) lines(m *model, width int) []string {
	out := []string{m.style.bold.Render(clip(f.title, width))}
	for i := range f.fields {
		f.fields[i].Width = max(1, width-4)
		out = append(out, "", clip(f.labels[i], width), f.fields[i].View())
	}
	ok, err := f.check(f.values())
	out = append(out, "")
	if err != nil && f.touched() {
		for _, line := range wrap(err.Error(), width) {
			out = append(out, m.style.alarm.Render(line))
		}
	} else if err == nil {
		out = append(out, wrap(ok, width)...)
	}
	return append(out, "", clip("Enter  next, then done     Esc  back", width))
}

func (f *form) touched() bool { return strings.Join(f.values(), "") != "" }

func newAddDialog(self contacts.ServiceID) *form {
	f := newForm("Add a contact", "Their address", "Your name for them", "What you call yourself (they see it)", "A greeting (they see it)")
	f.check = func(v []string) (string, error) {
		if _, err := contacts.ParseContactAddress(v[0], self); err != nil {
			return "", err
		}
		for i, validate := range []func(string) error{orEmpty(contacts.ValidateLocalNickname), contacts.ValidateNickname, contacts.ValidateGreeting} {
			if err := validate(v[i+1]); err != nil {
				return "", err
			}
		}
		return "The address is right.", nil
	}
	f.done = func(m *model, v []string) tea.Cmd {
		return m.do("Asked. The request is repeated until they answer.", func() (contacts.ServiceID, error) {
			c, err := m.api.AddContact(m.ctx, v[0], v[1], v[2], v[3])
			return c.ID, err
		})
	}
	return f
}

// orEmpty lets an empty value pass.
func orEmpty(validate func(string) error) func(string) error {
	return func(s string) error {
		if s == "" {
			return nil
		}
		return validate(s)
	}
}

func newRenameDialog(c core.Contact) *form {
	f := newForm("Rename a contact", "Your name for them")
	f.fields[0].SetValue(c.Nickname)
	f.check = func(v []string) (string, error) { return "", contacts.ValidateLocalNickname(v[0]) }
	f.done = func(m *model, v []string) tea.Cmd {
		return m.do("Renamed.", func() (contacts.ServiceID, error) {
			_, err := m.api.Rename(m.ctx, c.ID, v[0])
			return contacts.ServiceID{}, err
		})
	}
	return f
}
