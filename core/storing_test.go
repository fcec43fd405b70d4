package core_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/onion/oniontest"
	"carom/protocol"
	"carom/store"
)

// stuckDisk keeps commits waiting, in order, until release fails them.
type stuckDisk struct {
	*store.Memory
	mu      sync.Mutex
	stuck   bool
	waiting []func()
	changes []store.Change // of all that have waited
}

func (s *stuckDisk) Commit(changes []store.Change, done func(error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stuck {
		s.Memory.Commit(changes, done)
		return
	}
	s.changes = append(s.changes, changes...)
	s.waiting = append(s.waiting, func() {
		s.Memory.Commit(nil, func(err error) {
			if len(changes) > 0 {
				err = errDisk
			}
			done(err)
		})
	})
}

func (s *stuckDisk) stick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck = true
}

// release fails the first n commits, or all and lets later ones pass.
func (s *stuckDisk) release(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 0 {
		s.stuck, n = false, len(s.waiting)
	}
	for _, f := range s.waiting[:n] {
		f()
	}
	s.waiting = s.waiting[n:]
}

func withStuckDisk(t *testing.T, run func(t *testing.T, n *node, p *peer, disk *stuckDisk, c *call)) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		disk := &stuckDisk{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		n, p := startNode(t, fabric, disk), newPeer(t, fabric)
		run(t, n, p, disk, p.befriend(n))
	})
}

func (c *call) sendUnanswered(t *testing.T, id uint32, text string) {
	t.Helper()
	if err := c.conn.SendMessage(id, text, 0); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
}

// The connection ends before its message turns out not to have been stored: the
// message is taken when it comes again.
func TestNotStoredAfterTheEnd(t *testing.T) {
	withStuckDisk(t, func(t *testing.T, n *node, p *peer, disk *stuckDisk, c *call) {
		disk.stick()
		c.sendUnanswered(t, 1_000_000, "one")
		c.conn.Close(nil)
		<-c.ended
		time.Sleep(time.Second)
		disk.release(-1)
		c = p.call(n, nil)
		eventually(t, time.Minute, "open", c.isReady())
		c.say(t, 1_000_000, "one")
		wantTexts(t, texts(n.history(p.ServiceID()), false), "one")
	})
}

// The same when the first of two commits fails and closes the connection.
func TestNotStoredOneAfterTheOther(t *testing.T) {
	withStuckDisk(t, func(t *testing.T, n *node, p *peer, disk *stuckDisk, c *call) {
		disk.stick()
		c.sendUnanswered(t, 1_000_000, "m")
		c.sendUnanswered(t, 1_000_001, "m")
		disk.release(1)
		<-c.ended
		time.Sleep(time.Second)
		disk.release(-1)
		c = p.call(n, nil)
		eventually(t, time.Minute, "open", c.isReady())
		c.say(t, 1_000_000, "m")
		c.say(t, 1_000_001, "m")
		wantTexts(t, texts(n.history(p.ServiceID()), false), "m", "m")
	})
}

// A copy that comes while the first one is with the disk is acknowledged only
// when that one was stored.
func TestCopyOfWhatIsNotStored(t *testing.T) {
	withStuckDisk(t, func(t *testing.T, n *node, p *peer, disk *stuckDisk, c *call) {
		disk.stick()
		c.sendUnanswered(t, 1_000_000, "one")
		second := p.call(n, nil)
		eventually(t, time.Minute, "open", second.isReady())
		second.sendUnanswered(t, 1_000_000, "one")
		disk.release(-1)
		time.Sleep(time.Second)
		second.lock(func() {
			if second.acks[1_000_000] {
				t.Error("acknowledged, and not stored")
			}
		})
		c = p.call(n, nil)
		eventually(t, time.Minute, "open", c.isReady())
		c.say(t, 1_000_000, "one")
		wantTexts(t, texts(n.history(p.ServiceID()), false), "one")
	})
}

// A request that could not be stored is stored when it comes again.
func TestRequestNotStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		disk := &flaky{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		n, p := startNode(t, fabric, disk), newPeer(t, fabric)
		ask := func() *call {
			c := p.call(n, func(c *call) { c.request = &protocol.Request{Nickname: "peer", Message: "I have documents"} })
			eventually(t, time.Minute, "an answer", c.check(func() bool { return len(c.answers) > 0 }))
			return c
		}
		disk.failing.Store(true)
		ask()
		disk.failing.Store(false)
		time.Sleep(10 * time.Minute)
		ask().conn.Close(nil)
		n = n.restart(fabric)
		if !n.is(p.ServiceID(), contacts.Pending)() {
			t.Error("the request is gone after a restart")
		}
	})
}

// Off deletes what was stored while the clock was wrong, too.
func TestOffAfterTheClockWentBack(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		done := make(chan error, 1)
		a.store.Commit([]store.Change{store.AddMessage{Message: store.Message{
			ID: 900, Contact: b.id(), Text: "secret", Stored: time.Now().Add(48 * time.Hour),
		}}}, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if _, err := a.engine.SetKeep(t.Context(), b.id(), contacts.KeepOff); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		wantTexts(t, texts(a.history(b.id()), false))
	})
}

// A message that is being deleted does not leave in the last moment.
func TestDeletedWhileComingOnline(t *testing.T) {
	withStuckDisk(t, func(t *testing.T, n *node, p *peer, disk *stuckDisk, c *call) {
		c.conn.Close(nil)
		<-c.ended
		time.Sleep(time.Second)
		m := n.send(p.ServiceID(), "regretted")
		disk.stick()
		deleted := make(chan error, 1)
		go func() { deleted <- n.engine.DeleteMessage(t.Context(), m.ID) }()
		time.Sleep(time.Second)
		c = p.call(n, nil)
		eventually(t, time.Minute, "open", c.isReady())
		time.Sleep(time.Minute)
		c.lock(func() {
			if len(c.messages) != 0 {
				t.Error("it was sent")
			}
		})
		disk.release(-1)
		if err := <-deleted; err == nil {
			t.Error("the disk did not fail")
		}
	})
}
