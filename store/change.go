package store

import (
	"time"

	"carom/contacts"
)

// Change is one thing that Commit makes durable. The set is closed.
type Change interface{ isChange() }

// SetIdentity stores the onion key, as Tor's ADD_ONION key blob.
type SetIdentity struct{ Blob string }

// PutContact stores a contact, new or changed.
type PutContact struct{ Contact contacts.Contact }

// DeleteContact forgets a contact and the conversation with it.
type DeleteContact struct{ ID contacts.ServiceID }

// AddMessage stores a new message. An incoming one with a WireID is remembered
// in Conversation.Seen too, whatever becomes of it later.
type AddMessage struct{ Message Message }

// SetDelivery changes the delivery state of an outgoing message.
type SetDelivery struct {
	ID       uint64
	Delivery Delivery
	// Volatile: from now on the message is kept in memory only.
	Volatile bool
}

// SetRead marks a conversation as read up to and including a message.
type SetRead struct {
	Contact contacts.ServiceID
	Message uint64
}

// DeleteMessage deletes one message.
type DeleteMessage struct{ ID uint64 }

// DeleteHistory deletes a conversation, what is still queued included.
type DeleteHistory struct{ Contact contacts.ServiceID }

// Expire deletes what was stored before a time, except what is still queued.
type Expire struct {
	Contact contacts.ServiceID
	Before  time.Time
}

func (SetIdentity) isChange()   {}
func (PutContact) isChange()    {}
func (DeleteContact) isChange() {}
func (AddMessage) isChange()    {}
func (SetDelivery) isChange()   {}
func (SetRead) isChange()       {}
func (DeleteMessage) isChange() {}
func (DeleteHistory) isChange() {}
func (Expire) isChange()        {}
