//go:build minimal

package main

import (
	"context"
	"time"

	"carom/contacts"
	"carom/core"
)

const (
	floodRate = 10_000 // messages a second
	floodTime = 5 * time.Second
	floodStep = 5 * time.Millisecond
	// moving is how many files move with the talker, all told of four times a
	// second, as the engine does at most.
	moving    = 60
	moveEvery = 250 * time.Millisecond
	// resyncAt is when the window is told that it has missed events.
	resyncAt = 3 * time.Second
)

// flooded is a node whose events begin, when flood is closed, to be those of
// many contacts who send without end. Neither the messages nor the files are in
// the store: what is measured is the window.
type flooded struct {
	core.API
	files []core.Transfer
	flood chan struct{}
	ended chan struct{} // closed when all were sent
}

// newFlooded has ended transfers with the talker, over the whole conversation.
func newFlooded(api core.API) *flooded {
	f := &flooded{API: api, flood: make(chan struct{}), ended: make(chan struct{})}
	began := time.Now().Add(-conversation * time.Minute)
	for i := range endedFiles {
		at := began.Add(time.Duration(i) * conversation / endedFiles * time.Minute)
		f.files = append(f.files, core.Transfer{
			ID: uint64(i + 1), Contact: idOf(talker), Name: "papers.pdf", Files: 1, Size: 1 << 20, Moved: 1 << 20,
			State: core.TransferDone, Created: at, Changed: at,
		})
	}
	return f
}

// Transfers implements core.API.
func (f *flooded) Transfers(context.Context, contacts.ServiceID) ([]core.Transfer, error) {
	return f.files, nil
}

// Subscribe implements core.API.
func (f *flooded) Subscribe(ctx context.Context) (core.Subscription, error) {
	sub, err := f.API.Subscribe(ctx)
	if err != nil {
		return nil, err
	}
	s := &floodSubscription{
		Subscription: sub, events: make(chan core.Event, 1024), flooded: f, closed: make(chan struct{}),
		people: allPeople(time.Now()), unread: make(map[contacts.ServiceID]int),
	}
	go s.run()
	return s, nil
}

type floodSubscription struct {
	core.Subscription
	*flooded
	events chan core.Event
	closed chan struct{}
	seq    uint64
	people []contacts.Contact
	unread map[contacts.ServiceID]int
}

// run sends at the rate, in steps.
func (s *floodSubscription) run() {
	select {
	case <-s.flood:
	case <-s.closed:
		return
	}
	began, sent, moves, resync := time.Now(), 0, 0, false
	for time.Since(began) < floodTime {
		since := time.Since(began)
		for due := int(since.Seconds() * floodRate); sent < due; sent++ {
			if !s.message(sent) {
				return
			}
		}
		if since > time.Duration(moves)*moveEvery {
			moves++
			if !s.move(moves) {
				return
			}
		}
		if since > resyncAt && !resync {
			resync = true
			if !s.put(core.Resync{}) {
				return
			}
		}
		time.Sleep(floodStep)
	}
	close(s.ended)
}

// put publishes; false when the window has closed the subscription.
func (s *floodSubscription) put(ev core.Event) bool {
	select {
	case s.events <- ev:
		return true
	case <-s.closed:
		return false
	}
}

// message publishes what the engine does of a message. Every other one is the
// talker's, whose conversation is open.
func (s *floodSubscription) message(n int) bool {
	c := s.people[0]
	if n%2 == 1 {
		c = s.people[1+n/2%(len(s.people)-1)]
	}
	m := core.Message{ID: conversation + 1 + uint64(n), Contact: c.ID, Text: words(n), Written: time.Now()}
	s.unread[c.ID]++
	view := core.Contact{Contact: c, Online: true, Carom: true, Unread: s.unread[c.ID], Last: &m}
	return s.put(core.MessageAdded{Message: m}) && s.put(core.ContactChanged{Contact: view})
}

// move publishes how far files of the talker are. Each time one has arrived and
// another is new.
func (s *floodSubscription) move(n int) bool {
	for i := range moving {
		t := core.Transfer{
			ID: uint64(endedFiles + n + i), Contact: s.people[0].ID, Name: "film.mp4", Files: 1, Size: 1 << 30,
			Moved: uint64(moving-i) << 20, State: core.TransferActive, Rate: 1 << 20, Left: time.Minute,
			Created: time.Now(), Changed: time.Now(),
		}
		if i == 0 {
			t.State, t.Moved = core.TransferDone, t.Size
		}
		if !s.put(core.TransferChanged{Transfer: t}) {
			return false
		}
	}
	return true
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
