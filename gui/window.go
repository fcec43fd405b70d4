//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/look"
)

// Sizes of the window in device-independent pixels: smallest where nothing is
// cut, and at the first start.
const (
	minWidth, minHeight     = 560, 420
	firstWidth, firstHeight = 980, 680
)

// screen is what fills the window.
type screen interface {
	// widget is made once, and belongs to the window from then on.
	widget() *widgets.QWidget
	// focus gives the keyboard to where a person begins.
	focus()
	// close is called before the widget goes.
	close()
}

// window is the one top-level window; dialogs are its children.
type window struct {
	desk   *Desktop
	main   *widgets.QMainWindow
	screen screen
	ui     *ui
	// news are what went wrong or is done, to be told.
	news    *news
	qtWords qtWords
	// covered: of the screen nothing is shown, because of what is asked above it.
	covered bool
}

func newWindow(d *Desktop) *window {
	w := &window{desk: d, main: widgets.NewQMainWindow(nil, 0)}
	w.news = &news{window: w}
	w.main.SetObjectName("window")
	w.main.SetMinimumSize2(minWidth, minHeight)
	w.main.Resize2(firstWidth, firstHeight)
	w.main.SetWindowIcon(appIcon(look.Light(), false))
	w.main.ConnectCloseEvent(w.closing)
	w.main.ConnectChangeEvent(w.changed)
	return w
}

// dress gives the window the words and colours of a new ui.
func (w *window) dress(u *ui) {
	w.ui = u
	direction := core.Qt__LeftToRight
	if u.t.RTL() {
		direction = core.Qt__RightToLeft
	}
	gui.QGuiApplication_SetLayoutDirection(direction)
	w.main.SetLayoutDirection(direction)
	w.main.SetWindowTitle(u.t.T(i18n.WindowTitle))
	w.qtWords.speak(w.main, u.t.Language().Code, qtCatalogues())
	w.desk.app.applyLook(u.look, w.desk.prefs.TextSize)
}

// put shows a screen in place of the one before, which is deleted.
func (w *window) put(s screen) {
	if w.screen != nil {
		w.screen.close()
	}
	w.screen = s
	if _, isMain := s.(*mainScreen); !isMain {
		w.main.MenuBar().Clear()
		w.main.MenuBar().Hide()
	}
	w.main.SetCentralWidget(s.widget())
	if w.covered {
		w.cover()
	}
	s.focus()
}

// cover hides the screen that is shown, and those that are put there until
// uncover.
func (w *window) cover() {
	w.covered = true
	w.screen.widget().Hide()
	w.main.MenuBar().Hide()
}

func (w *window) uncover() {
	w.covered = false
	w.screen.widget().Show()
	if _, isMain := w.screen.(*mainScreen); isMain {
		w.main.MenuBar().Show()
	}
	w.screen.focus()
}

// closeDialogs closes what is above the window: it may show what is not to be
// seen any more.
func (w *window) closeDialogs() {
	for _, top := range widgets.QApplication_TopLevelWidgets() {
		popup := top.WindowFlags()&core.Qt__WindowType_Mask == core.Qt__Popup
		if top.IsVisible() && (popup || top.Inherits("QDialog")) {
			top.Close()
		}
	}
}

// setUnread tells how many messages are unread, in the title without a name.
func (w *window) setUnread(n int) {
	if n == 0 {
		w.main.SetWindowTitle(w.ui.t.T(i18n.WindowTitle))
		return
	}
	w.main.SetWindowTitle(w.ui.t.N(i18n.WindowTitleUnread, n))
}

// fail tells a person what went wrong.
func (w *window) fail(text string) { w.news.say(item{i18n.ErrorTitle, text}) }

// report tells a person that something is done which took a while.
func (w *window) report(text string) { w.news.say(item{i18n.AppName, text}) }

func (w *window) show() {
	w.main.Show()
	if w.screen != nil {
		w.screen.focus()
	}
}

func (w *window) hide() { w.main.Hide() }

// raise brings the window to the front. Only what our user does leads here:
// nothing that comes from outside takes the focus from another program.
func (w *window) raise() {
	w.main.SetWindowState(w.main.WindowState() &^ core.Qt__WindowMinimized)
	w.main.Show()
	w.main.Raise()
	w.main.ActivateWindow()
}

// isFront reports whether our user looks at the window.
func (w *window) isFront() bool { return w.main.IsActiveWindow() && !w.main.IsMinimized() }

// closing decides what closing the window means.
func (w *window) closing(event *gui.QCloseEvent) {
	switch {
	case w.desk.ending:
		event.Accept()
	case w.desk.session != nil && w.desk.prefs.CloseToTray && w.desk.tray.available():
		event.Ignore()
		w.hide()
		w.desk.tray.explainOnce()
	default:
		event.Ignore()
		w.desk.quit()
	}
}

// changed notices that our user came back to the window.
func (w *window) changed(event *core.QEvent) {
	w.main.ChangeEventDefault(event)
	if event.Type() != core.QEvent__ActivationChange || !w.main.IsActiveWindow() {
		return
	}
	w.news.next()
	w.desk.followDesktop()
	if w.desk.main != nil {
		w.desk.main.seen()
	}
}
