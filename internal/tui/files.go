package tui

import (
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// transfersMsg brings the file transfers with everybody.
type transfersMsg struct {
	list []core.Transfer
	err  error
}

func (m *model) readTransfers() tea.Cmd {
	return func() tea.Msg {
		list, err := m.api.Transfers(m.ctx, contacts.ServiceID{})
		return transfersMsg{list, err}
	}
}

func (m *model) gotTransfers(msg transfersMsg) {
	if msg.err != nil {
		m.complain(msg.err)
		return
	}
	m.transfers = make(map[uint64]core.Transfer)
	for _, t := range msg.list {
		m.transfers[t.ID] = t
	}
}

// transfersWith are those with a contact, oldest first.
func (m *model) transfersWith(id contacts.ServiceID) []core.Transfer {
	var list []core.Transfer
	for _, t := range m.transfers {
		if t.Contact == id {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b core.Transfer) int { return int(int64(a.ID) - int64(b.ID)) })
	return list
}

// transferLines is a transfer in the conversation: what it is, and how far.
func (m *model) transferLines(t core.Transfer, width int) []string {
	who := "  "
	if t.Outgoing {
		who = "> "
	}
	head := clock(t.Created) + " " + who
	text := "[" + safeLine(t.Name) + ", " + byteText(t.Size) + "] " + transferState(t)
	var lines []string
	for i, line := range wrap(text, max(2, width-columns(head))) {
		if i == 0 {
			lines = append(lines, m.style.dim.Render(head)+line)
		} else {
			lines = append(lines, fill("", columns(head))+line)
		}
	}
	return lines
}

// transferState says for a person where a transfer stands.
func transferState(t core.Transfer) string {
	done := "100%"
	if t.Size > 0 {
		done = fmt.Sprintf("%d%%", t.Moved*100/t.Size)
	}
	switch t.State {
	case core.TransferAsking:
		if t.Outgoing {
			return "… they have not answered"
		}
		return "? Ctrl+L to take or refuse it"
	case core.TransferActive:
		if t.Rate > 0 {
			return fmt.Sprintf("%s, %s/s, %s left", done, byteText(t.Rate), t.Left.Round(time.Second))
		}
		return done
	case core.TransferPaused:
		return "paused at " + done
	case core.TransferPausedByPeer:
		return "they paused it at " + done
	case core.TransferStalled, core.TransferFailed:
		return "! " + t.Problem
	case core.TransferDone:
		if t.Outgoing {
			return "✓"
		}
		return "✓ in the folder received"
	case core.TransferCancelled:
		switch t.CancelledBy {
		case core.CancelledByUs:
			return "you cancelled it"
		case core.CancelledByPeer:
			return "they cancelled it"
		}
	case core.TransferQueued:
		return "… waits for them, or for its turn"
	}
	return t.State.String()
}

// byteText is a size for a person.
func byteText(n uint64) string {
	value := float64(n)
	for _, unit := range []string{"B", "kB", "MB", "GB"} {
		if value < 1000 {
			return fmt.Sprintf("%.4g %s", value, unit)
		}
		value /= 1000
	}
	return fmt.Sprintf("%.4g TB", value)
}

// filesDialog is about the transfers with the open contact.
type filesDialog struct{ at int }

func (d filesDialog) key(m *model, k tea.KeyMsg) tea.Cmd {
	list := m.transfersWith(m.open)
	if len(list) == 0 {
		m.dialog = nil
		return nil
	}
	d.at = min(max(0, d.at), len(list)-1)
	t := list[len(list)-1-d.at]
	act := func(say string, do func() (core.Transfer, error)) tea.Cmd {
		m.dialog = nil
		return m.do(say, func() (contacts.ServiceID, error) { _, err := do(); return contacts.ServiceID{}, err })
	}
	switch k.String() {
	case "down", "tab":
		m.dialog = filesDialog{min(d.at+1, len(list)-1)}
	case "up", "shift+tab":
		m.dialog = filesDialog{max(d.at-1, 0)}
	case "a":
		return act("It comes.", func() (core.Transfer, error) { return m.api.AcceptTransfer(m.ctx, t.ID) })
	case "r":
		return act("Refused. They are told.", func() (core.Transfer, error) { return m.api.RejectTransfer(m.ctx, t.ID) })
	case "p":
		if t.State == core.TransferPaused || t.State == core.TransferStalled {
			return act("It goes on.", func() (core.Transfer, error) { return m.api.ResumeTransfer(m.ctx, t.ID) })
		}
		return act("Paused.", func() (core.Transfer, error) { return m.api.PauseTransfer(m.ctx, t.ID) })
	case "c":
		return act("Cancelled.", func() (core.Transfer, error) { return m.api.CancelTransfer(m.ctx, t.ID) })
	default:
		m.dialog = nil
	}
	return nil
}

func (d filesDialog) lines(m *model, width int) []string {
	list := m.transfersWith(m.open)
	if len(list) == 0 {
		return append(wrap("No files. Ctrl+S sends one.", width), "", clip("any key  back", width))
	}
	out := []string{m.style.bold.Render(clip("Files, newest first", width)), ""}
	at := min(max(0, d.at), len(list)-1)
	for i := range list {
		t := list[len(list)-1-i]
		way := "< "
		if t.Outgoing {
			way = "> "
		}
		lines := wrap(way+safeLine(t.Name)+", "+byteText(t.Size)+"  "+transferState(t), width)
		if i == at {
			for j := range lines {
				lines[j] = m.style.chosen.Render(fill(lines[j], width))
			}
		}
		out = append(out, lines...)
	}
	if room := m.bodyHeight() - 2; len(out) > room && room > 0 {
		out = out[:room]
	}
	return append(out, "", clip("up/down  a take  r refuse  p pause, go on  c cancel  Esc back", width))
}
