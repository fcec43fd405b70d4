//go:build minimal

package gui

import (
	"time"

	"github.com/therecipe/qt/core"

	"carom/gui/model"
)

// idleLook is how often it is looked whether it is time to lock, at the latest:
// a timer does not count the time that a machine sleeps.
const idleLook = 10 * time.Second

// idleLock locks the profile when nobody has touched the window for as long as
// the preferences say. It listens only while they say so.
type idleLock struct {
	desk   *Desktop
	idle   model.Idle
	filter *core.QObject
	timer  *core.QTimer
	on     bool
}

func newIdleLock(d *Desktop) *idleLock {
	l := &idleLock{desk: d, filter: core.NewQObject(d.window.main), timer: core.NewQTimer(d.window.main)}
	l.filter.ConnectEventFilter(func(_ *core.QObject, event *core.QEvent) bool {
		if byPerson(event.Type()) {
			l.idle.Touch(time.Now())
		}
		return false
	})
	l.timer.SetSingleShot(true)
	l.timer.ConnectTimeout(l.look)
	return l
}

// byPerson reports whether an event comes from somebody's hands.
func byPerson(t core.QEvent__Type) bool {
	switch t {
	case core.QEvent__KeyPress, core.QEvent__MouseButtonPress, core.QEvent__MouseMove, core.QEvent__Wheel,
		core.QEvent__TouchBegin, core.QEvent__TabletPress, core.QEvent__InputMethod:
		return true
	}
	return false
}

// update follows the preferences, and whether there is anything to lock.
func (l *idleLock) update() {
	after := l.desk.prefs.LockAfter
	if l.desk.session == nil {
		after = 0
	}
	l.idle.SetAfter(after, time.Now())
	if on := after > 0; on != l.on {
		l.on = on
		if on {
			l.desk.app.qt.InstallEventFilter(l.filter)
		} else {
			l.desk.app.qt.RemoveEventFilter(l.filter)
		}
	}
	l.look()
}

// look locks when it is time, and looks again later when it is not.
func (l *idleLock) look() {
	left, counting := l.idle.Left(time.Now())
	switch {
	case !counting:
		l.timer.Stop()
	case left <= 0:
		l.desk.lock()
	default:
		l.timer.Start(int(min(left, idleLook)/time.Millisecond) + 1)
	}
}
