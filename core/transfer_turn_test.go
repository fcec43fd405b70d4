package core

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// aParcel is an engine that does not run, with one incoming transfer.
func aParcel(stage store.TransferStage) (*Engine, *parcel, *person) {
	id := contacts.FromPublicKey(make([]byte, 32))
	p := &parcel{rec: store.Transfer{ID: 1, Contact: id, Wire: [16]byte{1}, Stage: stage}}
	e := &Engine{
		files:  newFileRoom(),
		people: map[contacts.ServiceID]*person{id: {id: id}},
	}
	e.files.add(p)
	return e, p, e.people[id]
}

// The link of a bulk connection that was replaced is not through with what has come
// when the next connection is ready: nobody else gets it until then.
func TestOneLinkAtATime(t *testing.T) {
	e, p, person := aParcel(store.TransferAccepted)
	link := func() *session {
		return &session{peer: person.id, link: transfer.NewLink(nil, nil), linked: make(chan struct{}), bulk: true}
	}
	old, next := link(), link()
	p.in, p.on, p.last = &transfer.Incoming{}, old, old
	delete(e.files.parcels, p.rec.ID) // nobody is told: there is no bus
	person.bulk = bulkState{session: next, ready: true}
	e.detach(p) // paused, and resumed
	e.advanceIncoming(p, &turns{})
	if p.on != nil {
		t.Error("two links have one transfer")
	}
	close(old.linked)
	e.advanceIncoming(p, &turns{})
	if p.on != next || p.last != next {
		t.Error("the next link did not get it")
	}
}

// A transfer that is being given its name may have it already: nobody ends it.
func TestNoEndWhilePublishing(t *testing.T) {
	e, p, _ := aParcel(store.TransferFilled)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.job = cancel
	var user *UserError
	if err := e.cancelParcel(p); !errors.As(err, &user) || user.Code != CodeConflict {
		t.Errorf("our user cancels it: %v", err)
	}
	e.endedByPeer(&session{peer: p.rec.Contact}, protocol.TransferEnd{ID: p.rec.Wire, Outcome: protocol.TransferCancelled})
	if p.ended() || ctx.Err() != nil {
		t.Error("the peer has ended it")
	}
}

// Where there is a place: of those that come a small one has one beside large ones, and
// one of which nothing is to move gives its own.
func TestPlaces(t *testing.T) {
	const large = 1 << 30
	in := func(size uint64) store.Transfer { return store.Transfer{Stage: store.TransferAccepted, Size: size} }
	out := func(stage store.TransferStage) store.Transfer { return store.Transfer{Outgoing: true, Stage: stage} }
	held := store.Transfer{Stage: store.TransferAccepted, Size: large, Held: true}
	for name, tt := range map[string]struct {
		open  store.Transfer
		count int
		wants store.Transfer
		left  bool // there is a place
		idle  bool // or that of another one
	}{
		"one of few":                     {in(large), maxFetched - 1, in(large), true, false},
		"a large one behind large ones":  {in(large), maxFetched, in(large), false, false},
		"a small one behind large ones":  {in(large), maxFetched, in(1), true, false},
		"a small one behind small ones":  {in(1), maxFetched, in(1), false, false},
		"one behind paused ones":         {held, maxFetched, in(large), false, true},
		"one that goes, behind others":   {out(store.TransferAccepted), maxPrepared, out(store.TransferAccepted), false, false},
		"one that goes, behind offers":   {out(store.TransferOffered), maxPrepared, out(store.TransferAccepted), false, true},
		"one that goes, behind incoming": {in(large), maxPrepared, out(store.TransferAccepted), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, _, person := aParcel(store.TransferEnded)
			add := func(rec store.Transfer) *parcel {
				rec.ID, rec.Contact = uint64(len(e.files.order)+1), person.id
				p := &parcel{rec: rec}
				e.files.add(p)
				return p
			}
			for range tt.count {
				if p := add(tt.open); p.rec.Outgoing {
					p.out = &transfer.Outgoing{}
				} else {
					p.in = &transfer.Incoming{}
				}
			}
			left, idle := e.places(add(tt.wants))
			if (left > 0) != tt.left || (idle != nil) != tt.idle {
				t.Errorf("%d places are left, one that is idle: %v", left, idle != nil)
			}
		})
	}
}

// What is kept of files whose place is somebody else's takes a bounded amount of memory.
func TestKeptIsBounded(t *testing.T) {
	e, first, _ := aParcel(store.TransferAccepted)
	path := filepath.Join(t.TempDir(), "x")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 64<<20)); err != nil {
		t.Fatal(err)
	}
	out, err := transfer.Prepare(t.Context(), path, protocol.TransferID{1}, [32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	first.kept = e.keep(out)
	each := first.kept.Memory()
	if each == 0 {
		t.Fatal("nothing is kept")
	}
	for i := range uint64(2 * maxKept / each) {
		p := &parcel{rec: store.Transfer{ID: i + 2, Contact: first.rec.Contact, Wire: [16]byte{2, byte(i), byte(i >> 8)}}, kept: e.keep(out)}
		e.files.add(p)
	}
	total := 0
	for _, p := range e.files.order {
		total += p.kept.Memory()
	}
	if total > maxKept || total < maxKept-each {
		t.Errorf("%d bytes are kept, of %d", total, maxKept)
	}
}

// What gives its place to somebody else need not be read again.
func TestGivenBack(t *testing.T) {
	e, p, _ := aParcel(store.TransferOffered)
	delete(e.files.parcels, p.rec.ID) // nobody is told: there is no bus
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := transfer.Prepare(t.Context(), path, protocol.TransferID{1}, [32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	p.rec.Outgoing, p.out = true, out
	e.giveBack(p)
	e.workers.Wait()
	if p.out != nil || p.kept == nil {
		t.Errorf("its file is open: %v, it is kept: %v", p.out != nil, p.kept != nil)
	}
}

// Jobs of a kind are bounded, and do not wait for those of another kind.
func TestKindsOfJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := newFileRoom()
		close(files.swept)
		ctx, cancel := context.WithCancel(t.Context())
		begun := make([]atomic.Int64, kinds)
		var jobs sync.WaitGroup
		for k := range kinds {
			for range maxJobs + 1 {
				jobs.Go(func() {
					err := files.run(ctx, k, func(ctx context.Context) error {
						begun[k].Add(1)
						<-ctx.Done()
						return nil
					})
					if err != nil && !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
				})
			}
			synctest.Wait()
			if n := begun[k].Load(); n != maxJobs {
				t.Errorf("of kind %d %d are at work", k, n)
			}
		}
		cancel()
		jobs.Wait()
	})
}
