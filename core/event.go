package core

import (
	"carom/contacts"
	"carom/onion"
)

// Event is something that happened. Stored state is the truth; an event is a
// hint that part of it is new. The set is closed: see the types below.
type Event interface{ isEvent() }

// NetworkChanged: tor's state is new.
type NetworkChanged struct{ Network onion.Status }

// ContactChanged: a contact is new, or anything about it is. A new request is
// a contact in state Pending.
type ContactChanged struct{ Contact Contact }

// ContactRemoved: a contact and its conversation are gone.
type ContactRemoved struct{ ID contacts.ServiceID }

// MessageAdded: a message was stored.
type MessageAdded struct{ Message Message }

// MessageChanged: a message's delivery state is new.
type MessageChanged struct{ Message Message }

// HistoryChanged: messages of a conversation were deleted. Read it afresh.
type HistoryChanged struct{ ID contacts.ServiceID }

// PresenceChanged: who may find us is new.
type PresenceChanged struct{ Presence Presence }

// ConnectionChanged: how Tor reaches its network is new; API.Connection tells,
// since an event may be printed and the settings are secrets.
type ConnectionChanged struct{}

// PreferenceChanged: a preference is new; an empty value means that it is gone.
type PreferenceChanged struct{ Name, Value string }

// Resync: the subscriber was too slow and events were dropped, or the
// connection to the node was made anew. Read the State afresh.
type Resync struct{}

func (NetworkChanged) isEvent()    {}
func (ContactChanged) isEvent()    {}
func (ContactRemoved) isEvent()    {}
func (MessageAdded) isEvent()      {}
func (MessageChanged) isEvent()    {}
func (HistoryChanged) isEvent()    {}
func (PresenceChanged) isEvent()   {}
func (ConnectionChanged) isEvent() {}
func (PreferenceChanged) isEvent() {}
func (Resync) isEvent()            {}

// Numbered is an event with its place in the sequence. Numbers start at 1 and
// grow by one; a Resync carries the number of the last event it stands for.
type Numbered struct {
	Seq   uint64
	Event Event
}
