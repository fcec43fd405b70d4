package core

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"carom/contacts"
	"carom/internal/quarantine"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

const (
	// maxPrepared is how many outgoing transfers to one contact hold a file open,
	// maxFetched how many incoming ones of one: so many up to smallSize bytes, and so
	// many that are larger. Others wait for their turn; the place of one of which
	// nothing is to move goes to one of which something is.
	maxPrepared = 16
	maxFetched  = 8
	smallSize   = 1 << 20
	// maxOffered bounds the offers of one contact that our user has not
	// answered, and of ours to one, maxParcels all transfers to one, and from one,
	// that have not ended.
	maxOffered = 64
	maxParcels = 1000
	// maxUnfinished is how many transfers of one contact that ended without a file
	// are remembered: they cost the contact nothing to make. maxEnded is the same
	// for all that have ended.
	maxUnfinished = 64
	maxEnded      = 10_000
	// maxKept is how many bytes the hash trees of files may take whose place is somebody
	// else's: as much as those of 16 files of 4 GiB.
	maxKept = 4 << 20
	// maxDamaged is how often in a run what has come of a transfer may be found damaged
	// before it stands still until our user goes on: a disk that does that does it
	// again, and everything would come for ever.
	maxDamaged = 3
	// maxJobs is how many transfers of a kind are read or written in full at once, to be
	// hashed or moved into the quarantine: what comes does not wait for what goes, whose
	// hashing may take hours, and small ones that come do not wait for large ones.
	maxJobs = 2
)

// parcel is a transfer as the engine keeps it.
//
//	outgoing: prepare -> offer -> (accepted by the peer) -> served -> ended
//	incoming: offered -> (accepted by our user) -> fetched -> filled -> ended
//
// What is under it besides the record does not outlive the process.
type parcel struct {
	rec store.Transfer
	// volatile: it has ended and is kept in memory only. bare: the profile has no more
	// of it than is needed to tell the other side of its end.
	volatile, bare bool

	out   *transfer.Outgoing
	kept  *transfer.Kept // of an out that has given up its place
	in    *transfer.Incoming
	job   context.CancelFunc // a goroutine is at work on it
	turn  uint64             // tells a job that was given up from the present one
	atIt  <-chan struct{}    // closed when the last goroutine at work on its files has ended
	left  <-chan struct{}    // closed when the link that it was taken off has done with in
	read  bool               // what is to be sent was read since the start
	whole bool               // all of it has come
	told  *session           // the connection on which it was offered or accepted
	on    *session           // the bulk connection that has it
	last  *session           // the bulk connection whose link may hold in still
	plain *plainParcel       // while it is under way with a plain peer
	// settling: what came of a file of a plain peer, whose connection is gone, is being
	// stored; then it shows whether that is all of it.
	settling bool

	moved uint64
	noted uint64 // of rec.Sent: what was stored last
	again uint64
	meter meter

	damaged int // how often what has come was
}

// fileRoom is what the engine has for files. It belongs to the engine's
// goroutine, but for the folders, which jobs use.
type fileRoom struct {
	partial  *transfer.Store
	received *quarantine.Folder
	dir      string // of received
	parcels  map[uint64]*parcel
	named    map[wireName]*parcel             // those that another Carom names
	order    []*parcel                        // by their ID
	live     map[contacts.ServiceID][]*parcel // see liveOf
	next     uint64
	slots    [kinds]chan struct{} // of jobs
	swept    chan struct{}        // closed when what a crash has left is gone
}

// wireName is how a contact names a transfer.
type wireName struct {
	contact contacts.ServiceID
	id      protocol.TransferID
}

// newFileRoom returns one without folders.
func newFileRoom() *fileRoom {
	f := &fileRoom{
		parcels: make(map[uint64]*parcel), named: make(map[wireName]*parcel), live: make(map[contacts.ServiceID][]*parcel),
		swept: make(chan struct{}),
	}
	for k := range f.slots {
		f.slots[k] = make(chan struct{}, maxJobs)
	}
	return f
}

