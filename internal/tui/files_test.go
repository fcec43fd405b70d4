package tui

import (
	"context"
	"testing"
	"time"

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
	s.wantShown("2.5 MB] ? Ctrl+L", "minutes.pdf, 1 kB] 25%, 100 B/s, 7s left", "12:00")
	s.press("ctrl+l")
	s.wantShown("newest first", "> minutes.pdf", "< evil")
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
