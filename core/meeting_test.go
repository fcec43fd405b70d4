package core_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
)

func TestMeetAndTalk(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for _, text := range numbered("a", 20) {
			a.send(b.id(), text)
		}
		b.send(a.id(), "b0")
		eventually(t, time.Minute, "all is delivered", func() bool {
			return a.delivered(b.id(), 20)() && b.delivered(a.id(), 1)()
		})
		wantTexts(t, texts(b.history(a.id()), false), numbered("a", 20)...)
		wantTexts(t, texts(a.history(b.id()), false), "b0")
		c, _ := b.contact(a.id())
		if c.Unread != 20 || c.Last == nil || !c.Carom {
			t.Errorf("the contact is %+v", c)
		}
		incoming := slices.DeleteFunc(b.history(a.id()), func(m core.Message) bool { return m.Outgoing })
		if err := b.engine.MarkRead(t.Context(), a.id(), incoming[9].ID); err != nil {
			t.Fatal(err)
		}
		if c, _ := b.contact(a.id()); c.Unread != 10 {
			t.Errorf("%d unread, want 10", c.Unread)
		}
	})
}

func TestGreetingArrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.add(b.id(), "bee", "hello, may I?")
		eventually(t, time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
		c, _ := b.contact(a.id())
		if c.Request.Message != "hello, may I?" || c.Request.Nickname != "me" {
			t.Errorf("the request is %+v", c.Request)
		}
		_, err := a.engine.Send(t.Context(), b.id(), "early")
		wantCode(t, err, core.CodeConflict)
		_, err = b.engine.Send(t.Context(), a.id(), "early")
		wantCode(t, err, core.CodeConflict)
	})
}

// A pending request survives restarts of both sides, with its greeting.
func TestRequestSurvivesRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		b.network.SetOnline(false)
		a.add(b.id(), "bee", "hello")
		time.Sleep(10 * time.Second)
		a = a.restart(fabric)
		b.network.SetOnline(true)
		eventually(t, 2*time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
		b = b.restart(fabric)
		c, _ := b.contact(a.id())
		if c.Request.Message != "hello" {
			t.Errorf("after the restart the request is %+v", c.Request)
		}
		if _, err := b.engine.AcceptRequest(t.Context(), a.id(), ""); err != nil {
			t.Fatal(err)
		}
		eventually(t, 2*time.Minute, "both agree", func() bool {
			return a.is(b.id(), contacts.Accepted)() && a.online(b.id())() && b.online(a.id())()
		})
	})
}

func TestBothAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.network.SetOnline(false)
		b.network.SetOnline(false)
		a.add(b.id(), "bee", "x")
		b.add(a.id(), "ay", "y")
		a.network.SetOnline(true)
		b.network.SetOnline(true)
		eventually(t, 2*time.Minute, "both agree", func() bool { return a.online(b.id())() && b.online(a.id())() })
		a.send(b.id(), "hi")
		eventually(t, time.Minute, "it is delivered", a.delivered(b.id(), 1))
	})
}

func TestReject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.add(b.id(), "bee", "x")
		eventually(t, time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
		if err := b.engine.RejectRequest(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "the requester is told", a.is(b.id(), contacts.Rejected))
		if _, ok := b.contact(a.id()); ok {
			t.Error("a refused request is still a contact")
		}
		// It may ask again after a while, and then it is a new request.
		time.Sleep(5 * time.Minute)
		a.add(b.id(), "bee", "please")
		eventually(t, 2*time.Minute, "the second request arrives", b.is(a.id(), contacts.Pending))
	})
}

// A request that was refused while its sender was away is answered when the
// sender comes back, also after a restart, and the user does not see it again.
func TestRejectWhileAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.add(b.id(), "bee", "x")
		eventually(t, time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
		a.network.SetOnline(false)
		time.Sleep(time.Second)
		if err := b.engine.RejectRequest(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		b = b.restart(fabric)
		if _, ok := b.contact(a.id()); ok {
			t.Error("the refused request is shown again")
		}
		a.network.SetOnline(true)
		eventually(t, 2*time.Minute, "the requester is told", a.is(b.id(), contacts.Rejected))
		if _, ok := b.contact(a.id()); ok {
			t.Error("the refused request is shown again")
		}
	})
}

func TestBlock(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		if _, err := b.engine.Block(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "the blocked one learns that it is no contact", a.is(b.id(), contacts.Rejected))
		a.add(b.id(), "bee", "let me in")
		eventually(t, 5*time.Minute, "and is refused", a.is(b.id(), contacts.Rejected))
		if c, _ := b.contact(a.id()); c.State != contacts.Blocked {
			t.Errorf("the blocked contact is %v", c.State)
		}
		if err := b.engine.Unblock(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		a.add(b.id(), "bee", "now?")
		eventually(t, time.Hour, "the request arrives", b.is(a.id(), contacts.Pending))
	})
}

func TestRemove(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		b.send(a.id(), "x")
		eventually(t, time.Minute, "it is delivered", b.delivered(a.id(), 1))
		if err := b.engine.Remove(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		if len(b.history(a.id())) != 0 {
			t.Error("the conversation with a removed contact is still there")
		}
		eventually(t, 2*time.Minute, "the removed one learns it", func() bool {
			c, ok := a.contact(b.id())
			return ok && c.State == contacts.Rejected && c.RemovedUs
		})
		if len(a.history(b.id())) != 1 {
			t.Error("the removed one lost its own history")
		}
	})
}

func TestBadCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		ctx := t.Context()
		for _, address := range []string{"", "bob", a.id().Address(), "ricochet:" + a.id().Text()[1:] + "a"} {
			_, err := a.engine.AddContact(ctx, address, "x", "", "")
			wantCode(t, err, core.CodeInvalid)
		}
		_, err := a.engine.AddContact(ctx, b.id().Address(), "<b>", "", "")
		wantCode(t, err, core.CodeInvalid)
		_, err = a.engine.Send(ctx, b.id(), "x")
		wantCode(t, err, core.CodeNotFound)
		_, err = a.engine.AcceptRequest(ctx, b.id(), "")
		wantCode(t, err, core.CodeNotFound)
		wantCode(t, a.engine.Remove(ctx, b.id()), core.CodeNotFound)
		wantCode(t, a.engine.Unblock(ctx, b.id()), core.CodeNotFound)
		wantCode(t, a.engine.MarkRead(ctx, b.id(), 1), core.CodeNotFound)
		_, err = a.engine.Retry(ctx, 7)
		wantCode(t, err, core.CodeNotFound)
		a.add(b.id(), "bee", "")
		_, err = a.engine.AddContact(ctx, b.id().Address(), "bee2", "", "")
		wantCode(t, err, core.CodeConflict)
		_, err = a.engine.Send(ctx, b.id(), "")
		wantCode(t, err, core.CodeInvalid)
	})
}
