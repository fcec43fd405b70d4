package core

import (
	"context"
	"errors"

	"carom/contacts"
	"carom/onion"
)

// API is all that a user interface can do. Engine implements it in the process
// that runs the node, control.Client in any other: what one can do, the other can.
//
// Methods may be called from any goroutine and wait for the engine's answer;
// they return ctx.Err() when ctx ends first. Errors that are meant for a person
// are UserError.
type API interface {
	// State returns everything, consistent as of State.Seq.
	State(ctx context.Context) (State, error)

	// AddContact asks for a contact. address is what the user typed; nickname
	// is our user's name for them; ownNickname and greeting travel with the
	// request and may be empty. If they had asked us, this accepts them.
	AddContact(ctx context.Context, address, nickname, ownNickname, greeting string) (Contact, error)
	// AcceptRequest makes a Pending contact an accepted one. An empty nickname
	// keeps the one it has.
	AcceptRequest(ctx context.Context, id contacts.ServiceID, nickname string) (Contact, error)
	// RejectRequest refuses a Pending contact; they are told.
	RejectRequest(ctx context.Context, id contacts.ServiceID) error
	// Block ends all contact, now and later, in any state.
	Block(ctx context.Context, id contacts.ServiceID) (Contact, error)
	// Unblock forgets a Blocked contact.
	Unblock(ctx context.Context, id contacts.ServiceID) error
	// Rename changes our user's name for a contact.
	Rename(ctx context.Context, id contacts.ServiceID, nickname string) (Contact, error)
	// Remove deletes a contact and its conversation, in any state.
	Remove(ctx context.Context, id contacts.ServiceID) error

	// Send stores a message for an accepted contact and returns it, Queued.
	// It is durable when Send returns.
	Send(ctx context.Context, id contacts.ServiceID, text string) (Message, error)
	// Retry queues a Failed message again.
	Retry(ctx context.Context, message uint64) (Message, error)
	// History returns up to limit messages with ID less than before (0: from
	// the newest on), oldest first. limit is capped at MaxHistory.
	History(ctx context.Context, id contacts.ServiceID, before uint64, limit int) ([]Message, error)
	// HistoryAfter returns up to limit messages with ID greater than after,
	// oldest first, so that a window over a long conversation can go down
	// again. The place of a message is History up to it and HistoryAfter it.
	HistoryAfter(ctx context.Context, id contacts.ServiceID, after uint64, limit int) ([]Message, error)
	// MarkRead marks everything up to and including message as read.
	MarkRead(ctx context.Context, id contacts.ServiceID, message uint64) error

	// Search returns up to limit kept messages with all words of query in
	// them, newest first, with ID less than before (0: all). The zero id
	// means every conversation. limit is capped at MaxHistory.
	Search(ctx context.Context, query string, id contacts.ServiceID, before uint64, limit int) ([]Message, error)
	// SetKeep changes how long the conversation with a contact is kept. What
	// is older than that, or everything when it is switched off, is deleted.
	SetKeep(ctx context.Context, id contacts.ServiceID, keep contacts.Keep) (Contact, error)
	// DeleteMessage deletes one message here; one that was not delivered yet
	// is not sent.
	DeleteMessage(ctx context.Context, message uint64) error
	// ClearHistory deletes all messages with a contact here, or with everybody
	// when id is zero; those that were not delivered yet are not sent.
	ClearHistory(ctx context.Context, id contacts.ServiceID) error
	// SetDraft keeps what our user has begun to write to a contact, up to
	// MaxDraft bytes; an empty text forgets it. It is kept as long as the
	// conversation's messages, and deleted with them. No event tells of it:
	// Contact.Draft has it.
	SetDraft(ctx context.Context, id contacts.ServiceID, text string) error

	// SetPresence says who may find us, from now on and after the next start.
	SetPresence(ctx context.Context, p Presence) error
	// Connection returns how Tor reaches its network: a secret.
	Connection(ctx context.Context) (onion.Settings, error)
	// SetConnection changes that; Tor begins anew with it at once. What is
	// wrong with bridge lines, onion.ParseBridges says line by line.
	SetConnection(ctx context.Context, s onion.Settings) error
	// TorLog returns the newest lines of tor's log, with nothing in them about
	// people, places and files. Of a Tor that this system runs there are none.
	TorLog(ctx context.Context) ([]string, error)
	// Preferences are what user interfaces keep in the profile, by name. The
	// node makes nothing of them.
	Preferences(ctx context.Context) (map[string]string, error)
	// SetPreference keeps a value of up to MaxPreference bytes under a name of
	// 1 to 64 of [a-z0-9.-]; an empty value forgets it. There are at most
	// MaxPreferences.
	SetPreference(ctx context.Context, name, value string) error

	// Wipe makes the profile unreadable for good, then ends the node and
	// removes its files. When it returns, the keys are gone.
	Wipe(ctx context.Context) error

	TransferAPI

	// Subscribe returns a subscription that sees every event after the State
	// that was current when it was made.
	Subscribe(ctx context.Context) (Subscription, error)
}

// MaxHistory is the most messages that one History call returns.
const MaxHistory = 1000

// Subscription is one reader of the bus.
type Subscription interface {
	// Next waits for the next event. It returns ctx.Err() when ctx ends, and
	// ErrClosed after Close or when the engine has stopped. One goroutine at a time.
	Next(ctx context.Context) (Numbered, error)
	// Close ends the subscription. Safe from any goroutine, more than once.
	Close()
}

// ErrClosed: the engine, the subscription or the connection to the node has ended.
var ErrClosed = errors.New("closed")

// Code classes a UserError for scripts; it is also the exit status of the
// command line.
type Code uint8

// The classes of UserError.
const (
	// CodeInvalid: what was typed cannot be right (an address, a nickname, a text).
	CodeInvalid Code = 2
	// CodeNotFound: there is no such contact or message.
	CodeNotFound Code = 3
	// CodeConflict: the contact or message is in a state that does not allow it.
	CodeConflict Code = 4
	// CodeStorage: the profile could not be written or read.
	CodeStorage Code = 5
	// CodeUnavailable: the node is not running or not reachable.
	CodeUnavailable Code = 6
)

// UserError is an error for a person: what happened, what it means for them,
// what to do. It carries no secrets and no addresses.
type UserError struct {
	Code Code
	// Kind says it for a program, with the parameters; which of them a kind has
	// is beside its name. Empty from a node of an older version.
	Kind ErrorKind
	// Text is one to three sentences, in English.
	Text string

	Name   string // of a file, a folder or a profile
	Detail string // what the system said, in English; or names of files
	Line   int    // of the user's bridges, from 1
}

func (e *UserError) Error() string { return e.Text }
