package core_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/onion/oniontest"
	"carom/store"
)

func (n *node) appear(p core.Presence) {
	n.t.Helper()
	if err := n.engine.SetPresence(n.t.Context(), p); err != nil {
		n.t.Fatal(err)
	}
}

// Who is invisible dials nobody and can be reached by nobody, also after a
// restart; then everything comes.
func TestInvisible(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		a.appear(core.Invisible)
		eventually(t, time.Second, "b sees a go", func() bool { return !b.online(a.id())() && !a.online(b.id())() })
		dials := fabric.Dials(b.id().Text())
		a.send(b.id(), "from the dark")
		b.send(a.id(), "hello?")
		a = a.restart(fabric)
		time.Sleep(time.Hour)
		if a.state().Presence != core.Invisible || fabric.Dials(b.id().Text()) != dials || fabric.Connections() != 0 {
			t.Errorf("invisible: %v, %d dials, %d connections", a.state().Presence, fabric.Dials(b.id().Text())-dials, fabric.Connections())
		}
		if b.online(a.id())() || a.network.Status().Published {
			t.Error("the invisible one was found")
		}
		a.appear(core.NoRequests)
		eventually(t, 10*time.Second, "all is delivered", func() bool { return a.delivered(b.id(), 1)() && b.delivered(a.id(), 1)() })
		wantTexts(t, texts(b.history(a.id()), false), "from the dark")
	})
}

// Going and coming in a moment leaves one connection and loses nothing.
func TestInvisibleForAMoment(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		for range 20 {
			a.send(b.id(), "x")
			a.appear(core.Invisible)
			a.appear(core.Online)
		}
		eventually(t, time.Minute, "all is delivered", a.delivered(b.id(), 20))
		eventually(t, time.Minute, "there is one connection", func() bool {
			return fabric.Connections() == 1 && a.online(b.id())() && b.online(a.id())()
		})
	})
}

// While no requests are wanted a stranger leaves no trace, costs little, and is
// heard when they are wanted again.
func TestNoRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.appear(core.NoRequests)
		b.add(a.id(), "ay", "hello")
		time.Sleep(2 * time.Hour)
		before := fabric.Dials(a.id().Text())
		time.Sleep(time.Hour)
		if n := fabric.Dials(a.id().Text()) - before; n > 7 {
			t.Errorf("%d dials in an hour", n)
		}
		profile, err := a.store.Load()
		if err != nil || len(profile.Contacts) != 0 || len(a.state().Contacts) != 0 {
			t.Errorf("the stranger left %+v, %v", profile.Contacts, err)
		}
		if c, _ := b.contact(a.id()); c.State != contacts.Requesting {
			t.Errorf("the stranger was told: %v", c.State)
		}
		a.appear(core.Online)
		eventually(t, 15*time.Minute, "the request arrives", a.is(b.id(), contacts.Pending))
	})
}

// Contacts come in all the same, and so does somebody whom we have asked.
func TestNoRequestsIsNoRefusal(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		a.appear(core.NoRequests)
		time.Sleep(time.Minute)
		fabric.CutAll()
		eventually(t, time.Minute, "they find each other", func() bool { return a.online(b.id())() && b.online(a.id())() })
		c := startNode(t, fabric, newStore(t))
		a.add(c.id(), "cee", "it is me")
		eventually(t, time.Minute, "the request arrives", c.is(a.id(), contacts.Pending))
		if _, err := c.engine.AcceptRequest(t.Context(), a.id(), ""); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "they are contacts", func() bool { return a.online(c.id())() && c.online(a.id())() })
	})
}

