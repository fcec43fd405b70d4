package core

import (
	"context"
	"errors"
	"net"
	"time"

	"carom/contacts"
	"carom/onion"
)

// maxDials is how many contacts are dialled at the same time: tor with 50 or
// more circuits under way to as many services gets slower, not faster.
const maxDials = 8

// wanted reports whether there should be a connection to p and is none.
func (e *Engine) wanted(p *person) bool {
	if e.closing || p.session != nil || e.netStatus.Phase != onion.Online || e.people[p.id] != p {
		return false
	}
	c, ok := e.book.Get(p.id)
	return ok && (c.State == contacts.Accepted || c.State == contacts.Requesting)
}

// dialAfter plans the next dial; an earlier plan is dropped. A dial that is
// already under way goes on.
func (e *Engine) dialAfter(p *person, delay time.Duration) {
	if p.dial.phase == dialling {
		return
	}
	e.stopDial(p)
	if !e.wanted(p) {
		return
	}
	p.dial.phase = dialWaiting
	turn := p.dial.turn
	p.dial.timer = time.AfterFunc(delay, func() {
		e.mail.post(func() {
			if p.dial.turn == turn && p.dial.phase == dialWaiting {
				p.dial.phase = dialQueued
				e.dialQueue = append(e.dialQueue, p)
				e.startDials()
			}
		})
	})
}

func (e *Engine) stopDial(p *person) {
	if p.dial.timer != nil {
		p.dial.timer.Stop()
		p.dial.timer = nil
	}
	p.dial.turn++
	if p.dial.phase != dialling {
		p.dial.phase = dialIdle
	}
}

// startDials begins as many of the queued dials as there are slots.
func (e *Engine) startDials() {
	for e.dials < maxDials && len(e.dialQueue) > 0 {
		p := e.dialQueue[0]
		e.dialQueue = e.dialQueue[1:]
		if p.dial.phase != dialQueued {
			continue
		}
		p.dial.phase = dialIdle
		if e.wanted(p) {
			e.startDial(p)
		}
	}
}

func (e *Engine) startDial(p *person) {
	p.dial.phase = dialling
	p.dial.started = time.Now()
	e.dials++
	e.dialCount++
	timeout := dialTimeout(p.dial.failures)
	e.workers.Go(func() {
		ctx, cancel := context.WithTimeout(e.work, timeout)
		defer cancel()
		nc, err := e.network.Dial(ctx, p.id.Text(), servicePort, p.isolation)
		e.mail.post(func() { e.dialed(p, nc, err) })
	})
}

// dialed takes the outcome of a dial. A connection that nobody wants any more,
// since the peer's own has come meanwhile, is closed before it is introduced:
// the peer then has nothing to choose between.
func (e *Engine) dialed(p *person, nc net.Conn, err error) {
	e.dials--
	p.dial.phase = dialIdle
	switch {
	case err == nil && e.wanted(p):
		e.startOutbound(p, nc)
	case err == nil:
		nc.Close()
	case errors.Is(err, onion.ErrOffline):
		// Not the contact's fault: the network's next coming up dials again.
	default:
		e.dialFailed(p)
	}
	e.startDials()
}

func (e *Engine) dialFailed(p *person) {
	p.dial.failures++
	e.dialAfter(p, dialDelay(p.dial.failures))
}

// nudge dials soon because the user wants to reach this contact now, but not
// more often than nudgeAfter allows.
func (e *Engine) nudge(p *person) {
	if p.dial.phase == dialWaiting && time.Since(p.dial.started) >= nudgeAfter {
		e.dialAfter(p, 0)
	}
}

// dialEverybody starts the search afresh: the network has just come up.
func (e *Engine) dialEverybody() {
	for _, p := range e.people {
		p.dial.failures = 0
		e.dialAfter(p, redialDelay(true))
	}
}
