package model

import (
	"strings"
	"time"

	"carom/contacts"
	"carom/core"
)

const (
	// draftQuiet is how long nothing was typed before a draft is stored: longer
	// than from key to key, since each time is a transaction and a sync.
	draftQuiet = 300 * time.Millisecond
	// draftLongest is how long somebody who goes on typing waits for it.
	draftLongest = time.Second
)

// Draft is what our user began to write to a contact.
type Draft struct {
	Contact contacts.ServiceID
	Text    string
}

// Drafts holds what was begun for each contact, and decides when it is to be
// stored: soon after nothing more is typed, or every second while it is. The
// time is the caller's.
type Drafts struct {
	entries map[contacts.ServiceID]*draft
}

type draft struct {
	text   string
	stored string
	since  time.Time // of the first change that is not stored
	last   time.Time // of the last change
}

// NewDrafts returns no drafts.
func NewDrafts() *Drafts { return &Drafts{entries: make(map[contacts.ServiceID]*draft)} }

// Load takes what is stored; what our user has changed meanwhile stays.
func (d *Drafts) Load(id contacts.ServiceID, stored string) {
	e := d.entry(id)
	if e.text == e.stored {
		e.text = stored
	}
	e.stored = stored
}

// Text returns what the composer of a contact shows.
func (d *Drafts) Text(id contacts.ServiceID) string {
	if e := d.entries[id]; e != nil {
		return e.text
	}
	return ""
}

// Edit takes what is in the composer now.
func (d *Drafts) Edit(id contacts.ServiceID, text string, now time.Time) {
	e := d.entry(id)
	if e.text == text {
		return
	}
	if e.text == e.stored {
		e.since = now
	}
	e.text, e.last = text, now
}

// Forget drops a contact's draft: the contact is gone.
func (d *Drafts) Forget(id contacts.ServiceID) { delete(d.entries, id) }

func (d *Drafts) entry(id contacts.ServiceID) *draft {
	e := d.entries[id]
	if e == nil {
		e = &draft{}
		d.entries[id] = e
	}
	return e
}

// Next returns when Due will have something; false when nothing waits.
func (d *Drafts) Next() (time.Time, bool) {
	var next time.Time
	for _, e := range d.entries {
		if e.text == e.stored {
			continue
		}
		if at := e.due(); next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, !next.IsZero()
}

// Due returns the drafts that are to be stored now, and takes them for stored.
func (d *Drafts) Due(now time.Time) []Draft {
	return d.flush(func(e *draft) bool { return !e.due().After(now) })
}

// Flush returns all drafts that are not stored: the program ends, or is locked.
func (d *Drafts) Flush() []Draft { return d.flush(func(*draft) bool { return true }) }

func (d *Drafts) flush(due func(*draft) bool) []Draft {
	var out []Draft
	for id, e := range d.entries {
		if e.text != e.stored && due(e) {
			e.stored = e.text
			out = append(out, Draft{Contact: id, Text: storable(e.text)})
		}
	}
	return out
}

// storable is as much of a draft as core takes.
func storable(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= core.MaxDraft {
		return text
	}
	return strings.ToValidUTF8(text[:core.MaxDraft], "")
}

func (e *draft) due() time.Time {
	quiet, longest := e.last.Add(draftQuiet), e.since.Add(draftLongest)
	if quiet.Before(longest) {
		return quiet
	}
	return longest
}
