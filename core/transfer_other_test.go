package core_test

import (
	"testing"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

// A contact moves to another program, with the same identity, while a file waits for
// them. It is offered there, and both keep the same of it.
func TestContactChangesProgram(t *testing.T) {
	end := map[string]struct {
		by   func(a, b *node)
		want core.TransferState
	}{
		"taken":     {func(a, b *node) { b.do((*core.Engine).AcceptTransfer, a.id()) }, core.TransferDone},
		"rejected":  {func(a, b *node) { b.do((*core.Engine).RejectTransfer, a.id()) }, core.TransferRejected},
		"cancelled": {func(a, b *node) { a.do((*core.Engine).CancelTransfer, b.id()) }, core.TransferCancelled},
	}
	for name, start := range map[string]struct{ plain, restart bool }{
		"to a Carom": {true, false}, "to a Carom, after a restart of ours": {true, true}, "to a plain one": {false, false},
	} {
		for how, end := range end {
			t.Run(name+", "+how, func(t *testing.T) {
				plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
					b = b.restartAs(fabric, start.plain)
					offered := func() bool { return a.at(b.id(), core.TransferAsking)() && b.at(a.id(), core.TransferAsking)() }
					a.sendFile(b.id(), write(t, "x", random(1000)))
					eventually(t, 20*time.Minute, "it is offered", offered)
					if start.restart {
						a = a.restart(fabric)
						eventually(t, 20*time.Minute, "it is offered anew", offered)
					}
					b = b.restartAs(fabric, !start.plain)
					eventually(t, 20*time.Minute, "it is offered there", func() bool {
						x, _ := a.transfer(b.id())
						return offered() && x.Plain != start.plain
					})
					end.by(a, b)
					eventually(t, 20*time.Minute, "both say the same", func() bool {
						return a.at(b.id(), end.want)() && b.at(a.id(), end.want)()
					})
				})
			})
		}
	}
}

// restartAs stops a node, and starts its profile as a Carom or as a plain program.
func (n *node) restartAs(fabric *oniontest.Fabric, plain bool) *node {
	n.stop()
	cfg := n.cfg
	cfg.DisableExtensions = plain
	return startNodeWith(n.t, fabric, n.store, cfg)
}
