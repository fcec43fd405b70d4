package protocol

import (
	"time"

	"carom/contacts"
)

// duplicateAge: an older connection gives way to a new one of the other
// direction (wire page, "Two connections at once", rule 2).
const duplicateAge = 30 * time.Second

// Link is what decides between two connections to the same peer.
type Link struct {
	// Outbound: we dialled.
	Outbound bool
	// Age is how long ago it was made.
	Age time.Duration
}

// KeepNew reports which of two authenticated connections to the same peer is to
// stay, the one that was there or the new one (wire page, "Two connections at
// once"): the new one when both have the same direction or the old one is more
// than 30 s old; else the one dialled by the side whose id is the greater as a
// string. The two sides can judge differently when the ages on either side of
// 30 s differ, and Ricochet-Refresh 3.1 has another third rule, so losing both
// must be survived.
func KeepNew(old, new Link, own, peer contacts.ServiceID) bool {
	if old.Outbound == new.Outbound || old.Age > duplicateAge {
		return true
	}
	weAreGreater := own.Compare(peer) > 0
	return new.Outbound == weAreGreater
}
