package core

import (
	"context"
	"net"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/onion"
	"carom/protocol"
	"carom/store"
)

const (
	// bulkDialTimeout is how long the dial of a bulk connection may take: the
	// peer is there, and a second circuit to it takes some seconds at most.
	bulkDialTimeout = 30 * time.Second
	// bulkIdle is how long a bulk connection stays with nothing to move: the
	// next file may come soon, and a new circuit costs seconds.
	bulkIdle = 60 * time.Second
)

// bulkState is where the bulk connection to a contact stands. The side that
// dialled the contact connection dials it: that way has been proven to work, and
// the two never meet half way.
type bulkState struct {
	session  *session // with its authentication under way, or done
	ready    bool     // packets may flow
	dialling bool
	failures int
	turn     uint64    // tells a timer or dial that was given up from the present one
	quiet    time.Time // since when nothing is to move; zero while something is
	resting  bool      // a timer looks at that
}

// bulkSession is the bulk connection to a contact; nil when there is none that
// works.
func (e *Engine) bulkSession(id contacts.ServiceID) *session {
	p := e.people[id]
	if p == nil || !p.bulk.ready || p.bulk.session.ended {
		return nil
	}
	return p.bulk.session
}

// eachLink tells something to all links that may have bytes to move.
func (e *Engine) eachLink(tell func(*transfer.Link)) {
	if e.files == nil { // no files are sent or taken here
		return
	}
	for id := range e.files.live {
		if s := e.bulkSession(id); s != nil {
			tell(s.link)
		}
	}
}

// busy reports whether bytes of transfers with a contact are to move.
func (e *Engine) busy(id contacts.ServiceID) bool {
	return e.files.count(id, func(p *parcel) bool {
		return p.rec.Stage == store.TransferAccepted && !p.halted() && !p.rec.Plain && (p.rec.Outgoing || p.job == nil)
	}) > 0
}

// wantBulk makes the bulk connection when there is something to move, and ends
// it after a while in which there is not.
func (e *Engine) wantBulk(id contacts.ServiceID) {
	p, s := e.people[id], e.caromSession(id)
	if p == nil || s == nil || !s.outbound || e.closing {
		return
	}
	if !e.busy(id) {
		if p.bulk.quiet.IsZero() {
			p.bulk.quiet = time.Now()
		}
		e.restBulk(p, bulkIdle)
		return
	}
	p.bulk.quiet = time.Time{}
	if p.bulk.session == nil && !p.bulk.dialling {
		e.dialBulk(p, 0)
	}
}

// restBulk looks after a time whether a bulk connection has been quiet for long
// enough, once at a time.
func (e *Engine) restBulk(p *person, after time.Duration) {
	if p.bulk.session == nil || p.bulk.resting {
		return
	}
	p.bulk.resting = true
	time.AfterFunc(after, func() {
		e.mail.post(func() {
			p.bulk.resting = false
			if p.bulk.session == nil || p.bulk.quiet.IsZero() || e.busy(p.id) {
				return
			}
			if left := bulkIdle - time.Since(p.bulk.quiet); left > 0 {
				e.restBulk(p, left)
				return
			}
			p.bulk.session.conn.Close(errIdle)
		})
	})
}

// dialBulk dials after a pause, on a circuit of its own: the bytes of files are
// not to be in the way of messages.
func (e *Engine) dialBulk(p *person, pause time.Duration) {
	p.bulk.dialling = true
	p.bulk.turn++
	turn := p.bulk.turn
	dial := func() {
		ctx, cancel := context.WithTimeout(e.work, bulkDialTimeout)
		e.workers.Go(func() {
			defer cancel()
			nc, err := e.network.Dial(ctx, p.id.Text(), servicePort, randomHex(16))
			e.mail.post(func() { e.bulkDialed(p, turn, nc, err) })
		})
	}
	if pause == 0 {
		dial()
		return
	}
	time.AfterFunc(pause, func() {
		e.mail.post(func() {
			switch s := e.caromSession(p.id); {
			case p.bulk.turn != turn:
			case s == nil || !s.outbound || e.closing || e.netStatus.Phase != onion.Online:
				p.bulk.dialling = false
			default:
				dial()
			}
		})
	})
}

func (e *Engine) bulkDialed(p *person, turn uint64, nc net.Conn, err error) {
	if p.bulk.turn != turn || e.closing || e.caromSession(p.id) == nil {
		if err == nil {
			nc.Close()
		}
		if p.bulk.turn == turn {
			p.bulk.dialling = false
		}
		return
	}
	p.bulk.dialling = false
	if err != nil {
		e.bulkFailed(p)
		return
	}
	p.bulk.session = e.startSession(true, p.id, func(s *session) *protocol.Conn {
		s.bulk, s.phase = true, phaseBulk
		s.conn = protocol.NewBulkClient(nc, p.id, e.connConfig(s), fileSession{s})
		s.openLink()
		return s.conn
	})
}

// bulkFailed tries again later, as long as there is something to move.
func (e *Engine) bulkFailed(p *person) {
	p.bulk.failures++
	if e.people[p.id] == p && e.caromSession(p.id) != nil && e.busy(p.id) {
		e.dialBulk(p, dialDelay(p.bulk.failures))
	}
}

