package core

import (
	"time"

	"carom/internal/transfer"
	"carom/store"
)

// sentSteps is how often it is noted on the disk at most, while a file goes, how far it
// is. When its connection ends that is noted in any case.
const sentSteps = 16

// movedBefore is how many bytes of a transfer's files have moved, as far as the profile
// knows.
func movedBefore(rec *store.Transfer) uint64 {
	switch {
	case rec.Stage == store.TransferFilled, rec.Plain && rec.Have > 0:
		return rec.Size
	case rec.Plain || rec.Stage != store.TransferAccepted:
		return 0
	case rec.Outgoing:
		return min(rec.Sent, rec.Size)
	}
	return transfer.Received(rec.Size, rec.ListSize, rec.Have)
}

// sentSoFar notes how far an outgoing transfer is: with the next change of its record, or
// now when it is much.
func (e *Engine) sentSoFar(p *parcel, bytes uint64) {
	p.rec.Sent = bytes
	if max(bytes, p.noted)-min(bytes, p.noted) > p.rec.Size/sentSteps {
		e.noteSent(p)
	}
}

// noteSent stores how far an outgoing transfer is, if that is not known to be stored.
func (e *Engine) noteSent(p *parcel) {
	if p.rec.Outgoing && p.rec.Sent != p.noted && !p.ended() {
		p.noted = p.rec.Sent
		e.saveParcel(p, nil)
	}
}

// timeLeft is how long so many bytes take at a rate in bytes per second, or as long as can be
// said.
func timeLeft(bytes, rate uint64) time.Duration {
	const longest = 1<<63 - 1
	seconds := float64(bytes) / float64(rate)
	if seconds >= time.Duration(longest).Seconds() {
		return longest
	}
	return time.Duration(seconds * float64(time.Second))
}
