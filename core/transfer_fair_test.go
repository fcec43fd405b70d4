package core_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

// Several files that go at once to, or come from, somebody with another program share the
// one connection fairly.
func TestPlainShareFairly(t *testing.T) {
	plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		for _, way := range [][2]*node{{a, b}, {b, a}} {
			plainShareFairly(t, fabric, way[0], way[1])
		}
	})
}

func plainShareFairly(t *testing.T, fabric *oniontest.Fabric, from, to *node) {
	const files, size, step = 4, 4_000_000, 250_000
	fabric.Bound(0)
	fabric.CutAll() // a bound counts what a connection has carried
	eventually(t, time.Minute, "they meet again", func() bool { return from.online(to.id())() && to.online(from.id())() })
	paths, named := []string(nil), make(map[string]string)
	for i := range files {
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := os.WriteFile(path, random(size+i), 0o600); err != nil {
			t.Fatal(err)
		}
		paths, named[filepath.Base(path)] = append(paths, path), path
	}
	if _, err := from.engine.SendFiles(t.Context(), to.id(), paths, core.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	newest := func(n *node, fits func(core.Transfer) bool) bool {
		list := n.transfers()
		if len(list) < files {
			return false
		}
		for _, x := range list[len(list)-files:] {
			if !fits(x) {
				return false
			}
		}
		return true
	}
	is := func(state core.TransferState) func(core.Transfer) bool {
		return func(x core.Transfer) bool { return x.State == state }
	}
	eventually(t, time.Minute, "all are offered", func() bool { return newest(to, is(core.TransferAsking)) })
	fabric.Bound(step) // nothing much moves before all may
	list := to.transfers()
	for _, x := range list[len(list)-files:] {
		if _, err := to.engine.AcceptTransfer(t.Context(), x.ID); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, time.Minute, "all may move", func() bool { return newest(to, is(core.TransferActive)) })
	for at := 2 * step; at <= files*size/2; at += step {
		fabric.Bound(at)
		time.Sleep(300 * time.Millisecond)
	}
	list = to.transfers()
	for _, x := range list[len(list)-files:] {
		if x.State != core.TransferActive || x.Moved < size/4 || x.Moved > size*3/4 {
			t.Errorf("when half of all has come, file %s is %v with %d of %d bytes", x.Name, x.State, x.Moved, x.Size)
		}
	}
	fabric.Bound(0)
	eventually(t, 10*time.Minute, "all have come", func() bool { return newest(to, is(core.TransferDone)) && newest(from, is(core.TransferDone)) })
	list = to.transfers()
	for _, x := range list[len(list)-files:] {
		sameFiles(t, x.Path, named[x.Name])
	}
}
