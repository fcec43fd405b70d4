package tui

import (
	"fmt"
	"strings"

	"carom/contacts"
	"carom/core"
	"carom/onion"
)

const (
	// wideList and narrowList are the columns of the list of contacts.
	wideList   = 24
	narrowList = 12
	// narrow is the width below which the narrow list is used.
	narrow = 60
)

func (m *model) listWidth() int {
	if m.width < narrow {
		return narrowList
	}
	return wideList
}

// textWidth is what is left for the conversation, beside the list and a line.
func (m *model) textWidth() int { return max(2, m.width-m.listWidth()-2) }

// bodyHeight is the height of list and conversation: without the bar, the name
// of the contact, the input, the notice and the key hints.
func (m *model) bodyHeight() int { return max(1, m.height-4-m.input.Height()) }

// fitInput makes the input as high as its text, within bounds.
func (m *model) fitInput() {
	m.input.SetWidth(max(4, m.width))
	lines := len(wrap(m.input.Value(), max(2, m.width-3)))
	m.input.SetHeight(min(max(1, lines), 4, max(1, m.height/3)))
}

// View implements tea.Model: exactly height lines of at most width columns.
func (m *model) View() string {
	lines := []string{m.bar(), m.header()}
	list, text := m.list(), m.body()
	if m.wholeWidth() {
		lines, list = append(lines, text...), nil
	}
	for i := range list {
		line := fill(list[i], m.listWidth()) + m.style.dim.Render("│ ") + text[i]
		lines = append(lines, clipStyled(line, m.width))
	}
	lines = append(lines, m.inputLines()...)
	lines = append(lines, m.noticeLine(), m.hints())
	if len(lines) > m.height {
		lines = lines[:max(1, m.height)]
	}
	return strings.Join(lines, "\n")
}

// wholeWidth: the own address is shown without the list beside it, so that a
// terminal's selection takes nothing else.
func (m *model) wholeWidth() bool {
	_, address := m.dialog.(addressDialog)
	return address && !m.help
}

// bar says who we are and how Tor is doing.
func (m *model) bar() string {
	text := " Carom  " + networkLine(m.state.Network, m.state.Presence)
	if p := m.state.Network.Problem; p != nil {
		text = " Carom  " + safeLine(p.What)
	}
	return m.style.bar.Render(fill(clip(text, m.width), m.width))
}

func networkLine(n onion.Status, p core.Presence) string {
	switch n.Phase {
	case onion.Online:
		switch {
		case p == core.Invisible:
			return "connected to Tor; you are invisible"
		case n.Published:
			return "online"
		}
		return "online, publishing your address"
	case onion.Bootstrapping:
		return fmt.Sprintf("connecting to Tor, %d%% %s", n.Percent, n.Summary)
	case onion.Restarting:
		return "Tor is not running, it is started again"
	}
	return "starting Tor"
}

// header names the open contact.
func (m *model) header() string {
	c, ok := m.contact(m.open)
	if !ok {
		return ""
	}
	name := clip(safeLine(c.Nickname), max(8, m.width-30))
	return m.style.bold.Render(name) + "  " + clip(stateLine(c)+keepNote(c.Keep), max(0, m.width-columns(name)-2))
}

func stateLine(c core.Contact) string {
	switch c.State {
	case contacts.Accepted:
		if c.Online {
			return "online"
		}
		return "offline; what you write is sent when they are back"
	case contacts.Requesting:
		return "asked; no answer yet"
	case contacts.Pending:
		return "asks to be a contact"
	case contacts.Rejected:
		if c.RemovedUs {
			return "has removed you"
		}
		return "refused your request"
	}
	return c.State.String()
}

// list is the left side: bodyHeight lines around the open contact.
func (m *model) list() []string {
	height, width := m.bodyHeight(), m.listWidth()
	out := make([]string, height)
	if len(m.state.Contacts) == 0 {
		out[0] = m.style.dim.Render(clip("No contacts", width))
		return out
	}
	at := 0
	for i, c := range m.state.Contacts {
		if c.ID == m.open {
			at = i
		}
	}
	first := min(max(0, at-height/2), max(0, len(m.state.Contacts)-height))
	for i := range min(height, len(m.state.Contacts)) {
		c := m.state.Contacts[first+i]
		line := listLine(c, width-1)
		if c.ID == m.open {
			line = m.style.chosen.Render(fill(line, width-1))
		}
		out[i] = line
	}
	return out
}

// listLine is a contact: how it stands, its name, what is unread.
func listLine(c core.Contact, width int) string {
	mark := " "
	switch {
	case c.State == contacts.Pending:
		mark = "?"
	case c.State == contacts.Requesting:
		mark = "…"
	case c.State != contacts.Accepted:
		mark = "x"
	case c.Online:
		mark = "●"
	default:
		mark = "○"
	}
	unread := ""
	if c.Unread > 0 {
		unread = fmt.Sprintf(" %d", min(c.Unread, 999))
	}
	name := clip(safeLine(c.Nickname), max(0, width-2-len(unread)))
	return fill(mark+" "+name, width-len(unread)) + unread
}

