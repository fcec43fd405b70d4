package model

import (
	"cmp"
	"slices"
	"time"

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

// Transfers are the file transfers that there are, with everybody. There may be
// ten thousand with each contact, most of them over, so that nothing here looks at
// all of them but Reset.
type Transfers struct {
	all map[uint64]core.Transfer
	// with are those with each contact.
	with map[contacts.ServiceID]*withContact
	// open have not ended, over have.
	open, over stamps
}

type withContact struct {
	order  stamps
	offers int // that our user has not answered
}

// stamps are transfers in the order in which they were made.
type stamps []stamp

type stamp struct {
	created time.Time
	id      uint64
}

func (l stamps) find(t core.Transfer) (int, bool) {
	return slices.BinarySearchFunc(l, t, func(s stamp, t core.Transfer) int {
		return cmp.Or(s.created.Compare(t.Created), cmp.Compare(s.id, t.ID))
	})
}

func (l *stamps) add(t core.Transfer) {
	if i, there := l.find(t); !there {
		*l = slices.Insert(*l, i, stamp{t.Created, t.ID})
	}
}

func (l *stamps) remove(t core.Transfer) {
	if i, there := l.find(t); there {
		*l = slices.Delete(*l, i, i+1)
	}
}

// newest returns the last so many.
func (l stamps) newest(n int) stamps { return l[max(0, len(l)-n):] }

// NewTransfers returns an empty list.
func NewTransfers() *Transfers {
	l := &Transfers{}
	l.Reset(nil)
	return l
}

// Reset takes all transfers afresh.
func (l *Transfers) Reset(list []core.Transfer) {
	l.all = make(map[uint64]core.Transfer, len(list))
	l.with = make(map[contacts.ServiceID]*withContact)
	l.open, l.over = nil, nil
	list = slices.SortedFunc(slices.Values(list), func(a, b core.Transfer) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	for _, t := range list { // each is added at the end
		l.add(t)
	}
}

func (l *Transfers) add(t core.Transfer) {
	l.all[t.ID] = t
	c := l.with[t.Contact]
	if c == nil {
		c = &withContact{}
		l.with[t.Contact] = c
	}
	c.order.add(t)
	if Offered(t) {
		c.offers++
	}
	l.among(t).add(t)
}

func (l *Transfers) remove(t core.Transfer) {
	delete(l.all, t.ID)
	c := l.with[t.Contact]
	c.order.remove(t)
	if Offered(t) {
		c.offers--
	}
	if len(c.order) == 0 {
		delete(l.with, t.Contact)
	}
	l.among(t).remove(t)
}

// among is the list of those that have ended as t has.
func (l *Transfers) among(t core.Transfer) *stamps {
	if t.State.Ended() {
		return &l.over
	}
	return &l.open
}

// Apply takes what is new about a transfer, and returns what it was before;
// false when it is new.
func (l *Transfers) Apply(u TransferUpdate) (before core.Transfer, known bool) {
	before, known = l.all[u.ID]
	if known {
		l.remove(before)
	}
	if u.Transfer != nil {
		l.add(*u.Transfer)
	}
	return before, known
}

// Get returns a transfer.
func (l *Transfers) Get(id uint64) (core.Transfer, bool) {
	t, ok := l.all[id]
	return t, ok
}

// With returns the newest transfers with a contact, up to limit, oldest first.
func (l *Transfers) With(id contacts.ServiceID, limit int) []core.Transfer {
	c := l.with[id]
	if c == nil {
		return nil
	}
	return l.those(c.order.newest(limit))
}

// Newest returns up to limit transfers with everybody, those that have not
// ended first, then the newest first, and how many there are besides.
func (l *Transfers) Newest(limit int) (list []core.Transfer, more int) {
	open := l.those(l.open.newest(limit))
	over := l.those(l.over.newest(limit - len(open)))
	slices.Reverse(open)
	slices.Reverse(over)
	list = append(open, over...)
	return list, len(l.all) - len(list)
}

// Offers counts what a contact offers and our user has not answered.
func (l *Transfers) Offers(id contacts.ServiceID) int {
	if c := l.with[id]; c != nil {
		return c.offers
	}
	return 0
}

func (l *Transfers) those(order stamps) []core.Transfer {
	list := make([]core.Transfer, len(order))
	for i, s := range order {
		list[i] = l.all[s.id]
	}
	return list
}

// Offered reports whether a transfer waits for our user's answer.
func Offered(t core.Transfer) bool { return !t.Outgoing && t.State == core.TransferAsking }
