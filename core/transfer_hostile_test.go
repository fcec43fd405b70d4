package core_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
	"carom/store"
)

// A contact that offers and takes back, for ever, costs a bounded number of records
// and of commits at once; what our user has from it stays.
func TestOffersTakenBack(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		keep := streamOf(t, 1_000_000, "keep", []protocol.ListFile{{Path: []string{"keep"}, Size: 3}}, []byte("abc"))
		c.say(keep.offer)
		eventually(t, time.Minute, "it is offered", n.at(c.p.ServiceID(), core.TransferAsking))
		for i := range uint32(1000) {
			o := keep.offer
			o.ID = protocol.TransferID{1, 2, byte(i >> 8), byte(i)}
			c.say(o)
			c.say(protocol.TransferEnd{ID: o.ID, Outcome: protocol.TransferCancelled})
		}
		last := protocol.TransferID{1, 2, 999 >> 8, 999 & 0xff}
		eventually(t, time.Minute, "the last is taken back", c.heard(func(m protocol.TransferMessage) bool { return m == protocol.TransferEnded{ID: last} }))
		list := n.transfers()
		if len(list) != 1+64 || list[0].Name != "keep" || list[0].State != core.TransferAsking {
			t.Errorf("%d transfers are remembered", len(list))
		}
		profile, err := n.store.Load()
		if err != nil || len(profile.Transfers) != len(list) {
			t.Errorf("%d are stored, %v", len(profile.Transfers), err)
		}
	})
}

// A contact whose files are always taken, whose files are never what they were offered
// as, and who never says that it knows, costs a bounded number of records.
func TestFailuresAreBounded(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		if _, err := n.engine.SetAutoAccept(t.Context(), c.p.ServiceID(), 1_000_000); err != nil {
			t.Fatal(err)
		}
		var streams []*stream
		for i := range uint32(80) {
			s := streamOf(t, i+1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: 1}}, []byte("x"))
			s.offer.Folder, s.offer.Files = true, 2
			streams = append(streams, s)
		}
		c.bulk(streams...)
		for _, s := range streams {
			c.say(s.offer)
			eventually(t, time.Minute, "it has failed", c.told(s.offer.ID, protocol.TransferDamaged))
		}
		synctest.Wait()
		profile, err := n.store.Load()
		if list := n.transfers(); err != nil || len(list) > 64 || len(profile.Transfers) > 64 {
			t.Errorf("%d transfers are remembered, %d stored, %v", len(list), len(profile.Transfers), err)
		}
	})
}

// More offers than our user can be asked about are not rejected, which nobody has done:
// they can come again.
func TestOneOfferTooMany(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: 1}}, []byte("x"))
		for i := range 65 {
			s.offer.ID = protocol.TransferID{byte(i + 1)}
			c.say(s.offer)
		}
		last := s.offer.ID
		time.Sleep(time.Minute)
		list := n.transfers()
		if len(list) != 64 || c.heard(func(m protocol.TransferMessage) bool { _, end := m.(protocol.TransferEnd); return end })() {
			t.Errorf("%d offers were taken, and %v said", len(list), c.said)
		}
		if _, err := n.engine.RejectTransfer(t.Context(), list[0].ID); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "they are told", c.told(protocol.TransferID{1}, protocol.TransferRejected))
		c.say(protocol.TransferEnded{ID: protocol.TransferID{1}})
		c.say(s.offer)
		n.accept(c.p.ServiceID())
		eventually(t, time.Minute, "it is wanted", c.heard(func(m protocol.TransferMessage) bool { return m == protocol.TransferAccept{ID: last} }))
	})
}

// A contact that goes on about a transfer that is over does not keep it from being
// forgotten in its time.
func TestEndedForgottenInTime(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		if _, err := n.engine.SetKeep(t.Context(), c.p.ServiceID(), contacts.Keep(time.Hour)); err != nil {
			t.Fatal(err)
		}
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: 1}}, []byte("x"))
		c.say(s.offer)
		eventually(t, time.Minute, "it is offered", n.at(c.p.ServiceID(), core.TransferAsking))
		first, _ := n.transfer(c.p.ServiceID())
		n.do((*core.Engine).RejectTransfer, c.p.ServiceID())
		eventually(t, time.Minute, "they are told", c.told(s.offer.ID, protocol.TransferRejected))
		c.say(protocol.TransferEnded{ID: s.offer.ID})
		for range 7 {
			c.lock(func() { c.said = nil })
			c.say(s.offer)
			eventually(t, time.Minute, "they are told again", c.told(s.offer.ID, protocol.TransferRejected))
			c.say(protocol.TransferEnd{ID: s.offer.ID, Outcome: protocol.TransferCancelled})
			time.Sleep(9 * time.Minute)
		}
		for _, x := range n.transfers() {
			if x.ID == first.ID {
				t.Errorf("after an hour there is %+v", x)
			}
		}
	})
}