// openFiles opens the folders and takes over what the profile has.
func (e *Engine) openFiles(cfg *FileConfig, profile store.Profile) error {
	if cfg == nil {
		return nil
	}
	partial, err := transfer.OpenStore(cfg.Partial)
	if err != nil {
		return err
	}
	received, err := quarantine.Open(cfg.Received)
	if err != nil {
		partial.Close()
		return err
	}
	e.files = newFileRoom()
	e.files.partial, e.files.received, e.files.dir, e.files.next = partial, received, cfg.Received, profile.NextTransfer
	for _, rec := range profile.Transfers {
		p := &parcel{rec: rec, whole: rec.Plain && rec.Have > 0}
		if rec.Plain && !rec.Outgoing && rec.Stage < store.TransferFilled && !p.whole {
			p.rec.Stage, p.rec.Outcome, p.rec.Problem = store.TransferEnded, uint8(outcomeFailed), uint8(problemPlainLost)
		}
		if rec.Plain && rec.Outgoing && !p.ended() {
			p.rec.Plain, p.rec.Stage = false, store.TransferOffered // to be offered anew, to whatever they have then
		}
		if rec.Outgoing && !p.ended() && problem(rec.Problem).ofSource() {
			p.rec.Problem = 0 // its disk may be there again
		}
		p.moved, p.noted = movedBefore(&p.rec), p.rec.Sent
		e.files.add(p)
	}
	return nil
}

// startFiles removes what a crash has left, and begins to read what waits to be
// sent.
func (e *Engine) startFiles() {
	if e.files == nil {
		return
	}
	keep := make(map[string]bool)
	for _, p := range e.files.order {
		if !p.ended() && p.rec.File != "" {
			keep[p.rec.File] = true
		}
	}
	files := e.files
	e.workers.Go(func() {
		defer close(files.swept)
		err := files.partial.RemoveOthers(keep)
		stages, serr := files.received.Stages()
		for _, id := range stages {
			if !keep[id] {
				err = errors.Join(err, files.received.RemoveStage(id))
			}
		}
		if err = errors.Join(err, serr); err != nil {
			e.log.Warn("what an earlier run has left could not be removed", "err", err)
		}
	})
	for _, p := range append([]*parcel(nil), e.files.order...) {
		e.advance(p)
	}
}

// closeFiles gives everything back. All goroutines of the engine have ended.
func (e *Engine) closeFiles() {
	if e.files == nil {
		return
	}
	// What was written and not stored is found at the next start.
	for _, p := range e.files.order {
		if p.out != nil {
			_ = p.out.Close()
		}
		if p.in != nil {
			_ = p.in.Close()
		}
	}
	_ = e.files.partial.Close()
	_ = e.files.received.Close()
}

// secret is that of a parcel's encrypted file.
func (p *parcel) secret() transfer.Secret { return transfer.Secret{Key: p.rec.Key, Name: p.rec.File} }

func (p *parcel) ended() bool { return p.rec.Stage == store.TransferEnded }

// halted reports whether nothing is to move.
func (p *parcel) halted() bool { return p.rec.Held || p.rec.HeldByPeer || p.rec.Problem != 0 }

func (p *parcel) wire() protocol.TransferID { return p.rec.Wire }

// findParcel returns the transfer that a peer names.
func (e *Engine) findParcel(id contacts.ServiceID, wire protocol.TransferID) *parcel {
	if p := e.files.named[wireName{id, wire}]; p != nil && !p.rec.Plain {
		return p
	}
	return nil
}

// view is a transfer as user interfaces see it.
func (e *Engine) parcelView(p *parcel) Transfer {
	rec := &p.rec
	t := Transfer{
		ID: rec.ID, Contact: rec.Contact, Outgoing: rec.Outgoing, Name: rec.Name, Folder: rec.Folder, Files: rec.Files,
		Size: rec.Size, Moved: min(p.moved, rec.Size), Again: p.again, Skipped: rec.Skipped, State: e.parcelState(p), Plain: rec.Plain, Stripped: rec.Stripped,
		Created: rec.Created, Changed: rec.Changed, Path: rec.Source,
	}
	if rec.Target != "" {
		t.Path = filepath.Join(e.files.dir, rec.Target)
	}
	switch t.State {
	case TransferDone:
		t.Moved = t.Size
	case TransferStalled, TransferFailed:
		t.Problem, t.ProblemKind = problem(rec.Problem).String(), problem(rec.Problem).kind()
	case TransferCancelled:
		t.CancelledBy = outcome(rec.Outcome).canceller()
	case TransferActive:
		t.Rate = p.meter.rate(time.Now())
		if t.Rate > 0 {
			t.Left = timeLeft(t.Size-t.Moved, t.Rate)
		}
	}
	return t
}

