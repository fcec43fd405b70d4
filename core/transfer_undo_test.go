package core

import (
	"testing"

	"carom/store"
)

// What a command has changed is taken back when it cannot be stored, and no more than
// that: not what was noted meanwhile, such as that all of a file is there.
func TestUndo(t *testing.T) {
	offered := store.Transfer{Stage: store.TransferOffered}
	accepted := store.Transfer{Stage: store.TransferAccepted, File: "x"}
	held := store.Transfer{Stage: store.TransferAccepted, File: "x", Held: true}
	stalled := store.Transfer{Stage: store.TransferAccepted, File: "x", Problem: uint8(problemDisk)}
	whole := store.Transfer{Stage: store.TransferAccepted, File: "x", Have: 1}
	filled := store.Transfer{Stage: store.TransferFilled, File: "x", Have: 1}
	full := store.Transfer{Stage: store.TransferAccepted, File: "x", Problem: uint8(problemDiskFull)}
	ended := store.Transfer{Stage: store.TransferEnded}
	for name, tt := range map[string]struct {
		before, after, now, want store.Transfer
		begun                    bool
	}{
		"accept":                       {offered, accepted, accepted, offered, false},
		"accept, and it was begun":     {offered, accepted, accepted, accepted, true},
		"pause":                        {accepted, held, held, accepted, true},
		"resume":                       {stalled, accepted, accepted, stalled, true},
		"resume, and all has come":     {accepted, accepted, whole, whole, true},
		"resume, and it was filled":    {accepted, accepted, filled, filled, true},
		"resume, and the disk is full": {held, accepted, full, store.Transfer{Stage: store.TransferAccepted, File: "x", Held: true, Problem: full.Problem}, true},
		"pause, and it is over":        {accepted, held, ended, ended, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, p, _ := aParcel(tt.now.Stage)
			delete(e.files.parcels, p.rec.ID) // nobody is told: there is no bus
			named := func(rec store.Transfer) store.Transfer {
				rec.ID, rec.Contact, rec.Wire = p.rec.ID, p.rec.Contact, p.rec.Wire
				return rec
			}
			p.rec, p.whole = named(tt.now), tt.begun
			e.undo(p, named(tt.before), named(tt.after))
			if p.rec != named(tt.want) {
				t.Errorf("it is %+v", p.rec)
			}
		})
	}
}
