package core

import (
	"errors"
	"math/rand/v2"
	"net"
	"slices"
	"time"

	"carom/contacts"
	"carom/protocol"
	"carom/store"
)

// What people whom we do not know may cost at the same time. All of them come
// from 127.0.0.1, so there is nothing to tell them apart by until they have
// proven who they are.
const (
	// maxIdle is how many connections without a purpose there may be: not yet
	// authenticated, or authenticated and silent. protocol ends each after
	// 15 s. One more, and another makes room: see makeRoom.
	maxIdle = 64
	// maxDelayed is how many peers may wait for an answer that is held back.
	maxDelayed = 32
	// maxWaiting is how many connections are kept open for strangers whose
	// request waits for our user. The requests themselves are kept longer:
	// contacts.MaxPending.
	maxWaiting = 64
)

// accepted: the onion service has a new connection.
type accepted struct{ nc net.Conn }

func (in accepted) handle(e *Engine) {
	if e.closing || e.presence == Invisible {
		in.nc.Close()
		return
	}
	if len(e.idle) >= maxIdle {
		e.makeRoom()
	}
	s := e.startSession(false, contacts.ServiceID{}, func(s *session) *protocol.Conn {
		return protocol.NewServer(in.nc, e.connConfig(s), e.handler(s))
	})
	e.idle = append(e.idle, s)
}

// makeRoom closes one connection without a purpose, chosen by lot: whoever is
// first or last would be known to an attacker, who could then keep every
// contact out. Those that have not even introduced themselves go first.
func (e *Engine) makeRoom() {
	silent := slices.DeleteFunc(slices.Clone(e.idle), func(s *session) bool { return s.conn.Introduced() })
	if len(silent) == 0 {
		silent = e.idle
	}
	unlucky := silent[rand.IntN(len(silent))]
	e.leaveIdle(unlucky)
	unlucky.conn.Close(errCrowded)
}

// leaveIdle takes a session out of the bounded lists that it is in.
func (e *Engine) leaveIdle(s *session) {
	drop := func(list []*session) []*session {
		return slices.DeleteFunc(list, func(x *session) bool { return x == s })
	}
	e.idle, e.waiting = drop(e.idle), drop(e.waiting)
	if e.delayed[s.peer] == s {
		delete(e.delayed, s.peer)
	}
}

// authorize: an inbound connection has proven who the peer is.
type authorize struct {
	request[verdict]
	session *session
	peer    contacts.ServiceID
	// held: the answer was held back once already.
	held bool
}

// verdict is what a peer that has proven itself is told.
type verdict struct {
	known bool
	// hold: ask again after so long.
	hold time.Duration
	// bulk: it is a connection for the bytes of transfers.
	bulk bool
}

func (in authorize) handle(e *Engine) {
	s := in.session
	if s.ended || e.closing {
		in.fail(ErrClosed)
		return
	}
	if in.peer == e.self {
		// Somebody else runs on our key. There is nothing to say to them.
		e.log.Warn("a peer proved to have this node's own key: if no other node of yours runs on this profile, it was copied", "conn", s.number)
		in.fail(errUnexpected)
		return
	}
	e.leaveIdle(s)
	if s.conn.Bulk() {
		in.admitBulk(e)
		return
	}
	s.peer = in.peer
	if e.book.KnownTo(in.peer) {
		in.known(e)
		return
	}
	if e.presence == NoRequests {
		in.turnAway(e)
		return
	}
	if !in.held {
		if d := e.strikes.delay(in.peer, time.Now()); d > 0 {
			in.holdBack(e, d)
			return
		}
	}
	s.phase = phaseStranger
	e.idle = append(e.idle, s)
	in.reply(verdict{known: false}, nil)
}

func (in authorize) holdBack(e *Engine, d time.Duration) {
	if old := e.delayed[in.peer]; old != nil {
		old.conn.Close(errReplaced)
		delete(e.delayed, in.peer)
	}
	if len(e.delayed) >= maxDelayed {
		in.fail(errCrowded)
		return
	}
	in.session.phase = phaseDelayed
	e.delayed[in.peer] = in.session
	in.reply(verdict{hold: d}, nil)
}

// known takes the connection of a contact. One whom we have asked and who now
// comes has agreed (wire page, "im.ricochet.contact.request").
func (in authorize) known(e *Engine) {
	p, s := e.people[in.peer], in.session
	if !e.admit(p, s) {
		in.fail(errDuplicate)
		return
	}
	e.strikes.forget(in.peer)
	contact, changed := e.book.Arrived(in.peer)
	if !changed {
		in.reply(verdict{known: true}, nil)
		return
	}
	e.saveContact(contact, func(err error) {
		if err != nil {
			in.fail(errNotStored)
			return
		}
		in.reply(verdict{known: true}, nil)
	})
}

// contactRequest: a stranger asks to become a contact.
type contactRequest struct {
	request[protocol.ResponseStatus]
	session *session
	asked   protocol.Request
}

