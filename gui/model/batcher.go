package model

import (
	"slices"
	"sync"

	"carom/contacts"
	"carom/core"
	"carom/onion"
)

const (
	// maxOther is how many events of kinds that are not put together wait;
	// beyond that the state has to be read afresh. A user causes a few a second.
	maxOther = 1024
	// maxHeld is how many events wait while the state is read: what a flood
	// brings in some tenths of a second.
	maxHeld = 4096
)

// Batcher takes events as fast as they come and keeps the newest state of each
// thing until the user interface takes it. Messages of conversations that are
// not open only move their contact's row.
type Batcher struct {
	wake func()

	mu      sync.Mutex
	floor   uint64 // events up to this number are known already
	open    contacts.ServiceID
	awake   bool // wake was called, and not all was taken since
	resync  bool // the state has to be read
	waiting bool // it is being read
	held    []core.Numbered
	network *onion.Status
	people  []contacts.ServiceID // in the order of updates
	updates map[contacts.ServiceID]*ContactUpdate
	reload  bool
	gap     bool
	ids     []uint64 // of messages, ascending
	changes map[uint64]MessageUpdate
	files   []uint64 // transfers, in the order of updates
	moves   map[uint64]TransferUpdate
	other   []core.Event
}

// NewBatcher returns a batcher that holds back what is put until Restart has
// the number of the State that was read after the subscription was made. wake
// is called when there is something to take: it has the user interface call
// Take, and returns at once. After that it is not called until all was taken.
func NewBatcher(wake func()) *Batcher {
	b := &Batcher{wake: wake, waiting: true}
	b.forget()
	return b
}

// forget drops everything that waits.
func (b *Batcher) forget() {
	b.network, b.people, b.files, b.other = nil, nil, nil, nil
	b.updates = make(map[contacts.ServiceID]*ContactUpdate)
	b.moves = make(map[uint64]TransferUpdate)
	b.forgetMessages()
}

func (b *Batcher) forgetMessages() {
	b.reload, b.gap, b.ids = false, false, nil
	b.changes = make(map[uint64]MessageUpdate)
}

// Open says whose messages are wanted; the zero id is nobody. Messages that
// were put before are forgotten: the conversation is read from the store.
func (b *Batcher) Open(id contacts.ServiceID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = id
	b.forgetMessages()
}

// Restart begins anew with a State of this number: events up to it are in the
// state.
func (b *Batcher) Restart(seq uint64) {
	b.mu.Lock()
	held := b.held
	b.floor, b.waiting, b.held = seq, false, nil
	b.mu.Unlock()
	for _, ev := range held {
		b.Put(ev)
	}
}

// Put takes an event. Events come from one goroutine, in order.
func (b *Batcher) Put(ev core.Numbered) {
	bubble, isMessage := bubbleOf(ev.Event) // the work is done before the lock
	b.mu.Lock()
	wake := false
	switch {
	case ev.Seq <= b.floor:
	case b.waiting:
		b.hold(ev)
	default:
		b.take(ev.Event, bubble, isMessage)
		wake = !b.awake
		b.awake = true
	}
	b.mu.Unlock()
	if wake {
		b.wake()
	}
}

// hold keeps an event until the state has been read.
func (b *Batcher) hold(ev core.Numbered) {
	if _, resync := ev.Event.(core.Resync); resync || len(b.held) == maxHeld {
		b.held = append(b.held[:0], core.Numbered{Seq: ev.Seq, Event: core.Resync{}})
		return
	}
	b.held = append(b.held, ev)
}

