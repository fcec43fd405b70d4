package core_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/onion/oniontest"
	"carom/protocol"
	"carom/store"
)

// slowDisk takes its time, and can be full for some changes.
type slowDisk struct {
	store.Store
	delay atomic.Int64 // of each commit, in nanoseconds
	full  atomic.Bool
}

func (s *slowDisk) Commit(changes []store.Change, done func(error)) {
	fail := false
	if len(changes) > 0 {
		_, delivery := changes[0].(store.SetDelivery)
		fail = delivery && s.full.Load()
	}
	if fail {
		changes = nil
	}
	s.Store.Commit(changes, func(err error) {
		time.Sleep(time.Duration(s.delay.Load()))
		if fail {
			err = errors.New("no space left on device")
		}
		done(err)
	})
}

// Commands about one contact that overlap while the disk is slow.
func TestOverlappingCommands(t *testing.T) {
	for name, second := range map[string]func(a, b *node) error{
		"block": func(a, b *node) error { _, err := a.engine.Block(a.t.Context(), b.id()); return err },
		"add": func(a, b *node) error {
			_, err := a.engine.AddContact(a.t.Context(), b.id().Address(), "bee", "me", "again")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fabric := oniontest.NewFabric()
				disk := &slowDisk{Store: newStore(t)}
				a, b := startNode(t, fabric, disk), startNode(t, fabric, newStore(t))
				friends(t, a, b)
				disk.delay.Store(int64(20 * time.Millisecond))
				var commands sync.WaitGroup
				commands.Go(func() {
					if err := a.engine.Remove(t.Context(), b.id()); err != nil {
						t.Error(err)
					}
				})
				synctest.Wait()
				commands.Go(func() {
					if err := second(a, b); err != nil {
						t.Error(err)
					}
				})
				commands.Wait()
				disk.delay.Store(0)
				if name == "add" {
					eventually(t, time.Minute, "they are friends again or asked", func() bool {
						c, ok := a.contact(b.id())
						return ok && (c.Online || c.State == contacts.Requesting) && fabric.Dials(b.id().Text()) > 0
					})
				}
			})
		})
	}
}

// An acknowledgement that the disk could not take holds nothing up, is stored
// when it can be, and causes no second copy.
func TestAcknowledgementNotStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		disk := &slowDisk{Store: newStore(t)}
		n, p := startNode(t, fabric, disk), newPeer(t, fabric)
		c := p.befriend(n)
		disk.full.Store(true)
		for i := range 5 {
			n.send(p.ServiceID(), fmt.Sprint("m", i))
		}
		time.Sleep(time.Second)
		n.send(p.ServiceID(), "after")
		eventually(t, time.Minute, "the sixth message arrives", c.check(func() bool { return len(c.messages) == 6 }))
		disk.full.Store(false)
		eventually(t, time.Minute, "all are delivered", n.delivered(p.ServiceID(), 6))
		c.lock(func() {
			if len(c.messages) != 6 {
				t.Errorf("the peer has got %d messages", len(c.messages))
			}
		})
	})
}

// Somebody whose refusal went into a dead connection is told when they return.
func TestRejectionOnDeadConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		a.add(b.id(), "bee", "hi")
		eventually(t, time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
		a.network.Vanish()
		time.Sleep(10 * time.Second)
		if err := b.engine.RejectRequest(t.Context(), a.id()); err != nil {
			t.Fatal(err)
		}
		a.network.SetOnline(true)
		eventually(t, 2*time.Minute, "the requester is told", a.is(b.id(), contacts.Rejected))
		if _, ok := b.contact(a.id()); ok {
			t.Error("the request is shown again")
		}
	})
}

// muted is a connection whose writes go nowhere once mute says so.
type muted struct {
	net.Conn
	mute func() bool
}

func (m muted) Write(b []byte) (int, error) {
	if m.mute() {
		return len(b), nil
	}
	return m.Conn.Write(b)
}

// A contact that goes in the moment of connecting, before anything was agreed
// upon, is not shown online for longer than any other.
func TestGoneWhileConnecting(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		p.befriend(n).conn.Close(nil)
		eventually(t, time.Minute, "offline", func() bool { return !n.online(p.ServiceID())() })
		nc, err := p.network.Dial(t.Context(), n.id().Text(), 9878, "x")
		if err != nil {
			t.Fatal(err)
		}
		c := &call{ended: make(chan struct{}), acks: map[uint32]bool{}}
		quiet := muted{nc, c.check(func() bool { return c.known != nil })}
		c.conn = protocol.NewClient(quiet, n.id(), protocol.Config{Identity: p, DisableExtensions: true}, c)
		go func() { c.conn.Serve(context.Background()); close(c.ended) }()
		eventually(t, time.Minute, "online", n.online(p.ServiceID()))
		eventually(t, 20*time.Second, "offline again", func() bool { return !n.online(p.ServiceID())() })
		c.conn.Close(nil)
		<-c.ended
	})
}
