package core_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
)

func fileConfig(t *testing.T) core.Config {
	dir := t.TempDir()
	return core.Config{Files: &core.FileConfig{Partial: filepath.Join(dir, "partial"), Received: filepath.Join(dir, "received")}}
}

// filePair is two friends who take files.
func filePair(t *testing.T, run func(t *testing.T, fabric *oniontest.Fabric, a, b *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a := startNodeWith(t, fabric, newStore(t), fileConfig(t))
		b := startNodeWith(t, fabric, newStore(t), fileConfig(t))
		friends(t, a, b)
		run(t, fabric, a, b)
	})
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	return b
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (n *node) sendFile(to contacts.ServiceID, path string) core.Transfer {
	n.t.Helper()
	list, err := n.engine.SendFiles(n.t.Context(), to, []string{path}, core.SendOptions{})
	if err != nil {
		n.t.Fatal(err)
	}
	return list[0]
}

// transfer returns the newest transfer with a contact.
func (n *node) transfer(id contacts.ServiceID) (core.Transfer, bool) {
	n.t.Helper()
	list, err := n.engine.Transfers(n.t.Context(), id)
	if err != nil {
		n.t.Fatal(err)
	}
	if len(list) == 0 {
		return core.Transfer{}, false
	}
	return list[len(list)-1], true
}

// at reports whether the newest transfer with a contact is in a state.
func (n *node) at(id contacts.ServiceID, state core.TransferState) func() bool {
	return func() bool {
		t, ok := n.transfer(id)
		return ok && t.State == state
	}
}

func (n *node) do(what func(e *core.Engine, ctx context.Context, id uint64) (core.Transfer, error), with contacts.ServiceID) {
	n.t.Helper()
	t, ok := n.transfer(with)
	if !ok {
		n.t.Fatal("there is no transfer")
	}
	if _, err := what(n.engine, n.t.Context(), t.ID); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) accept(from contacts.ServiceID) {
	n.t.Helper()
	eventually(n.t, time.Minute, "it is offered", n.at(from, core.TransferAsking))
	n.do((*core.Engine).AcceptTransfer, from)
}

// arrived waits until both say that it is done, and compares.
func arrived(t *testing.T, a, b *node, sent string) {
	t.Helper()
	got := bothDone(t, a, b)
	sameFiles(t, got.Path, sent)
	empty(t, b.cfg.Files.Partial)
}

// bothDone waits until both say that it is done, and returns what the receiver has.
func bothDone(t *testing.T, a, b *node) core.Transfer {
	t.Helper()
	eventually(t, 20*time.Minute, "both have it as done", func() bool {
		return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
	})
	got, _ := b.transfer(a.id())
	return got
}

// sameFiles compares what arrived with what was sent.
func sameFiles(t *testing.T, got, sent string) {
	t.Helper()
	x, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.ReadFile(sent)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Error("the file that arrived is another")
	}
}

// empty checks that nothing is left in a folder.
func empty(t *testing.T, dir string) {
	t.Helper()
	synctest.Wait()
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 0 {
		t.Errorf("left over: %v, %v", list, err)
	}
}

func TestTransfer(t *testing.T) {
	for _, size := range []int{0, 1, 3_000_000} {
		filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
			path := write(t, "report.pdf", random(size))
			sent := a.sendFile(b.id(), path)
			if sent.Name != "report.pdf" || sent.Path != path || !sent.Outgoing {
				t.Errorf("it is %+v", sent)
			}
			b.accept(a.id())
			arrived(t, a, b, path)
			got, _ := b.transfer(a.id())
			if got.Name != "report.pdf" || got.Size != uint64(size) || got.Moved != uint64(size) || got.Outgoing {
				t.Errorf("it arrived as %+v", got)
			}
			// Chat goes on beside it.
			b.send(a.id(), "thanks")
			eventually(t, time.Minute, "it is delivered", b.delivered(a.id(), 1))
		})
	}
}

