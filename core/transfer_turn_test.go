package core

import (
	"context"
	"errors"
	"testing"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// aParcel is an engine that does not run, with one incoming transfer.
func aParcel(stage store.TransferStage) (*Engine, *parcel, *person) {
	id := contacts.FromPublicKey(make([]byte, 32))
	p := &parcel{rec: store.Transfer{ID: 1, Contact: id, Wire: [16]byte{1}, Stage: stage}}
	e := &Engine{
		files:  &fileRoom{parcels: make(map[uint64]*parcel), named: make(map[wireName]*parcel), live: make(map[contacts.ServiceID][]*parcel)},
		people: map[contacts.ServiceID]*person{id: {id: id}},
	}
	e.files.add(p)
	return e, p, e.people[id]
}

// The link of a bulk connection that was replaced is not through with what has come
// when the next connection is ready: nobody else gets it until then.
func TestOneLinkAtATime(t *testing.T) {
	e, p, person := aParcel(store.TransferAccepted)
	link := func() *session {
		return &session{peer: person.id, link: transfer.NewLink(nil, nil), linked: make(chan struct{}), bulk: true}
	}
	old, next := link(), link()
	p.in, p.on, p.last = &transfer.Incoming{}, old, old
	delete(e.files.parcels, p.rec.ID) // nobody is told: there is no bus
	person.bulk = bulkState{session: next, ready: true}
	e.detach(p) // paused, and resumed
	e.advanceIncoming(p, &turns{})
	if p.on != nil {
		t.Error("two links have one transfer")
	}
	close(old.linked)
	e.advanceIncoming(p, &turns{})
	if p.on != next || p.last != next {
		t.Error("the next link did not get it")
	}
}

// A transfer that is being given its name may have it already: nobody ends it.
func TestNoEndWhilePublishing(t *testing.T) {
	e, p, _ := aParcel(store.TransferFilled)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.job = cancel
	var user *UserError
	if err := e.cancelParcel(p); !errors.As(err, &user) || user.Code != CodeConflict {
		t.Errorf("our user cancels it: %v", err)
	}
	e.endedByPeer(&session{peer: p.rec.Contact}, protocol.TransferEnd{ID: p.rec.Wire, Outcome: protocol.TransferCancelled})
	if p.ended() || ctx.Err() != nil {
		t.Error("the peer has ended it")
	}
}
