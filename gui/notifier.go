//go:build minimal

package gui

import (
	"time"

	"github.com/therecipe/qt/core"

	"carom/gui/model"
)

// notifyEvery is the pause between two notifications, however many messages come.
const notifyEvery = 4 * time.Second

// notifier hands notifications of a main screen to the tray, one in a while. Of
// those that come in the pause the newest is shown after it.
type notifier struct {
	tray     *tray
	throttle model.Throttle
	timer    *core.QTimer
	waiting  func()
}

func newNotifier(t *tray, parent core.QObject_ITF) *notifier {
	n := &notifier{tray: t, throttle: model.Throttle{Every: notifyEvery}, timer: core.NewQTimer(parent)}
	n.timer.SetSingleShot(true)
	n.timer.ConnectTimeout(func() {
		if show := n.waiting; show != nil {
			n.waiting = nil
			n.throttle.Wait(time.Now())
			show()
		}
	})
	return n
}

// notify is tray.notify, now or after the pause.
func (n *notifier) notify(ours, name, words string) {
	show := func() { n.tray.notify(ours, name, words) }
	wait := n.throttle.Wait(time.Now())
	if wait == 0 {
		show()
		return
	}
	n.waiting = show
	if !n.timer.IsActive() {
		n.timer.Start(int(wait.Milliseconds()) + 1)
	}
}

// close forgets what waits.
func (n *notifier) close() {
	n.timer.Stop()
	n.waiting = nil
}
