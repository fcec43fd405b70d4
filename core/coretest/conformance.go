// Package coretest holds what every core.API must do, as tests that run on the
// engine itself and on it seen through the control socket.
package coretest

import (
	"context"
	"errors"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
)

// Pair returns two running nodes on one network that do not know each other.
type Pair func(t *testing.T) (a, b core.API)

// Conformance runs every test on a new pair.
func Conformance(t *testing.T, pair Pair) {
	t.Helper()
	for name, run := range map[string]func(*testing.T, core.API, core.API){
		"talk":         testTalk,
		"reject":       testReject,
		"manage":       testManage,
		"errors":       testErrors,
		"subscription": testSubscription,
		"canceled":     testCanceled,
		"presence":     testPresence,
		"no requests":  testNoRequests,
		"connection":   testConnection,
		"preferences":  testPreferences,
		"drafts":       testDrafts,
		"after":        testHistoryAfter,
		"transfers":    testTransfers,
		"metadata":     testMetadata,
	} {
		t.Run(name, func(t *testing.T) {
			a, b := pair(t)
			run(t, a, b)
		})
	}
}

// patience bounds each wait; a pass takes a small part of it.
const patience = 30 * time.Second

// reader follows a node by its events, as a user interface does.
type reader struct {
	t   *testing.T
	api core.API
	sub core.Subscription
}

func follow(t *testing.T, api core.API) *reader {
	t.Helper()
	sub, err := api.Subscribe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sub.Close)
	return &reader{t, api, sub}
}

// until reads the state again after each event until ok.
func (r *reader) until(what string, ok func(core.State) bool) core.State {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	for {
		st, err := r.api.State(ctx)
		if err != nil {
			r.t.Fatalf("%s: %v", what, err)
		}
		if ok(st) {
			return st
		}
		if _, err := r.sub.Next(ctx); err != nil {
			r.t.Fatalf("%s: %v", what, err)
		}
	}
}

func self(t *testing.T, api core.API) contacts.ServiceID {
	t.Helper()
	st, err := api.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Self
}

func find(st core.State, id contacts.ServiceID) core.Contact {
	for _, c := range st.Contacts {
		if c.ID == id {
			return c
		}
	}
	return core.Contact{}
}

