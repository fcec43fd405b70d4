//go:build minimal

package gui

import (
	"context"
	"errors"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/desktop"
	"carom/store"
)

// wipeWithin is how long a node may take to destroy its profile and to end.
const wipeWithin = 15 * time.Second

// panicHeld are the keys that are held for panic, of which any will do. No
// program of a desktop has these shortcuts for something else, and no finger hits
// them by mistake. They are two since those who write in two scripts often change
// from one to the other with Ctrl+Shift, or with Ctrl+Alt: what is pressed with
// those is then another key, or none.
func panicHeld() []string { return []string{"Ctrl+Shift+", "Ctrl+Alt+"} }

// panicLetters are those on the key of X. Qt knows the key of a shortcut by its
// letter, and finds the Latin one only where the keyboard can be switched to it.
func panicLetters() []string {
	return []string{"X", "Ч", "ء", "ط"} // Latin, Russian, Arabic, Persian
}

// shownPanic calls the shortcuts what they are called in our user's language.
func shownPanic(t *i18n.Printer) string {
	held, letter := panicHeld(), panicLetters()[0]
	return t.T(i18n.KeysEither, i18n.Args{"First": shownKeys(keysOf(held[0] + letter)), "Second": shownKeys(keysOf(held[1] + letter))})
}

// hearsPanic is the property of a window that hears the panic shortcut.
const hearsPanic = "hearsPanic"

// hearPanic lets every window hear the panic shortcut once it is shown: dialogs
// and menus, which keep the keyboard from the window beneath them, lists that
// unfold, and what Qt makes by itself, such as the menu of a text field or a
// question of the file dialog.
func hearPanic(d *Desktop) {
	filter := core.NewQObject(d.window.main)
	filter.ConnectEventFilter(func(watched *core.QObject, event *core.QEvent) bool {
		if event.Type() == core.QEvent__Show && watched.Inherits("QWidget") {
			w := widgets.NewQWidgetFromPointer(watched.Pointer())
			if w.Window().Pointer() == w.Pointer() && !w.Property(hearsPanic).ToBool() {
				w.SetProperty(hearsPanic, core.NewQVariant1(true))
				hearPanicIn(d, w)
			}
		}
		return false
	})
	d.app.qt.InstallEventFilter(filter)
}

func hearPanicIn(d *Desktop, window *widgets.QWidget) {
	for _, held := range panicHeld() {
		for _, letter := range panicLetters() {
			shortcut := widgets.NewQShortcut(window)
			shortcut.SetKey(keysOf(held + letter))
			shortcut.SetAutoRepeat(false)
			shortcut.ConnectActivated(d.panic)
			// A keyboard with two letters on the key; names that are proposed below a
			// field, where for Qt the shortcut is theirs and the field's.
			shortcut.ConnectActivatedAmbiguously(d.panic)
		}
	}
}

// panic does at once what our user has chosen for that: it locks, or it wipes.
// Whatever it does, the window is empty before it begins. Where a profile is
// locked already, what is left to do is to wipe it.
func (d *Desktop) panic() {
	switch {
	case d.ending, d.wiping:
	case d.session == nil:
		d.panicLocked()
	case d.prefs.Panic == prefs.PanicLock:
		d.lock()
	case d.prefs.PanicAsk:
		d.askToWipe()
	default:
		d.wipe()
	}
}

// panicLocked asks whether to wipe the profile that was open last, or is chosen
// on the screen: whether our user wants to be asked is in there. Where there is
// no profile yet there is nothing to do but to go.
func (d *Desktop) panicLocked() {
	if d.target == "" {
		d.quit()
		return
	}
	d.askToWipe()
}

// wipe destroys the profile that is open, or the one that panic is about: the
// window is emptied, then the keys go, then the node and the files. Nothing that
// our user does after that stops it.
func (d *Desktop) wipe() {
	if d.wiping || d.target == "" {
		return
	}
	d.wiping = true
	clearClipboard()
	profile, s, beginning := d.target, d.session, d.beginning
	if s != nil {
		d.clear(i18n.WipeWorking)
	} else {
		d.window.closeDialogs()
		d.window.put(newWaitScreen(d.ui, d.ui.t.T(i18n.WipeWorking)))
		d.renew() // a profile that is being opened is not shown any more
	}
	d.work.Go(func() {
		err := destroy(d.desk, s, profile)
		if err != nil && beginning != nil {
			// The keys are gone, but a session that was being begun had the profile's
			// files. It was told to end.
			<-beginning
			err = destroy(d.desk, nil, profile)
		}
		left := d.look()
		d.disp.post(func() { d.wiped(err, left) })
	})
}

// destroy has the node destroy its profile. Where that fails or takes too long
// it is done without the node: the keys first, and the files once it has ended.
// s is nil where no node is ours.
func destroy(desk *desktop.Desk, s *desktop.Session, profile string) error {
	ctx := context.Background()
	if s != nil && wipeSession(ctx, s) {
		err := s.Err()
		s.Stop()
		if filesLeft(err) {
			return err
		}
		return nil // however the node has ended, the profile is gone
	}
	_, err := desk.Wipe(ctx, profile)
	if s != nil {
		s.Stop()
		if err != nil {
			_, err = desk.Wipe(ctx, profile) // which our own node may have kept from being done
		}
	}
	if errors.Is(err, store.ErrNoProfile) {
		return nil
	}
	return err
}

// filesLeft reports whether a profile was destroyed, but for files that our user has to
// delete.
func filesLeft(err error) bool {
	var user *carom.UserError
	return errors.As(err, &user) && user.Kind == carom.KindRest
}

// wipeSession has a node destroy its profile, and reports whether it has.
func wipeSession(ctx context.Context, s *desktop.Session) bool {
	ctx, cancel := context.WithTimeout(ctx, wipeWithin)
	defer cancel()
	if s.API.Wipe(ctx) != nil {
		return false
	}
	select {
	case <-s.Done():
		return true
	case <-ctx.Done():
		return false
	}
}

// wiped says how it went, unless our user wanted to go meanwhile, and it went
// well. left are the profiles that there are still.
func (d *Desktop) wiped(err error, left found) {
	d.wiping = false
	if err == nil && d.leaving {
		d.quit()
		return
	}
	d.leaving = false
	if err == nil {
		d.target = ""
	}
	d.begin(left)
	if filesLeft(err) {
		d.window.fail(d.ui.errorText(err))
		return
	}
	if err != nil {
		d.window.fail(d.ui.t.T(i18n.PanicFailed) + "\n\n" + d.ui.errorText(err))
		return
	}
	d.window.report(d.ui.t.T(i18n.WipeDone))
}
