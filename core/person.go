package core

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"carom/contacts"
	"carom/store"
)

// person is what the engine keeps about a contact beside the contact itself.
type person struct {
	id contacts.ServiceID
	// session is the one connection to them: contact, request of theirs
	// waiting, or request of ours waiting. nil when there is none.
	session *session
	dial    dialState
	bulk    bulkState
	// isolation keeps this contact's circuits apart from all others'. It is
	// random, so that it tells tor's log nothing.
	isolation string

	outbox   []*outgoing
	storing  int // messages on their way into the outbox
	nextWire uint32
	repeats  *repeats
	last     *store.Message
	readTo   uint64
	unread   int
	draft    store.Draft
}

// outgoing is a message in the outbox.
type outgoing struct {
	message store.Message
	// session is the one it was written to, nil while it is queued.
	session *session
	// acknowledged: the peer has it; the store is about to know.
	acknowledged bool
	// deleting: our user is about to have it deleted, and it is not to leave.
	deleting bool
}

func newPerson(id contacts.ServiceID, conversation store.Conversation) *person {
	p := &person{
		id:        id,
		isolation: randomHex(16),
		nextWire:  randomWireID(),
		repeats:   newRepeats(conversation.Seen),
		readTo:    conversation.ReadTo,
		unread:    conversation.Unread,
	}
	for _, m := range conversation.Outbox {
		p.outbox = append(p.outbox, &outgoing{message: m})
	}
	if last := conversation.Last; last.ID != 0 {
		p.last = &last
	}
	return p
}

// wireID returns an id for a new message that no message in the outbox has.
// Ids start at random in each run (wire page, "im.ricochet.chat").
func (p *person) wireID() uint32 {
	for {
		id := p.nextWire
		p.nextWire++
		used := slices.ContainsFunc(p.outbox, func(o *outgoing) bool { return o.message.WireID == id })
		if id >= countedIDs && !used {
			return id
		}
	}
}

// requeue takes back what was written to a session and not acknowledged, and
// returns those messages.
func (p *person) requeue(s *session) []store.Message {
	var back []store.Message
	for _, o := range p.outbox {
		if o.session == s && !o.acknowledged {
			o.session = nil
			back = append(back, o.message)
		}
	}
	return back
}

func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func randomWireID() uint32 {
	var b [4]byte
	rand.Read(b[:])
	return binary.BigEndian.Uint32(b[:])
}

// dialState is where the search for a contact that is away stands.
//
//	idle --want--> waiting --timer--> queued --slot--> dialling --+--> idle (connected)
//	                  ^                                           |
//	                  +------------------- failed ----------------+
type dialState struct {
	phase    dialPhase
	failures int
	started  time.Time // of the newest dial
	timer    *time.Timer
	// cancel gives up the dial that is under way; nil when there is none.
	cancel context.CancelFunc
	// turn tells a timer or a dial that was stopped too late from the present one.
	turn uint64
}

type dialPhase uint8

const (
	dialIdle dialPhase = iota
	dialWaiting
	dialQueued
	dialling
)

// deliveryOf is how far a message has come, the wire included.
func (p *person) deliveryOf(m store.Message) Delivery {
	if m.Delivery != Queued {
		return m.Delivery
	}
	for _, o := range p.outbox {
		if o.message.ID == m.ID && o.session != nil {
			return Sent
		}
	}
	return Queued
}
