package core

import (
	"context"

	"carom/contacts"
	"carom/store"
)

// contactView is a contact as user interfaces see it; false when there is none.
func (e *Engine) contactView(id contacts.ServiceID) (Contact, bool) {
	c, ok := e.book.Get(id)
	if !ok {
		return Contact{}, false
	}
	view := Contact{Contact: c}
	p := e.people[id]
	if p == nil {
		return view, true
	}
	if s := p.session; s != nil && s.phase == phaseContact && !s.since.IsZero() {
		view.Online, view.Carom = true, s.carom
	}
	view.Unread, view.ReadTo, view.Draft = p.unread, p.readTo, p.draft.Text
	if p.last != nil {
		last := e.messageView(*p.last, p.deliveryOf(*p.last))
		view.Last = &last
	}
	return view, true
}

// contactChanged tells subscribers about a contact as it is now.
func (e *Engine) contactChanged(id contacts.ServiceID) {
	if view, ok := e.contactView(id); ok && view.State != contacts.Removed {
		e.bus.publish(ContactChanged{Contact: view})
	}
}

type getState struct{ request[State] }

func (in getState) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	st := State{Seq: e.bus.seq, Self: e.self, Network: e.netStatus, Presence: e.presence, Version: e.version}
	for _, c := range e.book.List() {
		if view, ok := e.contactView(c.ID); ok {
			st.Contacts = append(st.Contacts, view)
		}
	}
	in.reply(st, nil)
}

type subscribe struct{ request[Subscription] }

func (in subscribe) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	in.reply(e.bus.subscribe(), nil)
}

// underWay asks which messages of a contact are on the wire: the store knows
// them as queued.
type underWay struct {
	request[map[uint64]bool]
	id contacts.ServiceID
}

func (in underWay) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	sent := make(map[uint64]bool)
	if p := e.people[in.id]; p != nil {
		for _, o := range p.outbox {
			if o.session != nil {
				sent[o.message.ID] = true
			}
		}
	}
	in.reply(sent, nil)
}

// history reads the store on the caller's goroutine, so that a long read keeps
// nobody else waiting.
func (e *Engine) history(ctx context.Context, id contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	stored, err := e.store.History(id, before, min(max(limit, 0), MaxHistory))
	return e.page(ctx, id, stored, err)
}

func (e *Engine) historyAfter(ctx context.Context, id contacts.ServiceID, after uint64, limit int) ([]Message, error) {
	stored, err := e.store.HistoryAfter(id, after, min(max(limit, 0), MaxHistory))
	return e.page(ctx, id, stored, err)
}

// page makes what the store has read fit for user interfaces: which messages
// are on the wire, only the engine knows.
func (e *Engine) page(ctx context.Context, id contacts.ServiceID, stored []store.Message, err error) ([]Message, error) {
	if err != nil {
		e.log.Error("the history could not be read", "err", err)
		return nil, &UserError{Code: CodeStorage, Kind: KindUnread, Text: "The conversation could not be read from the disk. Nothing was changed; try again."}
	}
	out := make([]Message, len(stored))
	queued := false
	for i, m := range stored {
		out[i] = e.messageView(m, m.Delivery)
		queued = queued || m.Delivery == Queued
	}
	if !queued {
		return out, nil
	}
	sent, err := ask(ctx, e, func(r request[map[uint64]bool]) input { return underWay{r, id} })
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Delivery == Queued && sent[out[i].ID] {
			out[i].Delivery = Sent
		}
	}
	return out, nil
}
