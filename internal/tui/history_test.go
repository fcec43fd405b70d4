package tui

import (
	"strings"
	"testing"

	"carom/contacts"
	"carom/core"
)

func TestSearchAndKeep(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	s.press("tab") // Anna
	s.press("ctrl+f")
	s.typeText("message 1")
	s.press("enter")
	s.wantCall(`search Anna "message 1"`)
	s.wantShown("31 found", "message 119")
	s.press("pgup", "pgup", "pgup", "pgup")
	s.wantShown("message 1 ")
	s.press("pgdown", "esc")

	s.press("ctrl+k")
	s.wantShown("forever")
	s.press("ctrl+u")
	s.typeText("soon")
	s.press("enter")
	s.wantShown("1h to 1y")
	s.press("ctrl+u")
	s.typeText("30d")
	s.press("enter")
	s.wantCall("keep Anna 30d")
	c := s.m.state.Contacts[1]
	c.Keep = contacts.KeepOff
	s.update(eventMsg{core.ContactChanged{Contact: c}})
	s.wantShown("not kept on disk")

	s.press("ctrl+x", "enter")
	for _, call := range s.f.calls {
		if strings.HasPrefix(call, "clear") {
			t.Error("deleted without an answer")
		}
	}
	s.press("ctrl+x")
	s.typeText("y")
	s.wantCall("clear Anna")
	s.f.talks[somebody(1)] = nil
	s.update(eventMsg{core.HistoryChanged{ID: somebody(1)}})
	if shown := s.m.View(); strings.Contains(shown, "message") {
		t.Errorf("deleted messages are shown:\n%s", shown)
	}
}