// The other way round the bulk connection is dialled by who receives.
func TestTransferBothWays(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		there, back := write(t, "there", random(300_000)), write(t, "back", random(400_000))
		a.sendFile(b.id(), there)
		b.accept(a.id())
		arrived(t, a, b, there)
		b.sendFile(a.id(), back)
		a.accept(b.id())
		arrived(t, b, a, back)
	})
}

// It waits while the contact is away, and survives restarts of both sides.
func TestTransferWaits(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		b.network.SetOnline(false)
		path := write(t, "x", random(200_000))
		a.sendFile(b.id(), path)
		eventually(t, time.Minute, "it waits", a.at(b.id(), core.TransferQueued))
		a = a.restart(fabric)
		b.network.SetOnline(true)
		eventually(t, 20*time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a, b = a.restart(fabric), b.restart(fabric)
		b.accept(a.id())
		arrived(t, a, b, path)
	})
}

// Connections are cut, and both sides restarted, again and again: each time while
// bytes move, since no connection carries more than a part of the file.
func TestTransferInterrupted(t *testing.T) {
	const size, times = 30_000_000, 9
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(size))
		fabric.Bound(size / (times + 2))
		a.sendFile(b.id(), path)
		b.accept(a.id())
		for i := range times {
			eventually(t, 10*time.Minute, "bytes move", fabric.Stands)
			if x, _ := b.transfer(a.id()); x.State != core.TransferActive {
				t.Fatalf("interruption %d meets a transfer that is %v", i, x.State)
			}
			switch i % 3 {
			case 0:
				fabric.CutAll()
			case 1:
				a = a.restart(fabric)
			case 2:
				b = b.restart(fabric)
			}
			eventually(t, time.Minute, "that connection has ended", func() bool { return !fabric.Stands() })
		}
		fabric.Bound(0)
		arrived(t, a, b, path)
	})
}

func TestTransferRejected(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		a.sendFile(b.id(), write(t, "x", random(100)))
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		b.do((*core.Engine).RejectTransfer, a.id())
		eventually(t, time.Minute, "both know", func() bool {
			return a.at(b.id(), core.TransferRejected)() && b.at(a.id(), core.TransferRejected)()
		})
		_, err := b.engine.AcceptTransfer(t.Context(), 1)
		wantCode(t, err, core.CodeConflict)
		if err := errors.Join(a.engine.ForgetTransfer(t.Context(), 1), b.engine.ForgetTransfer(t.Context(), 1)); err != nil {
			t.Fatal(err)
		}
		if _, ok := a.transfer(b.id()); ok {
			t.Error("a forgotten transfer is in the list")
		}
	})
}

// Paused and resumed by either side, then cancelled by either, also while the
// other is away.
func TestTransferPausedAndCancelled(t *testing.T) {
	pause, resume, cancel := (*core.Engine).PauseTransfer, (*core.Engine).ResumeTransfer, (*core.Engine).CancelTransfer
	for name, sender := range map[string]bool{"by the sender": true, "by the receiver": false} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
				a.sendFile(b.id(), write(t, "x", random(1_000_000)))
				eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
				one, other := a, b
				if !sender {
					one, other = b, a
				}
				one.do(pause, other.id())
				b.do((*core.Engine).AcceptTransfer, a.id())
				eventually(t, time.Minute, "both know", func() bool {
					return one.at(other.id(), core.TransferPaused)() && other.at(one.id(), core.TransferPausedByPeer)()
				})
				time.Sleep(time.Minute)
				if x, _ := b.transfer(a.id()); x.Moved != 0 {
					t.Error("a paused transfer moves")
				}
				other.network.SetOnline(false)
				one.do(cancel, other.id())
				other.network.SetOnline(true)
				eventually(t, 20*time.Minute, "both know", other.at(one.id(), core.TransferCancelled))
				cancelledBy(t, one, other)
				empty(t, b.cfg.Files.Partial)
				empty(t, b.cfg.Files.Received)
				a.sendFile(b.id(), write(t, "y", random(1_000_000)))
				eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
				one.do(pause, other.id())
				b.do((*core.Engine).AcceptTransfer, a.id())
				one.do(resume, other.id())
				eventually(t, time.Minute, "it is done", func() bool { return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)() })
			})
		})
	}
}

