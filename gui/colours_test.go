//go:build minimal

package gui

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/prefs"
	"carom/internal/desktop"
	"carom/onion/oniontest"
)

// away goes to another window and comes back.
func (d *testDesktop) away() {
	d.t.Helper()
	var other *widgets.QWidget
	onGUI(d.t, func() {
		other = widgets.NewQWidget(nil, 0)
		other.Show()
	})
	front := func(w *widgets.QWidget) {
		d.eventually("the other window is in front", func() bool {
			w.ActivateWindow()
			return w.IsActiveWindow()
		})
	}
	front(other)
	front(d.desk.window.main.QWidget_PTR())
	onGUI(d.t, other.DeleteLater)
}

// isDark waits until the window is dark, or light, and knows what it knows.
func (d *testDesktop) isDark(want bool) {
	d.t.Helper()
	d.eventually("the window follows", func() bool {
		shown := widgets.QApplication_Palette(d.desk.window.main).Color2(gui.QPalette__Window).Lightness() < darkBelow
		return !d.desk.asking && d.desk.ui.look.Dark == want && shown == want
	})
}

// A desktop that does not say whether it is dark does not keep the window back.
func TestDesktopIsSilent(t *testing.T) {
	speak := make(chan struct{})
	d := startTestDesktop(t, Config{Desk: newTestDesk(t), Dark: func(ctx context.Context) bool {
		select {
		case <-speak:
		case <-ctx.Done():
		}
		return true
	}})
	close(speak)
	d.away()
	d.isDark(true)
}

func TestFollowsDesktop(t *testing.T) {
	var dark atomic.Bool
	dark.Store(true)
	d := startTestDesktop(t, Config{Desk: newTestDesk(t), Dark: func(context.Context) bool { return dark.Load() }})
	d.isDark(true)

	// What was typed stays.
	d.click("start.next")
	d.click("start.next")
	d.write("start.passphrase.first", "six")
	dark.Store(false)
	d.away()
	d.isDark(false)
	if got := d.text("start.passphrase.first"); got != "six" {
		t.Errorf("the field has %q", got)
	}

	node := startTestNode(t, oniontest.NewFabric(), "our user")
	onGUI(t, func() { d.desk.Use("default", desktop.NewSession(node.engine, node.stop)) })
	d.wait("main")
	dark.Store(true)
	d.away()
	d.isDark(true)

	// Nothing that is open is closed for it.
	onGUI(t, func() { openAbout(d.main()) })
	d.wait("about")
	dark.Store(false)
	onGUI(t, d.desk.followDesktop)
	d.eventually("the desktop was asked", func() bool { return !d.desk.asking })
	d.wait("about")
	d.isDark(true)
	d.press("about", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.away()
	d.isDark(false)

	// Who has chosen a theme keeps it.
	d.setPrefs(func(p *prefs.Preferences) { p.Theme = prefs.ThemeLight })
	dark.Store(true)
	d.away()
	d.isDark(false)
}

// A change that the desktop tells of is followed at once, by a window that is
// looked at and by one that is not, and nobody watches when the program has ended.
func TestFollowsChange(t *testing.T) {
	var dark atomic.Bool
	changes, ended := make(chan bool), make(chan struct{})
	d := startTestDesktop(t, Config{
		Desk: newTestDesk(t),
		Dark: func(context.Context) bool { return dark.Load() },
		WatchDark: func(ctx context.Context, changed func()) {
			defer close(ended)
			for {
				select {
				case now := <-changes:
					dark.Store(now)
					changed()
				case <-ctx.Done():
					return
				}
			}
		},
	})
	node := startTestNode(t, oniontest.NewFabric(), "our user")
	onGUI(t, func() { d.desk.Use("default", desktop.NewSession(node.engine, node.stop)) })
	d.wait("main")
	d.isDark(false)
	for range 2 {
		changes <- true
		d.isDark(true)
		d.wait("main")
		changes <- false
		d.isDark(false)
		d.wait("main")
	}
	onGUI(t, d.desk.quit)
	<-ended
}

// What a field is for is told from what is written into it.
func TestHintsAreMuted(t *testing.T) {
	d := openTestDesktop(t)
	d.talk(d.peer("Anna"))
	for _, theme := range []prefs.Theme{prefs.ThemeLight, prefs.ThemeDark} {
		d.setPrefs(func(p *prefs.Preferences) { p.Theme = theme })
		for _, name := range []string{"people.filter", "composer.text"} {
			d.with(name, func(w *widgets.QWidget) {
				shown, muted := w.Palette().Color2(gui.QPalette__PlaceholderText), qcolor(d.desk.ui.look.Muted)
				if shown.Name() != muted.Name() {
					fail("the hint of %s is %s, not %s", name, shown.Name(), muted.Name())
				}
			})
		}
	}
}
