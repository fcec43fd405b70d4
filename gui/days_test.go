//go:build minimal

package gui

import (
	"slices"
	"testing"
	"time"

	"carom/gui/i18n"
)

// What was said today was said yesterday once midnight is past, though nobody says
// anything.
func TestMidnight(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	anna.say(d.node, "good night")
	d.talk(anna)
	d.shows("good night")
	onGUI(t, func() {
		m := d.main()
		days := func(want *i18n.Message) {
			word := m.ui.t.T(want)
			if !slices.ContainsFunc(m.conversation.list.rows, func(r bubbleRow) bool { return r.kind == rowDay && r.text == word }) {
				fail("no day is %q", word)
			}
		}
		message, _ := m.conversation.window.Message(m.conversation.list.rows[len(m.conversation.list.rows)-1].key.id)
		that := message.Message.Written // midnight may have come since
		m.now = func() time.Time { return that }
		m.turnDay()
		days(i18n.Today)
		m.now = func() time.Time { return that.AddDate(0, 0, 1) }
		m.turnDay()
		days(i18n.Yesterday)
		if got := m.people.rows[0].when; got != m.ui.t.T(i18n.Yesterday) {
			fail("the list says %q", got)
		}
	})
}
