package core_test

import (
	"crypto/sha3"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
)

// plainPair is two friends of whom one is no Carom.
func plainPair(t *testing.T, run func(t *testing.T, fabric *oniontest.Fabric, carom, plain *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		cfg := fileConfig(t)
		cfg.DisableExtensions = true
		a := startNodeWith(t, fabric, newStore(t), fileConfig(t))
		b := startNodeWith(t, fabric, newStore(t), cfg)
		friends(t, a, b)
		run(t, fabric, a, b)
	})
}

// Both ways, over im.ricochet.file-transfer.
func TestPlainTransfer(t *testing.T) {
	plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for _, size := range []int{1, 63 * 1024, 3_000_000} {
			for _, way := range [][2]*node{{a, b}, {b, a}} {
				path := write(t, "x", random(size))
				way[0].sendFile(way[1].id(), path)
				way[1].accept(way[0].id())
				arrived(t, way[0], way[1], path)
				if x, _ := way[0].transfer(way[1].id()); !x.Plain || x.Moved != uint64(size) {
					t.Errorf("it is %+v", x)
				}
			}
		}
	})
}

func TestPlainRejectedAndCancelled(t *testing.T) {
	plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for _, way := range [][2]*node{{a, b}, {b, a}} {
			from, to := way[0], way[1]
			for state, end := range map[core.TransferState]func(){
				core.TransferRejected:  func() { to.do((*core.Engine).RejectTransfer, from.id()) },
				core.TransferCancelled: func() { from.do((*core.Engine).CancelTransfer, to.id()) },
			} {
				from.sendFile(to.id(), write(t, "x", random(1000)))
				eventually(t, time.Minute, "it is offered", to.at(from.id(), core.TransferAsking))
				end()
				eventually(t, time.Minute, "both know", func() bool { return from.at(to.id(), state)() && to.at(from.id(), state)() })
				if state == core.TransferCancelled {
					cancelledBy(t, from, to)
				}
			}
		}
	})
}

// What their protocol cannot is said, and sent by nobody.
func TestPlainCannot(t *testing.T) {
	plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x"), random(10), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{write(t, "empty", nil), dir} {
			a.sendFile(b.id(), path)
			eventually(t, time.Minute, "it failed", a.at(b.id(), core.TransferFailed))
			if x, _ := a.transfer(b.id()); x.Problem == "" {
				t.Error("nobody is told why")
			}
		}
		if x, ok := b.transfer(a.id()); ok {
			t.Errorf("offered: %+v", x)
		}
	})
}

// A file can be paused until it moves: the sender's offer is taken back, and offered
// anew; the receiver answers when it goes on.
func TestPlainPaused(t *testing.T) {
	pause, resume := (*core.Engine).PauseTransfer, (*core.Engine).ResumeTransfer
	for name, sender := range map[string]bool{"by the sender": true, "by the receiver": false} {
		t.Run(name, func(t *testing.T) {
			plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
				for _, way := range [][2]*node{{a, b}, {b, a}} {
					from, to := way[0], way[1]
					path := write(t, "x", random(1000))
					from.sendFile(to.id(), path)
					eventually(t, time.Minute, "it is offered", to.at(from.id(), core.TransferAsking))
					if sender {
						from.do(pause, to.id())
						eventually(t, time.Minute, "it is taken back", to.at(from.id(), core.TransferCancelled))
						time.Sleep(time.Hour)
						if !from.at(to.id(), core.TransferPaused)() || to.at(from.id(), core.TransferAsking)() {
							t.Error("a paused file is offered")
						}
						from.do(resume, to.id())
						to.accept(from.id())
					} else {
						to.do(pause, from.id())
						to.do((*core.Engine).AcceptTransfer, from.id())
						to.do(pause, from.id()) // once more
						time.Sleep(time.Hour)
						if !to.at(from.id(), core.TransferPaused)() || !from.at(to.id(), core.TransferAsking)() {
							t.Error("a paused file moves")
						}
						to.do(resume, from.id())
					}
					arrived(t, from, to, path)
				}
			})
		})
	}
}

// One that is paused before it was ever offered is not, and both programs forget it
// when it is cancelled then.
func TestPlainPausedAtOnce(t *testing.T) {
	plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		a.sendFile(b.id(), write(t, "x", random(1000)))
		a.do((*core.Engine).PauseTransfer, b.id())
		eventually(t, time.Minute, "nothing is offered", func() bool {
			x, ok := b.transfer(a.id())
			return !ok || x.State == core.TransferCancelled
		})
		a.do((*core.Engine).CancelTransfer, b.id())
		eventually(t, time.Minute, "nobody is to be told", a.allTold)
	})
}

