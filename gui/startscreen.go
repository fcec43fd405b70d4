//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/internal/profiles"
	"carom/onion"
	"carom/store"
)

// pageWidth is how wide what is to be read is at most, in device-independent
// pixels: longer lines are hard to follow.
const pageWidth = 560

// startStep is a page of the first start.
type startStep uint8

// The pages, and how one comes from one to the next:
//
//	language -> profile -+-> passphrase ----------+-> connection -> progress
//	                     +-> bring -+-> passphrase |
//	                                +-> own -------+
const (
	stepLanguage startStep = iota
	stepProfile
	stepBring
	stepPassphrase // of a new profile, or one from Ricochet-Refresh
	stepOwn        // the passphrase that a copy has already
	stepConnection
	stepProgress
)

// startState is what was chosen and typed: it outlives the widgets, which are
// made anew in another language.
type startState struct {
	step startStep
	// name of the profile to make. More: there are profiles already.
	name string
	more bool
	// bring: a profile comes from the file at path, not a new one.
	bring bool
	path  string
	// old is what a ricochet.json had; copied: a copy is on the disk already.
	old    *store.Ricochet
	copied bool
	// passphrase of the profile, from the page after the one where it is typed
	// until the profile is open.
	passphrase store.Passphrase
	connect    model.ConnectForm
	connected  bool // connect was filled in
}

// startPage is what a step shows.
type startPage interface {
	// title is the heading, nextText what the button says.
	title() string
	nextText() string
	widget() *widgets.QWidget
	focus()
	// next checks what was typed and goes on, or says what is wrong.
	next()
	// leave keeps what was typed and clears secrets from the widgets.
	leave()
}

// startScreen is the first start, and how another profile is made.
type startScreen struct {
	ui *ui
	st startState

	w          *widgets.QWidget
	heading    *widgets.QLabel
	area       *widgets.QScrollArea
	status     *widgets.QLabel
	back, next *widgets.QPushButton
	page       startPage
	busy       bool
}

func newStartScreen(u *ui, st startState) *startScreen {
	s := &startScreen{ui: u, st: st, w: widgets.NewQWidget(nil, 0)}
	if s.st.name == "" {
		s.st.name = profiles.Default
	}
	if !s.st.connected {
		s.st.connect, s.st.connected = model.NewConnectForm(onion.Settings{}), true
	}
	s.w.SetObjectName("start")
	s.heading = plainLabel("")
	s.heading.SetObjectName("start.title")
	setRole(s.heading, "heading")
	s.area = widgets.NewQScrollArea(nil)
	s.area.SetObjectName("start.page")
	s.area.SetWidgetResizable(true)
	s.area.SetFrameStyle(int(widgets.QFrame__NoFrame))
	s.area.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	s.area.SetFocusPolicy(core.Qt__NoFocus)
	s.status = plainLabel("")
	s.status.SetObjectName("start.status")
	s.back = newButton("start.back", u.t.T(i18n.Back))
	s.back.ConnectClicked(func(bool) { s.goBack() })
	s.next = newButton("start.next", u.t.T(i18n.Next))
	setRole(s.next, "main")
	s.next.ConnectClicked(func(bool) { s.goOn() })
	s.lay()
	s.w.ConnectKeyPressEvent(s.key)
	s.show(st.step)
	return s
}

// lay puts everything into one column in the middle.
func (s *startScreen) lay() {
	buttons := widgets.NewQHBoxLayout()
	buttons.SetSpacing(8)
	buttons.AddWidget(s.back, 0, 0)
	buttons.AddStretch(1)
	buttons.AddWidget(s.next, 0, 0)
	column := column(s.w)
	column.AddWidget(s.heading, 0, 0)
	column.AddWidget(s.area, 1, 0)
	column.AddWidget(s.status, 0, 0)
	column.AddLayout(buttons, 0)
}

// column makes a layout in the middle of a screen, no wider than what is easy
// to read.
func column(w *widgets.QWidget) *widgets.QVBoxLayout {
	outer := widgets.NewQHBoxLayout2(w)
	outer.SetContentsMargins(24, 32, 24, 24)
	middle := widgets.NewQWidget(nil, 0)
	middle.SetMaximumWidth(pageWidth)
	outer.AddStretch(1)
	outer.AddWidget(middle, 100, 0)
	outer.AddStretch(1)
	box := widgets.NewQVBoxLayout2(middle)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(16)
	return box
}

func (s *startScreen) widget() *widgets.QWidget { return s.w }
func (s *startScreen) focus()                   { s.page.focus() }

