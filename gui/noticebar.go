//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// noticeFor is how long something can be undone, or is said, in milliseconds:
// long enough to read it, find the button with the keyboard, and press it.
const noticeFor = 12_000

// noticeBar is above everything, for what concerns all conversations: a problem
// with the connection, that we are invisible, something to undo.
type noticeBar struct {
	main                       *mainScreen
	w                          *widgets.QWidget
	problem, invisible, notice *bar
	timer                      *core.QTimer
	lasts                      int // noticeFor, but in tests
	undo                       *widgets.QPushButton
	// undoing is what the button does; then what happens when the time is over
	// and nobody pressed it.
	undoing, then func()
}

// bar is one line with buttons at its end.
type bar struct {
	frame   *widgets.QFrame
	text    *widgets.QLabel
	buttons *widgets.QHBoxLayout
}

// stackedFrom is from which size of text on, in percent, a bar's buttons are
// below its text, which would otherwise be a column of single words.
const stackedFrom = 140

func newBar(u *ui, name, role string) *bar {
	b := &bar{frame: widgets.NewQFrame(nil, 0), text: plainLabel("")}
	b.frame.SetObjectName(name)
	b.frame.SetProperty("role", core.NewQVariant1(role))
	b.text.SetObjectName(name + ".text")
	b.buttons = widgets.NewQHBoxLayout()
	b.buttons.SetSpacing(8)
	outer := widgets.NewQVBoxLayout2(b.frame)
	outer.SetContentsMargins(12, 6, 12, 6)
	if u.desk.prefs.TextSize >= stackedFrom {
		outer.AddWidget(b.text, 0, 0)
		b.buttons.AddStretch(1)
	} else {
		b.buttons.AddWidget(b.text, 1, 0)
	}
	outer.AddLayout(b.buttons, 0)
	b.frame.Hide()
	return b
}

// add adds a button, reached from the keyboard after those before it.
func (b *bar) add(name, text string, click func()) *widgets.QPushButton {
	button := newButton(name, text)
	button.ConnectClicked(func(bool) { click() })
	b.buttons.AddWidget(button, 0, 0)
	return button
}

// say shows the bar with a text; without one it hides it.
func (b *bar) say(text string) {
	setLabel(b.text, text)
	b.frame.SetAccessibleName(text)
	b.frame.SetVisible(text != "")
}

func newNoticeBar(m *mainScreen) *noticeBar {
	n := &noticeBar{lasts: noticeFor, main: m, w: widgets.NewQWidget(nil, 0)}
	n.w.SetObjectName("notices")
	t := m.ui.t
	n.problem = newBar(m.ui, "notices.problem", "alarm")
	n.problem.add("notices.problem.settings", t.T(i18n.PresenceConnection), func() { openSettingsAt(m, "connection", "") })
	n.problem.add("notices.problem.details", t.T(i18n.ErrorDetails), func() { openPresence(m) })
	n.invisible = newBar(m.ui, "notices.invisible", "bar")
	n.invisible.add("notices.invisible.online", t.T(i18n.PresenceGoOnline), func() { m.setPresence(carom.Online) })
	n.notice = newBar(m.ui, "notices.notice", "card")
	n.undo = n.notice.add("notices.undo", t.T(i18n.Undo), func() {
		if n.undoing != nil {
			n.undoing()
		}
	})
	box := widgets.NewQVBoxLayout2(n.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(4)
	for _, b := range []*bar{n.problem, n.invisible, n.notice} {
		box.AddWidget(b.frame, 0, 0)
	}
	n.timer = core.NewQTimer(n.w)
	n.timer.SetSingleShot(true)
	n.timer.ConnectTimeout(n.finish)
	return n
}

// update shows what the state asks for.
func (n *noticeBar) update() {
	t := n.main.ui.t
	problem, role, invisible := "", "alarm", ""
	if n.main.state.Presence == carom.Invisible {
		invisible = t.T(i18n.PresenceInvisibleBar)
	} else if p := n.main.state.Network.Problem; p != nil {
		e := model.Explain(t, *p)
		problem = e.What + " " + e.Advice
		if e.Minor {
			role = "bar"
		}
	}
	setRole(n.problem.frame, role)
	n.problem.say(problem)
	n.invisible.say(invisible)
}

// undoable shows text with a button that undoes, for some seconds; then runs
// when nobody pressed it, at the latest when the screen closes.
func (n *noticeBar) undoable(text string, undo, then func()) {
	n.finish()
	n.then = then
	n.undo.Show()
	n.undoing = func() {
		n.then = nil
		undo()
		n.say(n.main.ui.t.T(i18n.Undone))
	}
	n.notice.say(text)
	n.timer.Start(n.lasts)
}

// say shows text for some seconds.
func (n *noticeBar) say(text string) {
	n.finish()
	n.undo.Hide()
	n.notice.say(text)
	n.timer.Start(n.lasts)
}

// finish takes the notice away, and does what could have been undone.
func (n *noticeBar) finish() {
	n.timer.Stop()
	then := n.then
	n.then, n.undoing = nil, nil
	n.notice.say("")
	if then != nil {
		then()
	}
}
