package core

import (
	"slices"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

const (
	// caromWindow is how many messages may be under way to another Carom
	// without an acknowledgement: enough to fill a slow onion stream with
	// short messages, and far fewer than the store.SeenMemory that it
	// recognises repetitions among.
	caromWindow = 64
	// plainWindow is the same for other peers: Ricochet-Refresh 3.0
	// recognises a repetition among the last five messages only (wire page,
	// "Seen on the wire").
	plainWindow = 5
	// maxOutbox bounds what waits for one contact.
	maxOutbox = 10_000
	// saveAgain is the pause before something is written to a disk again that
	// could not take it.
	saveAgain = 5 * time.Second
)

// pump writes queued messages to p's connection as far as the window allows.
func (e *Engine) pump(p *person) {
	s := p.session
	if s == nil || s.phase != phaseContact || !s.chatReady || s.ended {
		return
	}
	window := plainWindow
	if s.carom {
		window = caromWindow
	}
	for _, o := range p.outbox {
		if window == 0 {
			return
		}
		if o.acknowledged || o.deleting {
			continue // the peer has it, only our disk does not know yet; or nobody is to
		}
		window--
		if o.session != nil {
			continue
		}
		e.eachLink((*transfer.Link).ChatWrote)
		age := time.Since(o.message.Written)
		if err := s.conn.SendMessage(o.message.WireID, o.message.Text, max(age, 0)); err != nil {
			return
		}
		o.session = s
		e.bus.publish(MessageChanged{Message: e.messageView(o.message, Sent)})
	}
}

// requeue takes back what a session did not get acknowledged.
func (e *Engine) requeue(p *person, s *session) {
	for _, m := range p.requeue(s) {
		e.bus.publish(MessageChanged{Message: e.messageView(m, Queued)})
	}
}

// messageAcknowledged: the peer has taken, or refused, a message of ours.
type messageAcknowledged struct {
	session  *session
	id       uint32
	accepted bool
}

// handle also takes what comes late on a connection that has been replaced:
// the peer has the message all the same.
func (in messageAcknowledged) handle(e *Engine) {
	p := e.people[in.session.peer]
	if p == nil {
		return
	}
	// One that our user has deleted meanwhile is not there any more.
	i := slices.IndexFunc(p.outbox, func(o *outgoing) bool { return o.message.WireID == in.id && !o.acknowledged })
	if i < 0 {
		return
	}
	o := p.outbox[i]
	o.acknowledged = true
	if !slices.ContainsFunc(p.outbox, func(o *outgoing) bool { return o.session != nil && !o.acknowledged }) {
		e.eachLink((*transfer.Link).ChatDone)
	}
	delivery := Delivered
	if !in.accepted {
		delivery = Failed
	}
	e.saveDelivery(p, o, delivery)
}

// saveDelivery makes durable that the peer has a message, or refused it. Until
// that has succeeded it stays in the outbox, but is not sent again in this run.
func (e *Engine) saveDelivery(p *person, o *outgoing, delivery Delivery) {
	e.commit(func(err error) {
		if err != nil {
			time.AfterFunc(saveAgain, func() {
				e.mail.post(func() {
					if !e.closing && e.people[p.id] == p && slices.Contains(p.outbox, o) {
						e.saveDelivery(p, o, delivery)
					}
				})
			})
			return
		}
		p.outbox = slices.DeleteFunc(p.outbox, func(x *outgoing) bool { return x == o })
		e.delivered(p, o.message, delivery)
		e.pump(p)
	}, store.SetDelivery{ID: o.message.ID, Delivery: delivery, Volatile: e.volatile(p.id)})
}

func (e *Engine) delivered(p *person, m store.Message, delivery Delivery) {
	m.Delivery = delivery
	if p.last != nil && p.last.ID == m.ID {
		p.last.Delivery = delivery
	}
	e.bus.publish(MessageChanged{Message: e.messageView(m, delivery)})
}

// messageReceived: a peer has sent a chat message.
type messageReceived struct {
	session *session
	message protocol.Message
}

func (in messageReceived) handle(e *Engine) {
	s := in.session
	p := e.people[s.peer]
	if contact, ok := e.book.Get(s.peer); p == nil || !ok || contact.State != contacts.Accepted {
		s.conn.Close(errNotWanted)
		return
	}
	if b := e.bulkSession(s.peer); b != nil {
		b.link.ChatCame()
	}
	m := in.message
	now := time.Now()
	mark := seen{id: m.ID, digest: store.Digest(m.Text), written: now.Add(-m.Age), session: s, message: e.nextMessage}
	if m.HasID && p.repeats.has(mark) {
		// The first copy may still be on its way to the disk: an empty
		// commit is done after it.
		e.commit(func(err error) {
			if err == nil && !p.repeats.has(mark) {
				err = errNotStored // nor was the first copy
			}
			in.answer(err)
		})
		return
	}
	msg := store.Message{
		ID: e.nextMessage, Contact: p.id, Text: m.Text, Written: mark.written, Stored: now, WireID: m.ID, HasWireID: m.HasID,
		Volatile: e.volatile(p.id),
	}
	e.nextMessage++
	if m.HasID {
		p.repeats.add(mark)
	}
	e.commit(func(err error) {
		if err != nil {
			p.repeats.drop(msg.ID)
		} else if e.people[p.id] == p {
			p.last = &msg
			p.unread++
			e.bus.publish(MessageAdded{Message: e.messageView(msg, Incoming)})
			e.contactChanged(p.id)
		}
		in.answer(err)
	}, store.AddMessage{Message: msg})
}

// answer acknowledges what is durable. What is not stays unacknowledged and
// the connection is closed: the peer sends it again on the next one.
func (in messageReceived) answer(err error) {
	if err != nil {
		in.session.conn.Close(errNotStored)
		return
	}
	// A connection that has ended meanwhile needs no answer: the peer will
	// send the message again, and it will be recognised.
	_ = in.session.conn.Acknowledge(in.message.Receipt, true)
}

// sendMessage: our user has written a message.
type sendMessage struct {
	request[Message]
	id   contacts.ServiceID
	text string
}

func (in sendMessage) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	if err := contacts.ValidateText(in.text); err != nil {
		in.fail(err)
		return
	}
	contact, ok := e.book.Get(in.id)
	p := e.people[in.id]
	switch {
	case !ok || p == nil:
		in.fail(notFound())
		return
	case contact.State != contacts.Accepted:
		in.fail(cannotWrite(contact.State))
		return
	case len(p.outbox)+p.storing >= maxOutbox:
		in.fail(conflict(KindOutboxFull, "Too many messages wait for this contact already, so this one was not taken. "+
			"They are sent as soon as the contact is online; wait for that."))
		return
	}
	now := time.Now()
	msg := store.Message{
		ID: e.nextMessage, Contact: in.id, Outgoing: true, Text: in.text, Written: now, Stored: now,
		Delivery: Queued, WireID: p.wireID(), HasWireID: true, Volatile: e.volatile(in.id),
	}
	e.nextMessage++
	p.storing++
	if p.session != nil && p.session.chatReady {
		e.eachLink((*transfer.Link).ChatWrote) // the way is free by the time it is stored
	}
	e.commit(func(err error) {
		p.storing--
		if err != nil {
			in.fail(storageError())
			return
		}
		e.queue(p, msg)
		in.reply(e.messageView(msg, Queued), nil)
		e.pump(p)
	}, store.AddMessage{Message: msg})
}

