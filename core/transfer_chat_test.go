package core_test

import (
	"testing"
	"testing/synctest"
	"time"

	"carom/onion/oniontest"
	"carom/protocol"
)

// While a chat message is under way, to whomever, the bytes of files wait for it; they
// go when it is acknowledged. No time passes in between.
func TestFilesMakeWayForChat(t *testing.T) {
	for name, other := range map[string]bool{"to who takes the file": false, "to somebody else": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fabric := oniontest.NewFabric()
				n := startNodeWith(t, fabric, newStore(t), fileConfig(t))
				p, q := newPeer(t, fabric), newPeer(t, fabric)
				p.befriend(n)
				q.befriend(n)
				c := p.callAsCarom(n)
				eventually(t, time.Minute, "the chat is open", c.isReady())
				chat, to := c.call, p
				if other {
					chat, to = q.call(n, nil), q
					eventually(t, time.Minute, "the other chat is open", chat.isReady())
				}
				chat.lock(func() { chat.silent = true })
				filesMakeWay(t, n, c, chat, func() { n.send(to.ServiceID(), "first") })
			})
		})
	}
}

// filesMakeWay reads a file of n's on c while something is written on chat, which
// acknowledges nothing by itself.
func filesMakeWay(t *testing.T, n *node, c *caromCall, chat *call, write func()) {
	id := takeFile(t, n, c, random(4*protocol.RequestSize))
	b := c.bulk()
	send := func(m protocol.BulkMessage) {
		if err := b.conn.SendBulk(m); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, time.Minute, "packets may flow", b.ready.Load)
	synctest.Wait()
	send(protocol.BulkOpen{ID: id})
	want := int64(0)
	ask := func() {
		send(protocol.BulkRequest{ID: id, Offset: uint64(want), Length: protocol.RequestSize})
		synctest.Wait()
	}
	ask()
	want += protocol.RequestSize
	if got := b.came.Load(); got != want {
		t.Fatalf("%d bytes have come, want %d", got, want)
	}
	write()
	ask()
	if got := b.came.Load(); got != want {
		t.Errorf("%d bytes went while a message was under way", got-want)
	}
	want += protocol.RequestSize
	chat.lock(func() { chat.conn.Acknowledge(chat.messages[0].Receipt, true) })
	synctest.Wait()
	if got := b.came.Load(); got != want {
		t.Errorf("%d bytes have come when it was acknowledged, want %d", got, want)
	}
	ask()
	want += protocol.RequestSize
	if got := b.came.Load(); got != want {
		t.Errorf("%d bytes have come after it, want %d", got, want)
	}
}

// takeFile accepts a file that n sends.
func takeFile(t *testing.T, n *node, c *caromCall, content []byte) (id protocol.TransferID) {
	t.Helper()
	n.sendFile(c.p.ServiceID(), write(t, "x", content))
	eventually(t, time.Minute, "it is offered", c.heard(func(m protocol.TransferMessage) bool {
		offer, ok := m.(protocol.TransferOffer)
		id = offer.ID
		return ok
	}))
	c.say(protocol.TransferAccept{ID: id})
	return id
}
