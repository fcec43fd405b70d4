package core

import (
	"time"

	"carom/contacts"
	"carom/protocol"
	"carom/store"
)

// rejectionMemory is how long a refusal that was sent is remembered: a dead
// onion stream shows after two minutes or so.
const rejectionMemory = 3 * time.Minute

// The commands that change who is a contact. Each changes the book, makes that
// durable, and only then answers and speaks to the peer. When the store fails
// the book is put back.

// change makes a contact's new value durable and answers with its view.
// Changes that belong to it are made durable with it.
func change(e *Engine, r request[Contact], before former, c contacts.Contact, then func(), with ...store.Change) {
	e.person(c.ID)
	e.commit(func(err error) {
		if err != nil {
			e.restore(before)
			r.fail(storageError())
			return
		}
		e.person(c.ID) // a removal that was stored just before has dropped it
		e.contactChanged(c.ID)
		if then != nil {
			then()
		}
		view, _ := e.contactView(c.ID)
		r.reply(view, nil)
	}, append(with, store.PutContact{Contact: c})...)
}

// forget makes a contact's deletion durable.
func forget(e *Engine, r request[struct{}], before former, id contacts.ServiceID, then func()) {
	e.commit(func(err error) {
		if err != nil {
			e.restore(before)
			r.fail(storageError())
			return
		}
		if then != nil {
			then()
		}
		e.dropPerson(id)
		e.bus.publish(ContactRemoved{ID: id})
		r.reply(struct{}{}, nil)
	}, store.DeleteContact{ID: id})
}

// former is a contact as it was before a change, or that there was none.
type former struct {
	contact contacts.Contact
	known   bool
	id      contacts.ServiceID
}

func (e *Engine) former(id contacts.ServiceID) former {
	c, ok := e.book.Get(id)
	return former{c, ok, id}
}

// restore puts a contact back to what it was before a change that could not be
// stored. Changes of the same contact that were on their way to the same
// failing disk meanwhile restore theirs after it.
func (e *Engine) restore(before former) {
	e.book.Restore(before.id, before.contact, before.known)
	if before.known {
		e.person(before.id)
	}
}

func (e *Engine) dropPerson(id contacts.ServiceID) {
	p := e.people[id]
	if p == nil {
		return
	}
	e.stopDial(p)
	e.dropParcels(id)
	e.endBulk(p)
	if p.session != nil {
		p.session.conn.Close(errNotWanted)
	}
	delete(e.people, id)
}

type addContact struct {
	request[Contact]
	address, nickname, ownNickname, greeting string
}

func (in addContact) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	id, err := contacts.ParseContactAddress(in.address, e.self)
	if err != nil {
		in.fail(err)
		return
	}
	before := e.former(id)
	c, err := e.book.Ask(id, in.nickname, in.ownNickname, in.greeting, time.Now())
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, func() { e.welcomed(c) })
}

type acceptRequest struct {
	request[Contact]
	id       contacts.ServiceID
	nickname string
}

func (in acceptRequest) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	c, err := e.book.Accept(in.id, in.nickname)
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, func() { e.welcomed(c) })
}

// welcomed speaks to a contact that our user has just agreed to: on the
// connection that waits for that, or on a new one.
func (e *Engine) welcomed(c contacts.Contact) {
	p := e.people[c.ID]
	if p == nil {
		return
	}
	if s := p.session; s != nil && s.phase == phaseWaiting && c.State == contacts.Accepted {
		e.leaveIdle(s)
		s.phase, s.proven = phaseContact, true
		if err := s.conn.Respond(protocol.Accepted); err == nil {
			return // the connection reports when it is established
		}
	}
	p.dial.failures = 0
	e.dialAfter(p, 0)
}

type rejectRequest struct {
	request[struct{}]
	id contacts.ServiceID
}

func (in rejectRequest) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	var waiting *session
	if p := e.people[in.id]; p != nil && p.session != nil && p.session.phase == phaseWaiting {
		waiting = p.session
	}
	before := e.former(in.id)
	c, err := e.book.Reject(in.id)
	if err != nil {
		in.fail(err)
		return
	}
	e.commit(func(err error) {
		if err != nil {
			e.restore(before)
			in.fail(storageError())
			return
		}
		e.strikes.add(in.id, 1, time.Now())
		if waiting != nil && !waiting.ended {
			e.rejectOn(waiting)
			if p := e.people[in.id]; p != nil && p.session == waiting {
				p.session = nil
			}
			e.forgetRejected(in.id)
		}
		e.bus.publish(ContactRemoved{ID: in.id})
		in.reply(struct{}{}, nil)
	}, store.PutContact{Contact: c})
}

