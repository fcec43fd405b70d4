package model

import (
	"cmp"
	"slices"
	"strings"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

// Roster is the list of contacts: requests first, the newest first, then
// everybody else by who was active last. Blocked people are in a list of their
// own.
type Roster struct {
	entries map[contacts.ServiceID]*entry
	filter  string
	all     []ContactRow // but the blocked ones, filter or not
	rows    []ContactRow
	blocked []ContactRow
	index   map[contacts.ServiceID]int
	stale   bool
}

// NewRoster returns an empty list.
func NewRoster() *Roster {
	return &Roster{entries: make(map[contacts.ServiceID]*entry), stale: true}
}

// Reset takes all contacts afresh. Drafts stay.
func (r *Roster) Reset(list []core.Contact) {
	drafts := r.entries
	r.entries = make(map[contacts.ServiceID]*entry, len(list))
	r.stale = true
	for _, c := range list {
		r.Put(c)
		if old := drafts[c.ID]; old != nil {
			r.SetDraft(c.ID, old.draft)
		}
	}
}

// Apply takes what is new about a contact.
func (r *Roster) Apply(u ContactUpdate) {
	if u.Removed {
		delete(r.entries, u.ID)
		r.stale = true
	}
	if u.Contact != nil {
		r.Put(*u.Contact)
	}
	if u.Message != nil {
		r.message(*u.Message)
	}
}

// Put takes a contact's new state.
func (r *Roster) Put(c core.Contact) {
	e := r.entries[c.ID]
	if e == nil {
		e = &entry{draft: c.Draft} // later ones are SetDraft's
		r.entries[c.ID] = e
	}
	e.contact = bounded(c)
	e.refresh()
	r.stale = true
}

// message takes a conversation's newest message, which may come before the
// contact's new state does.
func (r *Roster) message(m core.Message) {
	e := r.entries[m.Contact]
	if e == nil || e.contact.Last != nil && e.contact.Last.ID > m.ID {
		return
	}
	e.contact.Last = &m
	e.refresh()
	r.stale = true
}

// SetDraft takes what our user began to write.
func (r *Roster) SetDraft(id contacts.ServiceID, text string) {
	if e := r.entries[id]; e != nil && e.draft != text {
		e.draft = text
		e.refresh()
		r.stale = true
	}
}

// SetOffers takes how many files a contact offers.
func (r *Roster) SetOffers(id contacts.ServiceID, n int) {
	if e := r.entries[id]; e != nil && e.offers != n {
		e.offers = n
		e.refresh()
		r.stale = true
	}
}

// SetFilter shows only contacts whose name has this text in it, in any case.
func (r *Roster) SetFilter(text string) {
	if folded := fold(text); folded != r.filter {
		r.filter, r.stale = folded, true
	}
}

// Rows returns the list. It is valid, and not to be changed, until the next
// call of another method.
func (r *Roster) Rows() []ContactRow { r.sort(); return r.rows }

// BlockedRows returns the blocked people by name, filter or not.
func (r *Roster) BlockedRows() []ContactRow { r.sort(); return r.blocked }

// Index returns the place of a contact in Rows, -1 when it is not there.
func (r *Roster) Index(id contacts.ServiceID) int {
	r.sort()
	if i, ok := r.index[id]; ok {
		return i
	}
	return -1
}

// Contact returns a contact's state.
func (r *Roster) Contact(id contacts.ServiceID) (core.Contact, bool) {
	if e := r.entries[id]; e != nil {
		return e.contact, true
	}
	return core.Contact{}, false
}

// Counts returns how many messages are unread, and how many requests and offers
// of files wait, of all contacts that are not blocked.
func (r *Roster) Counts() (unread, requests int) {
	for _, e := range r.entries {
		switch e.row.Standing {
		case Blocked:
		case Waiting:
			requests++
		default:
			unread += e.row.Unread
			requests += e.offers
		}
	}
	return unread, requests
}

// NextUnread returns the first contact after this one with unread messages,
// from the top again when there is none below, filter or not.
func (r *Roster) NextUnread(after contacts.ServiceID) (contacts.ServiceID, bool) {
	r.sort()
	from := 1 + slices.IndexFunc(r.all, func(row ContactRow) bool { return row.ID == after })
	for i := range r.all {
		if row := r.all[(from+i)%len(r.all)]; row.Unread > 0 && row.ID != after {
			return row.ID, true
		}
	}
	return contacts.ServiceID{}, false
}

func (r *Roster) sort() {
	if !r.stale {
		return
	}
	r.stale = false
	list := make([]*entry, 0, len(r.entries))
	for _, e := range r.entries {
		list = append(list, e)
	}
	slices.SortFunc(list, compare)
	r.all, r.rows, r.blocked, r.index = nil, nil, nil, make(map[contacts.ServiceID]int, len(list))
	for _, e := range list {
		if e.row.Standing == Blocked {
			r.blocked = append(r.blocked, e.row)
			continue
		}
		r.all = append(r.all, e.row)
		if strings.Contains(e.folded, r.filter) {
			r.index[e.contact.ID] = len(r.rows)
			r.rows = append(r.rows, e.row)
		}
	}
}

// compare orders two contacts. Where all else is the same it is by name, which
// is unique.
func compare(a, b *entry) int {
	rank := func(e *entry) int {
		if e.row.Standing == Waiting {
			return 0
		}
		return 1
	}
	byName := cmp.Or(strings.Compare(a.folded, b.folded), a.contact.ID.Compare(b.contact.ID))
	if a.row.Standing == Blocked && b.row.Standing == Blocked {
		return byName
	}
	return cmp.Or(rank(a)-rank(b), b.active.Compare(a.active), byName)
}

// fold makes names that differ in case alone the same.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(plaintext.Line(name))) }
