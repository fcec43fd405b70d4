// Package storetest holds the promises of store.Store as tests that run on
// every implementation.
package storetest

import (
	"crypto/ed25519"
	"crypto/rand"
	"testing"
	"time"

	"carom/contacts"
	"carom/store"
)

// Opener opens the same profile again each time it is called; the Store of an
// earlier call has been closed. Durable says whether anything survives that.
type Opener struct {
	Open    func(t *testing.T) store.Store
	Durable bool
}

// Conformance runs every promise on the stores that make returns, a new
// profile for each.
func Conformance(t *testing.T, make func(t *testing.T) Opener) {
	t.Helper()
	for name, run := range map[string]func(*testing.T, Opener){
		"empty":        testEmpty,
		"contacts":     testContacts,
		"conversation": testConversation,
		"history":      testHistory,
		"after":        testHistoryAfter,
		"settings":     testSettings,
		"drafts":       testDrafts,
		"order":        testOrder,
		"closed":       testClosed,
		"reopen":       testReopen,
		"deletion":     testDeletion,
		"expiry":       testExpiry,
		"volatile":     testVolatile,
		"transfers":    testTransfers,
		"search":       testSearch,
	} {
		t.Run(name, func(t *testing.T) { run(t, make(t)) })
	}
}

// NewID returns the id of a person nobody knows.
func NewID(t *testing.T) contacts.ServiceID {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return contacts.FromPublicKey(pub)
}

