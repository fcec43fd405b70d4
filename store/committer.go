package store

import "sync"

// committer is the group commit: callers queue, one goroutine takes all that
// has queued and makes it durable in one go.
type committer struct {
	// write makes batches durable, all or none. It runs on the committer's goroutine.
	write func(batches [][]Change) error

	mu      sync.Mutex
	queue   []pendingCommit
	closed  bool
	wake    chan struct{} // size one
	stopped chan struct{}
}

type pendingCommit struct {
	changes []Change
	done    func(error)
}

func newCommitter(write func([][]Change) error) *committer {
	c := &committer{write: write, wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	go c.run()
	return c
}

func (c *committer) commit(changes []Change, done func(error)) {
	c.mu.Lock()
	closed := c.closed
	if !closed {
		c.queue = append(c.queue, pendingCommit{changes, done})
	}
	c.mu.Unlock()
	if closed {
		done(ErrClosed)
		return
	}
	c.signal()
}

func (c *committer) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// close lets the goroutine finish what is queued and waits for it.
func (c *committer) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.signal()
	<-c.stopped
}

func (c *committer) run() {
	defer close(c.stopped)
	for range c.wake {
		c.mu.Lock()
		queue, closed := c.queue, c.closed
		c.queue = nil
		c.mu.Unlock()
		if len(queue) > 0 {
			c.flush(queue)
		}
		if closed {
			return
		}
	}
}

func (c *committer) flush(queue []pendingCommit) {
	batches := make([][]Change, 0, len(queue))
	for _, p := range queue {
		if len(p.changes) > 0 {
			batches = append(batches, p.changes)
		}
	}
	var err error
	if len(batches) > 0 {
		err = c.write(batches)
	}
	for _, p := range queue {
		if len(p.changes) == 0 {
			p.done(nil)
			continue
		}
		p.done(err)
	}
}
