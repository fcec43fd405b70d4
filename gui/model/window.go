package model

import (
	"slices"

	"carom/contacts"
	"carom/core"
)

const (
	// MaxMessages is how many messages of a conversation are in memory: some
	// screens to each side of what is seen.
	MaxMessages = 160
	// PageSize is how many are read at a time: few, since the frame in which they
	// are put in has to lay out all rows.
	PageSize = 40
)

// Window is the part of a conversation that is in memory: up to MaxMessages
// messages in a row, of which there may be older and newer ones in the store.
// It asks for more by Loads, one at a time in each direction.
//
//	            Older()              Newer(), Apply
//	store ... <--------- [ window ] --------------> ... store
//
// What falls out at the other end is read again when the user goes there.
type Window struct {
	id      contacts.ServiceID
	bubbles []Bubble // ascending by id
	rows    []Row

	whole   bool // there is nothing older in the store
	newest  bool // there is nothing newer in the store
	follow  bool // the user is at the bottom
	below   int  // incoming messages that came while they were not
	failed  bool // the last read failed
	loading loading
	early   []MessageUpdate // came while the first page was being read
	lost    bool            // some of those were too many to keep

	unreadLine unreadLine
}

// loading says what is being read. A page of an earlier generation is dropped.
type loading struct {
	generation   int
	first        bool // the window's first page, or a jump
	older, newer bool
}

// Open begins with a contact's conversation at its end, or at its first unread
// message however far up that is.
func (w *Window) Open(c core.Contact) Load {
	generation := w.loading.generation + 1
	*w = Window{id: c.ID, follow: true, unreadLine: newUnreadLine(c)}
	w.loading = loading{generation: generation, first: true}
	return w.begin()
}

// begin asks for what the window begins with: the end of the conversation, or
// some messages that were read and what was unread below them, as far as there
// is room.
func (w *Window) begin() Load {
	if w.unreadLine.upTo == 0 {
		return w.load(loadNewest, 0)
	}
	l := w.load(loadAround, w.unreadLine.readTo+1)
	l.limit = MaxMessages - PageSize
	return l
}

// Close shows nobody's conversation.
func (w *Window) Close() {
	generation := w.loading.generation + 1
	*w = Window{}
	w.loading.generation = generation
}

// Contact returns whose conversation it is; the zero id is nobody.
func (w *Window) Contact() contacts.ServiceID { return w.id }

// Rows returns what is to be painted. It is not to be changed; after a Change
// it is another slice.
func (w *Window) Rows() []Row { return w.rows }

// Loading reports whether what the window begins with is still being read.
func (w *Window) Loading() bool { return w.loading.first }

// Failed reports whether the last page could not be read.
func (w *Window) Failed() bool { return w.failed }

// AtBeginning reports whether the window reaches the oldest message.
func (w *Window) AtBeginning() bool { return w.whole }

// AtEnd reports whether the window reaches the newest message.
func (w *Window) AtEnd() bool { return w.newest }

// Full reports whether what is read at one end falls out at the other.
func (w *Window) Full() bool { return len(w.bubbles) >= MaxMessages }

// Below is how many incoming messages have come below what the user sees.
func (w *Window) Below() int { return w.below }

// Follow says whether the user is at the bottom of what is in the window: then
// the window moves on with new messages.
func (w *Window) Follow(bottom bool) {
	w.follow = bottom
	if bottom && w.newest {
		w.below = 0
	}
}

// Last returns the newest message in the window, to be marked as read when it
// is seen; 0 when there is none.
func (w *Window) Last() uint64 {
	if len(w.bubbles) == 0 {
		return 0
	}
	return w.bubbles[len(w.bubbles)-1].ID
}

// Message returns a message that is in the window.
func (w *Window) Message(id uint64) (Bubble, bool) {
	if i, ok := w.find(id); ok {
		return w.bubbles[i], true
	}
	return Bubble{}, false
}

// Older asks for the page before the window; false when there is none, or it
// is on its way.
func (w *Window) Older() (Load, bool) {
	if w.whole || w.loading.first || w.loading.older || len(w.bubbles) == 0 {
		return Load{}, false
	}
	w.loading.older = true
	return w.load(loadOlder, w.bubbles[0].ID), true
}

// Newer asks for the page after the window; false when there is none, or it is
// on its way.
func (w *Window) Newer() (Load, bool) {
	if w.newest || w.loading.first || w.loading.newer || len(w.bubbles) == 0 {
		return Load{}, false
	}
	w.loading.newer = true
	return w.load(loadNewer, w.Last()), true
}

// Newest asks for the end of the conversation, in place of what is in the
// window.
func (w *Window) Newest() Load {
	w.follow = true
	w.again()
	return w.load(loadNewest, 0)
}

// Around asks for the part of the conversation around a message, in place of
// what is in the window: a message that was found.
func (w *Window) Around(id uint64) Load {
	w.follow = false
	w.again()
	return w.load(loadAround, id)
}

// Reload asks for what is in the window again, since messages were deleted or
// changes were missed.
func (w *Window) Reload() Load {
	w.again()
	switch {
	case len(w.bubbles) == 0:
		return w.begin()
	case w.newest && w.follow:
		return w.load(loadNewest, 0)
	}
	l := w.load(loadAgain, w.bubbles[0].ID-1)
	l.limit = MaxMessages
	return l
}

// again drops the pages that are on their way.
func (w *Window) again() {
	w.loading = loading{generation: w.loading.generation + 1, first: true}
	w.early, w.lost = nil, false
}

func (w *Window) load(kind loadKind, from uint64) Load {
	return Load{Contact: w.id, kind: kind, from: from, limit: PageSize, generation: w.loading.generation}
}

func (w *Window) find(id uint64) (int, bool) {
	return slices.BinarySearchFunc(w.bubbles, id, func(b Bubble, id uint64) int {
		switch {
		case b.ID < id:
			return -1
		case b.ID > id:
			return 1
		}
		return 0
	})
}
