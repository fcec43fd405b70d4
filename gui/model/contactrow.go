package model

import (
	"strings"
	"time"
	"unicode/utf8"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

// maxLast is how much of a message is in a contact's row, in bytes: more than
// is ever seen.
const maxLast = 240

// bytesInUnit is how many bytes of UTF-8 a UTF-16 unit takes at most.
const bytesInUnit = 3

// Standing is how a contact stands to us, as its row shows it.
type Standing uint8

// The standings.
const (
	// Offline, Online: an accepted contact.
	Offline Standing = iota + 1
	Online
	// Asked: we asked, and they have not answered.
	Asked
	// Waiting: they ask to be a contact.
	Waiting
	// Declined: they declined. Gone: they no longer have us as a contact.
	Declined
	Gone
	// Blocked: our user blocked them.
	Blocked
)

// ContactRow is a contact as it is shown. All its texts are safe, and one line.
type ContactRow struct {
	ID       contacts.ServiceID
	Name     string
	Standing Standing
	Unread   int
	// Offers is how many files they offer that our user has not answered.
	Offers int
	// Last is the beginning of the newest message, of the draft when Draft
	// is set, or of the greeting of somebody who asks.
	Last  string
	Draft bool
	// Own: Last is our own message, which has come as far as Delivery says.
	Own      bool
	Delivery core.Delivery
	// At is when Last was written; zero when it is a draft or there is none.
	At time.Time
}

// entry is what is known of a contact, and its row.
type entry struct {
	contact core.Contact
	draft   string
	offers  int
	row     ContactRow
	active  time.Time
	folded  string // the name, for the filter
}

// refresh makes the row of what is known.
func (e *entry) refresh() {
	c := e.contact
	e.row = ContactRow{ID: c.ID, Name: plaintext.Line(c.Nickname), Standing: standing(c), Unread: c.Unread, Offers: e.offers}
	e.folded = fold(e.row.Name)
	e.active = c.Added
	if c.State == contacts.Pending {
		e.active = c.Request.Received
		e.row.Last, e.row.At = brief(c.Request.Message), c.Request.Received
	}
	if m := c.Last; m != nil {
		if m.Written.After(e.active) {
			e.active = m.Written
		}
		e.row.Last, e.row.At = brief(m.Text), m.Written
		e.row.Own, e.row.Delivery = m.Outgoing, m.Delivery
	}
	if e.draft != "" {
		e.row.Last, e.row.Draft, e.row.Own, e.row.At = brief(e.draft), true, false, time.Time{}
	}
}

func standing(c core.Contact) Standing {
	switch c.State {
	case contacts.Requesting:
		return Asked
	case contacts.Pending:
		return Waiting
	case contacts.Rejected:
		if c.RemovedUs {
			return Gone
		}
		return Declined
	case contacts.Blocked:
		return Blocked
	}
	if c.Online {
		return Online
	}
	return Offline
}

// brief is the beginning of a text as one safe line.
func brief(text string) string { return strings.TrimSpace(plaintext.Line(cut(text, maxLast))) }

// cut is the beginning of a text, of so many bytes at most, and an ellipsis.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}

// bounded is a contact whose texts are no longer than the protocol lets them
// be, near enough. The engine sees to that for what comes in; a profile that
// somebody has made on purpose may hold others, and a mebibyte in a label would
// stop the window.
func bounded(c core.Contact) core.Contact {
	c.Nickname = cut(c.Nickname, bytesInUnit*contacts.MaxNickname)
	c.OwnNickname = cut(c.OwnNickname, bytesInUnit*contacts.MaxNickname)
	c.Greeting = cut(c.Greeting, bytesInUnit*contacts.MaxGreeting)
	c.Request.Nickname = cut(c.Request.Nickname, bytesInUnit*contacts.MaxNickname)
	c.Request.Message = cut(c.Request.Message, bytesInUnit*contacts.MaxGreeting)
	return c
}
