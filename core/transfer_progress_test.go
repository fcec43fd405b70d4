package core_test

import (
	"testing"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

// halfway sends a file of which two thirds have come, a little more than three megabytes a
// second, when it returns. No more moves until the fabric's bound is lifted.
func halfway(t *testing.T, fabric *oniontest.Fabric, a, b *node) (path string) {
	t.Helper()
	const step = 1_000_000
	path = write(t, "x", random(30*step))
	fabric.Bound(step)
	a.sendFile(b.id(), path)
	b.accept(a.id())
	eventually(t, 10*time.Minute, "bytes move", fabric.Stands)
	for at := range 20 {
		fabric.Bound((at + 1) * step)
		time.Sleep(300 * time.Millisecond)
	}
	return path
}

// While a file moves both sides know how fast, and how long it still takes.
func TestRateAndTimeLeft(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := halfway(t, fabric, a, b)
		for from, to := range map[*node]*node{a: b, b: a} {
			x, _ := from.transfer(to.id())
			if x.State != core.TransferActive || x.Rate < 1_000_000 || x.Rate > 10_000_000 {
				t.Errorf("it is %v, %d bytes a second", x.State, x.Rate)
			}
			if takes := float64(x.Size-x.Moved) / float64(x.Rate); x.Left.Seconds() < takes-1 || x.Left.Seconds() > takes+1 {
				t.Errorf("%d of %d bytes at %d a second: %v left", x.Moved, x.Size, x.Rate, x.Left)
			}
		}
		fabric.Bound(0)
		arrived(t, a, b, path)
		for from, to := range map[*node]*node{a: b, b: a} {
			if x, _ := from.transfer(to.id()); x.Rate != 0 || x.Left != 0 {
				t.Errorf("when it has ended: %d bytes a second, %v left", x.Rate, x.Left)
			}
		}
	})
}

// After a restart either side says how far a file is though the other is away, also when
// it is paused.
func TestProgressAfterRestart(t *testing.T) {
	for name, paused := range map[string]bool{"it waits": false, "it is paused": true} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				progressAfterRestart(t, fabric, a, b, paused)
			})
		})
	}
}

func progressAfterRestart(t *testing.T, fabric *oniontest.Fabric, a, b *node, paused bool) {
	path, state := halfway(t, fabric, a, b), core.TransferQueued
	if paused {
		a.do((*core.Engine).PauseTransfer, b.id())
		b.do((*core.Engine).PauseTransfer, a.id())
		state = core.TransferPaused
	}
	a.stop()
	b.stop()
	for n, other := range map[*node]*node{a: b, b: a} {
		n = n.restart(fabric)
		eventually(t, time.Minute, "it says how far it is", func() bool {
			x, _ := n.transfer(other.id())
			return x.State == state && x.Moved > 10_000_000 && x.Moved < x.Size
		})
		n.stop()
	}
	fabric.Bound(0)
	a, b = a.restart(fabric), b.restart(fabric)
	if paused {
		a.do((*core.Engine).ResumeTransfer, b.id())
		b.do((*core.Engine).ResumeTransfer, a.id())
	}
	arrived(t, a, b, path)
}

// What has gone is noted while it goes, for a program that is killed.
func TestSentIsNoted(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := halfway(t, fabric, a, b)
		profile, err := a.store.Load()
		if err != nil || len(profile.Transfers) != 1 {
			t.Fatalf("%d transfers, %v", len(profile.Transfers), err)
		}
		if sent := profile.Transfers[0].Sent; sent < 10_000_000 || sent > 21_000_000 {
			t.Errorf("%d bytes are noted", sent)
		}
		fabric.Bound(0)
		arrived(t, a, b, path)
	})
}
