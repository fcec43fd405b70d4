package model

import (
	"time"

	"carom/contacts"
	"carom/gui/i18n"
)

// Line is what a contact's row shows below the name: how they stand to us, or
// else the beginning of what was said last.
func (r ContactRow) Line(p *i18n.Printer) string {
	switch {
	case r.Standing != Online && r.Standing != Offline:
		return p.T(r.Standing.Name())
	case r.Offers > 0:
		return p.T(i18n.ContactOffers)
	case r.Last == "":
		return p.T(i18n.ContactNoMessages)
	case r.Draft:
		return p.T(i18n.ContactDraft, i18n.Args{"Text": r.Last})
	case r.Own:
		return p.T(i18n.ContactYou, i18n.Args{"Text": r.Last})
	}
	return r.Last
}

// When is the time of what was said last as a row shows it; empty when there is
// none.
func (r ContactRow) When(p *i18n.Printer, now time.Time) string {
	if r.At.IsZero() {
		return ""
	}
	return p.Recent(r.At, now)
}

// Spoken is what a screen reader says of the row.
func (r ContactRow) Spoken(p *i18n.Printer, now time.Time) string {
	text := p.T(i18n.ContactAccessible, i18n.Args{"Name": r.Name, "State": p.T(r.Standing.Name())})
	if r.Unread > 0 {
		text += ", " + p.N(i18n.UnreadCount, r.Unread)
	}
	if r.Standing == Online || r.Standing == Offline {
		text += ". " + r.Line(p)
	}
	if when := r.When(p, now); when != "" {
		text += ", " + when
	}
	return text
}

// Taken reports whether another contact than this one is called so. The engine
// looks at names more closely; what it refuses is said when it does.
func (r *Roster) Taken(name string, except contacts.ServiceID) bool {
	folded := fold(name)
	for id, e := range r.entries {
		if id != except && e.folded == folded {
			return true
		}
	}
	return false
}
