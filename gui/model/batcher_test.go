package model

import (
	"slices"
	"sync"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
)

// feed numbers events and counts how often the batcher wakes its user.
type feed struct {
	*Batcher
	seq   uint64
	wakes int
}

func newFeed() *feed {
	f := &feed{}
	f.Batcher = NewBatcher(func() { f.wakes++ })
	f.Restart(0)
	f.Open(anna)
	return f
}

func (f *feed) put(events ...core.Event) {
	for _, ev := range events {
		f.seq++
		f.Put(core.Numbered{Seq: f.seq, Event: ev})
	}
}

func messageIDs(list []MessageUpdate) []uint64 {
	var out []uint64
	for _, u := range list {
		out = append(out, u.Bubble.ID)
	}
	return out
}

func TestBatchHasTheNewestState(t *testing.T) {
	f := newFeed()
	m := message(anna, 1)
	m.Outgoing, m.Delivery = true, core.Queued
	f.put(core.MessageAdded{Message: m})
	m.Delivery = core.Sent
	f.put(core.MessageChanged{Message: m})
	m.Delivery = core.Delivered
	f.put(core.MessageChanged{Message: m})
	for percent := range 3 {
		f.put(core.NetworkChanged{Network: onion.Status{Percent: percent}})
	}
	for unread := range 3 {
		c := contact(2, "bob")
		c.Unread = unread
		f.put(core.ContactChanged{Contact: c})
	}
	if f.wakes != 1 {
		t.Errorf("woken %d times", f.wakes)
	}
	b := f.Take(10)
	if len(b.Messages) != 1 || !b.Messages[0].Added || b.Messages[0].Bubble.Delivery != core.Delivered {
		t.Errorf("messages: %+v", b.Messages)
	}
	if b.Network == nil || b.Network.Percent != 2 {
		t.Errorf("network: %+v", b.Network)
	}
	if len(b.Contacts) != 2 || b.Contacts[0].Message.Delivery != core.Delivered || b.Contacts[1].Contact.Unread != 2 {
		t.Errorf("contacts: %+v", b.Contacts)
	}
	if b.More || b.Resync || b.Reload || b.Gap {
		t.Errorf("%+v", b)
	}
	if again := f.Take(10); len(again.Messages)+len(again.Contacts) != 0 || again.Network != nil {
		t.Errorf("the same again: %+v", again)
	}
	f.put(core.NetworkChanged{})
	if f.wakes != 2 {
		t.Errorf("woken %d times", f.wakes)
	}
}

func TestMessagesOfOthersOnlyMoveTheirRow(t *testing.T) {
	f := newFeed()
	for id := range uint64(5000) {
		f.put(core.MessageAdded{Message: message(bob, id+1)})
	}
	f.put(core.HistoryChanged{ID: bob})
	b := f.Take(10)
	if len(b.Messages) != 0 || b.Reload || b.Gap || b.More {
		t.Errorf("%d messages, %+v", len(b.Messages), b)
	}
	if len(b.Contacts) != 1 || b.Contacts[0].ID != bob || b.Contacts[0].Message.ID != 5000 {
		t.Errorf("contacts: %+v", b.Contacts)
	}
}

func TestBatchIsBounded(t *testing.T) {
	f := newFeed()
	for id := range uint64(10_000) {
		f.put(core.MessageAdded{Message: message(anna, id+1)})
	}
	for n := range 100 {
		f.put(core.ContactChanged{Contact: contact(byte(n+3), "somebody")})
	}
	var got []uint64
	people, turns := 0, 0
	for {
		b := f.Take(50)
		if len(b.Messages) > 50 || len(b.Contacts) > 50 {
			t.Fatalf("%d messages and %d contacts at once", len(b.Messages), len(b.Contacts))
		}
		if b.Gap != (turns == 0) {
			t.Errorf("in turn %d the gap is %v", turns, b.Gap)
		}
		got, people, turns = append(got, messageIDs(b.Messages)...), people+len(b.Contacts), turns+1
		if !b.More {
			break
		}
	}
	if len(got) != MaxMessages || got[0] != 10_001-MaxMessages || !slices.IsSorted(got) {
		t.Errorf("%d messages from %d on", len(got), got[0])
	}
	if people != 101 || f.wakes != 1 {
		t.Errorf("%d contacts, woken %d times", people, f.wakes)
	}
}

// A change that was too old to keep may be of a message that is shown.
func TestDroppedChangeHasTheWindowReloaded(t *testing.T) {
	f := newFeed()
	f.put(core.MessageChanged{Message: message(anna, 1)})
	for id := range uint64(MaxMessages) {
		f.put(core.MessageAdded{Message: message(anna, id+2)})
	}
	if b := f.Take(10); !b.Reload || b.Gap {
		t.Errorf("reload %v, gap %v", b.Reload, b.Gap)
	}
}

func TestRemoved(t *testing.T) {
	f := newFeed()
	f.put(core.MessageAdded{Message: message(anna, 1)}, core.ContactChanged{Contact: contact(1, "anna")}, core.ContactRemoved{ID: anna})
	b := f.Take(10)
	if len(b.Messages) != 0 || len(b.Contacts) != 1 || !b.Contacts[0].Removed || b.Contacts[0].Contact != nil {
		t.Errorf("%+v", b)
	}
	f.put(core.ContactRemoved{ID: anna}, core.ContactChanged{Contact: contact(1, "anna again")})
	if b := f.Take(10); !b.Contacts[0].Removed || b.Contacts[0].Contact.Nickname != "anna again" {
		t.Errorf("%+v", b.Contacts)
	}
}