// Drafts are on disk for as long as the conversation is to be.
func TestDraftsFollowKeep(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		stored := func() string {
			profile, err := a.store.Load()
			if err != nil {
				t.Fatal(err)
			}
			return profile.Drafts[b.id()].Text
		}
		write := func(text string) {
			if err := a.engine.SetDraft(t.Context(), b.id(), text); err != nil {
				t.Fatal(err)
			}
		}
		keep := func(k contacts.Keep) {
			if _, err := a.engine.SetKeep(t.Context(), b.id(), k); err != nil {
				t.Fatal(err)
			}
		}
		draft := func() string { c, _ := a.contact(b.id()); return c.Draft }
		write("one")
		if a = a.restart(fabric); draft() != "one" {
			t.Errorf("after a restart the draft is %q", draft())
		}
		keep(contacts.KeepOff)
		if stored() != "" || draft() != "one" {
			t.Errorf("in memory only: stored %q, shown %q", stored(), draft())
		}
		write("two")
		if stored() != "" {
			t.Errorf("in memory only, and stored is %q", stored())
		}
		keep(contacts.MinKeep)
		if stored() != "two" {
			t.Errorf("kept again, stored is %q", stored())
		}
		time.Sleep(time.Duration(contacts.MinKeep) + 2*time.Minute)
		synctest.Wait()
		if stored() != "" || draft() != "" {
			t.Errorf("past its time: stored %q, shown %q", stored(), draft())
		}
		write("three")
		if err := a.engine.Remove(t.Context(), b.id()); err != nil || stored() != "" {
			t.Errorf("the contact is removed, stored is %q, %v", stored(), err)
		}
	})
}

// How Tor connects is there at the next start, before anything runs.
func TestConnectionIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := startNode(t, oniontest.NewFabric(), newStore(t))
		want := onion.Settings{BuiltIn: onion.BridgesSnowflake}
		if err := a.engine.SetConnection(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		a.stop()
		if got, err := core.LoadConnection(a.store); err != nil || !got.Equal(want) || !a.network.Settings().Equal(want) {
			t.Errorf("stored: %v", err)
		}
		other := onion.Settings{System: true}
		if err := core.SaveConnection(a.store, other); err != nil {
			t.Fatal(err)
		}
		if got, err := core.LoadConnection(a.store); err != nil || !got.Equal(other) {
			t.Errorf("stored without a node: %v", err)
		}
		wantCode(t, core.SaveConnection(a.store, onion.Settings{BuiltIn: "x"}), core.CodeInvalid)
		// Of a newer version: the profile opens, and nobody connects in another
		// way than was chosen.
		done := make(chan error, 1)
		newer := store.SetSetting{Name: "connection", Value: `{"built_in":"telepathy"}`}
		a.store.Commit([]store.Change{newer}, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got, err := core.LoadConnection(a.store); err != nil || got.BuiltIn != "telepathy" || got.Validate() == nil {
			t.Errorf("of a newer version: %v", err)
		}
		if err := core.SavePresence(a.store, core.Invisible); err != nil {
			t.Fatal(err)
		}
		if p, err := core.LoadPresence(a.store); err != nil || p != core.Invisible {
			t.Errorf("the presence is %v, %v", p, err)
		}
	})
}

// A disk that takes nothing does not keep anybody from being invisible.
func TestInvisibleWithFullDisk(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		full := &fullStore{Store: a.store}
		a.stop()
		a = startNode(t, fabric, full)
		eventually(t, time.Minute, "they are connected", a.online(b.id()))
		full.full.Store(true)
		wantCode(t, a.engine.SetPresence(t.Context(), core.Invisible), core.CodeStorage)
		eventually(t, time.Second, "b sees a go", func() bool { return !b.online(a.id())() })
		if p, err := core.LoadPresence(a.store); err != nil || p != core.Online {
			t.Errorf("stored is %v, %v", p, err)
		}
	})
}

// fullStore is a disk without room, from a moment on.
type fullStore struct {
	store.Store
	full atomic.Bool
}

func (s *fullStore) Commit(changes []store.Change, done func(error)) {
	if !s.full.Load() || len(changes) == 0 {
		s.Store.Commit(changes, done)
		return
	}
	s.Store.Commit(nil, func(error) { done(errDisk) })
}
