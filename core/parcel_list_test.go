package core

import (
	"slices"
	"testing"

	"carom/store"
)

// What is over is not looked at again, however much there is.
func TestOnlyLiveAreLookedAt(t *testing.T) {
	e, first, person := aParcel(store.TransferAccepted)
	add := func(rec store.Transfer) *parcel {
		rec.ID, rec.Contact, rec.Wire[1] = uint64(len(e.files.order)+1), person.id, byte(len(e.files.order))
		p := &parcel{rec: rec}
		e.files.add(p)
		return p
	}
	for range 100 {
		add(store.Transfer{Stage: store.TransferEnded})
	}
	untold := add(store.Transfer{Stage: store.TransferEnded, Untold: true})
	want := func(what string, want ...*parcel) {
		t.Helper()
		if got := e.files.liveOf(person.id); !slices.Equal(got, want) {
			t.Errorf("%s: %d are live, want %d", what, len(got), len(want))
		}
	}
	want("at the beginning", first, untold)
	if n := e.openParcels(person.id, false); n != 1 {
		t.Errorf("%d have not ended", n)
	}
	untold.rec.Untold = false
	want("told", first)
	e.files.remove(first)
	want("removed")
	if len(e.files.live) != 0 || len(e.files.order) != 101 {
		t.Errorf("%d contacts, %d transfers", len(e.files.live), len(e.files.order))
	}
}