func TestHistoryChanged(t *testing.T) {
	f := newFeed()
	f.put(core.MessageAdded{Message: message(anna, 1)}, core.HistoryChanged{ID: anna}, core.MessageAdded{Message: message(anna, 2)})
	b := f.Take(10)
	if !b.Reload || !slices.Equal(messageIDs(b.Messages), []uint64{2}) {
		t.Errorf("reload %v, messages %v", b.Reload, messageIDs(b.Messages))
	}
}

func TestOpeningAnother(t *testing.T) {
	f := newFeed()
	f.put(core.MessageAdded{Message: message(anna, 1)})
	f.Open(bob)
	f.put(core.MessageAdded{Message: message(bob, 2)})
	if got := messageIDs(f.Take(10).Messages); !slices.Equal(got, []uint64{2}) {
		t.Errorf("messages %v", got)
	}
}

// After a Resync nothing comes until the state was read; then only what is
// newer than the state.
func TestResync(t *testing.T) {
	f := newFeed()
	f.put(core.MessageAdded{Message: message(anna, 1)}, core.Resync{})
	if b := f.Take(10); !b.Resync || len(b.Messages)+len(b.Contacts) != 0 {
		t.Errorf("%+v", b)
	}
	wakes := f.wakes
	f.put(core.MessageAdded{Message: message(anna, 2)}, core.MessageAdded{Message: message(anna, 3)})
	if b := f.Take(10); b.Resync || len(b.Messages) != 0 || f.wakes != wakes {
		t.Errorf("while the state is read: %+v", b)
	}
	f.Restart(3)
	if got := messageIDs(f.Take(10).Messages); !slices.Equal(got, []uint64{3}) || f.wakes != wakes+1 {
		t.Errorf("after a state of number 3: %v", got)
	}
}

// A Resync while the state is read counts only when the state is older.
func TestResyncWhileReading(t *testing.T) {
	for state, want := range map[uint64]bool{1: true, 2: false} {
		f := newFeed()
		f.put(core.Resync{})
		f.Take(10)
		f.put(core.Resync{})
		f.Restart(state)
		if b := f.Take(10); b.Resync != want {
			t.Errorf("after a state of number %d the resync is %v", state, b.Resync)
		}
	}
	f := newFeed()
	f.put(core.Resync{})
	f.Take(10)
	for range maxHeld + 2 {
		f.put(core.NetworkChanged{})
	}
	f.Restart(1)
	if b := f.Take(10); !b.Resync {
		t.Error("more was held back than there is room for, and nobody says so")
	}
}

// unknownEvent stands for events that this package does not know.
type unknownEvent struct {
	core.Resync
	n int
}

func TestOtherEvents(t *testing.T) {
	f := newFeed()
	for n := range 30 {
		f.put(unknownEvent{n: n})
	}
	var got []int
	for more := true; more; {
		b := f.Take(20)
		for _, ev := range b.Other {
			got = append(got, ev.(unknownEvent).n)
		}
		more = b.More
	}
	if len(got) != 30 || !slices.IsSorted(got) {
		t.Errorf("%v", got)
	}
	for range maxOther + 1 {
		f.put(unknownEvent{})
	}
	if !f.Take(20).Resync {
		t.Error("too many events, and no resync")
	}
}

// One goroutine puts, another takes: nothing is lost but what a gap tells of.
func TestPutAndTakeAtOnce(t *testing.T) {
	wake := make(chan struct{}, 1)
	b := NewBatcher(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	b.Restart(0)
	b.Open(anna)
	const messages = 20_000
	var wg sync.WaitGroup
	wg.Go(func() {
		for id := range uint64(messages) {
			b.Put(core.Numbered{Seq: id + 1, Event: core.MessageAdded{Message: message(anna, id+1)}})
		}
	})
	last := uint64(0)
	for last < messages {
		<-wake
		for more := true; more; {
			batch := b.Take(100)
			for _, u := range batch.Messages {
				if u.Bubble.ID != last+1 && !batch.Gap {
					t.Fatalf("message %d after %d without a gap", u.Bubble.ID, last)
				}
				last = u.Bubble.ID
				batch.Gap = false
			}
			more = batch.More
		}
	}
	wg.Wait()
}

// A flood of 100 000 messages to the conversation that is open: what a message
// costs altogether, in the batcher, the window and the list of contacts.
func BenchmarkFlood100000(b *testing.B) {
	const messages, perTurn = 100_000, 170 // 10 000 a second at 60 turns a second
	flood := make([]core.Event, messages)
	for i := range flood {
		flood[i] = core.MessageAdded{Message: message(anna, uint64(i+1))}
	}
	longest := time.Duration(0)
	for b.Loop() {
		f := newFeed()
		w, roster := &Window{}, NewRoster()
		roster.Reset([]core.Contact{contact(1, "anna")})
		read(w, &shelf{}, w.Open(contact(1, "anna")))
		for at := 0; at < messages; at += perTurn {
			f.put(flood[at:min(at+perTurn, messages)]...)
			start := time.Now()
			turn(f.Batcher, w, roster)
			longest = max(longest, time.Since(start))
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N*messages), "ns/message")
	b.ReportMetric(float64(longest)/1e6, "ms-longest-turn")
}

// turn is what a user interface does when it is woken.
func turn(b *Batcher, w *Window, r *Roster) {
	batch := b.Take(MaxMessages)
	for _, u := range batch.Contacts {
		r.Apply(u)
	}
	w.Apply(batch.Messages, batch.Gap)
	r.Rows()
	w.Rows()
}

func BenchmarkPutClosed(b *testing.B) {
	f := newFeed()
	f.Open(contacts.ServiceID{})
	ev := core.MessageAdded{Message: message(anna, 1)}
	for b.Loop() {
		f.put(ev)
	}
}