// Paused while the other is there, and resumed while they are away.
func TestTransferResumedAway(t *testing.T) {
	for name, sender := range map[string]bool{"by the sender": true, "by the receiver": false} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
				path := write(t, "x", random(1_000_000))
				a.sendFile(b.id(), path)
				eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
				one, other := a, b
				if !sender {
					one, other = b, a
				}
				one.do((*core.Engine).PauseTransfer, other.id())
				b.do((*core.Engine).AcceptTransfer, a.id())
				eventually(t, time.Minute, "both know", func() bool {
					return one.at(other.id(), core.TransferPaused)() && other.at(one.id(), core.TransferPausedByPeer)()
				})
				other.network.SetOnline(false)
				eventually(t, 20*time.Minute, "they are away", func() bool { return !one.online(other.id())() })
				one.do((*core.Engine).ResumeTransfer, other.id())
				other.network.SetOnline(true)
				arrived(t, a, b, path)
			})
		})
	}
}

func TestAutoAccept(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		c, err := b.engine.SetAutoAccept(t.Context(), a.id(), 1000)
		if err != nil || c.AutoAccept != 1000 {
			t.Fatal(c, err)
		}
		path := write(t, "small", random(1000))
		a.sendFile(b.id(), path)
		arrived(t, a, b, path)
		a.sendFile(b.id(), write(t, "large", random(1001)))
		eventually(t, time.Minute, "it is asked for", b.at(a.id(), core.TransferAsking))
	})
}

// What is not kept is gone after the end: from the profile, not from the screen.
func TestTransferNotKept(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		for _, n := range []*node{a, b} {
			if _, err := n.engine.SetKeep(t.Context(), n.state().Contacts[0].ID, contacts.KeepOff); err != nil {
				t.Fatal(err)
			}
		}
		path := write(t, "x", random(1000))
		a.sendFile(b.id(), path)
		b.accept(a.id())
		arrived(t, a, b, path)
		time.Sleep(2 * time.Minute)
		arrived(t, a, b, path)
		for _, n := range []*node{a, b} {
			n = n.restart(fabric)
			if x, ok := n.transfer(contacts.ServiceID{}); ok {
				t.Errorf("kept: %+v", x)
			}
		}
	})
}

// A folder of many small files is one transfer.
func TestFolder(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		dir := filepath.Join(t.TempDir(), "many")
		for i := range 500 {
			path := filepath.Join(dir, string(rune('a'+i%7)), string(rune('a'+i/7%26)), string(rune('0'+i%10))+string(rune('a'+i/26)))
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, random(i), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		a.sendFile(b.id(), dir)
		b.accept(a.id())
		eventually(t, time.Minute, "both have it as done", func() bool {
			return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
		})
		got, _ := b.transfer(a.id())
		files := 0
		err := filepath.WalkDir(got.Path, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files++
			}
			return err
		})
		if err != nil || files != got.Files || !got.Folder {
			t.Errorf("%d of %d files arrived: %v", files, got.Files, err)
		}
	})
}

// cancelledBy: both say that one of them has cancelled the last transfer.
func cancelledBy(t *testing.T, one, other *node) {
	t.Helper()
	if x, _ := one.transfer(other.id()); x.CancelledBy != core.CancelledByUs {
		t.Errorf("who cancelled it says: by %q", x.CancelledBy)
	}
	if x, _ := other.transfer(one.id()); x.CancelledBy != core.CancelledByPeer {
		t.Errorf("the other says: by %q", x.CancelledBy)
	}
}

// handOver waits until a transfer of a's is done at both sides, accepts it on
// the way, and returns it as b has it.
func handOver(t *testing.T, a, b *node) core.Transfer {
	t.Helper()
	eventually(t, 20*time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
	b.accept(a.id())
	eventually(t, time.Minute, "both have it as done", func() bool {
		return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
	})
	got, _ := b.transfer(a.id())
	return got
}
