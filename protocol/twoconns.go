package protocol

import (
	"time"

	"carom/contacts"
)

// youngConnection is the age up to which a connection may be given up for one
// in the other direction (wire page, "Two connections at once").
const youngConnection = 30 * time.Second

// Link is what matters of a connection when there are two to the same peer.
type Link struct {
	// Outbound: we dialled it.
	Outbound bool
	// Age is how long it has existed.
	Age time.Duration
}

// KeepNew says which of two authenticated connections to the same peer stays
// (wire page, "Two connections at once"): true for the new one. In the same
// direction the new one wins, for the peer would not have made it if the old
// one were good. Against an old one of more than 30 s it wins too. Else both
// were dialled at the same time, and the one that the side with the greater id
// dialled stays, so that both sides choose the same.
func KeepNew(old, new Link, own, peer contacts.ServiceID) bool {
	if old.Outbound == new.Outbound || old.Age > youngConnection {
		return true
	}
	return new.Outbound == (own.Compare(peer) > 0)
}
