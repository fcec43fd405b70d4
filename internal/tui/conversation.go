package tui

import (
	"slices"
	"time"

	"github.com/charmbracelet/x/ansi"

	"carom/core"
	"carom/internal/plaintext"
)

func safeBlock(s string) string { return plaintext.Block(s) }

// clipStyled cuts a text with colours to so many columns.
func clipStyled(s string, width int) string { return ansi.Truncate(s, max(0, width), "") }

// conversation is all of a talk as lines: days, who and when, what, and how far
// it has come.
func (m *model) conversation(t *talk) []string {
	width := m.textWidth()
	var lines []string
	if !t.whole && t.loaded {
		lines = append(lines, m.style.dim.Render(clip("PgUp for older messages", width)))
	}
	day, files := "", m.transfersWith(m.open)
	dated := func(at time.Time) {
		if d := at.Local().Format("Monday, 2 January 2006"); d != day {
			day = d
			lines = append(lines, m.style.dim.Render(clip("-- "+d+" --", width)))
		}
	}
	if len(t.messages) > 0 && !t.whole {
		files = slices.DeleteFunc(files, func(f core.Transfer) bool { return f.Created.Before(t.messages[0].Written) })
	}
	for _, msg := range t.messages {
		for len(files) > 0 && files[0].Created.Before(msg.Written) {
			dated(files[0].Created)
			lines = append(lines, m.transferLines(files[0], width)...)
			files = files[1:]
		}
		dated(msg.Written)
		if msg.ID == t.unreadAt {
			lines = append(lines, m.style.dim.Render(clip("-- new --", width)))
		}
		lines = append(lines, m.messageLines(msg, width)...)
	}
	for _, f := range files {
		dated(f.Created)
		lines = append(lines, m.transferLines(f, width)...)
	}
	return lines
}

// messageLines is a message: its first line begins with the time.
func (m *model) messageLines(msg core.Message, width int) []string {
	who := "  "
	if msg.Outgoing {
		who = "> "
	}
	head := clock(msg.Written) + " " + who
	text := wrap(safeBlock(msg.Text)+mark(msg), max(2, width-columns(head)))
	lines := make([]string, len(text))
	for i, line := range text {
		if i == 0 {
			lines[i] = m.style.dim.Render(head) + line
		} else {
			lines[i] = fill("", columns(head)) + line
		}
		lines[i] = clipStyled(lines[i], width)
	}
	return lines
}

func clock(t time.Time) string { return t.Local().Format("15:04") }

// mark says how far our own message has come.
func mark(msg core.Message) string {
	switch msg.Delivery {
	case core.Queued:
		return " …"
	case core.Sent:
		return " >"
	case core.Delivered:
		return " ✓"
	case core.Failed:
		return " ! not delivered"
	}
	return ""
}
