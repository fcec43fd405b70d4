//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/onion"
)

// slowAfter is how long nothing may move before it is said that this can take
// some time, in milliseconds.
const slowAfter = 30_000

// progressPanel shows how far Tor is, and what is wrong with the connection.
type progressPanel struct {
	ui   *ui
	w    *widgets.QWidget
	what *widgets.QLabel
	bar  *widgets.QProgressBar
	slow *widgets.QLabel

	problem              *widgets.QFrame
	trouble, means, todo *widgets.QLabel
	changeButton         *widgets.QPushButton

	timer *core.QTimer
	last  int // percent
	// change is what the button beside a problem does: show the connection
	// settings. Set before the first update.
	change func()
}

func newProgressPanel(u *ui) *progressPanel {
	p := &progressPanel{ui: u, w: widgets.NewQWidget(nil, 0), last: -1}
	p.w.SetObjectName("progress")
	box := widgets.NewQVBoxLayout2(p.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(10)
	p.what = plainLabel("")
	p.what.SetObjectName("progress.what")
	p.bar = widgets.NewQProgressBar(nil)
	p.bar.SetObjectName("progress.bar")
	p.bar.SetRange(0, 100)
	p.bar.SetTextVisible(false)
	p.slow = plainLabel(u.t.T(i18n.ProgressSlow))
	p.slow.SetObjectName("progress.slow")
	setRole(p.slow, "small")
	p.slow.Hide()
	for _, w := range []widgets.QWidget_ITF{p.what, p.bar, p.slow, p.newProblem()} {
		box.AddWidget(w, 0, 0)
	}
	box.AddStretch(1)
	p.timer = core.NewQTimer(p.w)
	p.timer.SetSingleShot(true)
	p.timer.ConnectTimeout(func() { p.slow.Show() })
	return p
}

func (p *progressPanel) newProblem() *widgets.QFrame {
	p.problem = widgets.NewQFrame(nil, 0)
	p.problem.SetObjectName("progress.problem")
	setRole(p.problem, "alarm")
	box := widgets.NewQVBoxLayout2(p.problem)
	box.SetContentsMargins(16, 12, 16, 12)
	box.SetSpacing(8)
	p.trouble, p.means, p.todo = plainLabel(""), plainLabel(""), plainLabel("")
	p.trouble.SetObjectName("progress.problem.what")
	p.todo.SetObjectName("progress.problem.advice")
	p.changeButton = newButton("progress.change", p.ui.t.T(i18n.ConnectChange))
	p.changeButton.ConnectClicked(func(bool) { p.change() })
	for _, l := range []*widgets.QLabel{p.trouble, p.means, p.todo} {
		box.AddWidget(l, 0, 0)
	}
	box.AddWidget(p.changeButton, 0, core.Qt__AlignLeft)
	p.problem.Hide()
	return p.problem
}

// update shows a status.
func (p *progressPanel) update(st onion.Status) {
	setLabel(p.what, p.words(st))
	percent := st.Percent
	if st.Phase != onion.Bootstrapping && st.Phase != onion.Online {
		percent = 0
	}
	if percent != p.last {
		p.last = percent
		p.bar.SetValue(percent)
		p.slow.Hide()
		p.timer.Start(slowAfter)
	}
	if st.Phase == onion.Online || st.Problem != nil {
		p.timer.Stop()
		p.slow.Hide()
	}
	p.bar.SetVisible(st.Phase != onion.Restarting) // nothing moves until it is tried again
	p.bar.SetAccessibleName(p.what.Text())
	p.showProblem(st.Problem)
}

// words say what tor does, with how far it is.
func (p *progressPanel) words(st onion.Status) string {
	t := p.ui.t
	if st.System && st.Phase == onion.Starting {
		return t.T(i18n.ProgressAttaching)
	}
	text := t.T(model.Progress(st))
	if st.Phase == onion.Bootstrapping {
		text += "  " + t.T(i18n.ProgressPercent, i18n.Args{"Percent": st.Percent})
	}
	return text
}

func (p *progressPanel) showProblem(problem *onion.Problem) {
	p.problem.SetVisible(problem != nil)
	if problem == nil {
		return
	}
	e := model.Explain(p.ui.t, *problem)
	setLabel(p.trouble, e.What)
	setLabel(p.means, e.Meaning)
	setLabel(p.todo, e.Advice)
	p.means.SetVisible(e.Meaning != "")
	p.changeButton.SetVisible(p.change != nil && e.Settings)
	role := "alarm"
	if e.Minor {
		role = "bar"
	}
	setRole(p.problem, role)
	p.problem.SetAccessibleName(e.What + " " + e.Advice)
}
