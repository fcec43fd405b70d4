//go:build minimal

package gui

import (
	"context"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"
)

// program is the window of another program, in a way; work has our user type there.
func (d *testDesktop) program() (work func()) {
	var w *widgets.QWidget
	onGUI(d.t, func() { w = widgets.NewQWidget(nil, 0) })
	d.t.Cleanup(func() { onGUI(d.t, w.DeleteLater) })
	return func() {
		d.t.Helper()
		onGUI(d.t, w.Show)
		d.eventually("another window is in front", func() bool {
			if w.IsActiveWindow() {
				return true
			}
			// A window manager that is at work on what was before may not heed it.
			w.Raise()
			w.ActivateWindow()
			return false
		})
	}
}

// Who starts the program again gets the window that is there to the front, also when
// it is an icon or hidden. One that is ending stays away.
func TestStartedAgain(t *testing.T) {
	served := make(chan func(context.Context) bool, 1)
	d := startTestDesktop(t, Config{Desk: newTestDesk(t), Again: func(ctx context.Context, raised func(context.Context) bool) {
		served <- raised
		<-ctx.Done()
	}})
	startAgain := <-served
	main := d.desk.window.main
	other := d.program()
	for what, away := range map[string]func(){
		"it is behind":  func() {},
		"it is an icon": func() { main.SetWindowState(core.Qt__WindowMinimized) },
		"it is hidden":  d.desk.window.hide,
	} {
		onGUI(t, away)
		other()
		if !startAgain(t.Context()) {
			t.Errorf("%s, and does not come", what)
		}
		d.eventually(what+", and comes to the front", func() bool {
			return main.IsVisible() && d.desk.window.isFront() && main.WindowState()&core.Qt__WindowMinimized == 0
		})
	}
	if !startAgain(t.Context()) {
		t.Error("it is in front, and does not come")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	onGUI(t, func() {
		if startAgain(gone) { // the GUI thread is here, and so hangs
			fail("a window that hangs has come")
		}
	})
	onGUI(t, d.desk.quit)
	if startAgain(t.Context()) {
		t.Error("a window that was quit has come")
	}
	onGUI(t, func() {
		if main.IsVisible() {
			fail("a window that was quit is shown")
		}
	})
}
