package core

import (
	"time"

	"carom/contacts"
	"carom/protocol"
	"carom/store"
)

// admit makes s the one connection to p, or says that the one there is stays
// (wire page, "Two connections at once").
func (e *Engine) admit(p *person, s *session) bool {
	if p == nil {
		return false
	}
	old := p.session
	if old != nil && old != s {
		// A request that waits is no match for a connection of a contact.
		if old.phase == phaseContact || old.proven {
			now := time.Now()
			oldLink := protocol.Link{Outbound: old.outbound, Age: now.Sub(old.born)}
			newLink := protocol.Link{Outbound: s.outbound, Age: now.Sub(s.born)}
			if !protocol.KeepNew(oldLink, newLink, e.self, p.id) {
				return false
			}
		}
		p.session = nil
		e.endBulk(p)
		e.requeue(p, old)
		old.conn.Close(errReplaced)
	}
	p.session = s
	s.proven = true
	s.phase = phaseContact
	e.stopDial(p)
	return true
}

// authenticated: the peer that we dialled has taken our proof and says whether
// it knows us.
type authenticated struct {
	request[*protocol.Request] // answered with the request to send, or nil
	session                    *session
	known                      bool
}

func (in authenticated) handle(e *Engine) {
	s := in.session
	p := e.people[s.peer]
	if s.bulk {
		in.bulk(p)
		return
	}
	contact, ok := e.book.Get(s.peer)
	if s.ended || e.closing || p == nil || !ok {
		in.fail(errNotWanted)
		return
	}
	s.proven = true
	switch {
	case contact.State != contacts.Accepted && contact.State != contacts.Requesting:
		in.fail(errNotWanted)
	case in.known:
		in.welcome(e, p, contact)
	case contact.State == contacts.Requesting:
		in.askThem(e, p, contact)
	default:
		in.forgotten(e, p)
	}
}

func (in authenticated) welcome(e *Engine, p *person, contact contacts.Contact) {
	if !e.admit(p, in.session) {
		in.fail(errDuplicate)
		return
	}
	if contact.State == contacts.Accepted {
		in.reply(nil, nil)
		return
	}
	contact, err := e.book.PeerAccepted(p.id)
	if err != nil {
		in.fail(err)
		return
	}
	e.saveContact(contact, func(err error) {
		if err != nil {
			in.fail(errNotStored)
			return
		}
		in.reply(nil, nil)
	})
}

// askThem sends our request, as often as we connect while it is not answered.
func (in authenticated) askThem(e *Engine, p *person, contact contacts.Contact) {
	if !e.admit(p, in.session) {
		in.fail(errDuplicate)
		return
	}
	in.session.phase = phaseAsking
	in.reply(&protocol.Request{Nickname: contact.OwnNickname, Message: contact.Greeting}, nil)
}

// forgotten: a contact that says it does not know us has removed us (wire
// page, "im.ricochet.auth.hidden-service").
func (in authenticated) forgotten(e *Engine, p *person) {
	contact, err := e.book.PeerForgot(p.id)
	if err == nil {
		e.saveContact(contact, func(error) {})
	}
	in.fail(errForgotten)
}

// requestAnswered: the peer's answer to our request.
type requestAnswered struct {
	session *session
	status  protocol.ResponseStatus
}

func (in requestAnswered) handle(e *Engine) {
	s := in.session
	p := e.people[s.peer]
	if p == nil || p.session != s || s.phase != phaseAsking {
		return
	}
	switch in.status {
	case protocol.Accepted:
		s.phase = phaseContact
		if contact, err := e.book.PeerAccepted(p.id); err == nil {
			e.saveContact(contact, func(error) {})
		}
	case protocol.Rejected:
		if contact, err := e.book.PeerRejected(p.id); err == nil {
			e.saveContact(contact, func(error) {})
		}
		s.conn.Close(errRejected)
	case protocol.ResponseError:
		// The request was checked before it was sent, so that the likeliest
		// reason is a peer with too many requests: one day it has room.
		p.dial.failures = len(dialDelays)
		s.conn.Close(errTryLater)
	}
}

// established: a connection has become that of a contact.
type established struct{ session *session }

func (in established) handle(e *Engine) {
	s := in.session
	p := e.people[s.peer]
	if p == nil || p.session != s || s.ended {
		s.conn.Close(errNotWanted)
		return
	}
	e.establish(p, s)
}

// chatPatience is how long a peer may take to open our chat channel, which
// every implementation does at once. Until then no keep-alive is agreed upon,
// and a peer that went in that moment would be shown online for minutes.
const chatPatience = 16 * time.Second

// establish makes a session that of a contact who is online.
func (e *Engine) establish(p *person, s *session) {
	s.phase, s.since = phaseContact, time.Now()
	if !s.chatReady {
		time.AfterFunc(chatPatience, func() {
			e.mail.post(func() {
				if !s.chatReady && !s.ended {
					s.conn.Close(errSilent)
				}
			})
		})
	}
	e.log.Info("a contact is online", "conn", s.number)
	e.contactChanged(p.id)
}

// chatReady: the peer opened our chat channel.
type chatReady struct{ session *session }

func (in chatReady) handle(e *Engine) {
	in.session.chatReady = true
	if p := e.people[in.session.peer]; p != nil {
		e.pump(p)
	}
}

// peerAnnounced: the peer is a Carom.
type peerAnnounced struct{ session *session }

func (in peerAnnounced) handle(e *Engine) {
	in.session.carom = true
	if p := e.people[in.session.peer]; p != nil {
		e.contactChanged(p.id)
		e.pump(p)
	}
}

// saveContact stores what a peer did to a contact and tells subscribers. When
// that fails the book is ahead of the store until the next start; then the peer
// does the same again.
func (e *Engine) saveContact(c contacts.Contact, then func(error)) {
	e.commit(func(err error) {
		if err == nil {
			e.contactChanged(c.ID)
		}
		then(err)
	}, store.PutContact{Contact: c})
}

// person returns what is kept about a contact, making it when it is new.
func (e *Engine) person(id contacts.ServiceID) *person {
	p := e.people[id]
	if p == nil {
		p = newPerson(id, store.Conversation{})
		e.people[id] = p
	}
	return p
}