func (b *Batcher) take(ev core.Event, bubble Bubble, isMessage bool) {
	switch e := ev.(type) {
	case core.Resync:
		b.forget()
		b.resync = true
	case core.NetworkChanged:
		b.network = &e.Network
	case core.ContactChanged:
		b.update(e.Contact.ID).Contact = &e.Contact
	case core.ContactRemoved:
		*b.update(e.ID) = ContactUpdate{ID: e.ID, Removed: true}
		if e.ID == b.open {
			b.forgetMessages()
		}
	case core.HistoryChanged:
		if e.ID == b.open {
			b.forgetMessages()
			b.reload = true
		}
	case core.TransferChanged:
		b.transfer(TransferUpdate{ID: e.Transfer.ID, Contact: e.Transfer.Contact, Transfer: &e.Transfer})
	case core.TransferRemoved:
		b.transfer(TransferUpdate{ID: e.ID, Contact: e.Contact})
	default:
		if isMessage {
			b.message(bubble, ev)
			break
		}
		b.others(e)
	}
}

func bubbleOf(ev core.Event) (Bubble, bool) {
	switch e := ev.(type) {
	case core.MessageAdded:
		return NewBubble(e.Message), true
	case core.MessageChanged:
		return NewBubble(e.Message), true
	}
	return Bubble{}, false
}

// update returns the update of a contact that waits.
func (b *Batcher) update(id contacts.ServiceID) *ContactUpdate {
	u := b.updates[id]
	if u == nil {
		u = &ContactUpdate{ID: id}
		b.updates[id] = u
		b.people = append(b.people, id)
	}
	return u
}

// message takes a message that is new or has changed.
func (b *Batcher) message(bubble Bubble, ev core.Event) {
	m := bubble.Message
	if u := b.update(m.Contact); u.Message == nil || m.ID >= u.Message.ID {
		u.Message = &m
	}
	if m.Contact != b.open {
		return
	}
	_, added := ev.(core.MessageAdded)
	place, there := slices.BinarySearch(b.ids, m.ID)
	if there {
		added = added || b.changes[m.ID].Added
	} else {
		b.ids = slices.Insert(b.ids, place, m.ID)
	}
	b.changes[m.ID] = MessageUpdate{Bubble: bubble, Added: added}
	if len(b.ids) > MaxMessages {
		b.drop()
	}
}

// drop forgets the oldest message that waits. A change that is dropped may be
// of a message that is shown.
func (b *Batcher) drop() {
	oldest := b.ids[0]
	b.ids = b.ids[1:]
	if b.changes[oldest].Added {
		b.gap = true
	} else {
		b.reload = true
	}
	delete(b.changes, oldest)
}

// transfer takes a transfer's newest state. Each that moves changes some times a
// second.
func (b *Batcher) transfer(u TransferUpdate) {
	if _, there := b.moves[u.ID]; !there {
		b.files = append(b.files, u.ID)
	}
	b.moves[u.ID] = u
}

func (b *Batcher) others(ev core.Event) {
	if len(b.other) == maxOther {
		b.forget()
		b.resync = true
		return
	}
	b.other = append(b.other, ev)
}

// Take returns what waits, at most limit contacts and as many messages,
// transfers and other events. When More is set, the user interface calls Take again, after
// it has done what else there is to do; until then wake is not called.
func (b *Batcher) Take(limit int) Batch {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.resync {
		b.forget()
		b.awake, b.resync, b.waiting = false, false, true
		return Batch{Resync: true}
	}
	out := Batch{Network: b.network, Reload: b.reload, Gap: b.gap}
	b.network, b.reload, b.gap = nil, false, false
	for _, id := range b.people[:min(limit, len(b.people))] {
		out.Contacts = append(out.Contacts, *b.updates[id])
		delete(b.updates, id)
	}
	b.people = b.people[len(out.Contacts):]
	for _, id := range b.ids[:min(limit, len(b.ids))] {
		out.Messages = append(out.Messages, b.changes[id])
		delete(b.changes, id)
	}
	b.ids = b.ids[len(out.Messages):]
	for _, id := range b.files[:min(limit, len(b.files))] {
		out.Transfers = append(out.Transfers, b.moves[id])
		delete(b.moves, id)
	}
	b.files = b.files[len(out.Transfers):]
	out.Other = b.other[:min(limit, len(b.other))]
	b.other = b.other[len(out.Other):]
	out.More = len(b.people)+len(b.ids)+len(b.files)+len(b.other) > 0
	b.awake = out.More
	return out
}