func (s *startScreen) close() { s.page.leave() }

// show shows the page of a step in place of the one before.
func (s *startScreen) show(step startStep) {
	if s.page != nil {
		s.page.leave()
	}
	s.st.step = step
	switch step {
	case stepLanguage:
		s.page = newLanguagePage(s)
	case stepProfile:
		s.page = newProfilePage(s)
	case stepBring:
		s.page = newBringPage(s)
	case stepPassphrase:
		s.page = newPassphrasePage(s)
	case stepOwn:
		s.page = newOwnPage(s)
	case stepConnection:
		s.page = newStartConnectPage(s)
	case stepProgress:
		s.page = newStartProgressPage(s)
	}
	setLabel(s.heading, s.page.title())
	s.next.SetText(s.page.nextText())
	s.next.SetAccessibleName(i18n.Unmarked(s.page.nextText()))
	s.area.SetWidget(s.page.widget()) // the one before is deleted
	s.say("")
	_, ok := s.before()
	s.back.SetVisible(ok)
	s.page.focus()
}

// before is the step that Back leads to; the screen before the first page is
// that of the profiles, when there are any.
func (s *startScreen) before() (step startStep, ok bool) {
	switch s.st.step {
	case stepLanguage:
		return 0, false
	case stepProfile:
		return stepLanguage, true
	case stepBring:
		return stepProfile, true
	case stepPassphrase:
		if s.st.bring {
			return stepBring, true
		}
		return stepProfile, true
	case stepConnection:
		switch {
		case s.ui.desk.session != nil:
			return stepProgress, true
		case s.st.copied:
			return stepOwn, true
		}
		return stepPassphrase, true
	case stepProgress:
		return stepConnection, !s.ui.desk.cfg.SystemTor
	}
	return 0, true
}

func (s *startScreen) goBack() {
	step, ok := s.before()
	switch {
	case s.busy || !ok:
	case s.st.step == stepOwn, s.st.step == stepProfile && s.st.more:
		s.busy = true
		s.page.leave()
		s.ui.desk.beginAfter(func() {}, nil)
	default:
		s.show(step)
	}
}

func (s *startScreen) goOn() {
	if !s.busy {
		s.page.next()
	}
}

// key makes Enter go on and Escape go back, wherever the keyboard is.
func (s *startScreen) key(event *gui.QKeyEvent) {
	switch core.Qt__Key(event.Key()) {
	case core.Qt__Key_Return, core.Qt__Key_Enter:
		if s.back.HasFocus() {
			s.goBack()
			return
		}
		s.goOn()
	case core.Qt__Key_Escape:
		s.goBack()
	default:
		s.w.KeyPressEventDefault(event)
	}
}

// say shows a line above the buttons.
func (s *startScreen) say(text string) { s.sayAs(text, "muted") }

// wrong says what went wrong.
func (s *startScreen) wrong(text string) { s.sayAs(text, "error") }

func (s *startScreen) sayAs(text, role string) {
	setRole(s.status, role)
	setLabel(s.status, text)
	s.status.SetVisible(text != "")
}

// work says what is going on until done is called; meanwhile nothing can be
// typed.
func (s *startScreen) work(text string) {
	s.busy = true
	s.say(text)
	s.enable(false)
}

func (s *startScreen) worked() {
	s.busy = false
	s.say("")
	s.enable(true)
}

func (s *startScreen) enable(yes bool) {
	s.page.widget().SetEnabled(yes)
	s.back.SetEnabled(yes)
	s.next.SetEnabled(yes)
}

// textPage is what most pages have: a column of text and fields.
type textPage struct {
	s   *startScreen
	w   *widgets.QWidget
	box *widgets.QVBoxLayout
}

func newTextPage(s *startScreen, text string) textPage {
	p := textPage{s: s, w: widgets.NewQWidget(nil, 0)}
	p.box = widgets.NewQVBoxLayout2(p.w)
	p.box.SetContentsMargins(0, 0, 12, 4)
	p.box.SetSpacing(8)
	if text != "" {
		p.add(plainLabel(text))
	}
	return p
}

func (p *textPage) add(w widgets.QWidget_ITF) { p.box.AddWidget(w, 0, 0) }

// choose adds what is chosen by a click on its text.
func (p *textPage) choose(w widgets.QWidget_ITF) { p.box.AddWidget(w, 0, core.Qt__AlignLeft) }

func (p *textPage) widget() *widgets.QWidget { return p.w }
func (p *textPage) nextText() string         { return p.s.ui.t.T(i18n.Next) }
func (p *textPage) leave()                   {}
