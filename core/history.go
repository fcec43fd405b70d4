package core

import (
	"context"
	"math"
	"slices"
	"time"

	"carom/contacts"
	"carom/store"
)

// expireEvery is how often messages are looked for that have been kept long enough.
const expireEvery = time.Minute

// volatile reports whether a contact's messages are kept in memory only.
func (e *Engine) volatile(id contacts.ServiceID) bool {
	c, _ := e.book.Get(id)
	return c.Keep == contacts.KeepOff
}

// search reads the store on the caller's goroutine.
func (e *Engine) search(ctx context.Context, query string, id contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	stored, err := e.store.Search(query, id, before, min(max(limit, 0), MaxHistory))
	if err != nil {
		e.log.Error("the history could not be searched", "err", err)
		return nil, &UserError{Code: CodeStorage, Kind: KindUnsearched, Text: "The conversations could not be searched on the disk. Nothing was changed; try again."}
	}
	out := make([]Message, len(stored))
	for i, m := range stored {
		out[i] = e.messageView(m, m.Delivery)
	}
	return out, nil
}

// setKeep: our user chooses how long a conversation is kept.
type setKeep struct {
	request[Contact]
	id   contacts.ServiceID
	keep contacts.Keep
}

func (in setKeep) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	c, err := e.book.SetKeep(in.id, in.keep)
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, e.expire, e.person(in.id).keepDraft(in.keep))
}

// expire deletes what has been kept long enough.
func (e *Engine) expire() {
	now := time.Now()
	for _, c := range e.book.All() {
		p := e.people[c.ID]
		if p == nil || c.Keep == contacts.KeepForever {
			continue
		}
		before := now.Add(-time.Duration(c.Keep))
		if c.Keep == contacts.KeepOff {
			// Whatever the clock was when it was stored.
			before = time.Unix(0, math.MaxInt64)
		}
		e.expireDraft(p, c.Keep, before)
		e.expireParcels(c.ID, before)
		oldest, ok, err := e.store.Oldest(c.ID)
		if err != nil {
			e.log.Error("the history could not be read", "err", err)
			continue
		}
		if !ok || !oldest.Stored.Before(before) {
			continue
		}
		e.commit(func(err error) {
			if err == nil {
				e.historyChanged(p)
			}
		}, store.Expire{Contact: c.ID, Before: before})
	}
}

// historyChanged finds out anew what is known of a conversation of which
// something was deleted, and tells.
func (e *Engine) historyChanged(p *person) {
	if e.people[p.id] != p {
		return
	}
	last, err := e.store.History(p.id, 0, 1)
	if err == nil {
		p.last = nil
		if len(last) > 0 {
			p.last = &last[0]
		}
		p.unread, err = e.unreadAfter(p, p.readTo)
	}
	if err != nil {
		e.log.Error("the history could not be read", "err", err)
	}
	e.bus.publish(HistoryChanged{ID: p.id})
	e.contactChanged(p.id)
}

// deleting keeps the messages that which chooses from being sent, or no longer.
func (p *person) deleting(which func(*outgoing) bool, yes bool) {
	for _, o := range p.outbox {
		if which(o) {
			o.deleting = yes
		}
	}
}

// deleteMessage: our user deletes one message.
type deleteMessage struct {
	request[struct{}]
	id uint64
}

func (in deleteMessage) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	msg, ok, err := e.store.Message(in.id)
	p := e.people[msg.Contact]
	switch {
	case err != nil:
		in.fail(storageError())
		return
	case !ok || p == nil:
		in.fail(&UserError{Code: CodeNotFound, Kind: KindNoMessage, Text: "There is no such message. It may have been deleted."})
		return
	}
	one := func(o *outgoing) bool { return o.message.ID == in.id }
	p.deleting(one, true)
	e.commit(func(err error) {
		if err != nil {
			p.deleting(one, false)
			e.pump(p)
			in.fail(storageError())
			return
		}
		p.outbox = slices.DeleteFunc(p.outbox, one)
		e.historyChanged(p)
		in.reply(struct{}{}, nil)
	}, store.DeleteMessage{ID: in.id})
}

// clearHistory: our user deletes a conversation, or all of them.
type clearHistory struct {
	request[struct{}]
	id contacts.ServiceID // zero: everybody
}

func (in clearHistory) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	var people []*person
	if in.id.IsZero() {
		for _, p := range e.people {
			people = append(people, p)
		}
	} else if p := e.people[in.id]; p != nil {
		people = append(people, p)
	} else {
		in.fail(notFound())
		return
	}
	// What comes later stays.
	upTo := e.nextMessage
	earlier := func(o *outgoing) bool { return o.message.ID < upTo }
	changes, drafts := make([]store.Change, len(people)), make([]store.Draft, len(people))
	for i, p := range people {
		changes[i], drafts[i] = store.DeleteHistory{Contact: p.id}, p.draft
		p.deleting(earlier, true)
	}
	e.commit(func(err error) {
		if err != nil {
			for _, p := range people {
				p.deleting(earlier, false)
				e.pump(p)
			}
			in.fail(storageError())
			return
		}
		for i, p := range people {
			e.clearParcels(p.id)
			p.outbox = slices.DeleteFunc(p.outbox, earlier)
			p.dropDraft(drafts[i])
			e.historyChanged(p)
		}
		in.reply(struct{}{}, nil)
	}, changes...)
}
