//go:build minimal

package gui

import (
	"strings"
	"testing"

	"carom/internal/hostile"
)

// Whatever a peer writes is shown as text, and leaves the window as it is.
func TestHostileMessages(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	var width int
	onGUI(t, func() { width = d.desk.window.main.Width() })
	sent := 0
	for _, text := range hostile.Texts() {
		if carom := hostile.Sendable(text); carom != "" {
			anna.say(d.node, carom)
			sent++
		}
	}
	if sent < 150 {
		t.Fatalf("only %d texts can be sent", sent)
	}
	anna.say(d.node, "the last one")
	d.shows("the last one")
	onGUI(t, func() {
		list := d.main().conversation.list
		list.view.ScrollToTop()
		for i := range list.rows {
			row, width := &list.rows[i], list.view.Viewport().Width()
			list.paint.measure(row, width)
			// One picture of many joined ones cannot be broken; it is clipped.
			if joined := strings.Count(row.text, "\u200d") > 100; !joined && row.textWidth > list.paint.textWidth(width)+1 {
				fail("row %d is wider than its bubble: %.40q", i, row.text)
			}
			if strings.ContainsAny(list.rows[i].text, "\u202e\u202d\u2066\u2067\x00\x1b") {
				fail("row %d shows what changes direction or commands", i)
			}
		}
		if now := d.desk.window.main.Width(); now != width {
			fail("the window was %d wide and is %d", width, now)
		}
	})
	d.shoot("window", "hostile")
}
