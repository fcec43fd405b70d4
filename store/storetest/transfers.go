package storetest

import (
	"reflect"
	"testing"
	"time"

	"carom/store"
)

// testTransfers: they are kept as they are, changed and deleted one by one, and
// go with their contact; their numbers are never used again.
func testTransfers(t *testing.T, o Opener) {
	s := o.Open(t)
	if got := load(t, s).NextTransfer; got != 1 {
		t.Errorf("the first transfer gets the number %d", got)
	}
	anna, ben := NewID(t), NewID(t)
	first := store.Transfer{
		ID: 1, Contact: anna, Wire: [16]byte{1}, Name: "a \U0001F600.txt", Files: 1, Size: 1 << 40, ListSize: 9, Root: [32]byte{2},
		Key: [32]byte{3}, File: "f", Have: 7, Lost: 8, Stage: store.TransferAccepted, Held: true, Problem: 2, Created: time.Unix(1, 2).UTC(),
	}
	second := store.Transfer{
		ID: 2, Contact: ben, Outgoing: true, Source: "/home/x", Salt: [32]byte{4}, Folder: true, Files: 3, Skipped: 1, Sent: 9,
		Stage: store.TransferEnded, Outcome: 3, Untold: true, Plain: true, Target: "t", HeldByPeer: true, Changed: time.Unix(5, 0).UTC(),
	}
	third := store.Transfer{ID: 3, Contact: anna}
	Must(t, s, store.PutTransfer{Transfer: first}, store.PutTransfer{Transfer: second}, store.PutTransfer{Transfer: third})
	first.Have = 8
	Must(t, s, store.PutTransfer{Transfer: first})
	Must(t, s, store.DeleteTransfer{Contact: anna, ID: 3})
	want := func(next uint64, list ...store.Transfer) {
		t.Helper()
		p := load(t, s)
		if !reflect.DeepEqual(p.Transfers, list) || p.NextTransfer != next {
			t.Errorf("kept: %+v, next %d; want %+v, next %d", p.Transfers, p.NextTransfer, list, next)
		}
	}
	want(4, first, second)
	if o.Durable {
		closeStore(t, s)
		s = o.Open(t)
		want(4, first, second)
	}
	Must(t, s, store.DeleteContact{ID: anna})
	want(4, second)
	closeStore(t, s)
}
