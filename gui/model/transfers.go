package model

import (
	"cmp"
	"slices"

	"carom/contacts"
	"carom/core"
)

// TransferUpdate is what is new about a file transfer.
type TransferUpdate struct {
	ID      uint64
	Contact contacts.ServiceID
	// Transfer is its newest state; nil when it was removed from the list.
	Transfer *core.Transfer
}

// Transfers are the file transfers that there are, with everybody.
type Transfers struct {
	all map[uint64]core.Transfer
}

// NewTransfers returns an empty list.
func NewTransfers() *Transfers { return &Transfers{all: make(map[uint64]core.Transfer)} }

// Reset takes all transfers afresh.
func (l *Transfers) Reset(list []core.Transfer) {
	l.all = make(map[uint64]core.Transfer, len(list))
	for _, t := range list {
		l.all[t.ID] = t
	}
}

// Apply takes what is new about a transfer, and returns what it was before;
// false when it is new.
func (l *Transfers) Apply(u TransferUpdate) (before core.Transfer, known bool) {
	before, known = l.all[u.ID]
	if u.Transfer == nil {
		delete(l.all, u.ID)
	} else {
		l.all[u.ID] = *u.Transfer
	}
	return before, known
}

// Get returns a transfer.
func (l *Transfers) Get(id uint64) (core.Transfer, bool) {
	t, ok := l.all[id]
	return t, ok
}

// With returns the transfers with a contact, oldest first.
func (l *Transfers) With(id contacts.ServiceID) []core.Transfer {
	return l.pick(func(t core.Transfer) bool { return t.Contact == id })
}

// Newest returns up to limit transfers with everybody, those that have not
// ended first, then the newest first, and how many there are besides.
func (l *Transfers) Newest(limit int) (list []core.Transfer, more int) {
	list = l.pick(func(core.Transfer) bool { return true })
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b core.Transfer) int { return ended(a) - ended(b) })
	if len(list) > limit {
		list, more = list[:limit], len(list)-limit
	}
	return list, more
}

func ended(t core.Transfer) int {
	if t.State.Ended() {
		return 1
	}
	return 0
}

// Offers counts what a contact offers and our user has not answered.
func (l *Transfers) Offers(id contacts.ServiceID) (n int) {
	for _, t := range l.all {
		if t.Contact == id && Offered(t) {
			n++
		}
	}
	return n
}

// Open counts the transfers that have not ended, but for offers that nobody has
// answered.
func (l *Transfers) Open() (n int) {
	for _, t := range l.all {
		if !t.State.Ended() && !Offered(t) {
			n++
		}
	}
	return n
}

// pick returns the transfers that are wanted by the time they were made.
func (l *Transfers) pick(wanted func(core.Transfer) bool) []core.Transfer {
	var list []core.Transfer
	for _, t := range l.all {
		if wanted(t) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b core.Transfer) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Offered reports whether a transfer waits for our user's answer.
func Offered(t core.Transfer) bool { return !t.Outgoing && t.State == core.TransferAsking }
