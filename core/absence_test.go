package core_test

import (
	"testing"
	"testing/synctest"
	"time"

	"carom/onion/oniontest"
)

// Tor dies under the peer and no end of stream ever comes: the keep-alive
// finds out within 20 s.
func TestSilentDeath(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		time.Sleep(time.Minute)
		b.network.Vanish()
		eventually(t, 20*time.Second, "a sees b offline", func() bool { return !a.online(b.id())() })
		b.network.SetOnline(true)
		eventually(t, 8*time.Second, "they find each other again", func() bool { return a.online(b.id())() && b.online(a.id())() })
	})
}

// An idle connection stays for as long as both are there.
func TestIdleStaysUp(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		dials := fabric.Dials(a.id().Text()) + fabric.Dials(b.id().Text())
		for range 60 {
			time.Sleep(time.Minute)
			if !a.online(b.id())() || !b.online(a.id())() {
				t.Fatal("an idle connection was lost")
			}
		}
		if now := fabric.Dials(a.id().Text()) + fabric.Dials(b.id().Text()); now != dials {
			t.Errorf("%d dials while connected", now-dials)
		}
	})
}

// A contact that stays away is looked for for ever, after an hour no more than
// once in ten minutes.
func TestPatience(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		b.stop()
		time.Sleep(time.Hour)
		for range 24 {
			before := fabric.Dials(b.id().Text())
			time.Sleep(10 * time.Minute)
			if n := fabric.Dials(b.id().Text()) - before; n > 1 {
				t.Errorf("%d dials in ten minutes", n)
			}
		}
		before := fabric.Dials(b.id().Text())
		time.Sleep(2 * time.Hour)
		if fabric.Dials(b.id().Text()) == before {
			t.Error("it gave up")
		}
		startNode(t, fabric, b.store)
		eventually(t, 8*time.Second, "the one who is back dials", a.online(b.id()))
	})
}

// Both come up at the same moment and dial each other: one connection stays.
func TestSimultaneousDials(t *testing.T) {
	for range 20 {
		pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
			a.network.SetOnline(false)
			b.network.SetOnline(false)
			time.Sleep(time.Second)
			a.network.SetOnline(true)
			b.network.SetOnline(true)
			eventually(t, 20*time.Second, "they are connected", func() bool { return a.online(b.id())() && b.online(a.id())() })
			a.send(b.id(), "x")
			b.send(a.id(), "y")
			eventually(t, 20*time.Second, "all is delivered", func() bool { return a.delivered(b.id(), 1)() && b.delivered(a.id(), 1)() })
			time.Sleep(time.Minute)
			if n := fabric.Connections(); n != 1 {
				t.Errorf("%d connections", n)
			}
		})
	}
}

// A hundred contacts that are away are not dialled all at once.
func TestDialsArePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a := startNode(t, fabric, newStore(t))
		fabric.HangDials(true)
		for i := range 100 {
			a.add(newPeer(t, fabric).ServiceID(), "n"+numbered("", 100)[i], "")
		}
		for range 100 {
			time.Sleep(time.Second)
			if n := fabric.Dialling(); n > 16 {
				t.Fatalf("%d dials at once", n)
			}
		}
	})
}

// Stopping a node tells its peers at once.
func TestStopIsSeen(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		b.stop()
		eventually(t, time.Second, "a sees b leave", func() bool { return !a.online(b.id())() })
	})
}
