package model

import (
	"carom/contacts"
	"carom/core"
	"carom/onion"
)

// ContactUpdate is what is new about a contact.
type ContactUpdate struct {
	ID contacts.ServiceID
	// Removed: it was removed, before what else is in the update.
	Removed bool
	// Contact is its newest state; nil when none came.
	Contact *core.Contact
	// Message is the newest message of the conversation; nil when none came.
	Message *core.Message
}

// MessageUpdate is what is new about a message of the open conversation.
type MessageUpdate struct {
	Bubble Bubble
	// Added: the message is new, not only changed.
	Added bool
}

// Batch is what happened since the batch before, the newest state of each thing
// only. It is to be applied in the order of the fields.
type Batch struct {
	// Resync: the State has to be read afresh. Then nothing else is in the
	// batch, nor comes until Restart has the state's number.
	Resync  bool
	Network *onion.Status // nil when nothing changed
	// Contacts are in the order in which they changed first.
	Contacts []ContactUpdate
	// Reload: the open conversation has to be read afresh: see Window.Reload.
	Reload bool
	// Gap: messages of the open conversation came before Messages that were
	// too many to keep: see Window.Apply.
	Gap bool
	// Messages are of the open conversation, in the order of their ids.
	Messages []MessageUpdate
	// Transfers are file transfers that are new, have changed or were removed.
	Transfers []TransferUpdate
	// Other are events of all other kinds, in order.
	Other []core.Event
	// More: there is more to take.
	More bool
}
