package core_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
)

// These tests play a plain Ricochet-Refresh peer by hand.

func alone(t *testing.T, run func(t *testing.T, fabric *oniontest.Fabric, n *node, p *peer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		run(t, fabric, startNode(t, fabric, newStore(t)), newPeer(t, fabric))
	})
}

func (c *call) say(t *testing.T, id uint32, text string) {
	t.Helper()
	if err := c.conn.SendMessage(id, text, 0); err != nil {
		t.Fatal(err)
	}
	eventually(t, time.Minute, "it is acknowledged", c.check(func() bool { return c.acks[id] }))
	c.lock(func() { delete(c.acks, id) })
}

// A message that comes again is acknowledged again and not shown again: on the
// same connection, on the next, and after a restart.
func TestRepetition(t *testing.T) {
	alone(t, func(t *testing.T, fabric *oniontest.Fabric, n *node, p *peer) {
		c := p.befriend(n)
		c.say(t, 1_000_000, "one")
		c.say(t, 1_000_000, "one")
		c.say(t, 1_000_000, "other text")
		c = p.call(n, nil)
		eventually(t, time.Minute, "the chat is open", c.isReady())
		c.say(t, 1_000_000, "one")
		n = n.restart(fabric)
		c = p.call(n, nil)
		eventually(t, time.Minute, "the chat is open", c.isReady())
		c.say(t, 1_000_000, "one")
		c.say(t, 1_000_001, "one")
		wantTexts(t, texts(n.history(p.ServiceID()), false), "one", "other text", "one")
	})
}

// RR-3.1 numbers its messages from 0 on each connection: its second "ok" is a
// new one, however much it looks like the first.
func TestCountedIDs(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		p.befriend(n).say(t, 0, "ok")
		c := p.call(n, nil)
		eventually(t, time.Minute, "the chat is open", c.isReady())
		c.say(t, 0, "ok") // at once: the first one's acknowledgement was lost
		time.Sleep(10 * time.Minute)
		c = p.call(n, nil)
		eventually(t, time.Minute, "the chat is open", c.isReady())
		c.say(t, 0, "ok") // later: a new one
		wantTexts(t, texts(n.history(p.ServiceID()), false), "ok", "ok")
	})
}

// To a peer that recognises a repetition among five messages only, no more
// than five are under way.
func TestPlainWindow(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		p.befriend(n)
		c := p.call(n, func(c *call) { c.silent = true })
		eventually(t, time.Minute, "the chat is open", c.isReady())
		for i := range 12 {
			n.send(p.ServiceID(), fmt.Sprint("m", i))
		}
		time.Sleep(10 * time.Second)
		c.lock(func() {
			if len(c.messages) != 5 {
				t.Errorf("%d messages under way, want 5", len(c.messages))
			}
		})
		first := c
		c = p.call(n, nil)
		eventually(t, time.Minute, "all is delivered", n.delivered(p.ServiceID(), 12))
		c.lock(func() {
			for i, m := range c.messages {
				if m.Text != fmt.Sprint("m", i) {
					t.Errorf("message %d is %q", i, m.Text)
				}
			}
			for i, m := range first.messages {
				if c.messages[i].ID != m.ID {
					t.Error("a message was sent again under another id")
				}
			}
			if c.messages[0].Age < 9*time.Second {
				t.Errorf("a message written 10 s ago is sent with an age of %v", c.messages[0].Age)
			}
		})
	})
}

// Refused by the peer: failed, not sent again, until the user asks.
func TestRefusedMessage(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		c := p.befriend(n)
		c.silent = true
		m := n.send(p.ServiceID(), "x")
		eventually(t, time.Minute, "it arrives", c.check(func() bool { return len(c.messages) == 1 }))
		c.conn.Acknowledge(c.messages[0].Receipt, false)
		eventually(t, time.Minute, "it has failed", func() bool { return n.history(p.ServiceID())[0].Delivery == core.Failed })
		c = p.call(n, nil)
		eventually(t, time.Minute, "the chat is open", c.isReady())
		time.Sleep(time.Minute)
		c.lock(func() {
			if len(c.messages) != 0 {
				t.Error("a refused message was sent again unasked")
			}
		})
		if _, err := n.engine.Retry(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "it is delivered", n.delivered(p.ServiceID(), 1))
		_, err := n.engine.Retry(t.Context(), m.ID)
		wantCode(t, err, core.CodeConflict)
	})
}

// A second connection in the same direction takes the place of the first.
func TestSecondConnectionWins(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		first := p.befriend(n)
		second := p.call(n, nil)
		eventually(t, time.Minute, "the second is open", second.isReady())
		eventually(t, time.Minute, "the first is closed", first.hasEnded())
		if !n.online(p.ServiceID())() {
			t.Error("the contact is not online")
		}
	})
}

// A peer that was removed and dials again without pause is answered ever more
// seldom.
func TestRedialWithoutPause(t *testing.T) {
	alone(t, func(t *testing.T, _ *oniontest.Fabric, n *node, p *peer) {
		p.befriend(n)
		if err := n.engine.Remove(t.Context(), p.ServiceID()); err != nil {
			t.Fatal(err)
		}
		start, answers := time.Now(), 0
		for time.Since(start) < 10*time.Minute {
			c := p.call(n, nil)
			eventually(t, 20*time.Minute, "an answer or the end", func() bool {
				return c.hasEnded()() || c.check(func() bool { return c.known != nil })()
			})
			c.lock(func() {
				if c.known != nil && *c.known {
					t.Error("a removed contact was told that it is known")
				}
				if c.known != nil {
					answers++
				}
			})
			c.conn.Close(protocol.ErrClosedLocally)
			<-c.ended
		}
		if answers > 10 {
			t.Errorf("%d answers in ten minutes", answers)
		}
	})
}

func TestPendingAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		n := startNode(t, fabric, newStore(t))
		var last *call
		for range contacts.MaxPending + 1 {
			last = newPeer(t, fabric).call(n, func(c *call) { c.request = &protocol.Request{Nickname: "x"} })
			eventually(t, time.Minute, "an answer", last.check(func() bool { return len(last.answers) > 0 }))
		}
		if last.answers[0] != protocol.ResponseError {
			t.Errorf("the last request was answered %v", last.answers[0])
		}
		if got := len(n.state().Contacts); got != contacts.MaxPending {
			t.Errorf("%d requests are kept", got)
		}
	})
}

// Connections that do nothing are bounded in number and time, and keep nobody out.
func TestIdleConnections(t *testing.T) {
	alone(t, func(t *testing.T, fabric *oniontest.Fabric, n *node, p *peer) {
		closed := make(chan struct{}, 200)
		for range 200 {
			nc, err := p.network.Dial(t.Context(), n.id().Text(), 9878, "x")
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				nc.Read(make([]byte, 1))
				nc.Close()
				closed <- struct{}{}
			}()
			synctest.Wait()
		}
		if got := len(closed); got != 200-64 {
			t.Errorf("%d of 200 idle connections were closed, want 136", got)
		}
		newPeer(t, fabric).befriend(n)
		time.Sleep(16 * time.Second)
		synctest.Wait()
		if got := len(closed); got != 200 {
			t.Errorf("%d of 200 idle connections were closed after 16 s", got)
		}
	})
}
