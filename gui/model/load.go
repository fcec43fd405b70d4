package model

import (
	"context"

	"carom/contacts"
	"carom/core"
)

// Source is what a conversation is read from: core.API.
type Source interface {
	// History returns up to limit messages with ID less than before (0: the
	// newest), oldest first.
	History(ctx context.Context, id contacts.ServiceID, before uint64, limit int) ([]core.Message, error)
	// HistoryAfter returns up to limit messages with ID greater than after,
	// oldest first.
	HistoryAfter(ctx context.Context, id contacts.ServiceID, after uint64, limit int) ([]core.Message, error)
}

type loadKind uint8

const (
	loadNewest loadKind = iota
	loadOlder           // before from
	loadNewer           // after from
	loadAround          // from and what is after it, and a page before it
	loadAgain           // after from; the newest when there is nothing
)

// Load is a part of a conversation that a Window wants: a value that knows how
// to be read.
type Load struct {
	Contact    contacts.ServiceID
	kind       loadKind
	from       uint64
	limit      int
	generation int
}

// Page is what a Load read.
type Page struct {
	load    Load
	bubbles []Bubble
	whole   bool // there is nothing older
	newest  bool // there is nothing newer
	Err     error
}

// Read reads the store: some milliseconds. Not for the goroutine of the user
// interface, which gives the page to Window.Put.
func (l Load) Read(ctx context.Context, src Source) Page {
	p := Page{load: l}
	switch l.kind {
	case loadNewest:
		p.newest = true
		p.whole = p.older(ctx, src, 0, l.limit)
	case loadOlder:
		p.whole = p.older(ctx, src, l.from, l.limit)
	case loadNewer:
		p.newest = p.newer(ctx, src, l.from)
	case loadAround:
		p.whole = p.older(ctx, src, l.from, PageSize)
		p.newest = p.newer(ctx, src, l.from-1)
	case loadAgain:
		p.newest = p.newer(ctx, src, l.from)
		if p.Err == nil && len(p.bubbles) == 0 {
			p.whole = p.older(ctx, src, 0, l.limit)
		}
	}
	if p.Err != nil {
		p.bubbles = nil
	}
	return p
}

// older reads what is before a message, and reports whether that is all.
func (p *Page) older(ctx context.Context, src Source, before uint64, limit int) bool {
	list, err := src.History(ctx, p.load.Contact, before, limit)
	p.add(list, err)
	return len(list) < limit
}

// newer reads what is after a message, and reports whether that is all.
func (p *Page) newer(ctx context.Context, src Source, after uint64) bool {
	if p.Err != nil {
		return false
	}
	list, err := src.HistoryAfter(ctx, p.load.Contact, after, p.load.limit)
	p.add(list, err)
	return len(list) < p.load.limit
}

func (p *Page) add(list []core.Message, err error) {
	p.Err = err
	for _, m := range list {
		p.bubbles = append(p.bubbles, NewBubble(m))
	}
}
