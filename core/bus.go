package core

import (
	"context"
	"sync"
)

// subscriberQueue is how many events wait for one subscriber before they are
// replaced by a Resync: some seconds of a busy node, about 200 KiB.
const subscriberQueue = 1024

// bus numbers events and hands them to subscribers. publish and subscribe are
// called by the engine's goroutine only.
type bus struct {
	seq  uint64
	subs map[*subscription]struct{}

	mu   sync.Mutex // for gone, which subscribers touch
	gone []*subscription
}

func newBus() *bus { return &bus{subs: make(map[*subscription]struct{})} }

func (b *bus) publish(ev Event) {
	b.sweep()
	b.seq++
	for s := range b.subs {
		s.push(Numbered{Seq: b.seq, Event: ev})
	}
}

func (b *bus) subscribe() *subscription {
	b.sweep()
	s := &subscription{bus: b, wake: make(chan struct{}, 1), done: make(chan struct{})}
	b.subs[s] = struct{}{}
	return s
}

// sweep forgets the subscriptions that were closed.
func (b *bus) sweep() {
	b.mu.Lock()
	gone := b.gone
	b.gone = nil
	b.mu.Unlock()
	for _, s := range gone {
		delete(b.subs, s)
	}
}

// close ends every subscription once it has been read to its end.
func (b *bus) close() {
	b.sweep()
	for s := range b.subs {
		s.end()
	}
}

// subscription is a bounded queue and a wake channel of size one.
type subscription struct {
	bus  *bus
	wake chan struct{}

	mu     sync.Mutex
	queue  []Numbered
	ending bool
	done   chan struct{}
	once   sync.Once
}

func (s *subscription) push(ev Numbered) {
	s.mu.Lock()
	if len(s.queue) >= subscriberQueue {
		// From here on only the state tells what happened.
		s.queue = append(s.queue[:0], Numbered{Seq: ev.Seq, Event: Resync{}})
	} else if len(s.queue) == 1 && s.queue[0].Event == (Resync{}) {
		s.queue[0].Seq = ev.Seq
	} else {
		s.queue = append(s.queue, ev)
	}
	s.mu.Unlock()
	s.signal()
}

func (s *subscription) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *subscription) end() {
	s.mu.Lock()
	s.ending = true
	s.mu.Unlock()
	s.signal()
}

// Next implements Subscription.
func (s *subscription) Next(ctx context.Context) (Numbered, error) {
	for {
		select {
		case <-s.done:
			return Numbered{}, ErrClosed
		case <-ctx.Done():
			return Numbered{}, ctx.Err()
		default:
		}
		s.mu.Lock()
		if len(s.queue) > 0 {
			ev := s.queue[0]
			s.queue = s.queue[1:]
			s.mu.Unlock()
			return ev, nil
		}
		s.queue = nil
		ending := s.ending
		s.mu.Unlock()
		if ending {
			return Numbered{}, ErrClosed
		}
		select {
		case <-s.wake:
		case <-s.done:
			return Numbered{}, ErrClosed
		case <-ctx.Done():
			return Numbered{}, ctx.Err()
		}
	}
}

// Close implements Subscription.
func (s *subscription) Close() {
	s.once.Do(func() {
		close(s.done)
		s.bus.mu.Lock()
		s.bus.gone = append(s.bus.gone, s)
		s.bus.mu.Unlock()
	})
}