func (in contactRequest) handle(e *Engine) {
	s := in.session
	if s.ended || e.closing {
		in.fail(ErrClosed)
		return
	}
	if e.presence == NoRequests && !e.book.KnownTo(s.peer) {
		s.conn.Close(errNoRequests) // they were told that they are no contact before that was chosen
		in.fail(errNoRequests)
		return
	}
	before := e.former(s.peer)
	asked := contacts.Request{Nickname: in.asked.Nickname, Message: in.asked.Message, Received: time.Now()}
	contact, verdict, changed := e.book.Receive(s.peer, asked)
	switch verdict {
	case contacts.VerdictPending:
		e.leaveIdle(s)
		in.pending(e, contact, changed, before)
	case contacts.VerdictAccepted:
		e.leaveIdle(s)
		in.accepted(e, contact, changed, before)
	case contacts.VerdictRejected:
		in.rejected(e, contact)
	default:
		e.strikes.add(s.peer, 1, time.Now())
		in.reply(protocol.ResponseError, nil)
	}
}

// pending keeps the request and, for a while, the connection it came on.
func (in contactRequest) pending(e *Engine, contact contacts.Contact, changed bool, before former) {
	s := in.session
	p := e.person(contact.ID)
	if old := p.session; old != nil && old != s {
		p.session = nil
		old.conn.Close(errReplaced)
	}
	p.session, s.phase = s, phaseWaiting
	e.waiting = append(e.waiting, s)
	if len(e.waiting) > maxWaiting {
		oldest := e.waiting[0]
		e.waiting = e.waiting[1:]
		oldest.conn.Close(errCrowded)
	}
	if !changed {
		in.reply(protocol.Pending, nil)
		return
	}
	e.saveContact(contact, func(err error) {
		if err != nil {
			// The same request is to be stored when it comes again. Of a
			// stranger nothing stays: while the disk is full they are many.
			e.restore(before)
			if !before.known && e.people[s.peer] == p {
				delete(e.people, s.peer)
			}
			in.reply(protocol.ResponseError, nil)
			return
		}
		in.reply(protocol.Pending, nil)
	})
}

func (in contactRequest) accepted(e *Engine, contact contacts.Contact, changed bool, before former) {
	if !e.admit(e.people[contact.ID], in.session) {
		in.session.conn.Close(errDuplicate)
		in.fail(errDuplicate)
		return
	}
	if !changed {
		in.reply(protocol.Accepted, nil)
		return
	}
	e.saveContact(contact, func(err error) {
		if err != nil {
			// The same request is to be stored when it comes again.
			e.restore(before)
			in.reply(protocol.ResponseError, nil)
			return
		}
		in.reply(protocol.Accepted, nil)
	})
}

// rejected answers a blocked peer, or one whose earlier request our user
// refused while they were away; the latter is then even with us.
func (in contactRequest) rejected(e *Engine, contact contacts.Contact) {
	e.strikes.add(in.session.peer, 1, time.Now())
	if contact.RejectionOwed {
		if e.book.RejectionDelivered(contact.ID) {
			delete(e.people, contact.ID)
			e.commit(func(error) {}, store.DeleteContact{ID: contact.ID})
		}
	}
	in.reply(protocol.Rejected, nil)
}

// sessionEnded: a connection is gone.
func (e *Engine) sessionEnded(s *session, err error) {
	s.ended = true
	delete(e.sessions, s)
	e.leaveIdle(s)
	if s.bulk {
		e.bulkEnded(s)
		return
	}
	e.loseTransfers(s)
	if !s.outbound && s.phase == phaseStranger {
		// Told that it is no contact, it asked for nothing.
		e.strikes.add(s.peer, 1, time.Now())
	}
	p := e.people[s.peer]
	if p == nil {
		return
	}
	p.repeats.endSession(s)
	if p.session == s {
		e.lost(p, s)
		return
	}
	e.requeue(p, s)
	if s.outbound && !s.proven && p.session == nil && !errors.Is(err, errNotWanted) {
		e.dialFailed(p)
	}
}

// lost: the connection to a contact has ended.
func (e *Engine) lost(p *person, s *session) {
	p.session = nil
	e.endBulk(p)
	e.requeue(p, s)
	if s.phase == phaseContact {
		e.contactChanged(p.id)
	}
	if s.phase == phaseAsking && time.Since(s.born) >= maxDialDelay {
		// Our request waited there for long: that was no failure.
		p.dial.failures = 0
	}
	if s.phase == phaseContact && !s.since.IsZero() && time.Since(s.since) >= stableAfter {
		p.dial.failures = 0
		e.dialAfter(p, redialDelay(e.greaterThan(p.id)))
		return
	}
	if e.closing || p.dial.failures > 0 || s.phase != phaseContact {
		e.dialFailed(p)
		return
	}
	// A young connection's first end: perhaps two met half way and both gave
	// way (wire page, "Two connections at once"). The next failure waits.
	p.dial.failures = 1
	e.dialAfter(p, redialDelay(e.greaterThan(p.id)))
}

func (e *Engine) greaterThan(id contacts.ServiceID) bool { return e.self.Text() > id.Text() }
