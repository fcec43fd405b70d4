package core

import (
	"carom/contacts"
	"carom/store"
)

// open reports whether a transfer holds a file open, or is about to.
func (p *parcel) open() bool { return p.out != nil || p.in != nil || p.job != nil }

// idle reports whether a transfer that is open could give its file back: nothing of it
// is to move before somebody has said so, and nobody is at work on it.
func (p *parcel) idle() bool {
	if p.job != nil || p.plain != nil {
		return false
	}
	return p.halted() || p.rec.Outgoing && p.rec.Stage == store.TransferOffered
}

// takeTurn reports whether a transfer may open its file now. If there is no place left
// it gets that of one that is idle.
func (e *Engine) takeTurn(p *parcel) bool {
	places, idle := e.places(p)
	switch {
	case places > 0:
	case idle != nil:
		e.giveBack(idle)
	default:
		return false
	}
	return true
}

// places counts the places that are left for transfers like p, and finds one among
// those that have one which is idle; the newest, since the others are answered first.
func (e *Engine) places(p *parcel) (left int, idle *parcel) {
	left = maxFetched
	if p.rec.Outgoing {
		left = maxPrepared
	}
	e.parcelsOf(p.rec.Contact, func(x *parcel) {
		if x.ended() || x.rec.Outgoing != p.rec.Outgoing || !x.open() {
			return
		}
		left--
		if x.idle() {
			idle = x
		}
	})
	return left, idle
}

// mayRead reports whether what is to be sent is to be read now: when it was never read,
// so that it can be offered, when they want it, and, as far as there are places for
// it, once after a start, to see whether it is the same still.
func (e *Engine) mayRead(p *parcel) bool {
	switch {
	case p.rec.Root == [32]byte{}:
		return !p.rec.Held && e.unanswered(p.rec.Contact) < maxOffered && e.takeTurn(p)
	case p.rec.Stage == store.TransferAccepted && !p.halted(), e.plainSession(p.rec.Contact) != nil && !p.rec.Held:
		return e.takeTurn(p)
	}
	left, _ := e.places(p)
	return !p.read && left > 0
}

// unanswered counts the offers to a contact that they have not answered, and those that
// are about to be made: they take no more than maxOffered.
func (e *Engine) unanswered(id contacts.ServiceID) (n int) {
	e.parcelsOf(id, func(p *parcel) {
		if p.rec.Outgoing && p.rec.Stage == store.TransferOffered && (p.rec.Root != [32]byte{} || p.job != nil) {
			n++
		}
	})
	return n
}

// giveBack closes the file of a transfer, which is opened again in its turn.
func (e *Engine) giveBack(p *parcel) {
	e.detach(p)
	e.letGo(p, func() {})
	e.parcelChanged(p)
}

// letGo closes what a transfer holds when nobody is at work on it any more, and runs
// then after that, on a goroutine that is not the engine's.
func (e *Engine) letGo(p *parcel, then func()) {
	out, in, atIt, left := p.out, p.in, p.atIt, p.left
	p.out, p.in, p.atIt, p.left = nil, nil, nil, nil
	e.workers.Go(func() {
		for _, through := range []<-chan struct{}{atIt, left} {
			if through != nil {
				<-through
			}
		}
		// An error leaves a file that the next start finds.
		if out != nil {
			_ = out.Close()
		}
		if in != nil {
			_ = in.Close()
		}
		then()
	})
}
