package core

import (
	"context"
	"errors"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

func (e *Engine) offerOf(p *parcel) protocol.TransferOffer {
	rec := &p.rec
	return protocol.TransferOffer{
		ID: rec.Wire, Name: rec.Name, Folder: rec.Folder, Files: rec.Files, Size: rec.Size, ListSize: rec.ListSize, Root: rec.Root,
	}
}

// advanceIncoming lets an accepted transfer move.
func (e *Engine) advanceIncoming(p *parcel, t *turns) {
	if p.rec.Plain {
		if p.whole {
			e.fillPlain(p)
		} else {
			e.answerPlain(p)
		}
		return
	}
	s := e.caromSession(p.rec.Contact)
	if s != nil && p.told != s {
		p.told = s
		_ = s.conn.SendTransfer(protocol.TransferAccept{ID: p.wire()})
		e.tellHeld(p)
	}
	if p.halted() || p.job != nil {
		return
	}
	if p.in == nil {
		if e.takeTurn(p, t) {
			e.openIncoming(p)
		}
		return
	}
	if p.whole {
		e.fillParcel(p) // which the disk had no room for
		return
	}
	b := e.bulkSession(p.rec.Contact)
	if b == nil || p.on == b || p.heldBySomeoneElse(b) {
		return
	}
	p.on, p.last = b, b
	p.moved = p.in.Received()
	p.meter.reset()
	b.link.Fetch(p.in)
	e.parcelChanged(p)
}

// heldBySomeoneElse reports whether the link of an earlier bulk connection may still
// be at work with what has come: two at once would be asked for the same, and each
// take the other's answers for a breach. Its end is noticed, see bulkEnded.
func (p *parcel) heldBySomeoneElse(b *session) bool {
	if p.last == nil || p.last == b {
		return false
	}
	select {
	case <-p.last.linked:
		return false
	default:
		return true
	}
}

// openIncoming opens what has come of a transfer so far.
func (e *Engine) openIncoming(p *parcel) {
	offer, secret, have, lost, partial := e.offerOf(p), p.secret(), p.rec.Have, p.rec.Lost, e.files.partial
	var in *transfer.Incoming
	e.startJob(p, func(context.Context) (err error) {
		in, err = transfer.Receive(partial, secret, offer, have, lost)
		return err
	}, func(err error, stale bool) {
		switch {
		case stale || e.closing:
			if in != nil {
				in.Close()
			}
		case err != nil:
			e.incomingFailed(p, err)
		case in.Complete():
			p.in = in
			e.fillParcel(p)
		default:
			p.in, p.moved, p.whole = in, in.Received(), false
			e.advanceAll(p.rec.Contact) // if it was paused meanwhile its place is somebody else's
			e.parcelChanged(p)
		}
	})
}

// incomingFailed: a transfer cannot go on here.
func (e *Engine) incomingFailed(p *parcel, err error) {
	if endedByUs(err) || p.ended() {
		return
	}
	e.detach(p)
	why, stalls := problemOf(err)
	if errors.Is(err, transfer.ErrMissing) && p.rec.Plain {
		e.plainFailed(p, err)
		return
	}
	if errors.Is(err, transfer.ErrMissing) {
		// A part of what had come is not there any more: it comes again, unless that
		// goes on for ever.
		e.rewind(p)
		if p.damaged++; p.damaged < maxDamaged {
			e.log.Warn("an unfinished file was damaged; what is missing is received again")
			e.changeParcel(p)
			e.advance(p)
			return
		}
		why, stalls = problemDisk, true
	}
	e.log.Warn("a file could not be received", "why", why.kind(), "err", err)
	if !stalls {
		e.endAndSave(p, outcomeFailed, why, true)
		return
	}
	p.rec.Problem = uint8(why)
	e.tellHeld(p)
	e.changeParcel(p)
	e.advanceAll(p.rec.Contact) // somebody else's turn
}

// rewind goes back to where what has come is looked at, and what is missing is received.
func (e *Engine) rewind(p *parcel) {
	if p.in != nil {
		in := p.in
		p.in = nil
		e.workers.Go(func() { _ = in.Close() })
	}
	p.whole = false
	p.rec.Stage, p.rec.Have = store.TransferAccepted, 0
}

// fillParcel moves a complete transfer into its stage.
func (e *Engine) fillParcel(p *parcel) {
	e.detach(p)
	p.whole = true
	in, secret, received := p.in, p.secret(), e.files.received
	e.fill(p, func(ctx context.Context) error { return in.Fill(ctx, received, secret) })
}

// fill runs what fills the stage of a transfer.
func (e *Engine) fill(p *parcel, work func(context.Context) error) {
	e.startJob(p, work, func(err error, stale bool) {
		switch {
		case stale || e.closing:
		case err != nil:
			e.incomingFailed(p, err)
		default:
			e.filled(p)
		}
	})
	e.parcelChanged(p)
}

// filled: all of a transfer is in its stage.
func (e *Engine) filled(p *parcel) {
	p.rec.Stage = store.TransferFilled
	e.saveParcel(p, func(err error) {
		switch {
		case p.ended(): // meanwhile
		case err != nil:
			p.rec.Stage = store.TransferAccepted
			e.incomingFailed(p, err)
		default:
			e.advance(p)
		}
	})
}

// publishing reports whether a filled transfer is being given its name. That is a
// moment, in which it cannot be ended: it may have it already.
func (p *parcel) publishing() bool { return p.rec.Stage == store.TransferFilled && p.job != nil }

// publishParcel gives a filled transfer its name, and ends it.
func (e *Engine) publishParcel(p *parcel) {
	if p.job != nil || p.rec.Problem != 0 || p.ended() {
		return
	}
	secret, received, name := p.secret(), e.files.received, p.rec.Name
	var final string
	e.startJob(p, func(context.Context) (err error) {
		final, err = transfer.Publish(received, secret, name)
		return err
	}, func(err error, stale bool) {
		switch {
		case stale:
		case err != nil:
			e.incomingFailed(p, err)
		default:
			p.rec.Target = final
			p.moved = p.rec.Size
			e.endAndSave(p, outcomeDone, noProblem, true)
		}
	})
}

// transferReceived: the peer says something about a transfer.
type transferReceived struct {
	session *session
	message protocol.TransferMessage
}

func (in transferReceived) handle(e *Engine) {
	s := in.session
	if contact, ok := e.book.Get(s.peer); !ok || contact.State != contacts.Accepted || s.ended || e.closing {
		return
	}
	switch m := in.message.(type) {
	case protocol.TransferOffer:
		e.offered(s, m)
	case protocol.TransferAccept:
		if p := e.findParcel(s.peer, m.ID); p != nil && p.rec.Outgoing && p.rec.Stage == store.TransferOffered {
			p.rec.Stage = store.TransferAccepted
			e.changeParcel(p)
			e.advanceAll(s.peer) // another one may be offered
		}
	case protocol.TransferHold:
		if p := e.findParcel(s.peer, m.ID); p != nil && !p.ended() && p.rec.HeldByPeer != m.Held {
			p.rec.HeldByPeer = m.Held
			if m.Held {
				e.detach(p)
			}
			e.changeParcel(p)
			e.advanceAll(s.peer) // it may be somebody else's turn
		}
	case protocol.TransferEnd:
		e.endedByPeer(s, m)
	case protocol.TransferEnded:
		if p := e.findParcel(s.peer, m.ID); p != nil && p.ended() && p.rec.Untold {
			p.rec.Untold = false
			e.saveParcel(p, func(error) { e.advance(p) })
			e.parcelChanged(p)
		}
	}
}

// offered: the peer offers a transfer, or repeats that it does.
func (e *Engine) offered(s *session, m protocol.TransferOffer) {
	if p := e.findParcel(s.peer, m.ID); p != nil {
		if p.rec.Outgoing {
			return // it offers us our own
		}
		// It may not know yet what became of it. What it says now about the
		// content does not count: the first offer does.
		if p.ended() && !p.rec.Untold {
			s.tellEnd(p)
			return
		}
		if p.told == s {
			p.told = nil
		}
		e.advance(p)
		return
	}
	if e.crowded(s.peer) {
		// Nobody has rejected it. It comes again on the next connection, when there
		// may be room; a Carom does not offer as much before it is answered.
		return
	}
	now := time.Now()
	e.addIncoming(&parcel{rec: store.Transfer{
		ID: e.files.next, Contact: s.peer, Wire: m.ID, Name: m.Name, Folder: m.Folder, Files: m.Files, Size: m.Size,
		ListSize: m.ListSize, Root: m.Root, Created: now, Changed: now,
	}})
}

// crowded reports whether a contact offers more than our user has answered, or than
// can be.
func (e *Engine) crowded(id contacts.ServiceID) bool {
	waiting := e.files.count(id, func(p *parcel) bool { return !p.rec.Outgoing && p.rec.Stage == store.TransferOffered })
	return waiting >= maxOffered || e.openParcels(id, false) >= maxParcels
}

// onDisk is what a transfer takes of the disk, about, for our user who has said how much
// may come without asking. Of one file that is its size. A folder's List is stored
// too, and each file in it takes a block at least, also when it is empty.
func onDisk(rec *store.Transfer) uint64 {
	const block = 4096
	if !rec.Folder && rec.ListSize <= block {
		return rec.Size
	}
	return rec.Size + uint64(rec.ListSize) + uint64(rec.Files)*block
}

// addIncoming stores an offer, and accepts it where our user has said so.
func (e *Engine) addIncoming(p *parcel) {
	e.files.next++
	if contact, _ := e.book.Get(p.rec.Contact); contact.AutoAccept > 0 && onDisk(&p.rec) <= contact.AutoAccept {
		e.take(p)
	}
	e.files.add(p)
	e.saveParcel(p, func(err error) {
		if e.files.parcels[p.rec.ID] != p {
			return
		}
		if err != nil {
			// Its sender offers it again on the next connection.
			e.files.remove(p)
			return
		}
		e.parcelChanged(p)
		e.advance(p)
	})
}

// endedByPeer: the peer says how a transfer ended. Where both say so, done is
// done; else the receiver's word counts, so that both keep the same.
func (e *Engine) endedByPeer(s *session, m protocol.TransferEnd) {
	reply := func() { _ = s.conn.SendTransfer(protocol.TransferEnded{ID: m.ID}) }
	p := e.findParcel(s.peer, m.ID)
	if p == nil {
		reply()
		return
	}
	if m.Outcome == protocol.TransferDone && !p.rec.Outgoing {
		return // only who receives can say so
	}
	if p.publishing() {
		return // it is done in a moment, and then they are told
	}
	o, why := outcomeOf(m.Outcome, p.rec.Outgoing)
	switch {
	case !p.ended():
		e.endParcel(p, o, why, false)
		p.rec.Changed = time.Now()
	case p.rec.Outgoing && outcome(p.rec.Outcome) == outcomeDone:
		// They have it, and have said so: that stays.
		o = outcomeDone
		p.rec.Untold = false
	case p.rec.Outgoing:
		// That they know of an end goes without saying.
		p.rec.Outcome, p.rec.Problem, p.rec.Untold = uint8(o), uint8(why), false
	}
	if p.rec.Outgoing && o == outcomeDone {
		p.moved = p.rec.Size
	}
	e.saveParcel(p, func(err error) {
		if err == nil {
			reply()
			e.advance(p)
		}
	})
	e.parcelChanged(p)
	e.forgetOldest(s.peer)
	e.advanceAll(s.peer)
}