// queue puts a durable message into the outbox.
func (e *Engine) queue(p *person, msg store.Message) {
	if e.people[p.id] != p {
		return
	}
	p.outbox = append(p.outbox, &outgoing{message: msg})
	p.last = &msg
	e.bus.publish(MessageAdded{Message: e.messageView(msg, Queued)})
	e.contactChanged(p.id)
	e.nudge(p)
}

func cannotWrite(s contacts.State) error {
	switch s {
	case contacts.Requesting:
		return conflict(KindWriteAsked, "This contact has not answered your request yet, so nothing can be written to them. You will see when they accept.")
	case contacts.Pending:
		return conflict(KindWritePending, "This contact waits for your answer. Accept their request first, then write.")
	case contacts.Rejected:
		return conflict(KindWriteRejected, "This contact refused your request or removed you, so nothing can be written to them. You can ask again by adding them anew.")
	case contacts.Blocked:
		return conflict(KindWriteBlocked, "This contact is blocked, so nothing can be written to them. Unblock them first.")
	}
	return conflict(KindWriteNot, "Nothing can be written to this contact now.")
}

// retryMessage: our user wants a refused message to be tried again.
type retryMessage struct {
	request[Message]
	id uint64
}

func (in retryMessage) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	msg, ok, err := e.store.Message(in.id)
	if err != nil {
		in.fail(storageError())
		return
	}
	p := e.people[msg.Contact]
	if !ok || p == nil {
		in.fail(&UserError{Code: CodeNotFound, Kind: KindNoMessage, Text: "There is no such message. It may have been deleted."})
		return
	}
	if !msg.Outgoing || msg.Delivery != Failed {
		in.fail(conflict(KindNotFailed, "This message did not fail, so there is nothing to try again."))
		return
	}
	if contact, _ := e.book.Get(p.id); contact.State != contacts.Accepted {
		in.fail(cannotWrite(contact.State))
		return
	}
	msg.Delivery = Queued
	e.commit(func(err error) {
		if err != nil {
			in.fail(storageError())
			return
		}
		inOutbox := slices.ContainsFunc(p.outbox, func(o *outgoing) bool { return o.message.ID == msg.ID })
		if !inOutbox {
			p.outbox = append(p.outbox, &outgoing{message: msg})
		}
		e.delivered(p, msg, Queued)
		in.reply(e.messageView(msg, Queued), nil)
		e.pump(p)
	}, store.SetDelivery{ID: msg.ID, Delivery: Queued})
}

// messageView is a message as subscribers see it.
func (e *Engine) messageView(m store.Message, delivery Delivery) Message {
	return Message{
		ID: m.ID, Contact: m.Contact, Outgoing: m.Outgoing, Text: m.Text, Written: m.Written, Delivery: delivery,
	}
}
