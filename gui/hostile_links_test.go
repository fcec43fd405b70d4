//go:build minimal

package gui

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/therecipe/qt/widgets"

	"carom/gui/model"
	"carom/internal/hostile"
)

// The menu of a message shows the links in it as one short line of text each,
// whatever they are: a tab would begin what Qt takes for a shortcut, "&" for a mnemonic.
func TestHostileLinks(t *testing.T) {
	d := openTestDesktop(t)
	onGUI(t, func() {
		menu := &messageMenu{c: d.main().conversation, menu: widgets.NewQMenu(nil)}
		defer menu.menu.DeleteLater()
		for _, text := range hostile.Texts() {
			links := model.Links("https://a.example/" + text + " https://b.example/" + text)
			menu.menu.Clear()
			menu.addLinks(links)
			actions := menu.menu.Actions()
			if len(actions) != len(links) || len(links) < 2 {
				fail("%.40q: %d items for %d links", text, len(actions), len(links))
			}
			for _, a := range actions {
				said := a.Text()
				if strings.ContainsAny(said, "\t\n\r\u2028\u202e\u202d\x1b\x00") {
					fail("%.40q: the menu says %q", text, said)
				}
				if n := utf8.RuneCountInString(strings.ReplaceAll(said, "&&", "&")); n > maxLinkShown+len("Copy ")+2 { // two isolate it
					fail("%.40q: the menu shows %d characters", text, n)
				}
				if strings.Contains(strings.ReplaceAll(said, "&&", ""), "&") {
					fail("%.40q: the menu has a mnemonic in %q", text, said)
				}
			}
			checkPlain(text)
		}
	})
}