// openLink gives a session the link that moves the bytes. It runs as long as the
// session does.
func (s *session) openLink() {
	s.link, s.linked = transfer.NewLink(s.conn, listener{s}), make(chan struct{})
	s.engine.workers.Go(func() {
		defer close(s.linked)
		s.link.Serve(s.engine.work)
	})
}

// admitBulk lets a contact's bulk connection in: only beside a contact connection
// on which both have announced transfers, and that the peer has dialled.
func (in authorize) admitBulk(e *Engine) {
	p, s := e.people[in.peer], in.session
	contact := e.caromSession(in.peer)
	if p == nil || contact == nil || contact.outbound || !e.book.KnownTo(in.peer) {
		in.fail(errNotWanted)
		return
	}
	if old := p.bulk.session; old != nil {
		old.conn.Close(errReplaced)
	}
	s.peer, s.phase, s.bulk, s.proven = in.peer, phaseBulk, true, true
	p.bulk.session, p.bulk.ready = s, false
	in.reply(verdict{known: true, bulk: true}, nil)
}

// bulkReady: packets may flow on a bulk connection.
type bulkReady struct{ session *session }

func (in bulkReady) handle(e *Engine) {
	s := in.session
	p := e.people[s.peer]
	if p == nil || p.bulk.session != s || s.ended || e.closing {
		s.conn.Close(errNotWanted)
		return
	}
	p.bulk.ready, p.bulk.failures = true, 0
	e.advanceAll(s.peer)
}

// bulkEnded: a bulk connection is gone, and its link with it.
func (e *Engine) bulkEnded(s *session) {
	for _, p := range e.files.liveOf(s.peer) {
		if p.last == s {
			p.last = nil
		}
		if p.on == s {
			p.on = nil
			p.meter.reset()
			e.noteSent(p)
			e.parcelChanged(p)
		}
	}
	p := e.people[s.peer]
	if p == nil {
		return
	}
	if p.bulk.session != s {
		e.advanceAll(s.peer) // the one that replaces it
		return
	}
	p.bulk.session, p.bulk.ready = nil, false
	if e.closing {
		return
	}
	if contact := e.caromSession(s.peer); contact != nil && contact.outbound && e.busy(s.peer) && !p.bulk.dialling {
		e.bulkFailed(p)
	}
}

// endBulk ends the bulk connection of a contact connection that is gone.
func (e *Engine) endBulk(p *person) {
	p.bulk.turn++
	p.bulk.dialling, p.bulk.failures = false, 0
	if p.bulk.session != nil {
		p.bulk.session.conn.Close(errNotWanted)
	}
}

// listener passes on what a link tells, to the engine's goroutine.
type listener struct{ s *session }

// on runs f on the engine's goroutine for the transfer, if this connection has it.
func (l listener) on(id protocol.TransferID, f func(e *Engine, p *parcel)) {
	e, s := l.s.engine, l.s
	e.mail.post(func() {
		if p := e.findParcel(s.peer, id); p != nil && !p.ended() {
			f(e, p)
		}
	})
}

// Moved implements transfer.Listener.
func (l listener) Moved(id protocol.TransferID, bytes uint64) {
	at := time.Now()
	l.on(id, func(e *Engine, p *parcel) {
		p.moved = bytes
		p.meter.note(at, bytes)
		if p.rec.Outgoing {
			e.sentSoFar(p, bytes)
		}
		e.parcelChanged(p)
	})
}

// Again implements transfer.Listener.
func (l listener) Again(id protocol.TransferID, bytes uint64) {
	l.on(id, func(e *Engine, p *parcel) { p.again += bytes })
}

// Stored implements transfer.Listener.
func (l listener) Stored(id protocol.TransferID, pieces int, lost int64) {
	l.on(id, func(e *Engine, p *parcel) {
		if pieces > p.rec.Have || lost != p.rec.Lost {
			p.rec.Have, p.rec.Lost = max(pieces, p.rec.Have), lost
			e.saveParcel(p, nil)
		}
	})
}

// Complete implements transfer.Listener.
func (l listener) Complete(id protocol.TransferID) {
	l.on(id, func(e *Engine, p *parcel) {
		if p.in != nil && p.rec.Stage == store.TransferAccepted && p.job == nil {
			e.fillParcel(p)
		}
	})
}

// Failed implements transfer.Listener. It does not count for what was taken off the
// connection meanwhile, and closed maybe.
func (l listener) Failed(id protocol.TransferID, err error) {
	l.on(id, func(e *Engine, p *parcel) {
		switch {
		case p.on != l.s:
		case p.rec.Outgoing:
			e.outgoingFailed(p, err)
		default:
			e.incomingFailed(p, err)
		}
	})
}

// bulk takes the verdict on a bulk connection that we have dialled.
func (in authenticated) bulk(p *person) {
	if !in.known || p == nil || p.bulk.session != in.session {
		in.fail(errNotWanted)
		return
	}
	in.session.proven = true
	in.reply(nil, nil)
}
