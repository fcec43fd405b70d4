package protocol

import (
	"testing"
	"time"
)

func TestKeepNew(t *testing.T) {
	less, greater := alice.ServiceID(), bob.ServiceID()
	if less.Compare(greater) > 0 {
		less, greater = greater, less
	}
	const young, old = 30 * time.Second, 30*time.Second + 1
	tests := []struct {
		name      string
		old, new  Link
		asGreater bool // we have the greater id
		want      bool
	}{
		{"same direction, out", Link{true, young}, Link{true, 0}, false, true},
		{"same direction, in", Link{false, young}, Link{false, 0}, true, true},
		{"old one is old, out", Link{true, old}, Link{false, 0}, true, true},
		{"old one is old, in", Link{false, old}, Link{true, 0}, false, true},
		{"greater keeps what it dialled", Link{true, young}, Link{false, 0}, true, false},
		{"greater takes what it dialled", Link{false, young}, Link{true, 0}, true, true},
		{"less gives up what it dialled", Link{true, young}, Link{false, 0}, false, true},
		{"less keeps what it accepted", Link{false, young}, Link{true, 0}, false, false},
	}
	for _, tt := range tests {
		own, peer := less, greater
		if tt.asGreater {
			own, peer = greater, less
		}
		if got := KeepNew(tt.old, tt.new, own, peer); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Both sides, who see the two connections with directions exchanged and in
// either order, keep the same one.
func TestKeepNewAgrees(t *testing.T) {
	a, b := alice.ServiceID(), bob.ServiceID()
	survivor := func(fromA, aSawItFirst, bSawItFirst bool) (byA, byB bool) {
		// fromA is the connection that a dialled; the other one b dialled.
		byA = KeepNew(Link{Outbound: aSawItFirst}, Link{Outbound: !aSawItFirst}, a, b) != aSawItFirst
		byB = KeepNew(Link{Outbound: !bSawItFirst}, Link{Outbound: bSawItFirst}, b, a) != bSawItFirst
		return byA == fromA, byB == fromA
	}
	for _, first := range [][2]bool{{true, true}, {true, false}, {false, true}, {false, false}} {
		if byA, byB := survivor(true, first[0], first[1]); byA != byB {
			t.Errorf("with %v the two sides keep different connections", first)
		}
	}
}
