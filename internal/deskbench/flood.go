//go:build minimal

package main

import (
	"context"
	"time"

	"carom/core"
)

const (
	floodRate = 10_000 // messages a second
	floodTime = 5 * time.Second
	floodStep = 5 * time.Millisecond
)

// flooded is a node whose events begin, when flood is closed, to be those of a
// contact who sends without end. The messages are not in the store: what is
// measured is the window.
type flooded struct {
	core.API
	flood chan struct{}
	ended chan struct{} // closed when all were sent
}

// Subscribe implements core.API.
func (f *flooded) Subscribe(ctx context.Context) (core.Subscription, error) {
	sub, err := f.API.Subscribe(ctx)
	if err != nil {
		return nil, err
	}
	s := &floodSubscription{Subscription: sub, events: make(chan core.Event, 1024), flooded: f, closed: make(chan struct{})}
	go s.run()
	return s, nil
}

type floodSubscription struct {
	core.Subscription
	*flooded
	events chan core.Event
	closed chan struct{}
	seq    uint64
}

// run sends at the rate, in steps.
func (s *floodSubscription) run() {
	select {
	case <-s.flood:
	case <-s.closed:
		return
	}
	began, sent := time.Now(), 0
	for time.Since(began) < floodTime {
		for due := int(time.Since(began).Seconds() * floodRate); sent < due; sent++ {
			select {
			case s.events <- core.MessageAdded{Message: floodMessage(sent)}:
			case <-s.closed:
				return
			}
		}
		time.Sleep(floodStep)
	}
	close(s.ended)
}

func floodMessage(n int) core.Message {
	return core.Message{ID: conversation + 1 + uint64(n), Contact: idOf(talker), Text: words(n), Written: time.Now()}
}

// Next implements core.Subscription.
func (s *floodSubscription) Next(ctx context.Context) (core.Numbered, error) {
	select {
	case ev := <-s.events:
		s.seq++
		return core.Numbered{Seq: s.seq + 1<<32, Event: ev}, nil
	case <-ctx.Done():
		return core.Numbered{}, ctx.Err()
	case <-s.closed:
		return core.Numbered{}, core.ErrClosed
	}
}

// Close implements core.Subscription.
func (s *floodSubscription) Close() {
	close(s.closed)
	s.Subscription.Close()
}
