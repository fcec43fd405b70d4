package tui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
	"carom/internal/filereport"
)

// lookedMsg brings what a file tells, which the dialog at has waited for.
type lookedMsg struct {
	at      *looking
	reports []core.FileReport
	err     error
}

// newSendDialog asks for the path of what is to be sent to a contact.
func newSendDialog(c core.Contact) dialog {
	if c.State != contacts.Accepted {
		return notYet{}
	}
	f := newForm("Send a file or a folder", "Its path")
	f.check = func(v []string) (string, error) {
		if typedPath(v[0]) == "" {
			return "", &core.UserError{Code: core.CodeInvalid, Text: "Type or paste the path of a file or a folder."}
		}
		return "What is in it is looked at first, and you are asked.", nil
	}
	f.done = func(m *model, v []string) tea.Cmd { return m.look(c.ID, typedPath(v[0])) }
	return f
}

// notYet says why nothing can be sent.
type notYet struct{}

func (notYet) key(m *model, _ tea.KeyMsg) tea.Cmd {
	m.dialog = nil
	return nil
}

func (notYet) lines(_ *model, width int) []string {
	return append(wrap("Files go to contacts who have accepted you, and whom you have accepted.", width), "", "any key  back")
}

// typedPath is the path that somebody typed, or dragged into the terminal, which
// then puts quotes around it. "~" is the home folder, as in a shell.
func typedPath(text string) string {
	path := strings.TrimSpace(text)
	if n := len(path); n > 1 && (path[0] == '\'' || path[0] == '"') && path[n-1] == path[0] {
		if path[0] == '\'' {
			return strings.ReplaceAll(path[1:n-1], `'\''`, "'")
		}
		return path[1 : n-1]
	}
	if path == "~" || strings.HasPrefix(path, "~/") {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, path[1:])
		}
	}
	return path
}

// looking waits until what is to be sent has been looked into.
type looking struct {
	contact contacts.ServiceID
	path    string
	stop    context.CancelFunc
}

func (m *model) look(id contacts.ServiceID, path string) tea.Cmd {
	ctx, stop := context.WithCancel(m.ctx)
	d := &looking{contact: id, path: path, stop: stop}
	m.dialog = d
	return func() tea.Msg {
		reports, err := m.api.InspectFiles(ctx, []string{path})
		return lookedMsg{d, reports, err}
	}
}

func (d *looking) key(m *model, k tea.KeyMsg) tea.Cmd {
	if k.String() == "esc" {
		d.stop()
		m.dialog = nil
	}
	return nil
}

func (d *looking) lines(_ *model, width int) []string {
	return append(wrap("Looking into "+safeLine(filepath.Base(d.path))+" …", width), "", "Esc  back")
}

// looked shows what was found, unless our user has gone back meanwhile.
func (m *model) looked(msg lookedMsg) {
	msg.at.stop()
	if m.dialog != msg.at {
		return
	}
	m.dialog = nil
	switch {
	case msg.err != nil:
		m.complain(msg.err)
	case len(msg.reports) == 1:
		m.dialog = &fileQuestion{contact: msg.at.contact, path: msg.at.path, report: msg.reports[0]}
	}
}

// fileQuestion shows what a file tells, and asks whether it is to be sent.
type fileQuestion struct {
	contact contacts.ServiceID
	path    string
	report  core.FileReport
	scroll  int // lines down from the top
}

// strippable: there is something that a copy would be without.
func (d *fileQuestion) strippable() bool { return d.report.CanStrip && len(d.report.Findings) > 0 }

func (d *fileQuestion) key(m *model, k tea.KeyMsg) tea.Cmd {
	switch s := k.String(); {
	case s == "down" || s == "pgdown":
		d.scroll += max(1, m.bodyHeight()/2)
	case s == "up" || s == "pgup":
		d.scroll = max(0, d.scroll-max(1, m.bodyHeight()/2))
	case strings.EqualFold(s, "y"):
		return d.send(m, core.SendOptions{})
	case strings.EqualFold(s, "s") && d.strippable():
		return d.strip(m)
	default:
		m.dialog = nil
	}
	return nil
}

// strip sends copies, and asks first about what there can be none of.
func (d *fileQuestion) strip(m *model) tea.Cmd {
	if len(d.report.Rest) > 0 {
		m.dialog = &restQuestion{fileQuestion: d}
		return nil
	}
	return d.send(m, core.SendOptions{Strip: true})
}

func (d *fileQuestion) send(m *model, opts core.SendOptions) tea.Cmd {
	m.dialog = nil
	say := "Queued. They are asked as soon as they are online."
	if c, _ := m.contact(d.contact); c.Online {
		say = "Offered. It goes when they take it."
	}
	return m.do(say, func() (contacts.ServiceID, error) {
		_, err := m.api.SendFiles(m.ctx, d.contact, []string{d.path}, opts)
		return contacts.ServiceID{}, err
	})
}

func (d *fileQuestion) lines(m *model, width int) []string {
	c, _ := m.contact(d.contact)
	title := "Send " + safeLine(filepath.Base(d.path)) + " to " + safeLine(c.Nickname) + "?"
	found := filereport.Lines(d.report)
	if len(found) == 0 {
		found = []string{"None of the things that are looked for were found in it. That is no promise."}
	}
	return d.page(m, width, title, found, d.keys())
}

// page shows what does not fit by scrolling, and what to press below it.
func (d *fileQuestion) page(m *model, width int, title string, text []string, pressed string) []string {
	var found []string
	for _, line := range text {
		found = append(found, wrap(line, width)...)
	}
	keys := wrap(pressed, width)
	room := max(1, m.bodyHeight()-len(keys)-4)
	if len(found) > room {
		keys = append([]string{clip("up/down  more of this", width)}, keys...)
	}
	d.scroll = min(d.scroll, max(0, len(found)-room))
	out := []string{m.style.bold.Render(clip(title, width)), ""}
	out = append(out, found[d.scroll:min(len(found), d.scroll+room)]...)
	return append(append(out, ""), keys...)
}

func (d *fileQuestion) keys() string {
	if d.strippable() {
		return "s  send a copy without this    y  send it as it is    any other key  no"
	}
	return "y  send it    any other key  no"
}

// restQuestion asks what becomes of those files of a folder of which there can be no
// copy without metadata.
type restQuestion struct{ *fileQuestion }

func (d *restQuestion) key(m *model, k tea.KeyMsg) tea.Cmd {
	switch s := k.String(); {
	case s == "down" || s == "pgdown" || s == "up" || s == "pgup":
		return d.fileQuestion.key(m, k)
	case strings.EqualFold(s, "l"):
		return d.send(m, core.SendOptions{Strip: true, Rest: core.RestLeaveOut})
	case strings.EqualFold(s, "y"):
		return d.send(m, core.SendOptions{Strip: true, Rest: core.RestAsIs})
	}
	m.dialog = nil
	return nil
}

func (d *restQuestion) lines(m *model, width int) []string {
	text := []string{"Of these no copy can be made surely:"}
	for _, file := range d.report.Rest {
		text = append(text, "  "+safeLine(file))
	}
	if d.report.RestMore > 0 {
		text = append(text, fmt.Sprintf("  and of %d more", d.report.RestMore))
	}
	return d.page(m, width, "Send them all the same?", text, "l  leave them out    y  send them as they are    any other key  no")
}
