package protocol

import (
	"context"
	"time"

	"carom/contacts"
)

// Handler is told what happens on a connection, or on many: each method gets
// the connection it is about. All are called on the goroutine of that
// connection's Serve, one at a time, so one that blocks stops the reading from
// this peer and from nobody else: that is the back-pressure. Serve does not
// return before the one that is running has. After Close has returned at most
// one more is called, after Serve has returned none.
type Handler interface {
	// Authorize is called on the listening side when peer has proven that it
	// is who it says. known decides whether it is a contact or may only ask to
	// become one. Authorize may block until ctx is done, to delay the answer to
	// a peer that dials again without pause. An error closes the connection
	// without an answer, as is done to the loser of two connections at once.
	Authorize(ctx context.Context, c *Conn, peer contacts.ServiceID) (known bool, err error)
	// Authenticated is called on the dialling side when the listening side has
	// taken our proof. When we are not known to it, SendRequest may follow, in
	// the callback or within Timeouts.Purpose. An error closes the connection.
	Authenticated(c *Conn, known bool) error
	// Established: from now on this is the connection of a contact. The chat
	// channels are being opened; wait for ChatReady to send.
	Established(c *Conn)
	// ContactRequest is called on the listening side when a stranger asks to
	// become a contact. Pending is followed by Conn.Respond, from any
	// goroutine; Accepted by Established; Rejected and ResponseError are final.
	ContactRequest(c *Conn, r Request) ResponseStatus
	// RequestAnswered is called on the dialling side with the answer to
	// SendRequest. Pending is followed by another; Accepted by Established.
	RequestAnswered(c *Conn, s ResponseStatus)
	// MessageReceived: the peer has sent a chat message. Every message is to
	// be answered with Conn.Acknowledge, from any goroutine, once it is
	// durable, even one without an id: no more than InboundWindow are read
	// before the first is answered. Repetitions are not filtered out.
	MessageReceived(c *Conn, m Message)
	// MessageAcknowledged: the peer has taken our message with that id, or
	// refused it. The id may be one that was never sent.
	MessageAcknowledged(c *Conn, id uint32, accepted bool)
	// ChatReady: SendMessage works from now on.
	ChatReady(c *Conn)
	// PeerAnnounced: the peer is another Carom, and has these extensions.
	// Names that are not known are among them.
	PeerAnnounced(c *Conn, features []string)
}

// Request is how a stranger asks to become a contact (wire page,
// "im.ricochet.contact.request"). Both may be empty.
type Request struct {
	Nickname string // at most contacts.MaxNickname UTF-16 units
	Message  string // at most contacts.MaxGreeting UTF-16 units
}

// Message is a chat message from the peer (wire page, "im.ricochet.chat").
type Message struct {
	// ID is the sender's; it says nothing across connections by itself. HasID
	// is false when there was none; then nothing goes back to the sender.
	ID    uint32
	HasID bool
	// Text is valid UTF-8, of 1 to contacts.MaxText UTF-16 units; U+FFFD stands
	// where the peer's bytes were not UTF-8.
	Text string
	// Age is how long before its arrival the sender says it was written: whole
	// seconds, never negative, at most ten years.
	Age time.Duration
	// Receipt is for Conn.Acknowledge.
	Receipt Receipt
}

// Receipt names a received message to Conn.Acknowledge. It belongs to one
// connection and can be used once.
type Receipt struct{ r *receipt }

// receipt is what a Receipt stands for. The connection's lock guards answered.
type receipt struct {
	conn     *Conn
	channel  *channel
	id       uint32
	hasID    bool
	answered bool
}

// ResponseStatus is an answer to a contact request.
type ResponseStatus uint8

// The answers to a contact request.
const (
	// Pending: the person has yet to decide.
	Pending ResponseStatus = iota + 1
	// Accepted makes the two contacts.
	Accepted
	// Rejected: the person does not want to.
	Rejected
	// ResponseError: the request breaks a rule, or cannot be taken now.
	ResponseError
)

// String returns the name of the status, for logs and tests.
func (s ResponseStatus) String() string {
	switch s {
	case Pending:
		return "Pending"
	case Accepted:
		return "Accepted"
	case Rejected:
		return "Rejected"
	case ResponseError:
		return "Error"
	}
	return "invalid"
}
