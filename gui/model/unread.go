package model

import (
	"slices"

	"carom/core"
)

// unreadLine finds the first unread message: a contact has only the number of
// those that are unread, so that they are counted back from the newest one
// that was there when the conversation was opened.
type unreadLine struct {
	count int    // of unread messages at the opening
	upTo  uint64 // the newest message then
	left  int    // still to be counted
	at    uint64 // the first unread message; 0: none, or not found yet
}

func newUnreadLine(c core.Contact) unreadLine {
	if c.Last == nil {
		return unreadLine{}
	}
	return unreadLine{count: c.Unread, upTo: c.Last.ID, left: c.Unread}
}

// page counts on in a page that comes before all that was counted. end: it is
// the end of the conversation, where counting begins; whole: it is also the
// beginning.
func (u *unreadLine) page(bubbles []Bubble, end, whole bool) {
	if u.at != 0 || u.count == 0 {
		return
	}
	if end {
		u.left = u.count
	}
	for _, b := range slices.Backward(bubbles) {
		if b.Outgoing || b.ID > u.upTo || u.left == 0 {
			continue
		}
		u.left--
		if u.left == 0 || whole {
			u.at = b.ID
		}
	}
}

// jump gives up counting: what is read next does not border on it.
func (u *unreadLine) jump() { u.left = 0 }
