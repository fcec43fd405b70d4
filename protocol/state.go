package protocol

import "time"

// state is how far a connection has come.
//
//	introducing ──> unauthenticated ──> stranger <──> requesting
//	                   │   │                              │
//	                   │   └────────────> contact <───────┘
//	                   └──> bulk
//
//	and from everywhere: ──> closing
//
// From unauthenticated the way goes by the Result of the proof: known or not.
// bulk is for a connection that was marked so and whose peer is known.
// Both sides of a contact request are requesting from the moment it is made to
// its last answer, which leads to contact or back to stranger.
type state uint8

const (
	// introducing: raw bytes, no packets yet.
	introducing state = iota
	// unauthenticated: packets flow; the dialling side has yet to prove who it is.
	unauthenticated
	// stranger: it has, and is no contact.
	stranger
	// requesting: a contact request waits for its answer.
	requesting
	// contact: messages may flow.
	contact
	// bulk: a second connection to a contact, for the bytes of transfers.
	bulk
	// closing: over; queued bytes may still be written.
	closing
)

// timers are the times at which a connection does something by itself. The
// reader looks at them before each read, and its read deadline is the earliest.
type timers struct {
	deadline time.Time // the read deadline that is set
	// overdue ends the connection at purpose, unless that is zero.
	purpose time.Time
	overdue error
	// gone ends a connection whose writing has failed.
	gone time.Time
	// quiet is since when we have been waiting for a byte; attended means that
	// one came, or that we were not waiting, since then.
	quiet    time.Time
	attended bool
	// keepAlive: both sides have announced it. asked: since quiet.
	keepAlive, asked bool
}

// become is the only one to change the state. The caller holds mu. False means
// that the connection is closing, which nothing changes any more.
func (c *Conn) become(s state) bool {
	if c.state == closing {
		return false
	}
	c.state = s
	c.arm(s)
	return true
}

// arm sets the timer that belongs to a state. unauthenticated keeps that of
// introducing: both together have to be done in time.
func (c *Conn) arm(s state) {
	t := &c.timers
	switch s {
	case introducing:
		if c.outbound {
			t.purpose = time.Now().Add(c.cfg.Timeouts.ClientAuth)
			t.overdue = &Error{Fault: FaultNetwork, Op: "waiting for the verdict on our proof", Err: ErrPeerSilent}
			return
		}
		c.armPurpose()
	case stranger:
		c.armPurpose()
	case requesting, contact, bulk, closing:
		t.purpose = time.Time{}
	}
}

func (c *Conn) armPurpose() {
	c.timers.purpose = time.Now().Add(c.cfg.Timeouts.Purpose)
	c.timers.overdue = &Error{Fault: FaultPeer, Op: "waiting for a purpose", Err: ErrNoPurpose}
}

// Introduced reports whether the peer has sent a whole introduction: what a
// silent stranger has not. Any goroutine may call it.
func (c *Conn) Introduced() bool { return c.current() != introducing }

// current returns the state.
func (c *Conn) current() state {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// runTimers does what is due and returns when there is more to do, zero for
// never, or the reason to end the connection. The caller holds mu.
func (c *Conn) runTimers(now time.Time) (next time.Time, err error) {
	t := &c.timers
	if t.attended {
		t.quiet, t.attended, t.asked = now, false, false
	}
	earliest := func(at time.Time) bool {
		if next.IsZero() || at.Before(next) {
			next = at
		}
		return !now.Before(at)
	}
	if !t.gone.IsZero() && earliest(t.gone) {
		return next, networkError("writing", c.broken)
	}
	if !t.purpose.IsZero() && earliest(t.purpose) {
		return next, t.overdue
	}
	if !t.keepAlive {
		return next, nil
	}
	if earliest(t.quiet.Add(c.cfg.Timeouts.KeepAliveDead)) {
		return next, &Error{Fault: FaultNetwork, Op: "waiting for a sign of life", Err: ErrPeerSilent}
	}
	if idle := t.quiet.Add(c.cfg.Timeouts.KeepAliveIdle); !t.asked && !now.Before(idle) {
		t.asked = true
		if c.out.answers() < answersHighWater {
			c.queueKeepAlive(true)
		}
	} else if !t.asked {
		earliest(idle)
	}
	return next, nil
}
