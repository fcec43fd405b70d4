package core

import (
	"context"
	"errors"
	"slices"
	"time"

	"carom/contacts"
	"carom/internal/sources"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// advance does what is next for a transfer, as far as it can be done now. It may
// be called at any time, also when nothing is new.
func (e *Engine) advance(p *parcel) {
	e.step(p, &turns{})
	e.wantBulk(p.rec.Contact)
}

// advanceAll does so for all transfers with a contact.
func (e *Engine) advanceAll(id contacts.ServiceID) {
	var t turns
	for _, p := range e.files.liveOf(id) {
		e.step(p, &t)
	}
	e.wantBulk(id)
}

func (e *Engine) step(p *parcel, t *turns) {
	if e.closing || e.files.parcels[p.rec.ID] != p {
		return
	}
	switch {
	case p.ended():
		e.advanceEnded(p)
	case p.rec.Outgoing:
		e.advanceOutgoing(p, t)
	case p.rec.Stage == store.TransferFilled:
		e.publishParcel(p)
	case p.rec.Stage == store.TransferAccepted:
		e.advanceIncoming(p, t)
	}
}

// caromSession is the contact connection on which transfers can be spoken of; nil
// when there is none.
func (e *Engine) caromSession(id contacts.ServiceID) *session {
	p := e.people[id]
	if p == nil || p.session == nil || !p.session.transferReady || p.session.ended || e.presence == Invisible {
		return nil
	}
	return p.session
}

// plainSession is the contact connection to a plain peer who takes files; nil when
// there is none.
func (e *Engine) plainSession(id contacts.ServiceID) *session {
	p := e.people[id]
	if p == nil || p.session == nil || !p.session.plainFiles {
		return nil
	}
	return p.session
}

func (e *Engine) advanceEnded(p *parcel) {
	if !p.rec.Untold {
		if p.rec.Cleared {
			e.forgetEnded(p)
			return
		}
		if e.volatile(p.rec.Contact) && !p.volatile {
			p.volatile = true
			e.commit(func(error) {}, store.DeleteTransfer{Contact: p.rec.Contact, ID: p.rec.ID})
		}
		return
	}
	if e.plainSession(p.rec.Contact) != nil {
		p.rec.Untold = false // it cannot be told
		e.saveParcel(p, func(error) { e.advance(p) })
		return
	}
	s := e.caromSession(p.rec.Contact)
	if s == nil || p.told == s {
		return
	}
	p.told = s
	s.tellEnd(p)
}

// tellEnd tells the peer how a transfer has ended.
func (s *session) tellEnd(p *parcel) {
	// An error means that the connection is ending: then it is told on the next.
	_ = s.conn.SendTransfer(protocol.TransferEnd{
		ID: p.wire(), Outcome: wireOutcome(outcome(p.rec.Outcome), problem(p.rec.Problem), p.rec.Outgoing),
	})
}

func (e *Engine) advanceOutgoing(p *parcel, t *turns) {
	if p.job != nil {
		return
	}
	if p.out == nil && p.rec.Problem == 0 && e.mayRead(p, t) {
		e.prepare(p)
		return
	}
	if s := e.plainSession(p.rec.Contact); s != nil {
		if p.out != nil && p.rec.Problem == 0 {
			e.offerPlain(p, s)
		}
		return
	}
	s := e.caromSession(p.rec.Contact)
	if s == nil || p.rec.Root == [32]byte{} || p.plain != nil { // that is advanced when the end of its connection is noticed
		return
	}
	if p.told != s {
		p.told, p.rec.Plain = s, false
		_ = s.conn.SendTransfer(e.offerOf(p))
		e.tellHeld(p) // also that it is not: it may have been resumed while they were away
		e.parcelChanged(p)
	}
	if b := e.bulkSession(p.rec.Contact); b != nil && p.out != nil && !p.halted() && p.on != b {
		p.on = b
		p.meter.reset()
		b.link.Send(p.out)
		e.parcelChanged(p)
	}
}

// prepare reads what is to be sent. What was offered before must be the same
// still, whatever happened meanwhile.
func (e *Engine) prepare(p *parcel) {
	rec, secret, partial, kept := p.rec, p.secret(), e.files.partial, p.kept
	p.kept = nil
	var out *transfer.Outgoing
	e.startJob(p, func(ctx context.Context) (err error) {
		if kept != nil {
			if out, err = kept.Open(); err == nil {
				return nil
			}
			// What it is now is found out by reading it.
		}
		if rec.FolderCopy != 0 {
			out, err = transfer.PrepareFolderCopy(ctx, partial, secret, rec.Name, rec.FolderCopy, rec.Wire, rec.Salt)
			return err
		}
		if rec.Stripped {
			out, err = transfer.PrepareCopy(ctx, partial, secret, rec.Name, rec.Size, rec.Wire, rec.Salt)
			return err
		}
		out, err = transfer.Prepare(ctx, rec.Source, rec.Wire, rec.Salt)
		return err
	}, func(err error, stale bool) {
		switch {
		case stale || e.closing:
			if out != nil {
				out.Close()
			}
		case err != nil:
			e.outgoingFailed(p, err)
		case rec.Root != [32]byte{} && out.Offer.Root != rec.Root:
			e.outgoingFailed(p, differs(rec, out))
			out.Close()
		default:
			e.wasPrepared(p, out)
		}
	})
	e.parcelChanged(p)
}

// errPartUnread: a part of a folder could be read before.
var errPartUnread = errors.New("a part of the folder could not be read")

// differs is why what is read now is not what was offered. Where a folder has lost
// files a disk in it may not be connected, or not allow to be read: that can be
// mended.
func differs(rec store.Transfer, out *transfer.Outgoing) error {
	switch {
	case !rec.Folder || !out.Offer.Folder || out.Offer.Files >= rec.Files:
		return sources.ErrChanged
	case out.Skipped > rec.Skipped:
		return errPartUnread
	}
	return sources.ErrGone
}

func (e *Engine) wasPrepared(p *parcel, out *transfer.Outgoing) {
	p.out, p.read = out, true
	first := p.rec.Root == [32]byte{}
	p.rec.Name, p.rec.Folder, p.rec.Files, p.rec.Size = out.Offer.Name, out.Offer.Folder, out.Offer.Files, out.Offer.Size
	p.rec.ListSize, p.rec.Root, p.rec.Skipped = out.Offer.ListSize, out.Offer.Root, out.Skipped
	if !first {
		e.parcelChanged(p)
		e.advanceAll(p.rec.Contact) // its place may be somebody else's
		return
	}
	e.saveParcel(p, func(err error) {
		// Where it could not be saved it is read again after a restart, with
		// the same result.
		if !p.ended() {
			e.parcelChanged(p)
			e.advanceAll(p.rec.Contact)
		}
	})
}

// outgoingFailed: a file cannot be read, or is not what it was. One that cannot be
// read now, since its disk was removed, say, stands still until it can be.
func (e *Engine) outgoingFailed(p *parcel, err error) {
	if endedByUs(err) || p.ended() {
		return
	}
	why, stalls := problemOf(err)
	if why == problemDisk || why == problemDiskFull {
		why = problemSource
	}
	if why == problemEmptyFolder && p.rec.Root != [32]byte{} {
		why, stalls = problemSourceGone, true // the disk that it was on is not connected
	}
	e.log.Warn("a file could not be sent", "why", why.kind(), "err", err)
	if !stalls {
		e.endAndSave(p, outcomeFailed, why, true)
		return
	}
	if p.plain != nil { // it is offered anew when it can be read
		e.endPlain(p, outcomeFailed)
		p.rec.Plain, p.rec.Stage, p.moved = false, store.TransferOffered, 0
	}
	p.rec.Problem, p.read = uint8(why), false
	e.detach(p)
	e.letGo(p, func() {})
	e.tellHeld(p)
	e.changeParcel(p)
	e.advanceAll(p.rec.Contact) // somebody else's turn
}

// tellHeld tells the peer that our user has paused a transfer, or goes on.
func (e *Engine) tellHeld(p *parcel) {
	if s := e.caromSession(p.rec.Contact); s != nil && !p.rec.Plain {
		_ = s.conn.SendTransfer(protocol.TransferHold{ID: p.wire(), Held: p.rec.Held || p.rec.Problem != 0})
	}
}

// detach takes a transfer off the bulk connection. What has come stays.
func (e *Engine) detach(p *parcel) {
	if p.on != nil {
		p.left = p.on.link.Drop(p.wire())
		p.on = nil
	}
	p.meter.reset()
}

// endParcel ends a transfer: nothing moves any more, and what came is removed.
// untold: the other side is to be told. The caller saves it.
func (e *Engine) endParcel(p *parcel, o outcome, why problem, untold bool) {
	e.detach(p)
	p.stopJob()
	p.told, p.kept = nil, nil
	if p.plain != nil {
		e.endPlain(p, o)
		untold = false
	}
	p.rec.Stage, p.rec.Outcome, p.rec.Problem = store.TransferEnded, uint8(o), uint8(why)
	p.rec.Untold = untold && !p.rec.Plain
	p.rec.Held, p.rec.HeldByPeer = false, false
	e.release(p)
}

// release gives back what a transfer that is over holds, when nobody is at work on
// it any more.
func (e *Engine) release(p *parcel) {
	secret, files := p.secret(), e.files
	e.letGo(p, func() {
		if secret.Name != "" {
			// An error leaves a file that the next start removes.
			_ = transfer.Forget(files.partial, files.received, secret)
		}
	})
}

func (e *Engine) endAndSave(p *parcel, o outcome, why problem, untold bool) {
	e.endParcel(p, o, why, untold)
	p.rec.Changed = time.Now()
	e.saveParcel(p, func(error) { e.advance(p) })
	e.parcelChanged(p)
	e.forgetOldest(p.rec.Contact)
	e.advanceAll(p.rec.Contact) // somebody else's turn
}

// forgetOldest keeps the newest of those transfers with a contact that have ended.
// Where our user has ended them, or sent them, they are kept in any case until the
// other side knows.
func (e *Engine) forgetOldest(id contacts.ServiceID) {
	ended, unfinished := 0, 0
	for _, p := range slices.Backward(slices.Clone(e.files.order)) {
		if p.rec.Contact != id || !p.ended() || p.rec.Untold && (p.rec.Outgoing || outcome(p.rec.Outcome).ours()) {
			continue
		}
		ended++
		if !p.rec.Outgoing && outcome(p.rec.Outcome) != outcomeDone {
			unfinished++
			if unfinished > maxUnfinished {
				e.forgetEnded(p)
				continue
			}
		}
		if ended > maxEnded {
			e.forgetEnded(p)
		}
	}
}

// forgetEnded removes a transfer from the list.
func (e *Engine) forgetEnded(p *parcel) {
	e.files.remove(p)
	e.commit(func(error) {}, store.DeleteTransfer{Contact: p.rec.Contact, ID: p.rec.ID})
	if !p.rec.Cleared { // that was told before
		e.bus.publish(TransferRemoved{ID: p.rec.ID, Contact: p.rec.Contact})
	}
}

// expireParcels deletes what ended before a time. Of that which the other side is not
// told yet no more stays than is needed to tell it.
func (e *Engine) expireParcels(id contacts.ServiceID, before time.Time) {
	e.parcelsOf(id, func(p *parcel) {
		switch {
		case !p.ended() || p.volatile || p.rec.Cleared || !p.rec.Changed.Before(before):
		case !p.rec.Untold:
			e.forgetEnded(p)
		case !e.volatile(id):
			e.clearParcel(p)
		case !p.bare: // it stays on the screen
			e.saveParcel(p, nil)
		}
	})
}

// clearParcel keeps no more of a transfer that has ended than is needed to tell the
// other side.
func (e *Engine) clearParcel(p *parcel) {
	p.rec = cleared(p.rec)
	e.saveParcel(p, func(error) { e.advance(p) })
	e.bus.publish(TransferRemoved{ID: p.rec.ID, Contact: p.rec.Contact})
}

// dropParcels gives up all transfers with a contact who is one no more.
func (e *Engine) dropParcels(id contacts.ServiceID) {
	e.parcelsOf(id, func(p *parcel) {
		if !p.ended() {
			e.endParcel(p, outcomeCancelledByUs, noProblem, false)
		}
		e.forgetEnded(p)
	})
}

// clearParcels ends and forgets all transfers with a contact: our user deletes
// the conversation. Of those whose end the other side does not know that alone stays
// until then.
func (e *Engine) clearParcels(id contacts.ServiceID) {
	e.parcelsOf(id, func(p *parcel) {
		if !p.ended() {
			e.endParcel(p, outcomeCancelledByUs, noProblem, true)
		}
		switch {
		case !p.rec.Untold:
			e.forgetEnded(p)
		case !p.rec.Cleared:
			e.clearParcel(p)
		}
	})
}
