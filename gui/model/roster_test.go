package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

func names(rows []ContactRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Name)
	}
	return strings.Join(out, " ")
}

// people are one contact of each kind.
func people() []core.Contact {
	list := []core.Contact{
		contact(1, "anna"), contact(2, "Bob"), contact(3, "carl"), contact(4, "dora"), contact(5, "emil"), contact(6, "fritz"), contact(7, "gerd"), contact(8, "hans"),
	}
	last := message(list[0].ID, 9)
	list[0].Last, list[0].Unread, list[0].Online = &last, 3, true
	list[1].Added = noon.Add(time.Minute)
	list[2].State, list[2].Request = contacts.Pending, contacts.Request{Message: "it is\nme", Received: noon}
	list[3].State, list[3].Request = contacts.Pending, contacts.Request{Received: noon.Add(time.Second)}
	list[4].State = contacts.Blocked
	list[5].State = contacts.Requesting
	list[6].State = contacts.Rejected
	list[7].State, list[7].RemovedUs = contacts.Rejected, true
	return list
}

func TestRosterOrder(t *testing.T) {
	r := NewRoster()
	r.Reset(people())
	if got := names(r.Rows()); got != "dora carl anna Bob fritz gerd hans" {
		t.Errorf("the contacts are %s", got)
	}
	if got := names(r.BlockedRows()); got != "emil" {
		t.Errorf("the blocked are %s", got)
	}
	var standings []Standing
	for _, row := range r.Rows() {
		standings = append(standings, row.Standing)
		if r.Rows()[r.Index(row.ID)].ID != row.ID {
			t.Errorf("%s is elsewhere", row.Name)
		}
		if row.Standing.Name() == nil {
			t.Errorf("standing %d has no name", row.Standing)
		}
	}
	if want := []Standing{Waiting, Waiting, Online, Offline, Asked, Declined, Gone}; !slices.Equal(standings, want) {
		t.Errorf("the standings are %v", standings)
	}
	if unread, requests := r.Counts(); unread != 3 || requests != 2 {
		t.Errorf("%d unread, %d requests", unread, requests)
	}
	if r.Rows()[1].Last != "it is me" {
		t.Errorf("the greeting is %q", r.Rows()[1].Last)
	}
}

func TestRosterMoves(t *testing.T) {
	r := NewRoster()
	r.Reset(people())
	own := message(bob, 20)
	own.Outgoing, own.Delivery = true, core.Queued
	r.Apply(ContactUpdate{ID: bob, Message: &own})
	if got := names(r.Rows()); got != "dora carl Bob anna fritz gerd hans" {
		t.Errorf("after a message to Bob: %s", got)
	}
	if row := r.Rows()[2]; !row.Own || row.Delivery != core.Queued || row.Last != "message 20" {
		t.Errorf("the row is %+v", row)
	}
	late := message(bob, 5)
	r.Apply(ContactUpdate{ID: bob, Message: &late})
	if row := r.Rows()[2]; row.Last != "message 20" {
		t.Errorf("an older message is shown: %+v", row)
	}
	r.Apply(ContactUpdate{ID: anna, Removed: true})
	if got := names(r.Rows()); got != "dora carl Bob fritz gerd hans" || r.Index(anna) != -1 {
		t.Errorf("without anna: %s", got)
	}
	again := contact(1, "anna")
	r.Apply(ContactUpdate{ID: anna, Removed: true, Contact: &again})
	if _, ok := r.Contact(anna); !ok {
		t.Error("anna is not there again")
	}
	stranger := message(person(99), 1)
	r.Apply(ContactUpdate{ID: person(99), Message: &stranger})
	if _, ok := r.Contact(person(99)); ok {
		t.Error("a message made a contact")
	}
}

func TestRosterFilter(t *testing.T) {
	r := NewRoster()
	r.Reset(people())
	for filter, want := range map[string]string{"": "dora carl anna Bob fritz gerd hans", "B": "Bob", " an ": "anna hans", "emil": "", "zz": ""} {
		r.SetFilter(filter)
		if got := names(r.Rows()); got != want {
			t.Errorf("%q: %s, want %s", filter, got, want)
		}
	}
	if unread, _ := r.Counts(); unread != 3 {
		t.Error("the filter hides unread messages from the count")
	}
}

func TestRosterDrafts(t *testing.T) {
	r := NewRoster()
	r.Reset(people())
	r.SetDraft(anna, "dear\nanna")
	list := people()
	list[0].Draft = "older"
	r.Reset(list)
	if row := r.Rows()[r.Index(anna)]; !row.Draft || row.Last != "dear anna" || row.Own {
		t.Errorf("the row is %+v", row)
	}
	r.SetDraft(anna, "")
	if row := r.Rows()[r.Index(anna)]; row.Draft || row.Last != "message 9" {
		t.Errorf("the row is %+v", row)
	}
}

// What was stored is shown until this user interface knows better.
func TestRosterStoredDrafts(t *testing.T) {
	list := people()
	list[0].Draft = "stored"
	r := NewRoster()
	r.Reset(list)
	if row := r.Rows()[r.Index(anna)]; !row.Draft || row.Last != "stored" {
		t.Errorf("the row is %+v", row)
	}
	r.SetDraft(anna, "")
	r.Put(list[0])
	if row := r.Rows()[r.Index(anna)]; row.Draft {
		t.Errorf("the row is %+v", row)
	}
}

func TestNextUnread(t *testing.T) {
	r := NewRoster()
	if _, ok := r.NextUnread(anna); ok {
		t.Error("somebody in an empty list")
	}
	r.Reset(people())
	if id, ok := r.NextUnread(bob); !ok || id != anna {
		t.Error("anna is not found from below")
	}
	if _, ok := r.NextUnread(anna); ok {
		t.Error("anna is found from anna")
	}
	if id, ok := r.NextUnread(contacts.ServiceID{}); !ok || id != anna {
		t.Error("anna is not found from nobody")
	}
}

// Whatever a peer writes, a row has one safe line that is not long.
func FuzzRow(f *testing.F) {
	f.Add("anna", "hello")
	f.Add("<b>x</b>", strings.Repeat("é", maxLast))
	f.Add("", strings.Repeat("\xff", maxLast+1))
	f.Add("a\u202eb", "\x00\xff\n\n\u2066")
	f.Fuzz(func(t *testing.T, name, text string) {
		c := contact(1, name)
		m := message(anna, 1)
		m.Text = text
		c.Last = &m
		r := NewRoster()
		r.Put(c)
		row := r.Rows()[0]
		for _, s := range []string{row.Name, row.Last} {
			if plaintext.Line(s) != s {
				t.Errorf("%q is not one safe line", s)
			}
		}
		if len(row.Last) > 3*maxLast+len("…") { // a bad byte becomes three
			t.Errorf("%d bytes", len(row.Last))
		}
	})
}
