//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// news tells a person what went wrong, and what is done that took a while: one thing
// at a time, and not before they look at one of our windows, so that nothing takes the
// keyboard from another program.
type news struct {
	window *window
	// shown is what the dialog says that is open; empty while there is none.
	shown item
	// unsaid is the newest that waits.
	unsaid item
}

// item is one of the news, and what a window with it is called.
type item struct {
	title *i18n.Message
	text  string
}

// say tells something now, or as soon as our user can see it.
func (n *news) say(i item) {
	switch {
	case i == n.shown:
	case widgets.QApplication_ActiveWindow().Pointer() == nil:
		n.unsaid = i
		if m := n.window.desk.main; m != nil {
			m.notices.say(i.text)
		}
	case n.shown != (item{}):
		n.unsaid = i
	default:
		n.open(i)
	}
}

func (n *news) open(i item) {
	n.shown = i
	u := n.window.ui
	d := tell(u, n.window.main, u.t.T(i.title), i.text)
	d.box.ConnectFinished(func(int) {
		n.shown = item{}
		n.window.desk.disp.post(n.next)
	})
}

// next tells what waits, once our user is there.
func (n *news) next() {
	i := n.unsaid
	if i == (item{}) || n.shown != (item{}) || n.window.desk.ending || widgets.QApplication_ActiveWindow().Pointer() == nil {
		return
	}
	n.unsaid = item{}
	if m := n.window.desk.main; m != nil {
		m.notices.say(i.text)
		return
	}
	n.open(i)
}

// forget drops what was not said: it may be of a session that is closed.
func (n *news) forget() { n.unsaid = item{} }
