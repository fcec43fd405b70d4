package model

import (
	"slices"
)

// Put takes a page that was read. A page that nobody waits for any more
// changes nothing.
func (w *Window) Put(p Page) Change {
	if p.load.Contact != w.id || p.load.generation != w.loading.generation {
		return Change{}
	}
	first := w.loading.first
	w.failed = p.Err != nil
	if p.Err != nil {
		w.loading.first, w.loading.older, w.loading.newer = false, false, false
		return Change{}
	}
	switch {
	case first:
		w.loading.first = false
		w.replace(p)
	case p.load.kind == loadOlder:
		w.loading.older = false
		w.before(p)
	default:
		w.loading.newer = false
		w.after(p)
	}
	return w.rebuild()
}

// replace begins with a page, and with what came while it was read.
func (w *Window) replace(p Page) {
	w.whole = p.whole || p.load.kind == loadAgain && w.whole
	w.bubbles, w.newest = p.bubbles, p.newest
	early := w.early
	if w.lost { // what came last does not border on the page
		w.newest = w.follow && p.newest
		if w.newest {
			w.bubbles, w.whole = nil, false
		}
	}
	w.early, w.lost = nil, false
	if w.newest && w.follow {
		w.below = 0
	}
	for _, u := range early {
		w.take(u)
	}
	w.trimFront()
}

// before puts older messages in front; what is then too much falls out at the
// end. Where the window has moved on meanwhile, the page does not border on it.
func (w *Window) before(p Page) {
	if len(w.bubbles) == 0 || w.bubbles[0].ID != p.load.from {
		return
	}
	w.whole = p.whole
	w.bubbles = slices.Concat(p.bubbles, w.bubbles)
	if len(w.bubbles) > MaxMessages {
		w.bubbles = slices.Clone(w.bubbles[:MaxMessages])
		w.newest = false
	}
}

// after puts newer messages at the end; what is then too much falls out in
// front. Where the window has moved meanwhile, the page does not border on it.
func (w *Window) after(p Page) {
	if w.Last() != p.load.from {
		w.early = nil
		return
	}
	w.bubbles = append(w.bubbles, p.bubbles...)
	// What came as an event while the page was read was not taken.
	w.newest = p.newest && len(w.early) == 0
	w.early = nil
	w.trimFront()
}

func (w *Window) trimFront() {
	if len(w.bubbles) > MaxMessages {
		w.bubbles = slices.Clone(w.bubbles[len(w.bubbles)-MaxMessages:])
		w.whole = false
	}
}

// Apply takes what a batch has of this conversation: its messages, and whether
// there is a gap before them. When it returns false the window has to be
// reloaded: see Reload.
func (w *Window) Apply(messages []MessageUpdate, gap bool) (Change, bool) {
	if w.id.IsZero() {
		return Change{}, true
	}
	if gap && !w.passed(messages) {
		return Change{}, false
	}
	for _, u := range messages {
		if u.Bubble.Contact == w.id {
			w.take(u)
		}
	}
	if w.loading.first {
		return Change{}, true
	}
	w.trimFront()
	return w.rebuild(), true
}

// passed begins anew behind a gap: a flood has passed what the window holds.
// Somebody who looks at older messages keeps them.
func (w *Window) passed(messages []MessageUpdate) bool {
	if w.loading.first || w.loading.newer {
		return false // the page that is on its way has an end that nobody knows
	}
	if !w.follow || !w.newest {
		w.newest = false
		return true
	}
	if !slices.ContainsFunc(messages, func(u MessageUpdate) bool { return u.Added }) {
		return false
	}
	w.bubbles, w.whole = nil, false
	return true
}

// take takes one new or changed message.
func (w *Window) take(u MessageUpdate) {
	b := u.Bubble
	if w.loading.first {
		w.early = append(w.early, u)
		if len(w.early) > MaxMessages {
			w.early, w.lost = w.early[1:], true
		}
		return
	}
	if i, found := w.find(b.ID); found {
		w.bubbles[i] = b
		return
	}
	if !u.Added || b.ID < w.Last() {
		return // it is not in the window
	}
	if !b.Outgoing && (!w.follow || !w.newest) {
		w.below++
	}
	w.end(u)
}

// end puts a new message at the end where the window reaches it.
func (w *Window) end(u MessageUpdate) {
	switch {
	case !w.newest:
		if w.loading.newer {
			w.early = append(w.early[:0], u) // one is enough to know that there is more
		}
	case len(w.bubbles) >= MaxMessages && !w.follow:
		w.newest = false
	default:
		w.bubbles = append(w.bubbles, u.Bubble)
	}
}
