package transfer

import (
	"sync"
	"time"

	"carom/protocol"
)

const (
	// chatFor is how long after a chat message more are likely.
	chatFor = 2 * time.Second
	// holdAtMost is how long a chat message that is under way keeps file bytes back:
	// long enough for it to go and be acknowledged where the circuit is short. Where
	// it is long a file costs a message little anyway.
	holdAtMost = 50 * time.Millisecond
)

// manners let chat messages go first. Tor gives the circuits of a connection
// their turns, but each relay hands on what has come in ticks of milliseconds, and at
// each a message waits if there was file data a moment ago. So while a message is
// under way no file bytes are sent, and as long as people chat no more of them are
// asked for than travel.
//
// Between two holds one request may be answered: a file moves on whatever is
// written. Any goroutine may call the methods.
type manners struct {
	mu   sync.Mutex
	last time.Time     // when a chat message went or came
	hold time.Time     // until when nothing is sent, unless over is closed before
	over chan struct{} // nil when nothing is held
	sent int           // file bytes since the last hold began
}

// wrote notes that a chat message of ours is under way.
func (m *manners) wrote(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = now
	if m.sent >= protocol.RequestSize {
		m.sent = 0
		m.hold, m.over = now.Add(holdAtMost), make(chan struct{})
	}
}

// quiet notes that a chat message has come, or that the last one of ours was
// acknowledged: none is under way.
func (m *manners) quiet(now time.Time, ours bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = now
	if ours && m.over != nil {
		close(m.over)
		m.over = nil
	}
}

// chatting reports whether messages go or come.
func (m *manners) chatting(now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.last.IsZero() && now.Sub(m.last) < chatFor
}

// wait returns when n file bytes may be sent, or done is closed.
func (m *manners) wait(n int, done <-chan struct{}) {
	m.mu.Lock()
	m.sent += n
	left, over := time.Until(m.hold), m.over
	m.mu.Unlock()
	if over == nil || left <= 0 {
		return
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-over:
	case <-timer.C:
	case <-done:
	}
}