// A file and a folder that have the same name get different ones.
func TestConflictingPaths(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"a"}, Size: 1}, {Path: []string{"a", "b"}, Size: 1}}, []byte("xy"))
		c.say(s.offer)
		n.accept(c.p.ServiceID())
		c.bulk(s)
		eventually(t, time.Minute, "it is there", n.at(c.p.ServiceID(), core.TransferDone))
		got, _ := n.transfer(c.p.ServiceID())
		for path, want := range map[string]string{"a": "x", "a (2)/b": "y"} {
			if data, err := os.ReadFile(filepath.Join(got.Path, path)); err != nil || string(data) != want {
				t.Errorf("%s is %q, %v", path, data, err)
			}
		}
	})
}

// A path that no folder here can have is refused before its files come; nothing of
// it is left, and both are told.
func TestPathTooLong(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		long := slices.Repeat([]string{strings.Repeat("n", 200)}, 11)
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: long, Size: 1}}, []byte("x"))
		c.say(s.offer)
		n.accept(c.p.ServiceID())
		c.bulk(s)
		eventually(t, time.Minute, "it has failed", n.at(c.p.ServiceID(), core.TransferFailed))
		eventually(t, time.Minute, "they are told", c.told(s.offer.ID, protocol.TransferUnfit))
		if got, _ := n.transfer(c.p.ServiceID()); got.ProblemKind != core.TransferProblemPath {
			t.Errorf("it has failed because of %q", got.ProblemKind)
		}
		empty(t, n.cfg.Files.Received)
		empty(t, n.cfg.Files.Partial)
	})
}

// A bulk connection takes the place of another one while that is at work, many times.
func TestBulkReplaced(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		content := random(40 << 20)
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: uint64(len(content))}}, content)
		c.say(s.offer)
		n.accept(c.p.ServiceID())
		var last *bulkCall
		for range 20 {
			b := c.bulk(s)
			eventually(t, time.Minute, "it is asked", func() bool {
				return b.asked.Load() > 4 || n.at(c.p.ServiceID(), core.TransferDone)()
			})
			last = b
		}
		eventually(t, time.Minute, "it is here", n.at(c.p.ServiceID(), core.TransferDone))
		if last.hasEnded()() {
			t.Errorf("the last connection has ended: %v", last.err)
		}
	})
}

// A disk that does not keep up with what a contact says slows the contact down.
func TestSaidFasterThanStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		disk := &stuckDisk{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		n, p := startNodeWith(t, fabric, disk, fileConfig(t)), newPeer(t, fabric)
		p.befriend(n)
		c := p.callAsCarom(n)
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: 1}}, []byte("x"))
		c.say(s.offer)
		eventually(t, time.Minute, "it is offered", n.at(p.ServiceID(), core.TransferAsking))
		disk.stick()
		for i := range 2000 {
			c.say(protocol.TransferHold{ID: s.offer.ID, Held: i%2 == 0})
		}
		time.Sleep(time.Second)
		disk.mu.Lock()
		waiting := len(disk.waiting)
		disk.mu.Unlock()
		if waiting > 2*64 {
			t.Errorf("%d commits wait", waiting)
		}
		disk.release(-1)
		eventually(t, time.Minute, "all is heard", func() bool {
			c.say(protocol.TransferEnd{ID: s.offer.ID, Outcome: protocol.TransferCancelled})
			return n.at(p.ServiceID(), core.TransferCancelled)()
		})
	})
}

// Both end it while they do not see each other: they keep the same in the end,
// whatever each has said.
func TestEndedByBoth(t *testing.T) {
	for name, end := range map[string]struct {
		byReceiver func(e *core.Engine, ctx context.Context, id uint64) (core.Transfer, error)
		want       core.TransferState
	}{
		"rejected":  {(*core.Engine).RejectTransfer, core.TransferRejected},
		"cancelled": {(*core.Engine).CancelTransfer, core.TransferCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
				a.sendFile(b.id(), write(t, "x", random(100)))
				eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
				b.network.SetOnline(false)
				eventually(t, time.Minute, "they are apart", func() bool { return !a.online(b.id())() && !b.online(a.id())() })
				a.do((*core.Engine).CancelTransfer, b.id())
				b.do(end.byReceiver, a.id())
				b.network.SetOnline(true)
				eventually(t, 20*time.Minute, "both say the same", func() bool {
					return a.at(b.id(), end.want)() && b.at(a.id(), end.want)()
				})
				eventually(t, time.Minute, "both know that the other knows", func() bool { return a.allTold() && b.allTold() })
			})
		})
	}
}

// allTold reports whether the other side knows of every transfer that has ended.
func (n *node) allTold() bool {
	n.t.Helper()
	profile, err := n.store.Load()
	if err != nil {
		n.t.Fatal(err)
	}
	return !slices.ContainsFunc(profile.Transfers, func(x store.Transfer) bool { return x.Untold })
}
