package control

import (
	"crypto/ed25519"
	"reflect"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
)

// A transfer is the same on both sides of the socket.
func TestTransferOverTheSocket(t *testing.T) {
	t0 := time.Unix(1_700_000_000, 0)
	want := core.Transfer{
		ID: 7, Contact: contacts.FromPublicKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)), Outgoing: true, Name: "x", Folder: true, Files: 2, Size: 10, Moved: 5, Again: 1,
		Skipped: 3, State: core.TransferCancelled, Problem: "words", ProblemKind: core.TransferProblemDisk, CancelledBy: core.CancelledByPeer,
		Rate: 4, Left: time.Second, Path: "/x", Plain: true, Stripped: true, Created: t0, Changed: t0,
	}
	got, err := transferIn(transferOut(want))
	if err != nil || !got.Created.Equal(t0) || !got.Changed.Equal(t0) {
		t.Fatalf("it is %+v, %v", got, err)
	}
	got.Created, got.Changed = want.Created, want.Changed
	if got != want {
		t.Errorf("it is %+v", got)
	}
	out := transferOut(want)
	out.CancelledBy = 99
	if got, err := transferIn(out); err != nil || got.CancelledBy != core.CancellerUnknown {
		t.Errorf("by whoever comes later: %v, %v", got.CancelledBy, err)
	}
}

// What a report says of a folder, and what becomes of its rest, are the same too.
func TestRestOverTheSocket(t *testing.T) {
	want := core.FileReport{Path: "/x", Folder: true, Files: 2, CanStrip: true, Rest: []string{"a.pdf"}, RestMore: 3}
	if got := reportIn(reportOut(want)); !reflect.DeepEqual(got, want) {
		t.Errorf("the report is %+v", got)
	}
	for _, choice := range []core.Rest{core.RestRefuse, core.RestLeaveOut, core.RestAsIs} {
		if got := rest(uint32(choice)); got != choice {
			t.Errorf("choice %d is %d", choice, got)
		}
	}
	if rest(9) != core.RestRefuse {
		t.Error("a choice to come sends something")
	}
}
