//go:build minimal

package gui

import (
	"strings"
	"testing"
	"unicode/utf8"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/hostile"
)

// Where our user wants names and words in notifications, they are a line of text:
// a notification server reads markup.
func TestHostileNotifications(t *testing.T) {
	d := openTestDesktop(t)
	d.setPrefs(func(p *prefs.Preferences) { p.NotifyName, p.NotifyText = true, true })
	heard := d.listen()
	onGUI(t, d.desk.window.hide)
	texts := hostile.Texts()
	onGUI(t, func() {
		for _, text := range texts {
			d.desk.tray.notify("a message", text, text)
		}
	})
	list := heard.all()
	if len(list) != len(texts) {
		t.Fatalf("of %d notifications %d were shown", len(texts), len(list))
	}
	longest := 2*(notified+1) + len("Carom\nNew message from \n") + 4 // and the isolates
	for i, text := range list {
		if strings.ContainsAny(text, "<>&\u202a\u202b\u202c\u202d\u202e\x1b\x00\r\u2028\u2029") || strings.Count(text, "\n") > 2 {
			t.Errorf("%.40q is told as %q", texts[i], text)
		}
		if strings.Count(text, "\u2068") != strings.Count(text, "\u2069") || strings.ContainsAny(text, "\u2066\u2067") {
			t.Errorf("%.40q changes the order of what is around it: %q", texts[i], text)
		}
		if n := utf8.RuneCountInString(text); n > longest {
			t.Errorf("%.40q is told with %d characters", texts[i], n)
		}
	}
}

// The tray and the title have words of ours only, whatever people are called and
// have written.
func TestHostileTray(t *testing.T) {
	d := openTestDesktop(t)
	list := strangers(t, hostile.Texts())
	onGUI(t, func() {
		m, tray, p := d.main(), d.desk.tray, d.desk.ui.t
		m.begin(carom.State{Self: m.state.Self, Network: m.state.Network, Contacts: list}, nil, mainPlace{})
		tray.update()
		tray.fill()
		unread := m.unread()
		if unread < len(list)/2 {
			fail("only %d are unread", unread)
		}
		if got := tray.icon.ToolTip(); got != p.N(i18n.TrayUnread, unread) {
			fail("the tray says %.99q", got)
		}
		if got := d.desk.window.main.WindowTitle(); got != p.N(i18n.WindowTitleUnread, unread) {
			fail("the title is %.99q", got)
		}
		var menu []string
		for _, a := range tray.menu.Actions() {
			menu = append(menu, a.Text())
		}
		ours := []string{p.T(i18n.ActionShowWindow), p.T(i18n.ActionLock), p.T(i18n.ActionPanic), "", p.T(i18n.ActionQuit)}
		if got := strings.Join(menu, "|"); got != strings.Join(ours, "|") {
			fail("the tray's menu is %.99q", got)
		}
	})
}
