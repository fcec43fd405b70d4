//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// failures tells a person what went wrong: one thing at a time, and not before
// they look at one of our windows, so that nothing takes the keyboard from
// another program.
type failures struct {
	window *window
	// shown is what the dialog says that is open; empty while there is none.
	shown string
	// unsaid is the newest that waits.
	unsaid string
}

// say tells what went wrong now, or as soon as our user can see it.
func (f *failures) say(text string) {
	switch {
	case text == f.shown:
	case widgets.QApplication_ActiveWindow().Pointer() == nil:
		f.unsaid = text
		if m := f.window.desk.main; m != nil {
			m.notices.say(text)
		}
	case f.shown != "":
		f.unsaid = text
	default:
		f.open(text)
	}
}

func (f *failures) open(text string) {
	f.shown = text
	u := f.window.ui
	d := tell(u, f.window.main, u.t.T(i18n.ErrorTitle), text)
	d.box.ConnectFinished(func(int) {
		f.shown = ""
		f.window.desk.disp.post(f.next)
	})
}

// next tells what waits, once our user is there.
func (f *failures) next() {
	text := f.unsaid
	if text == "" || f.shown != "" || f.window.desk.ending || widgets.QApplication_ActiveWindow().Pointer() == nil {
		return
	}
	f.unsaid = ""
	if m := f.window.desk.main; m != nil {
		m.notices.say(text)
		return
	}
	f.open(text)
}

// forget drops what was not said: it may be of a session that is closed.
func (f *failures) forget() { f.unsaid = "" }
