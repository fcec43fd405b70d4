package core

import (
	"time"

	"carom/contacts"
	"carom/onion"
	"carom/store"
)

// Delivery says how far an outgoing message has come. Sent falls back to Queued
// when the connection that the message was written to ends.
type Delivery = store.Delivery

// The delivery states, in the order in which a message goes through them.
const (
	Incoming  = store.Incoming
	Queued    = store.Queued
	Sent      = store.Sent
	Delivered = store.Delivered
	Failed    = store.Failed
)

// Message is one line of a conversation.
type Message struct {
	// ID numbers the messages of a profile, from 1, in the order in which
	// they were stored.
	ID      uint64
	Contact contacts.ServiceID
	// Outgoing is true for our own.
	Outgoing bool
	// Text is 1 to 2000 UTF-16 units of valid UTF-8. When Outgoing is false a
	// peer wrote it: show it as plain text only (see internal/plaintext).
	Text string
	// Written is when it was written, by the writer's own reckoning.
	Written  time.Time
	Delivery Delivery
}

// Contact is a contact as a user interface shows it.
type Contact struct {
	contacts.Contact
	// Online: an authenticated contact connection is up.
	Online bool
	// Carom: the peer has announced that it is a Carom.
	Carom bool
	// ReadTo is the ID up to which our user has read, 0 at the beginning; Unread
	// counts the incoming messages after it.
	ReadTo uint64
	Unread int
	// Last is the newest message, nil when there is none.
	Last *Message
	// Draft is what our user has begun to write to them: see API.SetDraft.
	Draft string
}

// State is everything a user interface needs to draw itself afresh.
type State struct {
	// Seq is the number of the last event that this state includes.
	Seq     uint64
	Self    contacts.ServiceID
	Network onion.Status
	// Presence says who may find us.
	Presence Presence
	// Version is the node's own; Tor's is Network.TorVersion.
	Version string
	// Contacts are sorted by nickname. Removed ones are not in it.
	Contacts []Contact
}
