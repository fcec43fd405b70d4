//go:build minimal

package gui

import (
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// spoken is what Qt tells a screen reader about a widget and the rows in it: what
// its bridge hands on to AT-SPI. It is for the GUI thread.
func spoken(w *widgets.QWidget) (name string, rows []string) {
	reader := gui.QAccessible_QueryAccessibleInterface(w)
	for i := range reader.ChildCount() {
		rows = append(rows, reader.Child(i).Text(gui.QAccessible__Name))
	}
	return reader.Text(gui.QAccessible__Name), rows
}

// Somebody who does not see the screen can find a contact, read the conversation
// and hear how far a message has come.
func TestScreenReader(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	anna.say(d.node, "are you there?")
	d.shows("are you there?")
	d.write("composer.text", "yes")
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
	d.mark("yes", markDelivered)
	for _, test := range []struct{ widget, name, row string }{
		{"people.list", "Contacts", "Anna, online. You: yes"},
		{"conversation.list", "Conversation with Anna", "are you there?"},
		{"conversation.list", "Conversation with Anna", "yes. Delivered"},
		{"composer.text", "Message to Anna", ""},
	} {
		d.eventually("a screen reader says "+test.row, func() bool {
			name, rows := spoken(seen(test.widget))
			heard := plainWords(name + "\n" + strings.Join(rows, "\n"))
			return strings.HasPrefix(heard, test.name) && strings.Contains(heard, test.row)
		})
	}
}

// plainWords are words without the marks of direction around what was put in.
func plainWords(text string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
}
