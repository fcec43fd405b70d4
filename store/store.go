package store

import (
	"crypto/sha256"
	"errors"
	"time"

	"carom/contacts"
)

// Reasons for which a profile cannot be opened or written, for errors.Is.
var (
	// ErrLocked: another process has this profile open.
	ErrLocked = errors.New("profile is in use by another process")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrCorrupt: the profile's files are damaged in a way that no crash
	// explains, or somebody changed them.
	ErrCorrupt = errors.New("profile is damaged")
	// ErrNewer: the profile was written by a newer version.
	ErrNewer = errors.New("profile was written by a newer version of Carom")
	// ErrNoProfile: there is none in this folder.
	ErrNoProfile = errors.New("there is no profile in this folder")
	// ErrExists: there is one already.
	ErrExists = errors.New("there is a profile in this folder already")
	// ErrPassphrase: the passphrase is not the one.
	ErrPassphrase = errors.New("wrong passphrase")
)

// Delivery says how far a message has come. Only Queued, Delivered and Failed
// are stored for outgoing messages: Sent means something only as long as a
// connection lasts.
type Delivery uint8

// The delivery states, in the order in which a message goes through them.
const (
	// Incoming messages have no delivery state.
	Incoming Delivery = iota
	// Queued: durable here, not yet on the wire.
	Queued
	// Sent: written to a connection, not acknowledged.
	Sent
	// Delivered: the peer acknowledged it.
	Delivered
	// Failed: the peer refused it. It is not sent again unless the user asks.
	Failed
)

// Message is one stored line of a conversation.
type Message struct {
	// ID numbers a profile's messages from 1, in the order of storing. The
	// caller of Commit assigns it: Profile.NextMessage and up.
	ID       uint64
	Contact  contacts.ServiceID
	Outgoing bool
	Text     string
	// Written is when it was written, by the writer's own reckoning; Stored
	// when this profile took it, by ours: what expires goes by that.
	Written, Stored time.Time
	Delivery        Delivery
	// WireID is the message_id of the chat channel; for an incoming message
	// without one, HasWireID is false.
	WireID    uint32
	HasWireID bool
	// Volatile: kept in memory only, and gone when the store is closed. A
	// Queued message is kept on disk all the same, until SetDelivery says
	// otherwise: what was promised to be sent is sent.
	Volatile bool
}

// Seen is what is remembered of an incoming message to recognise a repetition by.
type Seen struct {
	WireID  uint32
	Digest  [16]byte
	Written time.Time
}

// Digest is the fingerprint of a text in Seen.
func Digest(text string) [16]byte {
	sum := sha256.Sum256([]byte(text))
	return [16]byte(sum[:16])
}

// Profile is what a store holds when it is opened, as far as core keeps it in
// memory. The rest of the history stays in the store: see Store.History.
type Profile struct {
	// Identity is the onion key as Tor's ADD_ONION key blob, or "" in a new
	// profile. A secret.
	Identity string
	// Contacts are all of them, Removed ones too.
	Contacts []contacts.Contact
	// Conversations has an entry for every contact who ever had a message.
	Conversations map[contacts.ServiceID]Conversation
	// NextMessage is the ID for the next message.
	NextMessage uint64
	// Settings are by name; the values may be secrets.
	Settings map[string]string
	// Drafts are what was begun and not sent.
	Drafts map[contacts.ServiceID]Draft
	// Transfers are all file transfers, by their ID; NextTransfer is the ID for
	// the next one.
	Transfers    []Transfer
	NextTransfer uint64
}

// SeenMemory is how many of a contact's newest incoming messages are remembered
// to recognise a repetition by. A Carom has at most 64 messages on
// the wire unacknowledged, Ricochet-Refresh as many as its user typed.
const SeenMemory = 1024

// Conversation is the part of a conversation that core keeps in memory.
type Conversation struct {
	// Outbox are the outgoing messages that are Queued, oldest first.
	Outbox []Message
	// Seen are the newest incoming messages, at most SeenMemory, oldest first.
	Seen []Seen
	// Last is the newest message; its ID is 0 when there is none.
	Last Message
	// ReadTo is the ID up to which the user has read; Unread counts the
	// incoming messages after it.
	ReadTo uint64
	Unread int
}

// Store is a profile's durable side. All methods may be called from any goroutine.
type Store interface {
	// Load returns what was durable when the store was opened.
	Load() (Profile, error)

	// Commit makes changes durable and then calls done once, from a goroutine
	// of the store; calls of done come in the order of the Commits. Commit
	// does not wait for the disk. Commits that wait together are made durable
	// together. An empty Commit is done when all before it are. done must not
	// call Commit or Close.
	Commit(changes []Change, done func(error))

	// History returns up to limit messages of a conversation with ID less
	// than before (0: from the newest on), oldest first.
	History(contact contacts.ServiceID, before uint64, limit int) ([]Message, error)

	// HistoryAfter returns up to limit messages of a conversation with ID
	// greater than after, oldest first.
	HistoryAfter(contact contacts.ServiceID, after uint64, limit int) ([]Message, error)

	// Message returns one message; false when there is none.
	Message(id uint64) (Message, bool, error)

	// Search returns up to limit kept messages that have all words of query in
	// them (a word matches words that begin with it; case and accents do not
	// count), with ID less than before (0: all), newest first. The zero
	// contact means every conversation.
	Search(query string, contact contacts.ServiceID, before uint64, limit int) ([]Message, error)

	// Oldest returns the message of a conversation that was stored first, of
	// those on disk that are not Queued; false when there is none.
	Oldest(contact contacts.ServiceID) (Message, bool, error)

	// Close waits for the Commits before it and releases the profile.
	Close() error
}
