//go:build minimal

package gui

import (
	"sync"
	"syscall"
	"time"

	"github.com/therecipe/qt/core"
)

// turn is how long posted functions may keep the GUI thread before the window
// has its turn again: half of a frame.
const turn = 8 * time.Millisecond

// dispatcher carries functions to the GUI thread. post may be called from any
// goroutine and never waits; what was posted runs in order.
type dispatcher struct {
	core.QObject

	_ func() `signal:"wake"`

	thread int          // the GUI thread
	again  *core.QTimer // calls drain from the event loop

	mu    sync.Mutex
	queue []func()
	ended bool
}

// newDispatcher makes one on the GUI thread, whose event loop it uses.
func newDispatcher(parent core.QObject_ITF) *dispatcher {
	d := NewDispatcher(parent)
	d.ConnectWake(d.drain)
	d.thread = syscall.Gettid()
	d.again = core.NewQTimer(d)
	d.again.SetSingleShot(true)
	d.again.ConnectTimeout(d.drain)
	return d
}

// post has f run on the GUI thread; nothing happens when the dispatcher has ended.
func (d *dispatcher) post(f func()) {
	d.mu.Lock()
	if d.ended {
		d.mu.Unlock()
		return
	}
	d.queue = append(d.queue, f)
	first := len(d.queue) == 1
	d.mu.Unlock()
	if first {
		d.wakeLater()
	}
}

// wakeLater has drain called by the event loop. A signal that is emitted on
// another thread than the object's is queued; on its own it would be a call.
func (d *dispatcher) wakeLater() {
	if syscall.Gettid() == d.thread {
		d.again.Start(0)
	} else {
		d.Wake()
	}
}

// drain runs what waits until its turn is over.
func (d *dispatcher) drain() {
	for began := time.Now(); ; {
		f := d.next()
		if f == nil {
			return
		}
		f()
		if time.Since(began) >= turn && d.waiting() {
			d.wakeLater()
			return
		}
	}
}

// waiting reports whether there is more to run, also what f itself has posted.
func (d *dispatcher) waiting() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.queue) > 0
}

// next takes the first of what waits; nil when nothing does.
func (d *dispatcher) next() (f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) == 0 {
		return nil
	}
	f = d.queue[0]
	d.queue[0] = nil
	d.queue = d.queue[1:]
	if len(d.queue) == 0 {
		d.queue = nil
	}
	return f
}

// end drops what waits, and whatever is posted from now on.
func (d *dispatcher) end() {
	d.mu.Lock()
	d.queue, d.ended = nil, true
	d.mu.Unlock()
}
