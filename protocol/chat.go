package protocol

import (
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/carom/extension"
	"carom/proto/ricochet/chat"
	"carom/proto/ricochet/control"
)

// The im.ricochet.chat channel (wire page).

// contactLocked makes this a connection of contacts and opens our channels, as
// Ricochet-Refresh does: chat, then file transfer. The caller holds mu.
func (c *Conn) contactLocked() error {
	if !c.moveTo(contact) {
		return ErrClosed
	}
	err := c.openLocked(typeChat, func(m *control.OpenChannel) {
		if !c.cfg.DisableExtensions {
			proto.SetExtension(m, extension.E_Announcement, &extension.Announcement{Feature: ownFeatures()})
			c.announced = true
		}
	})
	if err != nil {
		return err
	}
	return c.openLocked(typeFile, nil)
}

// chatOpened: the peer wants to send us messages.
func (c *Conn) chatOpened(ch *channel, m *control.OpenChannel) error {
	c.mu.Lock()
	allowed, second := c.state == contact, c.find(typeChat, true) != nil
	c.mu.Unlock()
	switch {
	case !allowed:
		c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case second:
		c.refuse(ch, nil)
	default:
		c.grant(ch, nil)
		if a, ok := proto.GetExtension(m, extension.E_Announcement).(*extension.Announcement); ok && a != nil {
			c.peerAnnounced(a)
		}
	}
	return nil
}

func (c *Conn) chatPacket(ch *channel, data []byte) error {
	var m chat.Packet
	if err := proto.Unmarshal(data, &m); err != nil || fields(m.ChatMessage != nil, m.ChatAcknowledge != nil) != 1 {
		return c.breach(ch, "not a chat packet")
	}
	switch {
	case ch.inbound && m.ChatMessage != nil:
		c.chatMessage(ch, m.ChatMessage)
		return nil
	case !ch.inbound && m.ChatAcknowledge != nil:
		if m.ChatAcknowledge.MessageId != nil {
			c.handler.MessageAcknowledged(c, m.ChatAcknowledge.GetMessageId(), m.ChatAcknowledge.GetAccepted())
		}
		return nil
	}
	return c.breach(ch, "the other side's part of the chat")
}

// chatMessage reports a message. One that is empty or too long is refused here.
func (c *Conn) chatMessage(ch *channel, m *chat.ChatMessage) {
	text := validText(m.GetMessageText())
	receipt := Receipt{channel: ch.id, id: m.GetMessageId(), hasID: m.MessageId != nil}
	if contacts.ValidateText(text) != nil {
		c.log.Warn("a message was refused", "reason", "it is empty or too long")
		if receipt.hasID {
			c.send(prioControl, ch.id, acknowledgement(receipt.id, false))
		}
		return
	}
	c.w.takeCredit()
	c.handler.MessageReceived(c, Message{
		ID: receipt.id, HasID: receipt.hasID, Text: text, Age: age(m.GetTimeDelta()), Receipt: receipt,
	})
}

// validText replaces the bytes that are not UTF-8, as they are shown.
func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// age makes a time_delta, in seconds, zero or negative, an age. A message from
// the future was written now.
func age(delta int64) time.Duration {
	if delta >= 0 {
		return 0
	}
	if delta < -int64(maxAge/time.Second) {
		return maxAge
	}
	return time.Duration(-delta) * time.Second
}

func acknowledgement(id uint32, accepted bool) *chat.Packet {
	return &chat.Packet{ChatAcknowledge: &chat.ChatAcknowledge{MessageId: proto.Uint32(id), Accepted: proto.Bool(accepted)}}
}

// Acknowledge answers a received message, once for each: accepted when it is
// durable. A message without an id needs no answer on the wire, but this call
// all the same. ErrClosed means that the peer will not learn of it.
func (c *Conn) Acknowledge(r Receipt, accepted bool) error {
	if !r.hasID {
		c.w.returnCredit()
		return nil
	}
	if ch := c.channel(r.channel); ch == nil {
		c.w.returnCredit()
		return ErrClosed
	}
	if err := c.w.ack(r.channel, acknowledgement(r.id, accepted)); err != nil {
		return ErrClosed
	}
	return nil
}

// SendMessage queues a chat message: 1 to 2000 UTF-16 units, written age ago.
// It works from ChatReady on. The caller bounds how many are not acknowledged.
func (c *Conn) SendMessage(id uint32, text string, age time.Duration) error {
	if err := contacts.ValidateText(text); err != nil {
		return err
	}
	c.mu.Lock()
	ch := c.find(typeChat, false)
	ready := c.state == contact && ch != nil && ch.open
	closed := c.state == closing
	c.mu.Unlock()
	switch {
	case closed:
		return ErrClosed
	case !ready:
		return ErrState
	}
	m := &chat.ChatMessage{MessageText: proto.String(text), MessageId: proto.Uint32(id)}
	if age >= time.Second {
		m.TimeDelta = proto.Int64(-int64(age / time.Second))
	}
	if err := c.w.packet(prioChat, ch.id, &chat.Packet{ChatMessage: m}); err != nil {
		return ErrClosed
	}
	return nil
}
