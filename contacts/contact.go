package contacts

import "time"

// State says how far two people have come.
type State uint8

// The states of a contact. The names of Ricochet-Refresh's profile are beside them.
const (
	// Requesting: we asked, they have not answered ("requesting").
	Requesting State = iota + 1
	// Pending: they asked, our user has not decided ("pending").
	Pending
	// Accepted: both agreed ("allowed").
	Accepted
	// Rejected: they refused our request, or removed us ("rejected").
	Rejected
	// Blocked: our user wants to hear nothing from them ("blocked").
	Blocked
	// Removed: our user removed them or refused their request. Kept only as
	// long as something is owed to them: see Contact.RejectionOwed.
	Removed
)

// Request is what a stranger sends with a contact request.
type Request struct {
	// Nickname is what they call themselves, at most 30 UTF-16 units. May be empty.
	Nickname string
	// Message is their greeting, at most 2000 UTF-16 units. May be empty.
	Message string
	// Received is when it came, or came again with other words.
	Received time.Time
}

// Contact is one person as the user knows them. It is a value: copying it is safe.
type Contact struct {
	ID       ServiceID
	Nickname string // chosen by our user; unique among contacts, never empty
	State    State
	Added    time.Time

	// OwnNickname and Greeting are what we send with our request (Requesting).
	OwnNickname string
	Greeting    string
	// Request is what they sent (Pending).
	Request Request
	// RejectionOwed: our user refused their request while they were away; the
	// next repetition is answered Rejected (Removed).
	RejectionOwed bool
	// RemovedUs: they answered is_known_contact=false after having accepted (Rejected).
	RemovedUs bool
	// Keep is how long the conversation is kept.
	Keep Keep
	// AutoAccept is how large a file of theirs may be, in bytes, to be taken
	// without asking our user; 0 asks for each.
	AutoAccept uint64
}