func (e *Engine) parcelState(p *parcel) TransferState {
	rec := &p.rec
	switch {
	case p.ended():
		switch outcome(rec.Outcome) {
		case outcomeDone:
			return TransferDone
		case outcomeRejected:
			return TransferRejected
		case outcomeCancelled, outcomeCancelledByUs, outcomeCancelledByPeer:
			return TransferCancelled
		}
		return TransferFailed
	case rec.Problem != 0:
		return TransferStalled
	case rec.Held:
		return TransferPaused
	case !rec.Outgoing && rec.Stage == store.TransferOffered:
		return TransferAsking // also when they have paused it: it can be answered
	case rec.HeldByPeer:
		return TransferPausedByPeer
	case rec.Outgoing && p.out == nil && p.job != nil:
		return TransferPreparing
	case rec.Stage == store.TransferFilled, p.on != nil && rec.Stage == store.TransferAccepted, p.plain != nil && p.plain.moving, p.settling, p.whole && p.job != nil:
		return TransferActive
	case rec.Outgoing && rec.Stage == store.TransferOffered && (p.told != nil || p.plain != nil):
		return TransferAsking
	}
	return TransferQueued
}

// parcelChanged tells subscribers.
func (e *Engine) parcelChanged(p *parcel) {
	if e.files.parcels[p.rec.ID] == p && !p.rec.Cleared {
		e.bus.publish(TransferChanged{Transfer: e.parcelView(p)})
	}
}

// cleared is what has to be kept of a transfer that has ended until the other side
// knows, where our user keeps nothing: no name, no path, no key.
func cleared(rec store.Transfer) store.Transfer {
	return store.Transfer{
		ID: rec.ID, Contact: rec.Contact, Outgoing: rec.Outgoing, Wire: rec.Wire, Stage: rec.Stage, Outcome: rec.Outcome,
		Problem: rec.Problem, Untold: rec.Untold, Cleared: true,
	}
}

// saveParcel makes a transfer durable as it is now, and then runs then.
func (e *Engine) saveParcel(p *parcel, then func(error)) {
	rec := p.rec
	if p.ended() && e.volatile(rec.Contact) {
		rec, p.bare = cleared(rec), true
	}
	e.commit(func(err error) {
		if then != nil {
			then(err)
		}
	}, store.PutTransfer{Transfer: rec})
}

// changeParcel is saveParcel for what is told to everybody and cannot fail the
// one who asked: if the disk does not take it, the next change brings it along.
func (e *Engine) changeParcel(p *parcel) {
	p.rec.Changed = time.Now()
	e.saveParcel(p, nil)
	e.parcelChanged(p)
}

// startJob runs work for a parcel on a goroutine of its own, and then runs done
// on the engine's with what it returned. stale: the parcel has been given up, or
// given another job, meanwhile.
func (e *Engine) startJob(p *parcel, work func(ctx context.Context) error, done func(err error, stale bool)) {
	p.stopJob()
	ctx, cancel := context.WithCancel(e.work)
	p.job = cancel
	turn, finished := p.turn, p.working()
	files, kind := e.files, p.kind()
	e.workers.Go(func() {
		defer cancel()
		err := files.run(ctx, kind, work)
		finished()
		e.mail.post(func() {
			stale := p.turn != turn
			if !stale {
				p.job = nil
			}
			done(err, stale)
		})
	})
}

// run runs a job when there is a slot of its kind and what was left over is gone.
func (f *fileRoom) run(ctx context.Context, k kind, work func(context.Context) error) error {
	select {
	case <-f.swept:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case f.slots[k] <- struct{}{}:
		defer func() { <-f.slots[k] }()
		return work(ctx)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// working notes that a goroutine begins to work on the parcel's files. It calls
// finished at its end.
func (p *parcel) working() (finished func()) {
	before, now := p.atIt, make(chan struct{})
	p.atIt = now
	return func() {
		if before != nil {
			<-before
		}
		close(now)
	}
}

// stopJob gives up what is under way.
func (p *parcel) stopJob() {
	p.turn++
	if p.job != nil {
		p.job()
		p.job = nil
	}
}
