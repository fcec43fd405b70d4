package core

import (
	"testing"

	"carom/protocol"
)

// Every problem has words and a kind of its own, and is told from no problem.
func TestEveryProblemHasAKind(t *testing.T) {
	seen := make(map[TransferProblem]problem)
	for p := noProblem + 1; p <= problemPeerPath; p++ {
		if p.String() == "" || p.kind() == "" {
			t.Errorf("problem %d: kind %q, words %q", p, p.kind(), p)
		}
		if other, ok := seen[p.kind()]; ok {
			t.Errorf("problems %d and %d are both of the kind %q", other, p, p.kind())
		}
		seen[p.kind()] = p
	}
	if noProblem.kind() != "" || problem(255).kind() != "" {
		t.Error("what is no problem has a kind")
	}
}

// A path that cannot be stored is called that on both sides.
func TestPathOnTheWire(t *testing.T) {
	said := wireOutcome(outcomeFailed, problemPath, false)
	if o, p := outcomeOf(said, true); o != outcomeFailed || p != problemPeerPath {
		t.Errorf("they are told %v, and take it for %d because of %q", said, o, p.kind())
	}
}

// Whoever cancels, the other Carom is told the same; a profile of before it was
// kept says no more than that.
func TestCancelledOnTheWire(t *testing.T) {
	for o, by := range map[outcome]Canceller{
		outcomeCancelled: CancellerUnknown, outcomeCancelledByUs: CancelledByUs, outcomeCancelledByPeer: CancelledByPeer,
	} {
		if o.canceller() != by {
			t.Errorf("outcome %d: by %q", o, o.canceller())
		}
		for _, outgoing := range []bool{false, true} {
			if got := wireOutcome(o, noProblem, outgoing); got != protocol.TransferCancelled {
				t.Errorf("outcome %d, outgoing %v: they are told %v", o, outgoing, got)
			}
			if got, _ := outcomeOf(protocol.TransferCancelled, outgoing); got != outcomeCancelledByPeer {
				t.Errorf("from them: outcome %d", got)
			}
		}
	}
}
