package core_test

import (
	"crypto/sha3"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
	"carom/store"
)

// plainFiles is a plain peer whose files a node wants, numbered from 0; no byte of them has
// gone.
func plainFiles(t *testing.T, disk store.Store, contents ...[]byte) (*node, *peer, *fileCall) {
	t.Helper()
	fabric := oniontest.NewFabric()
	n, p := startNodeWith(t, fabric, disk, fileConfig(t)), newPeer(t, fabric)
	p.befriend(n)
	c := p.callWithFiles(n)
	for i, content := range contents {
		offer := protocol.FileOffer{ID: uint32(i), Size: uint64(len(content)), Name: "x", Hash: sha3.Sum512(content)}
		if err := c.conn.OfferFile(offer); err != nil {
			t.Fatal(err)
		}
		n.accept(p.ServiceID())
		<-c.wanted
	}
	return n, p, c
}

// sendPart sends bytes of a file without waiting for an acknowledgement.
func (c *fileCall) sendPart(t *testing.T, id uint32, part []byte) {
	t.Helper()
	for chunk := range slices.Chunk(part, protocol.MaxFileChunk) {
		if err := c.conn.SendChunk(id, chunk); err != nil {
			t.Fatal(err)
		}
	}
}

// landed checks a file of a peer that is there.
func landed(t *testing.T, x core.Transfer, content []byte) {
	t.Helper()
	if x.State != core.TransferDone {
		t.Fatalf("it is %v: %s", x.State, x.Problem)
	}
	sameFiles(t, x.Path, write(t, "x", content))
}

// A file of a plain peer all of which has come is kept, though the connection ends
// before it is on the disk; one of which a byte is missing is not.
func TestWholeWhenTheConnectionEnds(t *testing.T) {
	whole, broken := random(20*protocol.MaxFileChunk), random(10*protocol.MaxFileChunk)
	for range 5 { // the disk and the end race
		synctest.Test(t, func(t *testing.T) {
			n, _, c := plainFiles(t, newStore(t), whole, broken)
			c.sendPart(t, 0, whole)
			c.sendPart(t, 1, broken[:len(broken)-1]) // it is longer than what is on the way: when it comes, all before it was read
			c.conn.Close(nil)
			eventually(t, time.Minute, "both are over", func() bool {
				list := n.transfers()
				return list[0].State.Ended() && list[1].State.Ended()
			})
			list := n.transfers()
			landed(t, list[0], whole)
			if x := list[1]; x.ProblemKind != core.TransferProblemPlainLost || x.Moved != 0 {
				t.Errorf("of the other %d bytes are there, and the user is told %q", x.Moved, x.Problem)
			}
			empty(t, n.cfg.Files.Partial)
		})
	}
}

// Where it cannot be stored that a file of a plain peer is whole it stands still, and goes
// on when the profile can be written again and the user says so, without its sender.
func TestWholeAndNotStored(t *testing.T) {
	content := random(50_000)
	synctest.Test(t, func(t *testing.T) {
		disk := &stuckDisk{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		n, p, c := plainFiles(t, disk, content)
		disk.stick()
		c.sendPart(t, 0, content)
		eventually(t, time.Minute, "it is noted that all is there", disk.asked(func(x store.Transfer) bool { return x.Have > 0 }))
		disk.release(-1)
		eventually(t, time.Minute, "it stands still", n.at(p.ServiceID(), core.TransferStalled))
		if x, _ := n.transfer(p.ServiceID()); x.ProblemKind != core.TransferProblemDisk || x.Moved != x.Size {
			t.Errorf("%d bytes are there, and the user is told %q", x.Moved, x.Problem)
		}
		c.conn.Close(nil)
		eventually(t, time.Minute, "they are apart", func() bool { return !n.online(p.ServiceID())() })
		if !n.at(p.ServiceID(), core.TransferStalled)() {
			t.Error("the end of the connection has ended it")
		}
		n.do((*core.Engine).ResumeTransfer, p.ServiceID())
		eventually(t, time.Minute, "it is done", n.at(p.ServiceID(), core.TransferDone))
		landed(t, n.transfers()[0], content)
		empty(t, n.cfg.Files.Partial)
	})
}

// A pause that cannot be stored is none: the other side is told, and the file goes on.
func TestPauseNotStored(t *testing.T) {
	content := random(50_000)
	synctest.Test(t, func(t *testing.T) {
		fabric, disk := oniontest.NewFabric(), &stuckDisk{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		n, p := startNodeWith(t, fabric, disk, fileConfig(t)), newPeer(t, fabric)
		p.befriend(n)
		c := p.callAsCarom(n)
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: uint64(len(content))}}, content)
		c.say(s.offer)
		b := c.bulk(s)
		b.lock(func() { b.mute = true })
		n.accept(p.ServiceID())
		eventually(t, time.Minute, "it is asked for", func() bool { return b.asked.Load() > 0 })
		disk.stick()
		paused, x := make(chan error, 1), n.transfers()[0]
		go func() {
			_, err := n.engine.PauseTransfer(t.Context(), x.ID)
			paused <- err
		}()
		held := func(held bool) func() bool {
			return c.heard(func(m protocol.TransferMessage) bool { return m == protocol.TransferHold{ID: s.offer.ID, Held: held} })
		}
		eventually(t, time.Minute, "they are told that it is paused", held(true))
		disk.release(-1)
		wantCode(t, <-paused, core.CodeStorage)
		b.goOn()
		eventually(t, time.Minute, "they are told that it is not", held(false))
		eventually(t, time.Minute, "it is done", n.at(p.ServiceID(), core.TransferDone))
		landed(t, n.transfers()[0], content)
	})
}
