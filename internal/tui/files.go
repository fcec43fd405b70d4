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
