package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"carom/contacts"
	"carom/core"
)

func (f *fake) Transfers(context.Context, contacts.ServiceID) ([]core.Transfer, error) {
	return f.files, f.err
}

func (f *fake) AcceptTransfer(_ context.Context, id uint64) (core.Transfer, error) {
	return core.Transfer{}, f.note("accept %d", id)
}

func (f *fake) RejectTransfer(_ context.Context, id uint64) (core.Transfer, error) {
	return core.Transfer{}, f.note("reject %d", id)
}

func (f *fake) PauseTransfer(_ context.Context, id uint64) (core.Transfer, error) {
	return core.Transfer{}, f.note("pause %d", id)
}

func (f *fake) ResumeTransfer(_ context.Context, id uint64) (core.Transfer, error) {
	return core.Transfer{}, f.note("resume %d", id)
}

func (f *fake) CancelTransfer(_ context.Context, id uint64) (core.Transfer, error) {
	return core.Transfer{}, f.note("cancel %d", id)
}

// Transfers are lines of the conversation, and can be answered and steered.
func TestFiles(t *testing.T) {
	f := newFake()
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.Local)
	f.files = []core.Transfer{
		{ID: 1, Contact: somebody(1), Name: "evil\u202egpj.exe\x1b[2J", Size: 2_500_000, State: core.TransferAsking, Created: now},
		{
			ID: 2, Contact: somebody(1), Outgoing: true, Name: "minutes.pdf", Size: 1000, Moved: 250, Rate: 100, Left: 7 * time.Second,
			State: core.TransferActive, Created: now.Add(time.Minute),
		},
		{ID: 3, Contact: somebody(2), Name: "for somebody else", State: core.TransferDone, Created: now},
	}
	s := newScreen(t, f, 80, 24)
	s.run(s.m.readTransfers())
	s.press("tab") // Anna
	s.wantShown("-- Monday, 1 June 2026 --", "2.5 MB] ? Ctrl+L", "minutes.pdf, 1 kB] 25%, 100 B/s, 7s left", "12:00")
	s.press("ctrl+l")
	s.wantShown("newest first", "> minutes.pdf", "< evil", "Esc back")
	s.typeText("p")
	s.wantCall("pause 2")
	s.press("ctrl+l", "down")
	s.typeText("a")
	s.wantCall("accept 1")
	s.press("ctrl+l", "down")
	s.typeText("r")
	s.wantCall("reject 1")
	paused := f.files[1]
	paused.State = core.TransferPaused
	s.update(eventMsg{core.TransferChanged{Transfer: paused}})
	s.wantShown("paused at 25%")
	s.press("ctrl+l", "up")
	s.typeText("p")
	s.wantCall("resume 2")
	s.press("ctrl+l")
	s.typeText("c")
	s.wantCall("cancel 2")
	for _, id := range []uint64{1, 2} {
		s.update(eventMsg{core.TransferRemoved{ID: id, Contact: somebody(1)}})
	}
	s.press("ctrl+l")
	s.wantShown("No files.")
	s.press("esc")
}

// A key is for the transfer that is marked, whatever comes and goes meanwhile.
func TestFilesDialogKeepsItsMark(t *testing.T) {
	offer := func(id uint64) core.Transfer {
		return core.Transfer{ID: id, Contact: somebody(1), Name: fmt.Sprintf("file %d", id), Size: 1000, State: core.TransferAsking, Created: time.Now()}
	}
	f := newFake()
	f.files = []core.Transfer{offer(1), offer(2)}
	s := newScreen(t, f, 80, 24)
	s.run(s.m.readTransfers())
	s.press("tab", "ctrl+l")
	s.wantMarked("file 2")
	s.update(eventMsg{core.TransferChanged{Transfer: offer(3)}})
	s.wantMarked("file 2")
	s.typeText("a")
	s.wantCall("accept 2")
	s.press("ctrl+l", "down", "down")
	s.wantMarked("file 1")
	s.update(eventMsg{core.TransferChanged{Transfer: offer(4)}})
	s.typeText("c")
	s.wantCall("cancel 1")

	s.press("ctrl+l")
	s.wantMarked("file 4")
	s.update(eventMsg{core.TransferRemoved{ID: 4, Contact: somebody(1)}})
	s.wantMarked("")
	calls := len(f.calls)
	s.typeText("arpc")
	if len(f.calls) != calls {
		t.Errorf("with nothing marked: %q", f.calls[calls:])
	}
	s.press("up")
	s.wantMarked("file 3")
	s.typeText("r")
	s.wantCall("reject 3")
}

// More transfers than a screen has lines: the marked one is always seen.
func TestFilesDialogScrolls(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		f := newFake()
		for id := range uint64(40) {
			f.files = append(f.files, core.Transfer{
				ID: id + 1, Contact: somebody(1), Name: fmt.Sprintf("no. %d of the minutes.pdf", id+1), Size: 1000,
				State: core.TransferFailed, Problem: "Their disk is full, so that it stands still until there is room.", Created: time.Now(),
			})
		}
		s := newScreen(t, f, size[0], size[1])
		s.run(s.m.readTransfers())
		s.press("tab", "ctrl+l")
		for id := 40; id > 0; id-- {
			s.wantMarked(fmt.Sprintf("no. %d of", id))
			s.wantShown(fmt.Sprintf("File %d of 40", 41-id), "a take")
			s.press("down")
		}
		for id := 1; id <= 40; id++ {
			s.wantMarked(fmt.Sprintf("no. %d of", id))
			s.press("up")
		}
	}
}

// wantMarked wants one transfer to be marked in the files dialog; none with "".
func (s *screen) wantMarked(name string) {
	s.t.Helper()
	marked := ""
	for _, line := range strings.Split(ansi.Strip(s.m.View()), "\n") {
		if _, row, found := strings.Cut(line, "│ * "); found {
			marked += row
		}
	}
	if name == "" && marked != "" || !strings.Contains(marked, name) {
		s.t.Errorf("%q is marked, want %q:\n%s", marked, name, ansi.Strip(s.m.View()))
	}
}
