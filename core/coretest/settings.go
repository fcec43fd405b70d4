package coretest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"carom/contacts"
	"carom/core"
	"carom/onion"
)

func wantCode(t *testing.T, what string, err error, code core.Code) {
	t.Helper()
	var user *core.UserError
	if !errors.As(err, &user) || user.Code != code || user.Kind == "" || len(user.Text) < 20 {
		t.Errorf("%s: %v, want code %d", what, err, code)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// event waits for one that is wanted.
func (r *reader) event(what string, wanted func(core.Event) bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	for {
		ev, err := r.sub.Next(ctx)
		if err != nil {
			r.t.Fatalf("%s: %v", what, err)
		}
		if wanted(ev.Event) {
			return
		}
	}
}

// Who is invisible is offline for a contact, and gets what was written meanwhile.
func testPresence(t *testing.T, a, b core.API) {
	_, rb, aID, bID := befriend(t, a, b)
	ra := follow(t, a)
	ok(t, a.SetPresence(t.Context(), core.Invisible))
	ra.event("the presence", func(ev core.Event) bool { return ev == core.PresenceChanged{Presence: core.Invisible} })
	rb.until("a is gone", func(st core.State) bool { return !find(st, aID).Online })
	if st := must[core.State](t)(a.State(t.Context())); st.Presence != core.Invisible || find(st, bID).State != contacts.Accepted {
		t.Errorf("invisible, the state is %+v", st)
	}
	must[core.Message](t)(a.Send(t.Context(), bID, "from the dark"))
	must[core.Message](t)(b.Send(t.Context(), aID, "are you there?"))
	ok(t, a.SetPresence(t.Context(), core.Online))
	rb.until("b has it", func(st core.State) bool { return find(st, aID).Unread == 1 && find(st, aID).Online })
	ra.until("a has it", func(st core.State) bool { return find(st, bID).Unread == 1 })
	wantCode(t, "an unknown presence", a.SetPresence(t.Context(), 99), core.CodeInvalid)
}

// Who wants no requests sees none, until they want them again.
func testNoRequests(t *testing.T, a, b core.API) {
	ra, aID, bID := follow(t, a), self(t, a), self(t, b)
	ok(t, a.SetPresence(t.Context(), core.NoRequests))
	must[core.Contact](t)(b.AddContact(t.Context(), aID.Address(), "ay", "bee", "hello"))
	ok(t, a.SetPresence(t.Context(), core.Online))
	ra.until("the request arrives", has(bID, contacts.Pending))
}

func testConnection(t *testing.T, a, _ core.API) {
	ctx, ra := t.Context(), follow(t, a)
	if s := must[onion.Settings](t)(a.Connection(ctx)); !s.Equal(onion.Settings{}) {
		t.Error("at first tor does not connect directly")
	}
	s := onion.Settings{
		Bridges: []string{"192.0.2.1:443 0123456789ABCDEF0123456789ABCDEF01234567"},
		Proxy:   onion.Proxy{Kind: onion.ProxySOCKS5, Address: "192.0.2.2:1080", User: "u", Password: "p\"\\% \u2713"},
	}
	ok(t, a.SetConnection(ctx, s))
	ra.event("the connection", func(ev core.Event) bool { return ev == core.ConnectionChanged{} })
	if got := must[onion.Settings](t)(a.Connection(ctx)); !got.Equal(s) {
		t.Error("the settings came back as others")
	}
	for _, bad := range []onion.Settings{
		{Bridges: []string{"192.0.2.1:443"}},
		{BuiltIn: "x"},
		{System: true, BuiltIn: onion.BridgesObfs4},
		{Proxy: onion.Proxy{Kind: onion.ProxySOCKS5, Address: "192.0.2.2:1080", User: "u", Password: "\xff"}},
	} {
		wantCode(t, "bad settings", a.SetConnection(ctx, bad), core.CodeInvalid)
	}
	if lines, err := a.TorLog(ctx); err != nil || len(lines) == 0 {
		t.Errorf("tor's log: %q %v", lines, err)
	}
	ok(t, a.SetConnection(ctx, onion.Settings{System: true}))
	_, err := a.TorLog(ctx)
	wantCode(t, "the log of a Tor that is not ours", err, core.CodeConflict)
	ra.until("the network comes up by it", func(st core.State) bool { return st.Network.System && st.Network.Phase == onion.Online })
}

func testPreferences(t *testing.T, a, _ core.API) {
	ctx, ra := t.Context(), follow(t, a)
	if p := must[map[string]string](t)(a.Preferences(ctx)); p == nil || len(p) != 0 {
		t.Errorf("at first there are %v", p)
	}
	ok(t, a.SetPreference(ctx, "gui.theme", "dark \u2713"))
	ra.event("the preference", func(ev core.Event) bool { return ev == core.PreferenceChanged{Name: "gui.theme", Value: "dark \u2713"} })
	if p := must[map[string]string](t)(a.Preferences(ctx)); len(p) != 1 || p["gui.theme"] != "dark \u2713" {
		t.Errorf("now there are %v", p)
	}
	ok(t, a.SetPreference(ctx, "gui.theme", ""))
	ra.event("its end", func(ev core.Event) bool { return ev == core.PreferenceChanged{Name: "gui.theme"} })
	for _, name := range []string{"", "A", "a b", "a_b", strings.Repeat("a", 65), "\u00e4", "\xff"} {
		wantCode(t, fmt.Sprintf("the name %q", name), a.SetPreference(ctx, name, "x"), core.CodeInvalid)
	}
	wantCode(t, "a long value", a.SetPreference(ctx, "a", strings.Repeat("x", core.MaxPreference+1)), core.CodeInvalid)
	ok(t, a.SetPreference(ctx, "a", strings.Repeat("x", core.MaxPreference)))
	for i := range core.MaxPreferences - 1 {
		ok(t, a.SetPreference(ctx, fmt.Sprint(i), "x"))
	}
	tooMany := a.SetPreference(ctx, "b", "x")
	wantCode(t, "one too many", tooMany, core.CodeConflict)
	if user := (*core.UserError)(nil); errors.As(tooMany, &user) && user.Kind != core.KindPreferences {
		t.Errorf("one too many is of kind %q", user.Kind)
	}
	ok(t, a.SetPreference(ctx, "a", "y"))
	ok(t, a.SetPreference(ctx, "b", ""))
}

// A draft stays with its contact, makes no event, and goes with the
// conversation.
func testDrafts(t *testing.T, a, b core.API) {
	_, _, _, bID := befriend(t, a, b)
	ctx, ra := t.Context(), follow(t, a)
	draft := func() string { return find(must[core.State](t)(a.State(ctx)), bID).Draft }
	const text = "what I wanted\nto say \u2713"
	silent := false
	for range 5 { // the connection may tell something of itself meanwhile
		before := must[core.State](t)(a.State(ctx)).Seq
		ok(t, a.SetDraft(ctx, bID, text))
		st := must[core.State](t)(a.State(ctx))
		silent = silent || st.Seq == before
		if got := find(st, bID).Draft; got != text {
			t.Errorf("the draft is %q", got)
		}
	}
	if !silent {
		t.Error("a draft makes an event")
	}
	c := must[core.Contact](t)(a.Rename(ctx, bID, "bert"))
	if c.Draft != text {
		t.Errorf("with the contact comes the draft %q", c.Draft)
	}
	must[core.Contact](t)(a.SetKeep(ctx, bID, contacts.KeepOff))
	ok(t, a.SetDraft(ctx, bID, "only in memory"))
	must[core.Contact](t)(a.SetKeep(ctx, bID, contacts.MinKeep))
	if got := draft(); got != "only in memory" {
		t.Errorf("after another choice of how long to keep it is %q", got)
	}
	ok(t, a.ClearHistory(ctx, bID))
	ra.event("the conversation is gone", func(ev core.Event) bool { return ev == core.HistoryChanged{ID: bID} })
	if got := draft(); got != "" {
		t.Errorf("after the conversation was deleted it is %q", got)
	}
	ok(t, a.SetDraft(ctx, bID, "x"))
	ok(t, a.SetDraft(ctx, bID, ""))
	if got := draft(); got != "" {
		t.Errorf("deleted it is %q", got)
	}
	wantCode(t, "a draft for nobody", a.SetDraft(ctx, self(t, a), "x"), core.CodeNotFound)
	wantCode(t, "a long one", a.SetDraft(ctx, bID, strings.Repeat("x", core.MaxDraft+1)), core.CodeInvalid)
}

// A window over a conversation goes up and down again.
func testHistoryAfter(t *testing.T, a, b core.API) {
	_, _, _, bID := befriend(t, a, b)
	ctx := t.Context()
	var all []uint64
	for i := range 9 {
		all = append(all, must[core.Message](t)(a.Send(ctx, bID, fmt.Sprint(i))).ID)
	}
	numbers := func(list []core.Message) (out []uint64) {
		for _, m := range list {
			out = append(out, m.ID)
		}
		return out
	}
	for _, test := range []struct {
		after uint64
		limit int
		want  []uint64
	}{{0, 3, all[:3]}, {all[3], 2, all[4:6]}, {all[3], 100, all[4:]}, {all[8], 5, nil}, {all[3], 0, nil}} {
		if got := numbers(must[[]core.Message](t)(a.HistoryAfter(ctx, bID, test.after, test.limit))); !slices.Equal(got, test.want) {
			t.Errorf("%d after %d: %v, want %v", test.limit, test.after, got, test.want)
		}
	}
	around := append(must[[]core.Message](t)(a.History(ctx, bID, all[4]+1, 2)), must[[]core.Message](t)(a.HistoryAfter(ctx, bID, all[4], 2))...)
	if got := numbers(around); !slices.Equal(got, all[3:7]) {
		t.Errorf("around the fifth: %v", got)
	}
}
