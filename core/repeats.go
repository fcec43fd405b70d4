package core

import (
	"time"

	"carom/store"
)

const (
	// countedIDs: message ids below this are taken for those of a sender that
	// numbers its messages from 0 on each connection (RR-3.1). Everybody else
	// starts at a random 32-bit number.
	countedIDs = 1 << 16
	// repeatSkew is how far apart the writing times of two copies of one
	// message may be reckoned: time_delta is in whole seconds, and both
	// copies spent some time in Tor.
	repeatSkew = 2 * time.Minute
)

// repeats recognises a message that is delivered again: the same id and the
// same text (wire page, "im.ricochet.chat"). It remembers the newest
// store.SeenMemory messages of one contact; the store gives them back after
// a restart.
//
// For a sender that counts from 0 on each connection the same small id and the
// same short text ("ok") may be a new message on a new connection. There, the
// two copies must also have been written at the same time.
type repeats struct {
	seen []seen // ring
	next int
}

type seen struct {
	id      uint32
	digest  [16]byte
	written time.Time
	session *session // nil for those of an earlier run
	message uint64   // its ID here; 0 for those of an earlier run
}

func newRepeats(stored []store.Seen) *repeats {
	r := &repeats{}
	for _, s := range stored {
		r.add(seen{id: s.WireID, digest: s.Digest, written: s.Written})
	}
	return r
}

func (r *repeats) add(s seen) {
	if len(r.seen) < store.SeenMemory {
		r.seen = append(r.seen, s)
		return
	}
	r.seen[r.next] = s
	r.next = (r.next + 1) % len(r.seen)
}

// has reports whether s is a repetition of a message that was added.
func (r *repeats) has(s seen) bool {
	for i := range r.seen {
		old := &r.seen[i]
		if old.id != s.id || old.digest != s.digest {
			continue
		}
		if s.id >= countedIDs || old.session == s.session || s.written.Sub(old.written).Abs() <= repeatSkew {
			return true
		}
	}
	return false
}

// drop forgets a message that could not be stored.
func (r *repeats) drop(message uint64) {
	for i := range r.seen {
		if r.seen[i].message == message {
			r.seen[i] = seen{}
			return
		}
	}
}

// endSession lets go of a session that has ended, so that it can be freed and
// a new one at the same address is not taken for it.
func (r *repeats) endSession(s *session) {
	for i := range r.seen {
		if r.seen[i].session == s {
			r.seen[i].session = nil
		}
	}
}