// Must commits and waits until it is durable.
func Must(t *testing.T, s store.Store, changes ...store.Change) {
	t.Helper()
	result := make(chan error, 1)
	s.Commit(changes, func(err error) { result <- err })
	if err := <-result; err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, s store.Store) store.Profile {
	t.Helper()
	p, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func closeStore(t *testing.T, s store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func message(id uint64, from contacts.ServiceID, text string) store.Message {
	return store.Message{
		ID: id, Contact: from, Text: text, WireID: uint32(id) + 70000, HasWireID: true,
		Written: time.Date(2026, 1, 2, 3, 4, int(id%60), 7, time.UTC), Stored: time.Unix(int64(id), 0).UTC(),
	}
}

func seen(m store.Message) store.Seen {
	return store.Seen{WireID: m.WireID, Digest: store.Digest(m.Text), Written: m.Written}
}

func outgoing(id uint64, to contacts.ServiceID, text string) store.Message {
	m := message(id, to, text)
	m.Outgoing, m.Delivery = true, store.Queued
	return m
}

func testEmpty(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	p := load(t, s)
	if p.Identity != "" || len(p.Contacts) != 0 || len(p.Conversations) != 0 || p.NextMessage != 1 {
		t.Fatalf("a new profile is not empty: %+v", p)
	}
	if _, ok, err := s.Message(1); ok || err != nil {
		t.Fatalf("a message in a new profile: %v %v", ok, err)
	}
}

func testContacts(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	c := contacts.Contact{
		ID: NewID(t), Nickname: "anna", State: contacts.Requesting,
		Added: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Greeting: "hi \u2713", OwnNickname: "me",
		Request: contacts.Request{Nickname: "n", Message: "m", Received: time.Date(2026, 2, 3, 4, 5, 6, 7, time.UTC)},
	}
	other := contacts.Contact{ID: NewID(t), Nickname: "bo", State: contacts.Removed, RejectionOwed: true}
	Must(t, s, store.SetIdentity{Blob: "ED25519-V3:x"}, store.PutContact{Contact: c}, store.PutContact{Contact: other})
	c.State = contacts.Accepted
	Must(t, s, store.PutContact{Contact: c})
	p := load(t, s)
	if p.Identity != "ED25519-V3:x" || len(p.Contacts) != 2 {
		t.Fatalf("got %+v", p)
	}
	for _, got := range p.Contacts {
		if want := map[bool]contacts.Contact{true: c, false: other}[got.ID == c.ID]; got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	Must(t, s, store.DeleteContact{ID: c.ID})
	if p := load(t, s); len(p.Contacts) != 1 || p.Contacts[0] != other {
		t.Fatalf("after the deletion: %+v", p.Contacts)
	}
}

func testConversation(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	id := NewID(t)
	Must(t, s, store.AddMessage{Message: message(1, id, "a")}, store.AddMessage{Message: outgoing(2, id, "b")},
		store.AddMessage{Message: outgoing(3, id, "c")}, store.AddMessage{Message: outgoing(4, id, "d")},
		store.AddMessage{Message: message(5, id, "e")})
	Must(t, s, store.SetDelivery{ID: 2, Delivery: store.Delivered}, store.SetDelivery{ID: 4, Delivery: store.Failed},
		store.SetRead{Contact: id, Message: 1})
	c := load(t, s).Conversations[id]
	if len(c.Outbox) != 1 || c.Outbox[0].ID != 3 {
		t.Errorf("the outbox is %+v", c.Outbox)
	}
	if len(c.Seen) != 2 || c.Seen[0] != seen(message(1, id, "a")) || c.Seen[1] != seen(message(5, id, "e")) {
		t.Errorf("seen: %+v", c.Seen)
	}
	if c.Last.ID != 5 || c.Unread != 1 || c.ReadTo != 1 {
		t.Errorf("got last %d, unread %d, read to %d", c.Last.ID, c.Unread, c.ReadTo)
	}
	Must(t, s, store.SetRead{Contact: id, Message: 5}, store.SetRead{Contact: id, Message: 2})
	if c := load(t, s).Conversations[id]; c.Unread != 0 || c.ReadTo != 5 {
		t.Errorf("the read mark went back: %+v", c)
	}
	if m, ok, err := s.Message(4); err != nil || !ok || m.Delivery != store.Failed || m.Text != "d" {
		t.Errorf("message 4 is %+v %v %v", m, ok, err)
	}
	Must(t, s, store.DeleteContact{ID: id})
	if _, ok, _ := s.Message(4); ok || len(load(t, s).Conversations) != 0 {
		t.Error("a deleted contact's messages are still there")
	}
}

func testHistory(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	a, b := NewID(t), NewID(t)
	var changes []store.Change
	for i := uint64(1); i <= 2*(store.SeenMemory+10); i++ {
		changes = append(changes, store.AddMessage{Message: message(i, map[bool]contacts.ServiceID{true: a, false: b}[i%2 == 1], "x")})
	}
	Must(t, s, changes...)
	got, err := s.History(a, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	newest := uint64(2*(store.SeenMemory+10) - 1)
	if len(got) != 3 || got[0].ID != newest-4 || got[2].ID != newest {
		t.Errorf("the newest three are %+v", got)
	}
	for _, before := range []uint64{5, 6} {
		got, err = s.History(a, before, 10)
		if err != nil || len(got) != int(before-4)+1 || got[0].ID != 1 {
			t.Errorf("before %d: %+v %v", before, got, err)
		}
	}
	if got, err = s.History(NewID(t), 0, 10); err != nil || len(got) != 0 {
		t.Errorf("a stranger's history: %+v %v", got, err)
	}
	got2 := load(t, s).Conversations[a].Seen
	if len(got2) != store.SeenMemory || got2[len(got2)-1] != seen(message(newest, a, "x")) || got2[0].WireID >= got2[1].WireID {
		t.Errorf("%d are remembered", len(got2))
	}
}

func testOrder(t *testing.T, o Opener) {
	s := o.Open(t)
	id := NewID(t)
	const n = 200
	order := make(chan int, 2*n)
	for i := range n {
		s.Commit([]store.Change{store.AddMessage{Message: message(uint64(i+1), id, "x")}}, func(err error) {
			if err != nil {
				t.Error(err)
			}
			order <- 2 * i
		})
		s.Commit(nil, func(error) { order <- 2*i + 1 })
	}
	closeStore(t, s)
	for i := range 2 * n {
		if got := <-order; got != i {
			t.Fatalf("done number %d came at place %d", got, i)
		}
	}
}

func testClosed(t *testing.T, o Opener) {
	s := o.Open(t)
	closeStore(t, s)
	result := make(chan error, 1)
	s.Commit([]store.Change{store.SetIdentity{Blob: "late"}}, func(err error) { result <- err })
	if err := <-result; err != store.ErrClosed {
		t.Fatalf("a commit after Close: %v", err)
	}
}

func testReopen(t *testing.T, o Opener) {
	s := o.Open(t)
	id := NewID(t)
	Must(t, s, store.SetIdentity{Blob: "secret"}, store.PutContact{Contact: contacts.Contact{ID: id, Nickname: "n", State: contacts.Accepted}},
		store.AddMessage{Message: message(1, id, "a")}, store.AddMessage{Message: outgoing(2, id, "b")}, store.SetRead{Contact: id, Message: 1})
	want := load(t, s)
	closeStore(t, s)
	if !o.Durable {
		return
	}
	for range 2 {
		s = o.Open(t)
		got := load(t, s)
		if got.Identity != want.Identity || len(got.Contacts) != 1 || got.Contacts[0] != want.Contacts[0] ||
			got.NextMessage != 3 || len(got.Conversations[id].Outbox) != 1 || len(got.Conversations[id].Seen) != 1 ||
			got.Conversations[id].Seen[0] != want.Conversations[id].Seen[0] || got.Conversations[id].Unread != 0 ||
			got.Conversations[id].Last != want.Conversations[id].Last {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		closeStore(t, s)
	}
}
