package core

import "carom/store"

// undo takes back what a command of our user has changed of a transfer, from before to
// after, since it could not be stored. What others have changed meanwhile stays: an end,
// and what was begun.
func (e *Engine) undo(p *parcel, before, after store.Transfer) {
	if p.ended() {
		return
	}
	stood := p.halted()
	if p.rec.Held == after.Held {
		p.rec.Held = before.Held
	}
	if p.rec.Problem == after.Problem {
		p.rec.Problem = before.Problem
	}
	if p.rec.Stage == after.Stage && !p.begun() {
		p.rec.Stage, p.rec.Key, p.rec.File = before.Stage, before.Key, before.File
	}
	if p.halted() != stood {
		if p.halted() {
			e.detach(p)
		}
		e.tellHeld(p)
	}
	e.advanceAll(p.rec.Contact)
	e.parcelChanged(p)
}

// begun reports whether the peer knows that our user wants an incoming transfer, or
// something of it is on the disk.
func (p *parcel) begun() bool {
	return p.told != nil || p.in != nil || p.job != nil || p.plain != nil && p.plain.moving || p.settling || p.whole
}