// A connection that ends ends what came of theirs, and begins ours anew.
func TestPlainInterrupted(t *testing.T) {
	plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(1000))
		a.sendFile(b.id(), path)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		fabric.CutAll()
		eventually(t, 10*time.Minute, "it is offered again", func() bool {
			list, err := b.engine.Transfers(t.Context(), a.id())
			return err == nil && len(list) == 2 && list[0].State == core.TransferFailed && list[1].State == core.TransferAsking
		})
		b.accept(a.id())
		arrived(t, a, b, path)
		// One that waits survives a restart of both.
		b.network.SetOnline(false)
		a.sendFile(b.id(), path)
		a = a.restart(fabric)
		b.network.SetOnline(true)
		b.accept(a.id())
		eventually(t, 20*time.Minute, "it is done", b.at(a.id(), core.TransferDone))
	})
}

// fileCall is a call of a plain peer that offers files by hand.
type fileCall struct {
	*call
	wanted chan uint32
	acked  chan uint64
	ended  chan protocol.FileResult
}

func (c *fileCall) FilesReady(*protocol.Conn, bool) {}
func (c *fileCall) FileOffered(conn *protocol.Conn, f protocol.FileOffer) {
	_ = conn.AnswerFile(f.ID, true)
}
func (c *fileCall) FileAnswered(_ *protocol.Conn, id uint32)     { c.wanted <- id }
func (c *fileCall) ChunkReceived(*protocol.Conn, uint32, []byte) {}
func (c *fileCall) ChunkAcknowledged(_ *protocol.Conn, _ uint32, n uint64) {
	c.acked <- n
}

func (c *fileCall) FileEnded(_ *protocol.Conn, _ uint32, _ bool, r protocol.FileResult) { c.ended <- r }

// callWithFiles connects a peer who has been made a friend before.
func (p *peer) callWithFiles(n *node) *fileCall {
	p.t.Helper()
	c := &fileCall{wanted: make(chan uint32, 100), acked: make(chan uint64, 100), ended: make(chan protocol.FileResult, 100)}
	p.callAs(n, nil, func(x *call) protocol.Handler { c.call = x; return c })
	eventually(p.t, time.Minute, "the chat is open", c.isReady())
	synctest.Wait()
	return c
}

// What a peer of Ricochet-Refresh can do wrong as a sender: each ends its file,
// truthfully, and leaves nothing behind.
func TestPlainSenderLies(t *testing.T) {
	content := random(100_000)
	for _, tt := range []struct {
		name   string
		size   uint64
		sent   []byte
		result protocol.FileResult
		state  core.TransferState
	}{
		{"the truth", 100_000, content, protocol.FileSucceeded, core.TransferDone},
		{"another content", 100_000, append([]byte{1}, content[1:]...), protocol.FileFailed, core.TransferFailed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fabric := oniontest.NewFabric()
				n, p := startNodeWith(t, fabric, newStore(t), fileConfig(t)), newPeer(t, fabric)
				p.befriend(n)
				c := p.callWithFiles(n)
				if err := c.conn.OfferFile(protocol.FileOffer{ID: 7, Size: tt.size, Name: "a\u202etxt.exe", Hash: sha3.Sum512(content)}); err != nil {
					t.Fatal(err)
				}
				n.accept(p.ServiceID())
				<-c.wanted
				for at := 0; at < len(tt.sent); {
					end := min(at+protocol.MaxFileChunk, len(tt.sent))
					if err := c.conn.SendChunk(7, tt.sent[at:end]); err != nil {
						t.Fatal(err)
					}
					if at = end; at == len(tt.sent) && tt.state != core.TransferDone {
						break
					}
					if got := <-c.acked; got != uint64(end) {
						t.Errorf("%d bytes were acknowledged of %d", got, end)
					}
				}
				if got := <-c.ended; got != tt.result {
					t.Errorf("the sender is told %d, want %d", got, tt.result)
				}
				eventually(t, time.Minute, "it is over", n.at(p.ServiceID(), tt.state))
				empty(t, n.cfg.Files.Partial)
				if x, _ := n.transfer(p.ServiceID()); tt.state == core.TransferDone && filepath.Base(x.Path) == "a\u202etxt.exe" {
					t.Errorf("it is called %q", filepath.Base(x.Path))
				}
			})
		})
	}
}

// Offers of one contact are bounded; more are declined without asking.
func TestOffersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		n, p := startNodeWith(t, fabric, newStore(t), fileConfig(t)), newPeer(t, fabric)
		p.befriend(n)
		for range 4 { // a connection takes protocol.MaxFiles
			c := p.callWithFiles(n)
			for i := range uint32(protocol.MaxFiles) {
				if err := c.conn.OfferFile(protocol.FileOffer{ID: i, Size: 1, Name: "x"}); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Wait()
		}
		asking := 0
		list, err := n.engine.Transfers(t.Context(), contacts.ServiceID{})
		for _, x := range list {
			if x.State == core.TransferAsking {
				asking++
			}
		}
		if err != nil || asking > protocol.MaxFiles {
			t.Errorf("%d offers wait for an answer: %v", asking, err)
		}
	})
}