// forgetRejected forgets somebody who was told of their refusal, after a time
// in which they would have come again if the connection had been dead without
// our knowing: then they are told again.
func (e *Engine) forgetRejected(id contacts.ServiceID) {
	time.AfterFunc(rejectionMemory, func() {
		e.mail.post(func() {
			if !e.closing && e.book.RejectionDelivered(id) {
				delete(e.people, id)
				e.commit(func(error) {}, store.DeleteContact{ID: id})
			}
		})
	})
}

// rejectOn tells a waiting peer that it was refused. Respond closes the
// connection when the answer is written.
func (e *Engine) rejectOn(s *session) {
	e.leaveIdle(s)
	if err := s.conn.Respond(protocol.Rejected); err != nil {
		s.conn.Close(errRejected)
	}
}

type blockContact struct {
	request[Contact]
	id contacts.ServiceID
}

func (in blockContact) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	c, err := e.book.Block(in.id, time.Now())
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, func() {
		p := e.people[in.id]
		e.stopDial(p)
		e.dropParcels(in.id)
		e.endBulk(p)
		switch s := p.session; {
		case s == nil:
		case s.phase == phaseWaiting:
			e.rejectOn(s)
		default:
			s.conn.Close(errNotWanted)
		}
	})
}

type unblockContact struct {
	request[struct{}]
	id contacts.ServiceID
}

func (in unblockContact) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	if err := e.book.Unblock(in.id); err != nil {
		in.fail(err)
		return
	}
	forget(e, in.request, before, in.id, nil)
}

type renameContact struct {
	request[Contact]
	id       contacts.ServiceID
	nickname string
}

func (in renameContact) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	c, err := e.book.Rename(in.id, in.nickname)
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, nil)
}

type removeContact struct {
	request[struct{}]
	id contacts.ServiceID
}

func (in removeContact) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	contact, _ := e.book.Get(in.id)
	if err := e.book.Remove(in.id); err != nil {
		in.fail(err)
		return
	}
	forget(e, in.request, before, in.id, func() {
		if contact.State == contacts.Accepted {
			e.strikes.add(in.id, removedStrikes, time.Now())
		}
		if p := e.people[in.id]; p != nil && p.session != nil && p.session.phase == phaseWaiting {
			e.rejectOn(p.session)
			p.session = nil
		}
	})
}

type markRead struct {
	request[struct{}]
	id      contacts.ServiceID
	message uint64
}

func (in markRead) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	p := e.people[in.id]
	if _, ok := e.book.Get(in.id); !ok || p == nil {
		in.fail(notFound())
		return
	}
	if in.message <= p.readTo {
		in.reply(struct{}{}, nil)
		return
	}
	unread, err := e.unreadAfter(p, in.message)
	if err != nil {
		in.fail(storageError())
		return
	}
	stored := p.unread
	e.commit(func(err error) {
		if err != nil {
			in.fail(storageError())
			return
		}
		// Messages that came since were counted on top of what was there.
		p.readTo = max(p.readTo, in.message)
		p.unread = max(0, p.unread-stored+unread)
		e.contactChanged(in.id)
		in.reply(struct{}{}, nil)
	}, store.SetRead{Contact: in.id, Message: in.message})
}

// unreadAfter counts the incoming messages after a message, of those that are
// unread now.
func (e *Engine) unreadAfter(p *person, message uint64) (int, error) {
	if p.last == nil || message >= p.last.ID {
		return 0, nil
	}
	unread, before := 0, uint64(0)
	for {
		page, err := e.store.History(p.id, before, MaxHistory)
		if err != nil {
			return 0, err
		}
		for _, m := range page {
			if !m.Outgoing && m.ID > message {
				unread++
			}
		}
		if len(page) < MaxHistory || page[0].ID <= message {
			return unread, nil
		}
		before = page[0].ID
	}
}
