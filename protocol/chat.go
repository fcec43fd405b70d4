package protocol

import (
	"time"

	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/carom/extension"
	"carom/proto/ricochet/chat"
	"carom/proto/ricochet/control"
)

// maxAge bounds the age that a peer may give its message: nothing waits for
// longer, and dates stay within reason.
const maxAge = 10 * 365 * 24 * time.Hour

// becomeContact makes this the connection of a contact: our channels are opened
// in the order of Ricochet-Refresh, and the handler will be told. The caller
// holds mu.
func (c *Conn) becomeContact() {
	if !c.become(contact) {
		return
	}
	// The only error is that the connection is closing.
	c.chat, _ = c.openChannel(typeChat, func(m *control.OpenChannel) {
		if !c.cfg.DisableExtensions {
			setMessageExtension(m, extension.E_Announcement, c.announcement())
		}
	})
	_, _ = c.openChannel(typeFile, nil)
	c.established = true
	c.wakeReader()
}

// chatAsked: the peer wants to send messages.
func (c *Conn) chatAsked(ch *channel, m *control.OpenChannel) error {
	c.mu.Lock()
	allowed, second := c.state == contact, c.find(typeChat, true) != nil
	if allowed && !second {
		c.grant(ch, nil)
	}
	c.mu.Unlock()
	switch {
	case !allowed:
		return c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case second:
		return c.refuse(ch, nil)
	}
	if a := proto.GetExtension(m, extension.E_Announcement).(*extension.Announcement); a != nil {
		c.peerAnnounced(a.GetFeature())
	}
	c.filesReady()
	return nil
}

// chatAnswered: the peer takes our messages now, or never will.
func (c *Conn) chatAnswered(ch *channel) error {
	if !ch.open {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.lost(ch)
	}
	c.handler.ChatReady(c)
	return nil
}

// chatPacket handles a packet of either chat channel. What is well formed but on
// the wrong one of the two is answered as Ricochet-Refresh does.
func (c *Conn) chatPacket(ch *channel, data []byte) error {
	var m chat.Packet
	if !decode(data, &m) || !onlyOne(m.ChatMessage != nil, m.ChatAcknowledge != nil) {
		return c.breach(ch, "neither a message nor an acknowledgement")
	}
	if m.ChatMessage != nil {
		return c.messageReceived(ch, m.ChatMessage)
	}
	ack := m.ChatAcknowledge
	switch {
	case ack.MessageId == nil:
		return c.breach(ch, "an acknowledgement of nothing")
	case ch.inbound:
		c.complain("chat: an acknowledgement on the wrong channel")
	default:
		c.handler.MessageAcknowledged(c, ack.GetMessageId(), ack.GetAccepted())
	}
	return nil
}

// messageReceived reports a message, or refuses one that is empty, too long, or
// on the channel of our own messages. It waits for a credit.
func (c *Conn) messageReceived(ch *channel, m *chat.ChatMessage) error {
	text := repair(m.GetMessageText())
	r := &receipt{conn: c, channel: ch, id: m.GetMessageId(), hasID: m.MessageId != nil}
	if contacts.ValidateText(text) != nil || !ch.inbound {
		c.complain("chat: a message that is empty, too long or on the wrong channel")
		if r.hasID {
			c.answer(ch.class(), ch.id, acknowledgement(r.id, false))
		}
		return nil
	}
	if !c.takeCredit() {
		return errEnding
	}
	c.handler.MessageReceived(c, Message{
		ID: r.id, HasID: r.hasID, Text: text, Age: messageAge(m.GetTimeDelta()), Receipt: Receipt{r},
	})
	return nil
}

// takeCredit waits until another message may be received. False means that it
// never will: the connection is closing, or answers cannot be written any more.
func (c *Conn) takeCredit() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.credits == 0 && c.open() {
		c.freed.Wait()
	}
	if c.credits == 0 {
		c.finishLocked(networkError("writing", c.broken), true)
		return false
	}
	c.credits--
	return true
}

// messageAge makes an age of a time_delta, which counts seconds and is zero or
// negative. A message from the future was written now.
func messageAge(delta int64) time.Duration {
	switch {
	case delta >= 0:
		return 0
	case delta < -int64(maxAge/time.Second):
		return maxAge
	}
	return time.Duration(-delta) * time.Second
}

func acknowledgement(id uint32, accepted bool) *chat.Packet {
	return &chat.Packet{ChatAcknowledge: &chat.ChatAcknowledge{MessageId: proto.Uint32(id), Accepted: proto.Bool(accepted)}}
}

// Acknowledge answers a received message: accepted once it is durable, or not
// accepted, which the sender sees as not delivered. It is to be called for every
// message; for one without an id it only makes room for another. ErrClosed means
// that the peer will not learn of it; ErrNotReady that the receipt is not of this
// connection or was used before.
func (c *Conn) Acknowledge(r Receipt, accepted bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.r == nil || r.r.conn != c || r.r.answered {
		return ErrNotReady
	}
	r.r.answered = true
	ch := r.r.channel
	gone := c.channels[ch.id] != ch
	if !r.r.hasID || gone {
		c.credits++
		c.freed.Broadcast()
		if gone {
			return ErrClosed
		}
		return nil
	}
	if err := c.queue(ch.class(), ch.id, acknowledgement(r.r.id, accepted)); err != nil {
		return err
	}
	c.out.acks++ // its credit comes back when it is written
	return nil
}

// SendMessage queues a chat message that was written age ago: 1 to
// contacts.MaxText UTF-16 units, else the error is one for the person who wrote
// it. It works from ChatReady on; before, the error is ErrNotReady. With more than
// a MiB of messages that are not even written it is ErrQueueFull.
//
// The caller bounds how many are not acknowledged, to less than InboundWindow: two
// sides that both have more under way can stop reading from each other, until
// Timeouts.WriteStall ends it.
func (c *Conn) SendMessage(id uint32, text string, age time.Duration) error {
	if err := contacts.ValidateText(text); err != nil {
		return err
	}
	m := &chat.ChatMessage{MessageText: proto.String(text), MessageId: proto.Uint32(id)}
	if age >= time.Second {
		m.TimeDelta = proto.Int64(-int64(age / time.Second))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !c.open():
		return ErrClosed
	case c.chat == nil || !c.chat.open || c.channels[c.chat.id] != c.chat:
		return ErrNotReady
	case len(c.out.queues[classChat]) > chatLimit:
		return ErrQueueFull
	}
	return c.queue(classChat, c.chat.id, &chat.Packet{ChatMessage: m})
}
