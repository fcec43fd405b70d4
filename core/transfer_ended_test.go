package core_test

import (
	"crypto/sha3"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
	"carom/store"
)

// A receiver that has said that it has everything cannot take that back.
func TestDoneStaysDone(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		n.sendFile(c.p.ServiceID(), write(t, "x", random(1000)))
		var id protocol.TransferID
		eventually(t, time.Minute, "it is offered", c.heard(func(m protocol.TransferMessage) bool {
			offer, ok := m.(protocol.TransferOffer)
			id = offer.ID
			return ok
		}))
		for _, o := range []protocol.TransferOutcome{
			protocol.TransferDone, protocol.TransferCancelled, protocol.TransferRejected, protocol.TransferDamaged, protocol.TransferTooLarge,
		} {
			c.lock(func() { c.said = nil })
			c.say(protocol.TransferEnd{ID: id, Outcome: o})
			eventually(t, time.Minute, "it is noted", c.heard(func(m protocol.TransferMessage) bool { return m == protocol.TransferEnded{ID: id} }))
			if x, _ := n.transfer(c.p.ServiceID()); x.State != core.TransferDone || x.Moved != x.Size {
				t.Errorf("after outcome %d it is %v, with %d bytes there", o, x.State, x.Moved)
			}
		}
	})
}

// asked reports whether a commit that has waited has a transfer that is like that.
func (s *stuckDisk) asked(like func(store.Transfer) bool) func() bool {
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return slices.ContainsFunc(s.changes, func(c store.Change) bool {
			put, ok := c.(store.PutTransfer)
			return ok && like(put.Transfer)
		})
	}
}

// A transfer that our user cancels while the disk is asked to note that all of it is
// there stays cancelled when the disk fails, and nothing of it is left.
func TestCancelledWhileStored(t *testing.T) {
	content := random(50_000)
	for name, come := range map[string]func(t *testing.T, n *node, p *peer, disk *stuckDisk){
		"from a Carom": func(t *testing.T, n *node, p *peer, disk *stuckDisk) {
			c := p.callAsCarom(n)
			s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: uint64(len(content))}}, content)
			c.say(s.offer)
			n.accept(p.ServiceID())
			disk.stick()
			c.bulk(s)
		},
		"from a plain peer": func(t *testing.T, n *node, p *peer, disk *stuckDisk) {
			c := p.callWithFiles(n)
			if err := c.conn.OfferFile(protocol.FileOffer{ID: 7, Size: uint64(len(content)), Name: "x", Hash: sha3.Sum512(content)}); err != nil {
				t.Fatal(err)
			}
			n.accept(p.ServiceID())
			<-c.wanted
			disk.stick()
			if err := c.conn.SendChunk(7, content); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fabric, disk := oniontest.NewFabric(), &stuckDisk{Memory: store.NewMemory()}
				t.Cleanup(func() { disk.Close() })
				n, p := startNodeWith(t, fabric, disk, fileConfig(t)), newPeer(t, fabric)
				p.befriend(n)
				come(t, n, p, disk)
				eventually(t, time.Minute, "it is noted that all is there", disk.asked(func(x store.Transfer) bool {
					return x.Stage == store.TransferFilled || x.Plain && x.Have > 0
				}))
				cancelled := make(chan error, 1)
				x, _ := n.transfer(p.ServiceID())
				go func() {
					_, err := n.engine.CancelTransfer(t.Context(), x.ID)
					cancelled <- err
				}()
				eventually(t, time.Minute, "it is noted that it is over", disk.asked(func(x store.Transfer) bool { return x.Stage == store.TransferEnded }))
				disk.release(-1)
				wantCode(t, <-cancelled, core.CodeStorage)
				time.Sleep(time.Minute)
				if !n.at(p.ServiceID(), core.TransferCancelled)() {
					x, _ := n.transfer(contacts.ServiceID{})
					t.Errorf("it is %v: %s", x.State, x.Problem)
				}
				empty(t, n.cfg.Files.Partial)
				empty(t, n.cfg.Files.Received)
			})
		})
	}
}