// body is the right side: bodyHeight lines.
func (m *model) body() []string {
	var lines []string
	c, ok := m.contact(m.open)
	switch {
	case m.help:
		lines = m.helpLines()
	case m.dialog != nil:
		width := m.textWidth()
		if m.wholeWidth() {
			width = m.width
		}
		lines = m.dialog.lines(m, width)
	case !ok:
		lines = m.welcome()
	case c.State == contacts.Pending:
		lines = m.requestLines(c)
	default:
		return m.window(m.conversation(m.talk(m.open)), m.talk(m.open).scroll)
	}
	return append(lines, make([]string, m.bodyHeight())...)[:m.bodyHeight()]
}

// window is what is seen of a conversation that is scrolled up by so many lines.
func (m *model) window(lines []string, scroll int) []string {
	height := m.bodyHeight()
	end := max(0, len(lines)-scroll)
	start := max(0, end-height)
	out := make([]string, height)
	copy(out[height-(end-start):], lines[start:end])
	return out
}

func (m *model) welcome() []string {
	lines := wrap("There is nobody here yet. Press Ctrl+A to add a contact whose address you have, or Ctrl+O to see yours and give it to somebody.", m.textWidth())
	return append([]string{""}, lines...)
}

func (m *model) requestLines(c core.Contact) []string {
	width := m.textWidth()
	lines := wrap("Somebody asks to be your contact. They call themselves:", width)
	name := c.Request.Nickname
	if name == "" {
		name = "(nothing)"
	}
	lines = append(lines, m.style.bold.Render(clip(safeLine(name), width)), "")
	if c.Request.Message != "" {
		lines = append(lines, "They write:")
		for _, line := range wrap(safeBlock(c.Request.Message), max(2, width-2)) {
			lines = append(lines, m.style.dim.Render("| ")+line)
		}
		lines = append(lines, "")
	}
	if room := m.bodyHeight() - 4; len(lines) > room && room > 0 {
		lines = append(lines[:room], "…")
	}
	return append(lines, wrap("Anybody can claim any name. Accept only whom you expect.", width)...)
}

func (m *model) inputLines() []string {
	c, ok := m.contact(m.open)
	if !ok || c.State != contacts.Accepted || m.dialog != nil || m.help {
		lines := make([]string, m.input.Height())
		if ok && c.State == contacts.Pending && m.dialog == nil && !m.help {
			lines[0] = clip("a  accept     r  refuse     b  block", m.width)
		}
		return lines
	}
	lines := strings.Split(m.input.View(), "\n")
	for i := range lines {
		if columns(lines[i]) > m.width {
			lines[i] = clipStyled(lines[i], m.width)
		}
	}
	return append(lines, make([]string, m.input.Height())...)[:m.input.Height()]
}

func (m *model) noticeLine() string {
	text := clip(safeLine(m.notice), m.width)
	if m.alarm {
		return m.style.alarm.Render(text)
	}
	if m.notice != "" {
		return text
	}
	if count := m.counter(); count != "" {
		return count
	}
	if p := m.state.Network.Problem; p != nil {
		return clip(p.Advice, m.width)
	}
	return ""
}

// counter shows how long the message is when that begins to matter.
func (m *model) counter() string {
	n := contacts.UTF16Len(m.input.Value())
	if n < contacts.MaxText-200 {
		return ""
	}
	text := clip(fmt.Sprintf("%d of %d characters", n, contacts.MaxText), m.width)
	if n > contacts.MaxText {
		return m.style.alarm.Render(text)
	}
	return text
}

func (m *model) hints() string {
	return m.style.dim.Render(clip("Tab next  PgUp/PgDn scroll  ^A add  ^O my address  F1 help  ^C quit", m.width))
}

func (m *model) helpLines() []string {
	return clipAll([]string{
		"Tab, Shift+Tab   next, previous contact",
		"Enter            send    Alt+Enter  new line",
		"PgUp, PgDn       scroll, read older messages",
		"Ctrl+A           add a contact",
		"Ctrl+O           show your address",
		"Ctrl+F           search this conversation",
		"Ctrl+S           send a file or a folder",
		"Ctrl+L           files: take, refuse, pause, cancel",
		"Ctrl+K           how long to keep it",
		"Ctrl+X           delete all its messages",
		"Ctrl+R           rename this contact",
		"Ctrl+B           block, or unblock, this contact",
		"Ctrl+D           remove this contact",
		"Ctrl+T           try a failed message again",
		"Ctrl+C           quit",
		"",
		"○ offline  ● online  ? asks you  … asked by you",
		"Marks after your messages: … queued  > sent",
		"✓ delivered, it is on their disk  ! failed",
	}, m.textWidth())
}

func clipAll(lines []string, width int) []string {
	for i := range lines {
		lines[i] = clip(lines[i], width)
	}
	return lines
}
