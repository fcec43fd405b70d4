package core

import (
	"carom/contacts"
	"carom/internal/transfer"
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

// turns is what is known while the transfers with a contact are looked at one after
// the other: where there was no place for one there is none for the next.
type turns struct {
	full   [kinds]bool // of those that hold a file open
	offers bool        // as many offers wait for an answer as may
}

// kind is what transfers have in common that take each other's places. Small ones that
// come do not wait for large ones, which may take hours.
type kind int

const (
	kindOutgoing kind = iota
	kindSmall
	kindLarge
	kinds
)

func (p *parcel) kind() kind {
	switch {
	case p.rec.Outgoing:
		return kindOutgoing
	case p.rec.Size+uint64(p.rec.ListSize) <= smallSize:
		return kindSmall
	}
	return kindLarge
}

// takeTurn reports whether a transfer may open its file now. If there is no place left
// it gets that of one that is idle.
func (e *Engine) takeTurn(p *parcel, t *turns) bool {
	full := &t.full[p.kind()]
	if *full {
		return false
	}
	left, idle := e.places(p)
	switch {
	case left > 0:
	case idle != nil:
		e.giveBack(idle)
	default:
		*full = true
	}
	return !*full
}

// places counts the places that are left for transfers of the kind of p, and finds one among
// those that have one which is idle; the newest, since the others are answered first.
func (e *Engine) places(p *parcel) (left int, idle *parcel) {
	left = maxFetched
	if p.rec.Outgoing {
		left = maxPrepared
	}
	for _, x := range e.files.live[p.rec.Contact] {
		if x.ended() || x.kind() != p.kind() || !x.open() {
			continue
		}
		left--
		if x.idle() {
			idle = x
		}
	}
	return left, idle
}

// mayRead reports whether what is to be sent is to be read now: when it was never read,
// so that it can be offered, when they want it, and, as far as there are places for
// it, once after a start, to see whether it is the same still.
func (e *Engine) mayRead(p *parcel, t *turns) bool {
	switch {
	case p.rec.Root == [32]byte{}:
		return !p.rec.Held && !e.manyOffers(p.rec.Contact, t) && e.takeTurn(p, t)
	case p.rec.Stage == store.TransferAccepted && !p.halted(), e.plainSession(p.rec.Contact) != nil && !p.rec.Held:
		return e.takeTurn(p, t)
	case p.read || t.full[kindOutgoing]:
		return false
	}
	left, _ := e.places(p)
	return left > 0
}

// manyOffers reports whether as many offers to a contact wait for an answer, or are
// about to be made, as may.
func (e *Engine) manyOffers(id contacts.ServiceID, t *turns) bool {
	t.offers = t.offers || e.files.count(id, func(p *parcel) bool {
		return p.rec.Outgoing && p.rec.Stage == store.TransferOffered && (p.rec.Root != [32]byte{} || p.job != nil)
	}) >= maxOffered
	return t.offers
}

// giveBack closes the file of a transfer, which is opened again in its turn.
func (e *Engine) giveBack(p *parcel) {
	e.detach(p)
	if p.out != nil {
		p.kept = e.keep(p.out)
	}
	e.letGo(p, func() {})
	e.parcelChanged(p)
}

// keep returns what saves reading a file again, as long as there is memory for it.
func (e *Engine) keep(out *transfer.Outgoing) *transfer.Kept {
	kept, left := out.Keep(), maxKept
	for _, live := range e.files.live {
		for _, p := range live {
			left -= p.kept.Memory()
		}
	}
	if kept.Memory() > left {
		return nil
	}
	return kept
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
