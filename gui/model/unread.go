package model

import (
	"slices"

	"carom/core"
)

// unreadLine finds the first message that was unread when the conversation was
// opened.
type unreadLine struct {
	readTo uint64 // what is incoming and newer was unread then
	upTo   uint64 // the newest message then; 0: none was unread
	at     uint64 // the first unread message; 0: none, or not found yet
}

func newUnreadLine(c core.Contact) unreadLine {
	if c.Last == nil || c.Unread == 0 {
		return unreadLine{}
	}
	return unreadLine{readTo: c.ReadTo, upTo: c.Last.ID}
}

// look looks for it in a piece of the conversation. It is there only when the
// piece begins above it; whole: with the conversation.
func (u *unreadLine) look(bubbles []Bubble, whole bool) {
	if u.at != 0 || u.upTo == 0 || len(bubbles) == 0 || !whole && bubbles[0].ID > u.readTo {
		return
	}
	first := slices.IndexFunc(bubbles, func(b Bubble) bool { return b.ID > u.readTo && !b.Outgoing })
	if first >= 0 && bubbles[first].ID <= u.upTo {
		u.at = bubbles[first].ID
	}
}
