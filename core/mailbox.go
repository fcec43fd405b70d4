package core

import "sync"

// mailbox takes functions from any goroutine without ever making it wait, and
// hands them to the engine in order. What comes in is bounded by what the
// engine itself set off: one entry for each commit, timer, dial and session.
type mailbox struct {
	mu    sync.Mutex
	queue []func()
	wake  chan struct{} // size one
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

func (m *mailbox) post(f func()) {
	m.mu.Lock()
	m.queue = append(m.queue, f)
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() []func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	queue := m.queue
	m.queue = nil
	return queue
}
