package desktop

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"carom/internal/hostile"
)

func TestNewNotification(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"New message from \u2068Anna\u2069\nhello", "New message from \u2068Anna\u2069\nhello"},
		{`<img src="http://127.0.0.1/x.png"> &lt;`, `‹img src="http://127.0.0.1/x.png"› ＆lt;`},
		{"a\u202Eb\u202Cc\x00d\x1b[31m\re", "abcd[31me"},
		{"a\xffb", "a\uFFFDb"},
		{strings.Repeat("é", shownAtMost), strings.Repeat("é", shownAtMost)},
		{strings.Repeat("é", shownAtMost+9) + "\x00", strings.Repeat("é", shownAtMost) + "…"},
	} {
		if got := NewNotification(test.in, test.in, true); got != (Notification{test.want, test.want, true}) {
			t.Errorf("%.40q becomes %q", test.in, got.text)
		}
	}
}

// Whatever is in a notification, it comes to the server, and is a short text there:
// no markup, and nothing that the server would obey.
func TestHostileNotifications(t *testing.T) {
	getenv, address := bus(t)
	s := serveNotifications(t, address)
	n, _, _ := notifierOn(t, getenv)
	for _, text := range hostile.Texts() {
		what := NewNotification("Carom", text, true)
		n.Show(what, func() { t.Errorf("%.40q cannot be shown", text) })
		got := receive(t, s.shown, "a notification")
		if got != what {
			t.Errorf("%.40q is shown as %q", text, got.text)
		}
		if strings.ContainsFunc(got.text, func(r rune) bool {
			return strings.ContainsRune("<>&", r) || r >= '\u202A' && r <= '\u202E' || unicode.IsControl(r) && r != '\n'
		}) {
			t.Errorf("%.40q has markup, or commands, as %q", text, got.text)
		}
		if length := utf8.RuneCountInString(got.text); length > shownAtMost+1 {
			t.Errorf("%.40q is shown with %d characters", text, length)
		}
	}
}
