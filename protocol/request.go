package protocol

import (
	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/ricochet/contactrequest"
	"carom/proto/ricochet/control"
)

// The im.ricochet.contact.request channel (wire page).

var toWire = map[ResponseStatus]contactrequest.Response_Status{
	Pending: contactrequest.Response_Pending, Accepted: contactrequest.Response_Accepted,
	Rejected: contactrequest.Response_Rejected, ResponseError: contactrequest.Response_Error,
}

func response(s ResponseStatus) *contactrequest.Response {
	return &contactrequest.Response{Status: toWire[s].Enum()}
}

func fromWire(r *contactrequest.Response) (ResponseStatus, bool) {
	for s, w := range toWire {
		if w == r.GetStatus() {
			return s, true
		}
	}
	return 0, false
}

// requestOpened, on the listening side: a stranger asks.
func (c *Conn) requestOpened(ch *channel, m *control.OpenChannel) error {
	asked, _ := proto.GetExtension(m, contactrequest.E_ContactRequest).(*contactrequest.ContactRequest)
	switch st := c.current(); {
	case c.outbound:
		c.refuse(ch, control.ChannelResult_BadUsageError.Enum())
	case st == contact:
		c.send(prioControl, 0, &control.Packet{ChannelResult: alreadyContact(ch)})
	case st == requesting, c.asked, asked == nil && st == stranger:
		c.refuse(ch, control.ChannelResult_BadUsageError.Enum())
	case st != stranger:
		c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	default:
		return c.requestReceived(ch, asked)
	}
	return nil
}

// alreadyContact is the answer to a contact that asks to become one.
func alreadyContact(ch *channel) *control.ChannelResult {
	r := &control.ChannelResult{ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(false)}
	proto.SetExtension(r, contactrequest.E_Response, response(Accepted))
	return r
}

func (c *Conn) requestReceived(ch *channel, asked *contactrequest.ContactRequest) error {
	c.asked = true
	r := Request{Nickname: asked.GetNickname(), Message: validText(asked.GetMessageText())}
	status := ResponseError
	if contacts.ValidateNickname(r.Nickname) == nil && contacts.ValidateGreeting(r.Message) == nil {
		c.setState(requesting)
		status = c.handler.ContactRequest(c, r)
	} else {
		c.log.Warn("a contact request was refused", "reason", "its nickname or message breaks the rules")
	}
	c.grant(ch, func(res *control.ChannelResult) {
		proto.SetExtension(res, contactrequest.E_Response, response(status))
	})
	if status == Pending {
		return nil
	}
	c.closeChannel(prioControl, ch)
	if status == Accepted {
		return c.becomeContact()
	}
	c.setState(stranger)
	return nil
}

// Respond, on the listening side, answers a request that was Pending: Accepted
// makes this a connection of contacts; after Rejected it is closed when the
// answer is written.
func (c *Conn) Respond(s ResponseStatus) error {
	if s != Accepted && s != Rejected {
		return ErrState
	}
	c.mu.Lock()
	ch := c.find(typeRequest, true)
	if c.state != requesting || ch == nil {
		c.mu.Unlock()
		return ErrState
	}
	delete(c.channels, ch.id)
	c.w.packet(prioControl, ch.id, response(s))
	c.w.closeChannel(prioControl, ch.id)
	var err error
	if s == Accepted {
		err = c.contactLocked()
	}
	c.mu.Unlock()
	if s == Rejected {
		c.Close(nil)
	}
	return err
}

// SendRequest, on the dialling side, asks a peer that does not know us. It may
// be called from Authenticated on.
func (c *Conn) SendRequest(r Request) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.outbound || c.state != stranger {
		return ErrState
	}
	c.moveTo(requesting)
	return c.openLocked(typeRequest, func(m *control.OpenChannel) {
		asked := &contactrequest.ContactRequest{}
		if r.Nickname != "" {
			asked.Nickname = proto.String(r.Nickname)
		}
		if r.Message != "" {
			asked.MessageText = proto.String(r.Message)
		}
		proto.SetExtension(m, contactrequest.E_ContactRequest, asked)
	})
}

// requestAnswered, on the dialling side: the first answer to our request.
func (c *Conn) requestAnswered(ch *channel, m *control.ChannelResult) error {
	r, _ := proto.GetExtension(m, contactrequest.E_Response).(*contactrequest.Response)
	status, ok := fromWire(r)
	if r == nil || !ok || (!m.GetOpened() && status != Accepted) {
		status = ResponseError
	}
	return c.answer(ch, status, m.GetOpened())
}

// requestPacket, on the dialling side: a later answer. The listening side gets
// none on this channel.
func (c *Conn) requestPacket(ch *channel, data []byte) error {
	var m contactrequest.Response
	if err := proto.Unmarshal(data, &m); err != nil || ch.inbound {
		return c.breach(ch, "not an answer to a contact request")
	}
	status, ok := fromWire(&m)
	if !ok {
		return c.breach(ch, "an answer that is none")
	}
	return c.answer(ch, status, true)
}

func (c *Conn) answer(ch *channel, status ResponseStatus, opened bool) error {
	if opened && status != Pending {
		c.closeChannel(prioControl, ch)
	}
	c.handler.RequestAnswered(c, status)
	if status == Accepted {
		return c.becomeContact()
	}
	return nil
}
