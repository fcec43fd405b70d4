package core

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	"carom/contacts"
	"carom/onion"
)

const (
	// maxDials is how many contacts are dialled at the same time: tor with 50
	// or more circuits under way to as many services gets slower, not faster.
	maxDials = 16
	// maxLongDials is how many of these may have a timeout over longDial: those
	// of contacts who have been away for long leave room for the others.
	maxLongDials = 8
	longDial     = 15 * time.Second
)

// wanted reports whether there should be a connection to p and is none.
func (e *Engine) wanted(p *person) bool {
	if e.closing || e.presence == Invisible || p.session != nil || e.netStatus.Phase != onion.Online || e.people[p.id] != p {
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

// stopDial drops what is planned and gives up what is under way.
func (e *Engine) stopDial(p *person) {
	if p.dial.timer != nil {
		p.dial.timer.Stop()
		p.dial.timer = nil
	}
	if p.dial.cancel != nil {
		p.dial.cancel()
		p.dial.cancel = nil
	}
	p.dial.turn++
	p.dial.phase = dialIdle
}

// startDials begins as many of the queued dials as there are slots.
func (e *Engine) startDials() {
	for e.dials < maxDials {
		p := e.nextDial()
		if p == nil {
			return
		}
		p.dial.phase = dialIdle
		if e.wanted(p) {
			e.startDial(p)
		}
	}
}

// nextDial takes from the queue whoever has failed least, the first of several.
func (e *Engine) nextDial() *person {
	e.dialQueue = slices.DeleteFunc(e.dialQueue, func(p *person) bool { return p.dial.phase != dialQueued })
	best := -1
	for i, p := range e.dialQueue {
		if dialTimeout(p.dial.failures) > longDial && e.longDials >= maxLongDials {
			continue
		}
		if best < 0 || p.dial.failures < e.dialQueue[best].dial.failures {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	p := e.dialQueue[best]
	e.dialQueue = slices.Delete(e.dialQueue, best, best+1)
	return p
}

func (e *Engine) startDial(p *person) {
	p.dial.phase = dialling
	p.dial.started = time.Now()
	p.dial.turn++
	e.dials++
	e.dialCount++
	timeout, turn := dialTimeout(p.dial.failures), p.dial.turn
	long := timeout > longDial
	if long {
		e.longDials++
	}
	ctx, cancel := context.WithTimeout(e.work, timeout)
	p.dial.cancel = cancel
	e.workers.Go(func() {
		defer cancel()
		nc, err := e.network.Dial(ctx, p.id.Text(), servicePort, p.isolation)
		e.mail.post(func() {
			e.dials--
			if long {
				e.longDials--
			}
			e.dialed(p, turn, nc, err)
			e.startDials()
		})
	})
}

// dialed takes the outcome of a dial. A connection that nobody wants any more,
// since the peer's own has come meanwhile, is closed before it is introduced:
// the peer then has nothing to choose between.
func (e *Engine) dialed(p *person, turn uint64, nc net.Conn, err error) {
	if p.dial.turn != turn { // given up
		if err == nil {
			nc.Close()
		}
		return
	}
	p.dial.phase, p.dial.cancel = dialIdle, nil
	switch {
	case err == nil && e.wanted(p):
		e.startOutbound(p, nc)
	case err == nil:
		nc.Close()
	case errors.Is(err, onion.ErrOffline):
		// Not the contact's fault. When the network is up already it is
		// dialled again; otherwise its coming up does that.
		e.dialAfter(p, dialDelay(1))
	default:
		e.dialFailed(p)
	}
}

func (e *Engine) dialFailed(p *person) {
	p.dial.failures++
	e.dialAfter(p, dialDelay(p.dial.failures))
}

// nudge dials soon because the user wants to reach this contact now, but not
// more often than nudgeAfter allows.
func (e *Engine) nudge(p *person) {
	if p.dial.phase == dialWaiting && time.Since(p.dial.started) >= nudgeAfter(p.dial.failures) {
		e.dialAfter(p, 0)
	}
}

// dialEverybody starts the search afresh: the network has just come up. Dials
// that are under way belong to the network that went. Contacts who had been
// away for long come after those who had not.
func (e *Engine) dialEverybody() {
	for _, p := range e.people {
		e.stopDial(p)
		if p.dial.failures > lately {
			p.dial.failures = 1
		} else {
			p.dial.failures = 0
		}
		e.dialAfter(p, redialDelay(true))
	}
}
