package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

// filesDialog is about the transfers with the open contact. It knows the marked one by
// its ID: others come and go while it is open, and a key is for the one that was seen.
type filesDialog struct {
	id uint64 // none has 0
}

// newFilesDialog marks the newest.
func newFilesDialog(m *model) filesDialog {
	list := m.newestTransfers()
	if len(list) == 0 {
		return filesDialog{}
	}
	return filesDialog{list[0].ID}
}

// newestTransfers are those with the open contact, newest first.
func (m *model) newestTransfers() []core.Transfer {
	list := m.transfersWith(m.open)
	slices.Reverse(list)
	return list
}

// place is where the marked one is in the list; -1: it is gone.
func (d filesDialog) place(list []core.Transfer) int {
	return slices.IndexFunc(list, func(t core.Transfer) bool { return t.ID == d.id })
}

func (d filesDialog) key(m *model, k tea.KeyMsg) tea.Cmd {
	list := m.newestTransfers()
	if len(list) == 0 {
		m.dialog = nil
		return nil
	}
	at := d.place(list)
	switch k.String() {
	case "down", "tab":
		m.dialog = filesDialog{list[min(at+1, len(list)-1)].ID}
	case "up", "shift+tab":
		m.dialog = filesDialog{list[max(at-1, 0)].ID}
	case "a", "r", "p", "c":
		if at >= 0 {
			m.dialog = nil
			return m.steer(list[at], k.String())
		}
	default:
		m.dialog = nil
	}
	return nil
}

// steer does what a key of the dialog says with a transfer.
func (m *model) steer(t core.Transfer, key string) tea.Cmd {
	say, do := "Cancelled.", m.api.CancelTransfer
	switch {
	case key == "a":
		say, do = "It comes.", m.api.AcceptTransfer
	case key == "r":
		say, do = "Refused. They are told.", m.api.RejectTransfer
	case key == "p" && (t.State == core.TransferPaused || t.State == core.TransferStalled):
		say, do = "It goes on.", m.api.ResumeTransfer
	case key == "p":
		say, do = "Paused.", m.api.PauseTransfer
	}
	return m.do(say, func() (contacts.ServiceID, error) {
		_, err := do(m.ctx, t.ID)
		return contacts.ServiceID{}, err
	})
}

// lines shows as much of the list as there is room for, the marked one included.
func (d filesDialog) lines(m *model, width int) []string {
	list := m.newestTransfers()
	if len(list) == 0 {
		return append(wrap("No files. Ctrl+S sends one.", width), "", clip("any key  back", width))
	}
	at := d.place(list)
	var rows []string
	begin, end := 0, 0 // the marked one's lines
	for i, t := range list {
		if i == at {
			begin = len(rows)
		}
		rows = append(rows, m.fileRow(t, width, i == at)...)
		if i == at {
			end = len(rows)
		}
	}
	title := "Files, newest first"
	if at >= 0 && len(list) > 1 {
		title = fmt.Sprintf("File %d of %d, newest first", at+1, len(list))
	}
	room := max(1, m.bodyHeight()-4) // without title and keys
	top := min(begin, max(0, end-room))
	out := []string{m.style.bold.Render(clip(title, width)), ""}
	out = append(out, rows[top:min(top+room, len(rows))]...)
	return append(out, "", clip("a take  r refuse  p pause, go on  c cancel  Esc back", width))
}

// fileRow is a transfer in the dialog: whether it is the marked one, also where the
// terminal has no colours, which way it goes, what it is, and how far.
func (m *model) fileRow(t core.Transfer, width int, marked bool) []string {
	head := "  "
	if marked {
		head = "* "
	}
	way := "< "
	if t.Outgoing {
		way = "> "
	}
	lines := wrap(way+safeLine(t.Name)+", "+byteText(t.Size)+"  "+transferState(t), max(2, width-len(head)))
	for i, line := range lines {
		lines[i] = head + line
		if marked {
			lines[i] = m.style.chosen.Render(fill(head+line, width))
		}
		head = "  "
	}
	return lines
}
