//go:build minimal

package gui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/desktop"
)

const controlShift = core.Qt__ControlModifier | core.Qt__ShiftModifier

// panics presses the panic shortcut, wherever the keyboard is.
func (d *testDesktop) panics() {
	d.t.Helper()
	d.press("", core.Qt__Key_X, controlShift)
}

// setPrefs changes preferences as the settings do.
func (d *testDesktop) setPrefs(edit func(p *prefs.Preferences)) {
	onGUI(d.t, func() {
		next := d.desk.prefs
		edit(&next)
		d.desk.setPreferences(next)
	})
}

func TestPanicLocks(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.panics()
	d.gone("main")
	d.wait("unlock")
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 1 || list[0].Running {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// A dialog does not keep the shortcut from being heard, and goes at once.
func TestPanicOverDialog(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.openSettingsPage("profile")
	d.click("profile.wipe")
	d.wait("wipe")
	d.panics()
	onGUI(t, func() {
		for _, name := range []string{"main", "settings", "wipe"} {
			if seen(name) != nil {
				fail("%s is still shown", name)
			}
		}
	})
	d.wait("unlock")
}

func TestPanicAsksAndWipes(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.setPrefs(func(p *prefs.Preferences) { p.Panic = prefs.PanicWipe })
	d.panics()
	d.wait("confirm.yes")
	if seenNow(t, "main") {
		t.Error("what is private is shown behind the question")
	}
	if text := d.text("confirm.text"); !strings.Contains(text, "default") {
		t.Errorf("which profile is not said: %q", text)
	}
	d.shoot("confirm", "panic-asks")
	d.panics() // again: it is asked again
	d.click("confirm.yes")
	d.told(i18n.WipeDone)
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// Who cancels the question finds the profile locked: not what was hidden.
func TestPanicCancelled(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.setPrefs(func(p *prefs.Preferences) { p.Panic = prefs.PanicWipe })
	d.panics()
	d.wait("confirm.yes")
	d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.eventually("it is locked, and nothing of it was seen meanwhile", func() bool {
		if seen("main") != nil {
			fail("what was hidden is there")
		}
		return d.desk.session == nil && seen("unlock.passphrase") != nil
	})
	d.write("unlock.passphrase", "x")
	d.click("unlock.unlock")
	d.wait("main")
}

// A profile that is being opened when panic is pressed does not come up.
func TestPanicWhileOpening(t *testing.T) {
	d := newTestDesktop(t)
	if err := d.desk.desk.Create("default", secret("x")); err != nil {
		t.Fatal(err)
	}
	begun, hold := make(chan struct{}), make(chan struct{})
	onGUI(t, func() {
		d.desk.target = "default"
		d.desk.start("default", func(ctx context.Context) (*desktop.Session, error) {
			close(begun)
			<-hold
			return d.desk.desk.Start(context.WithoutCancel(ctx), "default", secret("x"), nil)
		}, func() { fail("it is shown") }, func(error) { fail("its failure is shown") })
	})
	<-begun
	d.panics()
	d.wait("confirm.yes")
	d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("start")
	close(hold)
	d.wait("unlock.passphrase") // it does not run any more
}

func TestPanicWipesWithoutAsking(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.setPrefs(func(p *prefs.Preferences) { p.Panic, p.PanicAsk = prefs.PanicWipe, false })
	d.panics()
	if seenNow(t, "main") {
		t.Error("the window is not empty")
	}
	d.told(i18n.WipeDone)
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// The question is alone on the screen also where the main window is not there
// yet, or comes while it is asked.
func TestPanicBeforeMain(t *testing.T) {
	d := newTestDesktop(t)
	if err := d.desk.desk.Create("default", secret("x")); err != nil {
		t.Fatal(err)
	}
	onGUI(t, func() {
		d.desk.openThen("default", secret("x"), nil, func() {
			d.desk.window.put(newStartScreen(d.desk.ui, startState{step: stepProgress, name: "default"}))
			d.desk.prefs.Panic = prefs.PanicWipe
		}, func(err error) { fail("%v", err) })
	})
	d.wait("progress.what")
	d.panics()
	d.wait("confirm.yes")
	onGUI(t, d.desk.showMain)
	onGUI(t, func() {
		for _, name := range []string{"start", "main", "menus"} {
			if seen(name) != nil {
				fail("%s is shown behind the question", name)
			}
		}
	})
	d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.wait("unlock")
}

// unwilling is a node that does not destroy its profile.
type unwilling struct{ carom.API }

func (unwilling) Wipe(context.Context) error {
	return &carom.UserError{Code: carom.CodeStorage, Text: "no"}
}

// What the node cannot do is done without it.
func TestWipeWithoutTheNode(t *testing.T) {
	d := openOwnDesktop(t, "x")
	onGUI(t, func() {
		d.desk.session.API = unwilling{d.desk.session.API}
		d.desk.wipe()
	})
	d.told(i18n.WipeDone)
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// Files that could not be removed are said to be there still, and what that means.
func TestWipedButForFiles(t *testing.T) {
	d := openOwnDesktop(t, "x")
	onGUI(t, func() {
		d.desk.wiped(&carom.UserError{Code: carom.CodeStorage, Kind: carom.KindRest, Text: "no"}, d.desk.look())
	})
	d.says("message.text", i18n.ErrorFilesLeft)
}

// Who quits while a profile is being destroyed does not keep it.
func TestQuitWhileWiping(t *testing.T) {
	d := openOwnDesktop(t, "x")
	onGUI(t, func() {
		d.desk.wipe()
		d.desk.quit()
	})
	<-d.ended
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// A profile that is locked can be wiped from the screens that are shown then.
func TestPanicWhenLocked(t *testing.T) {
	d := openOwnDesktop(t, "x")
	onGUI(t, d.desk.lock)
	onGUI(t, d.desk.panic) // while the node ends
	d.wait("confirm.yes")
	d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.wait("unlock")
	d.click("unlock.another")
	d.wait("start.name")
	d.panics()
	d.click("confirm.yes")
	d.told(i18n.WipeDone)
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

func seenNow(t *testing.T, name string) (yes bool) {
	t.Helper()
	onGUI(t, func() { yes = seen(name) != nil })
	return yes
}

// Who has gone away finds the profile locked. The time is set back rather than
// waited for.
func TestLockWhenIdle(t *testing.T) {
	d := openOwnDesktop(t, "x")
	d.setPrefs(func(p *prefs.Preferences) { p.LockAfter = time.Minute })
	long := func() {
		d.desk.idle.idle.Touch(time.Now().Add(-time.Hour))
	}
	d.with("main", func(w *widgets.QWidget) {
		long()
		pressKey(w, core.Qt__Key_Shift, core.Qt__NoModifier) // somebody is there
		d.desk.idle.look()
	})
	if !seenNow(t, "main") {
		t.Fatal("it locked though somebody was there")
	}
	onGUI(t, func() {
		long()
		d.desk.idle.look()
	})
	d.wait("unlock")
}

// A profile is wiped also while its passphrase is still being worked out.
func TestWipeWhileOpening(t *testing.T) {
	d := newTestDesktop(t)
	if err := d.desk.desk.Create("default", secret("x")); err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	onGUI(t, func() {
		d.desk.target = "default"
		d.desk.start("default", func(ctx context.Context) (*desktop.Session, error) {
			db, err := d.desk.desk.Open("default", secret("x")) // it has the profile, and no node yet
			close(begun)
			if err != nil {
				return nil, err
			}
			<-ctx.Done()
			return nil, errors.Join(db.Close(), ctx.Err())
		}, func() { fail("it is shown") }, func(error) { fail("its failure is shown") })
	})
	<-begun
	d.panics()
	d.click("confirm.yes")
	d.told(i18n.WipeDone)
}
