//go:build minimal

package gui

import (
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"
)

// The hands can type, press keys and click.
func TestHands(t *testing.T) {
	h := hands{t, patience}
	clicked, entered := 0, ""
	var w *widgets.QWidget
	onGUI(t, func() {
		w = widgets.NewQWidget(nil, 0)
		box := widgets.NewQVBoxLayout2(w)
		field := widgets.NewQLineEdit(nil)
		field.SetObjectName("field")
		field.ConnectReturnPressed(func() { entered = field.Text() })
		button := newButton("button", "&Press")
		button.ConnectClicked(func(bool) { clicked++ })
		box.AddWidget(field, 0, 0)
		box.AddWidget(button, 0, 0)
		w.Show()
	})
	t.Cleanup(func() { onGUI(t, w.DeleteLater) })
	h.write("field", "first")
	h.rewrite("field", "größer 😀")
	h.press("field", core.Qt__Key_Return, core.Qt__NoModifier)
	h.click("button")
	h.press("button", core.Qt__Key_Space, core.Qt__NoModifier)
	if entered != "größer 😀" || clicked != 2 {
		t.Errorf("entered %q, clicked %d times", entered, clicked)
	}
}

// A Desktop over nothing can be shown and quit.
func TestFirstScreen(t *testing.T) {
	d := newTestDesktop(t)
	d.wait("window")
	d.shoot("window", "first")
}

// A Desktop over a node in memory shows a contact, and what they write.
func TestMainScreen(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.peer("Bob")
	bob.say(d.node, "hello there")
	d.node.heard(bob.engine.Self(), "hello there")
	d.inList(bob)
	onGUI(t, func() { d.main().show(bob.engine.Self()) })
	d.eventually("the message is shown", func() bool {
		list := seen("conversation.list")
		return list != nil && textOf(list) != ""
	})
	d.write("composer.text", "and to you")
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
	bob.heard(d.node.engine.Self(), "and to you")
	d.shoot("window", "main")
}
