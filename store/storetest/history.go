package storetest

import (
	"slices"
	"testing"
	"time"

	"carom/contacts"
	"carom/store"
)

// ids are the messages of a conversation, by number.
func ids(t *testing.T, s store.Store, contact contacts.ServiceID) []uint64 {
	t.Helper()
	list, err := s.History(contact, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return numbers(list)
}

func numbers(list []store.Message) []uint64 {
	var out []uint64
	for _, m := range list {
		out = append(out, m.ID)
	}
	return out
}

func testDeletion(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	a, b := NewID(t), NewID(t)
	Must(t, s, store.AddMessage{Message: message(1, a, "one")}, store.AddMessage{Message: outgoing(2, a, "two")},
		store.AddMessage{Message: message(3, b, "three")}, store.AddMessage{Message: message(4, a, "four")})
	Must(t, s, store.DeleteMessage{ID: 1}, store.DeleteMessage{ID: 99})
	if got := ids(t, s, a); !slices.Equal(got, []uint64{2, 4}) {
		t.Errorf("after deleting 1: %v", got)
	}
	if found, err := s.Search("one", contacts.ServiceID{}, 0, 10); err != nil || len(found) != 0 {
		t.Errorf("a deleted message is found: %v %v", found, err)
	}
	Must(t, s, store.DeleteHistory{Contact: a}, store.DeleteHistory{Contact: NewID(t)})
	if got := ids(t, s, a); len(got) != 0 {
		t.Errorf("after deleting the conversation: %v", got)
	}
	if got := ids(t, s, b); !slices.Equal(got, []uint64{3}) {
		t.Errorf("the other conversation: %v", got)
	}
	p := load(t, s)
	if c := p.Conversations[a]; len(c.Outbox) != 0 || c.Last.ID != 0 || c.Unread != 0 || len(c.Seen) != 2 {
		t.Errorf("what is left of it: %+v", c)
	}
	if p.NextMessage != 5 {
		t.Errorf("the next message is %d", p.NextMessage)
	}
}

// Going down a conversation page by page gives what going up gives, with what
// is in memory only in its place; and a message can be found from both sides.
func testHistoryAfter(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	a, b := NewID(t), NewID(t)
	const n = 40
	var changes []store.Change
	var want []uint64
	for id := uint64(1); id <= n; id++ {
		m := message(id, a, "x")
		switch id % 4 {
		case 1:
			m = outgoing(id, a, "x")
		case 2:
			m.Volatile = true
		case 3:
			m.Contact = b
		}
		if m.Contact == a {
			want = append(want, id)
		}
		changes = append(changes, store.AddMessage{Message: m})
	}
	Must(t, s, changes...)
	for _, limit := range []int{1, 3, 7, n} {
		var got []uint64
		for after := uint64(0); ; after = got[len(got)-1] {
			page, err := s.HistoryAfter(a, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			if len(page) > limit {
				t.Fatalf("%d messages, limit %d", len(page), limit)
			}
			got = append(got, numbers(page)...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("in pages of %d the conversation is %v, want %v", limit, got, want)
		}
	}
	testAround(t, s, a, n)
}

// testAround: the place of a message, and the ends of a conversation of n.
func testAround(t *testing.T, s store.Store, a contacts.ServiceID, n uint64) {
	t.Helper()
	above, err := s.History(a, 14+1, 3)
	if got := numbers(above); err != nil || !slices.Equal(got, []uint64{12, 13, 14}) {
		t.Errorf("up to 14: %v %v", got, err)
	}
	below, err := s.HistoryAfter(a, 14, 3)
	if got := numbers(below); err != nil || !slices.Equal(got, []uint64{16, 17, 18}) {
		t.Errorf("from 14 on: %v %v", got, err)
	}
	for _, after := range []uint64{n, 1 << 63, 1<<64 - 1} {
		if got, err := s.HistoryAfter(a, after, 5); err != nil || len(got) != 0 {
			t.Errorf("after %d: %v %v", after, numbers(got), err)
		}
	}
	if got, err := s.HistoryAfter(NewID(t), 0, 5); err != nil || len(got) != 0 {
		t.Errorf("a stranger's: %v %v", numbers(got), err)
	}
	if got, err := s.HistoryAfter(a, 0, -1); err != nil || len(got) != 0 {
		t.Errorf("with a limit below zero: %v %v", numbers(got), err)
	}
}

func testExpiry(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	a := NewID(t)
	Must(t, s, store.AddMessage{Message: message(10, a, "old")}, store.AddMessage{Message: outgoing(11, a, "old, queued")},
		store.AddMessage{Message: outgoing(12, a, "old, sent")}, store.SetDelivery{ID: 12, Delivery: store.Delivered},
		store.AddMessage{Message: message(20, a, "new")})
	if m, ok, err := s.Oldest(a); err != nil || !ok || m.ID != 10 {
		t.Errorf("the oldest is %+v %v %v", m, ok, err)
	}
	if _, ok, err := s.Oldest(NewID(t)); err != nil || ok {
		t.Errorf("the oldest of nobody: %v %v", ok, err)
	}
	Must(t, s, store.Expire{Contact: a, Before: time.Unix(20, 0)}, store.Expire{Contact: NewID(t), Before: time.Unix(100, 0)})
	if got := ids(t, s, a); !slices.Equal(got, []uint64{11, 20}) {
		t.Errorf("what is kept: %v", got)
	}
}

// What is kept in memory only is there like everything else, and gone with the
// store; what it was recognised by is not.
func testVolatile(t *testing.T, o Opener) {
	s := o.Open(t)
	a := NewID(t)
	in, out, kept := message(1, a, "whisper"), outgoing(2, a, "whispered"), message(3, a, "kept")
	in.Volatile, out.Volatile = true, true
	Must(t, s, store.AddMessage{Message: in}, store.AddMessage{Message: out}, store.AddMessage{Message: kept})
	if got := ids(t, s, a); !slices.Equal(got, []uint64{1, 2, 3}) {
		t.Errorf("the conversation is %v", got)
	}
	if m, ok, err := s.Message(1); err != nil || !ok || m.Text != "whisper" {
		t.Errorf("message 1 is %+v %v %v", m, ok, err)
	}
	if c := load(t, s).Conversations[a]; len(c.Outbox) != 1 || c.Unread != 2 || len(c.Seen) != 2 || c.Last.ID != 3 {
		t.Errorf("loaded: %+v", c)
	}
	if o.Durable {
		closeStore(t, s)
		s = o.Open(t)
		if c := load(t, s).Conversations[a]; len(c.Outbox) != 1 || len(c.Seen) != 2 {
			t.Errorf("opened again: %+v", c)
		}
		if got := ids(t, s, a); !slices.Equal(got, []uint64{2, 3}) {
			t.Errorf("opened again, the conversation is %v", got)
		}
	}
	Must(t, s, store.SetDelivery{ID: 2, Delivery: store.Delivered, Volatile: true}, store.AddMessage{Message: message(4, a, "kept too")})
	if m, ok, err := s.Message(2); err != nil || !ok || m.Delivery != store.Delivered {
		t.Errorf("delivered: %+v %v %v", m, ok, err)
	}
	list, err := s.History(a, 4, 2)
	if got := numbers(list); err != nil || !slices.Equal(got, []uint64{2, 3}) {
		t.Errorf("two before 4 are %v, %v", got, err)
	}
	// One that is tried again is on disk again.
	Must(t, s, store.SetDelivery{ID: 2, Delivery: store.Failed, Volatile: true})
	Must(t, s, store.SetDelivery{ID: 2, Delivery: store.Queued, Volatile: true})
	if o.Durable {
		closeStore(t, s)
		s = o.Open(t)
	}
	if c := load(t, s).Conversations[a]; len(c.Outbox) != 1 || c.Outbox[0].ID != 2 {
		t.Errorf("tried again: %+v", c)
	}
	Must(t, s, store.DeleteMessage{ID: 2})
	if _, ok, _ := s.Message(2); ok {
		t.Error("message 2 is still there")
	}
	closeStore(t, s)
	if !o.Durable {
		return
	}
	s = o.Open(t)
	defer closeStore(t, s)
	if got := ids(t, s, a); !slices.Equal(got, []uint64{3, 4}) {
		t.Errorf("at the end the conversation is %v", got)
	}
	if n := load(t, s).NextMessage; n != 5 {
		t.Errorf("the next message is %d", n)
	}
}

func testSearch(t *testing.T, o Opener) {
	s := o.Open(t)
	defer closeStore(t, s)
	a, b := NewID(t), NewID(t)
	hidden := message(6, a, "the drop is hidden")
	hidden.Volatile = true
	Must(t, s, store.AddMessage{Message: message(1, a, "The DROP is at noon")}, store.AddMessage{Message: message(2, b, "noon? dropped it")},
		store.AddMessage{Message: outgoing(3, a, "never mind")}, store.AddMessage{Message: message(4, a, `say "drop"; then -noon* OR (x)`)},
		store.AddMessage{Message: message(5, a, "nothing")}, store.AddMessage{Message: hidden},
		store.AddMessage{Message: message(7, a, "meet in 東京 tomorrow")})
	for _, test := range []struct {
		query   string
		contact contacts.ServiceID
		before  uint64
		limit   int
		want    []uint64
	}{
		{"drop", contacts.ServiceID{}, 0, 10, []uint64{4, 2, 1}},
		{"noon drop", contacts.ServiceID{}, 0, 10, []uint64{4, 2, 1}},
		{"drop", a, 0, 10, []uint64{4, 1}},
		{"drop", a, 4, 10, []uint64{1}},
		{"drop", contacts.ServiceID{}, 0, 1, []uint64{4}},
		{"op", contacts.ServiceID{}, 0, 10, nil},
		{"", contacts.ServiceID{}, 0, 10, nil},
		{"東京", contacts.ServiceID{}, 0, 10, []uint64{7}},
		{"東京 MEET", contacts.ServiceID{}, 0, 10, []uint64{7}},
		{"東京 noon", b, 0, 10, nil},
		{`"*() - :`, contacts.ServiceID{}, 0, 10, nil},
		{`text:drop`, contacts.ServiceID{}, 0, 10, nil},
		{`drop" OR "nothing`, contacts.ServiceID{}, 0, 10, nil},
		{"drop", NewID(t), 0, 10, nil},
	} {
		got, err := s.Search(test.query, test.contact, test.before, test.limit)
		if err != nil || !slices.Equal(numbers(got), test.want) {
			t.Errorf("searching for %q before %d, limit %d: %v %v, want %v", test.query, test.before, test.limit, numbers(got), err, test.want)
		}
	}
}
