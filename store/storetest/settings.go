package storetest

import (
	"maps"
	"testing"
	"time"

	"carom/contacts"
	"carom/store"
)

func testSettings(t *testing.T, o Opener) {
	s := o.Open(t)
	Must(t, s, store.SetSetting{Name: "connection", Value: `{"proxy":"secret"}`}, store.SetSetting{Name: "a", Value: "1"},
		store.SetSetting{Name: "b", Value: "\u2713"})
	Must(t, s, store.SetSetting{Name: "a", Value: "2"}, store.SetSetting{Name: "b"}, store.SetSetting{Name: "never there"})
	want := map[string]string{"connection": `{"proxy":"secret"}`, "a": "2"}
	if got := load(t, s).Settings; !maps.Equal(got, want) {
		t.Errorf("the settings are %v", got)
	}
	closeStore(t, s)
	if !o.Durable {
		return
	}
	s = o.Open(t)
	defer closeStore(t, s)
	if got := load(t, s).Settings; !maps.Equal(got, want) {
		t.Errorf("opened again, the settings are %v", got)
	}
}

// A draft goes with its contact, and with the conversation.
func testDrafts(t *testing.T, o Opener) {
	s := o.Open(t)
	a, b, c, d := NewID(t), NewID(t), NewID(t), NewID(t)
	draft := func(text string) store.Draft {
		return store.Draft{Text: text, Changed: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}
	}
	Must(t, s, store.PutContact{Contact: contacts.Contact{ID: b, Nickname: "b", State: contacts.Accepted}},
		store.SetDraft{Contact: a, Draft: draft("first")}, store.SetDraft{Contact: b, Draft: draft("two\nlines")},
		store.SetDraft{Contact: c, Draft: draft("third")}, store.SetDraft{Contact: d, Draft: draft("fourth")})
	Must(t, s, store.SetDraft{Contact: a, Draft: draft("second")}, store.DeleteContact{ID: b},
		store.DeleteHistory{Contact: c}, store.SetDraft{Contact: d}, store.SetDraft{Contact: NewID(t)})
	want := map[contacts.ServiceID]store.Draft{a: draft("second")}
	if got := load(t, s).Drafts; !maps.Equal(got, want) {
		t.Errorf("the drafts are %v", got)
	}
	closeStore(t, s)
	if !o.Durable {
		return
	}
	s = o.Open(t)
	defer closeStore(t, s)
	if got := load(t, s).Drafts; !maps.Equal(got, want) {
		t.Errorf("opened again, the drafts are %v", got)
	}
}