func has(id contacts.ServiceID, s contacts.State) func(core.State) bool {
	return func(st core.State) bool { return find(st, id).State == s }
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func befriend(t *testing.T, a, b core.API) (ra, rb *reader, aID, bID contacts.ServiceID) {
	t.Helper()
	ra, rb, aID, bID = follow(t, a), follow(t, b), self(t, a), self(t, b)
	c := must[core.Contact](t)(a.AddContact(t.Context(), bID.Address(), "bee", "ay", "hello"))
	if c.ID != bID || c.Nickname != "bee" || c.State != contacts.Requesting || c.Greeting != "hello" {
		t.Errorf("AddContact returned %+v", c)
	}
	st := rb.until("the request arrives", has(aID, contacts.Pending))
	if r := find(st, aID).Request; r.Message != "hello" || r.Nickname != "ay" || r.Received.IsZero() {
		t.Errorf("the request is %+v", r)
	}
	must[core.Contact](t)(b.AcceptRequest(t.Context(), aID, "anna"))
	ra.until("a sees b", func(st core.State) bool { return find(st, bID).Online })
	rb.until("b sees a", func(st core.State) bool { return find(st, aID).Online })
	return ra, rb, aID, bID
}

func testTalk(t *testing.T, a, b core.API) {
	_, rb, aID, bID := befriend(t, a, b)
	ra := follow(t, a)
	m := must[core.Message](t)(a.Send(t.Context(), bID, "hi \u2713"))
	if !m.Outgoing || m.Contact != bID || m.Text != "hi \u2713" || m.Delivery != core.Queued || time.Since(m.Written).Abs() > time.Hour {
		t.Errorf("Send returned %+v", m)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		ev, err := ra.sub.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := ev.Event.(core.MessageChanged); ok && c.Message.ID == m.ID && c.Message.Delivery == core.Delivered {
			break
		}
	}
	rb.until("b has it", func(st core.State) bool { return find(st, aID).Unread == 1 && find(st, aID).ReadTo == 0 })
	got := must[[]core.Message](t)(b.History(t.Context(), aID, 0, 10))
	if len(got) != 1 || got[0].Text != "hi \u2713" || got[0].Outgoing || got[0].Delivery != core.Incoming {
		t.Fatalf("b has %+v", got)
	}
	if last := find(rb.until("", func(core.State) bool { return true }), aID).Last; last == nil || last.ID != got[0].ID {
		t.Errorf("the last message is %+v", last)
	}
	if err := b.MarkRead(t.Context(), aID, got[0].ID); err != nil {
		t.Fatal(err)
	}
	rb.until("it is read", func(st core.State) bool {
		return find(st, aID).Unread == 0 && find(st, aID).ReadTo == got[0].ID
	})
	if got := must[[]core.Message](t)(b.History(t.Context(), aID, got[0].ID, 10)); len(got) != 0 {
		t.Errorf("before the first message there is %+v", got)
	}
}

func testReject(t *testing.T, a, b core.API) {
	ra, rb, aID, bID := follow(t, a), follow(t, b), self(t, a), self(t, b)
	must[core.Contact](t)(a.AddContact(t.Context(), bID.Address(), "", "", ""))
	rb.until("the request arrives", has(aID, contacts.Pending))
	if err := b.RejectRequest(t.Context(), aID); err != nil {
		t.Fatal(err)
	}
	ra.until("a is told", has(bID, contacts.Rejected))
}

func testManage(t *testing.T, a, b core.API) {
	ra, _, _, bID := befriend(t, a, b)
	if c := must[core.Contact](t)(a.Rename(t.Context(), bID, "bert")); c.Nickname != "bert" {
		t.Errorf("Rename returned %+v", c)
	}
	if c := must[core.Contact](t)(a.Block(t.Context(), bID)); c.State != contacts.Blocked {
		t.Errorf("Block returned %+v", c)
	}
	ra.until("b is blocked and gone", func(st core.State) bool { c := find(st, bID); return c.State == contacts.Blocked && !c.Online })
	if err := a.Unblock(t.Context(), bID); err != nil {
		t.Fatal(err)
	}
	ra.until("b is forgotten", func(st core.State) bool { return find(st, bID).ID.IsZero() })
	must[core.Contact](t)(a.AddContact(t.Context(), bID.Address(), "b2", "", ""))
	if err := a.Remove(t.Context(), bID); err != nil {
		t.Fatal(err)
	}
	ra.until("b is removed", func(st core.State) bool { return find(st, bID).ID.IsZero() })
}

func testErrors(t *testing.T, a, b core.API) {
	ctx, bID := t.Context(), self(t, b)
	_, add := a.AddContact(ctx, "nonsense", "", "", "")
	_, send := a.Send(ctx, bID, "x")
	_, retry := a.Retry(ctx, 99)
	must[core.Contact](t)(a.AddContact(ctx, bID.Address(), "bee", "", ""))
	_, early := a.Send(ctx, bID, "x")
	for _, c := range []struct {
		name string
		err  error
		code core.Code
	}{
		{"a bad address", add, core.CodeInvalid},
		{"a message to nobody", send, core.CodeNotFound},
		{"a retry of nothing", retry, core.CodeNotFound},
		{"a message too early", early, core.CodeConflict},
	} {
		var user *core.UserError
		if !errors.As(c.err, &user) || user.Code != c.code || user.Kind == "" || len(user.Text) < 20 {
			t.Errorf("%s: %v", c.name, c.err)
		}
	}
}

func testSubscription(t *testing.T, a, b core.API) {
	sub := must[core.Subscription](t)(a.Subscribe(t.Context()))
	st := must[core.State](t)(a.State(t.Context()))
	must[core.Contact](t)(a.AddContact(t.Context(), self(t, b).Address(), "bee", "", ""))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for seq := uint64(0); ; {
		ev, err := sub.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if ev.Seq <= seq {
			t.Fatalf("event %d after event %d", ev.Seq, seq)
		}
		seq = ev.Seq
		if _, ok := ev.Event.(core.ContactChanged); ok {
			if seq <= st.Seq {
				t.Errorf("a later change has number %d, the state before it %d", seq, st.Seq)
			}
			break
		}
	}
	sub.Close()
	sub.Close()
	if _, err := sub.Next(t.Context()); !errors.Is(err, core.ErrClosed) {
		t.Errorf("Next after Close: %v", err)
	}
}

func testCanceled(t *testing.T, a, _ core.API) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.State(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("State with a context that has ended: %v", err)
	}
	sub := must[core.Subscription](t)(a.Subscribe(t.Context()))
	defer sub.Close()
	for {
		_, err := sub.Next(ctx)
		if errors.Is(err, context.Canceled) {
			break
		}
		if err != nil {
			t.Fatalf("Next with a context that has ended: %v", err)
		}
	}
}
