package core_test

import (
	"testing"
	"time"

	"carom/onion/oniontest"
)

// What a transfer has lost by interruptions adds up over restarts of the receiver: what one
// more may lose depends on it.
func TestLossIsStored(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		lost := func() int64 {
			profile, err := b.store.Load()
			if err != nil || len(profile.Transfers) != 1 {
				t.Fatalf("%d transfers are stored, %v", len(profile.Transfers), err)
			}
			return profile.Transfers[0].Lost
		}
		path := write(t, "x", random(30_000_000))
		fabric.Bound(3_000_000)
		a.sendFile(b.id(), path)
		b.accept(a.id())
		var before int64
		for range 3 {
			eventually(t, 10*time.Minute, "bytes move", fabric.Stands)
			fabric.CutAll()
			eventually(t, time.Minute, "what is lost is stored", func() bool {
				x, _ := b.transfer(a.id())
				return x.Again > 0 && lost() >= before+int64(x.Again)
			})
			before = lost()
			b = b.restart(fabric)
		}
		fabric.Bound(0)
		arrived(t, a, b, path)
	})
}
