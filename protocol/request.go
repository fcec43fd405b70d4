package protocol

import (
	"strings"

	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/ricochet/contactrequest"
	"carom/proto/ricochet/control"
)

// maxRequests is how many contact requests may be made on one connection: one is
// usual; a few more are for a peer that corrects one which broke a rule.
const maxRequests = 8

// incoming is the contact request that the listening side has from a stranger.
type incoming struct {
	channel *channel
	// pending: the peer has been told so, and Respond can answer. Before, while
	// the handler still decides, Respond leaves its answer in early.
	pending bool
	early   ResponseStatus
}

// repair makes what a peer sent valid UTF-8.
func repair(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func response(s ResponseStatus) *contactrequest.Response {
	return &contactrequest.Response{Status: contactrequest.Response_Status(s).Enum()}
}

// requestAsked: the peer wants to become a contact.
func (c *Conn) requestAsked(ch *channel, m *control.OpenChannel) error {
	asked := proto.GetExtension(m, contactrequest.E_ContactRequest).(*contactrequest.ContactRequest)
	switch st := c.current(); {
	case c.outbound:
		return c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case st == contact:
		already := &control.ChannelResult{ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(false)}
		setMessageExtension(already, contactrequest.E_Response, response(Accepted))
		c.answer(classControl, 0, &control.Packet{ChannelResult: already})
		return nil
	case st != stranger:
		return c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case asked == nil, c.in.requests == maxRequests:
		return c.refuse(ch, control.ChannelResult_BadUsageError.Enum())
	}
	c.in.requests++
	r := Request{Nickname: repair(asked.GetNickname()), Message: repair(asked.GetMessageText())}
	if contacts.ValidateNickname(r.Nickname) != nil || contacts.ValidateGreeting(r.Message) != nil {
		c.complain("contact request: the nickname or the message is not allowed")
		c.mu.Lock()
		defer c.mu.Unlock()
		c.grantRequest(ch, ResponseError)
		c.closeChannel(ch)
		return nil
	}
	c.decide(ch, r)
	return nil
}

// decide lets the handler decide, and tells the peer.
func (c *Conn) decide(ch *channel, r Request) {
	c.mu.Lock()
	in := &incoming{channel: ch}
	c.request = in
	c.become(requesting)
	c.mu.Unlock()
	status := c.handler.ContactRequest(c, r)
	if status < Pending || status > ResponseError {
		status = ResponseError
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.grantRequest(ch, status)
	switch {
	case status != Pending:
		c.conclude(status)
	case in.early != 0:
		c.respond(in.early)
	default:
		in.pending = true
	}
}

// grantRequest opens the channel of a request with its first answer. The caller
// holds mu.
func (c *Conn) grantRequest(ch *channel, s ResponseStatus) {
	c.grant(ch, func(m *control.ChannelResult) {
		setMessageExtension(m, contactrequest.E_Response, response(s))
	})
}

// conclude does what follows the last answer to a request. The caller holds mu.
func (c *Conn) conclude(s ResponseStatus) {
	c.request.channel.done = true
	c.closeChannel(c.request.channel)
	c.request = nil
	if s == Accepted {
		c.becomeContact()
	} else {
		c.become(stranger)
	}
}

// Respond answers, on the listening side, a contact request for which the
// Handler returned, or is about to return, Pending. Accepted makes this the
// connection of a contact; after Rejected or ResponseError it is closed as soon
// as the peer has been told. ErrNotReady: there is no such request.
func (c *Conn) Respond(s ResponseStatus) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case s < Accepted || s > ResponseError:
		return ErrNotReady
	case !c.open():
		return ErrClosed
	case c.request == nil || c.request.early != 0:
		return ErrNotReady
	case !c.request.pending:
		c.request.early = s
		return nil
	}
	c.respond(s)
	return nil
}

// respond sends the last answer to a request that was pending. The caller holds
// mu.
func (c *Conn) respond(s ResponseStatus) {
	ch := c.request.channel
	_ = c.queue(ch.class(), ch.id, response(s)) // fails only when it is too late
	c.conclude(s)
	if s != Accepted {
		c.finishLocked(&Error{Fault: FaultLocal, Op: "refusing a contact request", Err: ErrClosedLocally}, false)
	}
}

// SendRequest asks, on the dialling side, to become a contact: after
// Authenticated has said that we are not known, or from within it. The answer
// goes to RequestAnswered. Fields that the specification does not allow are an
// error for the person who wrote them. ErrNotReady: not now.
func (c *Conn) SendRequest(r Request) error {
	if err := contacts.ValidateNickname(r.Nickname); err != nil {
		return err
	}
	if err := contacts.ValidateGreeting(r.Message); err != nil {
		return err
	}
	asked := &contactrequest.ContactRequest{}
	if r.Nickname != "" {
		asked.Nickname = proto.String(r.Nickname)
	}
	if r.Message != "" {
		asked.MessageText = proto.String(r.Message)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !c.open():
		return ErrClosed
	case !c.outbound || c.state != stranger || c.nextOpen > 2*maxRequests+1:
		return ErrNotReady
	}
	_, err := c.openChannel(typeRequest, func(m *control.OpenChannel) {
		setMessageExtension(m, contactrequest.E_ContactRequest, asked)
	})
	if err == nil {
		c.become(requesting)
	}
	return err
}

// requestAnswered: the first answer to our request.
func (c *Conn) requestAnswered(ch *channel, m *control.ChannelResult) error {
	r := proto.GetExtension(m, contactrequest.E_Response).(*contactrequest.Response)
	status := ResponseStatus(r.GetStatus())
	if r == nil || status < Pending || status > ResponseError || !m.GetOpened() && status == Pending {
		status = ResponseError
	}
	c.answered(ch, status)
	return nil
}

// requestPacket: a later answer to our request. There is nothing that the peer
// could say on the channel of its own.
func (c *Conn) requestPacket(ch *channel, data []byte) error {
	var m contactrequest.Response
	status := ResponseStatus(0)
	if !ch.inbound && decode(data, &m) {
		status = ResponseStatus(m.GetStatus())
	}
	if status < Pending || status > ResponseError {
		return c.breach(ch, "not an answer")
	}
	c.answered(ch, status)
	return nil
}

// answered tells the handler, then does what follows. After the last answer the
// peer closes the channel.
func (c *Conn) answered(ch *channel, s ResponseStatus) {
	if s != Pending {
		ch.done = true
	}
	c.handler.RequestAnswered(c, s)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch s {
	case Pending:
	case Accepted:
		c.becomeContact()
	default:
		c.become(stranger)
	}
}
