package model

import (
	"strings"
	"testing"
	"time"

	"carom/contacts"
	"carom/gui/i18n"
)

func TestPersonLine(t *testing.T) {
	p := i18n.New("en")
	for _, test := range []struct {
		row  ContactRow
		want string
	}{
		{ContactRow{Standing: Online}, "No messages yet"},
		{ContactRow{Standing: Offline, Last: "hello"}, "hello"},
		{ContactRow{Standing: Online, Last: "hello", Own: true}, "You: \u2068hello\u2069"},
		{ContactRow{Standing: Online, Last: "hel", Draft: true}, "Draft: \u2068hel\u2069"},
		{ContactRow{Standing: Online, Last: "hel", Draft: true, Offers: 1}, "wants to send you a file"},
		{ContactRow{Standing: Asked, Last: "hello"}, "asked, no answer yet"},
		{ContactRow{Standing: Waiting, Last: "let me in"}, "wants to be a contact"},
	} {
		if got := test.row.Line(p); got != test.want {
			t.Errorf("%+v is shown as %q, not %q", test.row, got, test.want)
		}
	}
}

func TestPersonWhen(t *testing.T) {
	now := time.Date(2026, 11, 25, 18, 0, 0, 0, time.Local)
	for _, test := range []struct {
		code string
		at   time.Time
		want string
	}{
		{"en", time.Time{}, ""},
		{"en", now.Add(-time.Hour), "17:00"},
		{"en", now.AddDate(0, 0, -1), "Yesterday"},
		{"en", now.AddDate(0, 0, -20), "05/11/2026"},
		{"de", now.AddDate(0, 0, -20), "05.11.26"},
		{"fa", now.AddDate(0, 0, -20), "۱۴۰۵/۰۸/۱۴"},
	} {
		if got := (ContactRow{At: test.at}).When(i18n.New(test.code), now); got != test.want {
			t.Errorf("%s: %v is shown as %q, not %q", test.code, test.at, got, test.want)
		}
	}
}

func TestPersonSpoken(t *testing.T) {
	now := time.Date(2026, 11, 25, 18, 0, 0, 0, time.Local)
	row := ContactRow{Name: "anna", Standing: Online, Unread: 2, Last: "hello", At: now}
	said := row.Spoken(i18n.New("en"), now)
	for _, want := range []string{"anna", "online", "2 unread messages", "hello", "18:00"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
}

func TestTaken(t *testing.T) {
	r := NewRoster()
	anna := contact(1, "Anna")
	r.Put(anna)
	r.SetFilter("nobody")
	if !r.Taken(" aNNa ", contacts.ServiceID{}) || r.Taken("anna", anna.ID) || r.Taken("bob", contacts.ServiceID{}) {
		t.Error("names are not compared as they should be")
	}
}

func TestRosterBoundsTexts(t *testing.T) {
	r, c := NewRoster(), contact(1, strings.Repeat("é", 1<<19))
	c.Request.Message = strings.Repeat("漢", contacts.MaxGreeting)
	r.Put(c)
	c, _ = r.Contact(c.ID)
	if len(c.Nickname) > 100 || !strings.HasSuffix(c.Nickname, "é…") {
		t.Errorf("a name of %d bytes", len(c.Nickname))
	}
	if contacts.ValidateGreeting(c.Request.Message) != nil || strings.HasSuffix(c.Request.Message, "…") {
		t.Error("the longest greeting was cut")
	}
}
