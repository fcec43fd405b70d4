package core_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

// A folder of many files without a byte does not pass as small.
func TestAutoAcceptMany(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for _, tt := range []struct {
			limit uint64
			want  core.TransferState
		}{{1, core.TransferAsking}, {20 * 4096, core.TransferAsking}, {21 * 4096, core.TransferDone}} {
			if _, err := b.engine.SetAutoAccept(t.Context(), a.id(), tt.limit); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "many")
			for i := range 20 {
				path := filepath.Join(dir, strconv.Itoa(i%3), strconv.Itoa(i))
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			a.sendFile(b.id(), dir)
			eventually(t, time.Minute, "it is what it is to be", b.at(a.id(), tt.want))
		}
	})
}

// Files of a plain peer are taken up to the size, others are asked for.
func TestPlainAutoAccept(t *testing.T) {
	plainPair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for from, to := range map[*node]*node{a: b, b: a} {
			if _, err := to.engine.SetAutoAccept(t.Context(), from.id(), 1000); err != nil {
				t.Fatal(err)
			}
			path := write(t, "small", random(1000))
			from.sendFile(to.id(), path)
			arrived(t, from, to, path)
			from.sendFile(to.id(), write(t, "large", random(1001)))
			eventually(t, time.Minute, "it is asked for", to.at(from.id(), core.TransferAsking))
			to.do((*core.Engine).RejectTransfer, from.id())
			eventually(t, time.Minute, "both know", func() bool {
				return from.at(to.id(), core.TransferRejected)() && to.at(from.id(), core.TransferRejected)()
			})
		}
	})
}

// A folder counts as much as its files do together, and what the disk needs for each.
func TestAutoAcceptFolder(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		if _, err := b.engine.SetAutoAccept(t.Context(), a.id(), 10_000); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(dir, "x"), random(500), 0o600), os.WriteFile(filepath.Join(dir, "y"), random(500), 0o600)); err != nil {
			t.Fatal(err)
		}
		a.sendFile(b.id(), dir)
		eventually(t, time.Minute, "it is here", func() bool { return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)() })
		if err := os.WriteFile(filepath.Join(dir, "z"), random(1), 0o600); err != nil {
			t.Fatal(err)
		}
		a.sendFile(b.id(), dir)
		eventually(t, time.Minute, "it is asked for", b.at(a.id(), core.TransferAsking))
	})
}

// What its sender has paused before it was answered can be answered.
func TestAnswerPausedOffer(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(1000))
		a.sendFile(b.id(), path)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a.do((*core.Engine).PauseTransfer, b.id())
		synctest.Wait()
		if x, _ := b.transfer(a.id()); x.State != core.TransferAsking {
			t.Errorf("it is %v", x.State)
		}
		b.do((*core.Engine).AcceptTransfer, a.id())
		eventually(t, time.Minute, "it is paused", b.at(a.id(), core.TransferPausedByPeer))
		a.do((*core.Engine).ResumeTransfer, b.id())
		arrived(t, a, b, path)

		a.sendFile(b.id(), path)
		eventually(t, time.Minute, "another is offered", b.at(a.id(), core.TransferAsking))
		a.do((*core.Engine).PauseTransfer, b.id())
		synctest.Wait()
		b.do((*core.Engine).RejectTransfer, a.id())
		eventually(t, time.Minute, "both know", func() bool {
			return a.at(b.id(), core.TransferRejected)() && b.at(a.id(), core.TransferRejected)()
		})
	})
}
