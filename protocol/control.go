package protocol

import (
	"carom/proto/ricochet/control"
)

// lastChannel is the highest id of a channel (wire page, "Channel 0: control").
const lastChannel = 65535

// controlPacket handles a packet of channel 0 (wire page, "Channel 0: control").
func (c *Conn) controlPacket(data []byte) error {
	var m control.Packet
	if !decode(data, &m) {
		return c.controlBreach("it cannot be decoded")
	}
	if !onlyOne(m.OpenChannel != nil, m.ChannelResult != nil, m.KeepAlive != nil, m.EnableFeatures != nil, m.FeaturesEnabled != nil) {
		return c.controlBreach("it does not have exactly one field")
	}
	switch {
	case m.OpenChannel != nil:
		return c.channelAsked(m.OpenChannel)
	case m.ChannelResult != nil:
		return c.channelAnswered(m.ChannelResult)
	case m.KeepAlive != nil:
		if m.KeepAlive.GetResponseRequested() {
			c.mu.Lock()
			c.queueKeepAlive(false)
			c.mu.Unlock()
		}
		return nil
	case m.EnableFeatures != nil:
		c.answer(classControl, 0, &control.Packet{FeaturesEnabled: &control.FeaturesEnabled{}})
		return nil
	}
	return peerError("control channel", "features that nobody asked for")
}

// controlBreach closes channel 0, and the connection with it.
func (c *Conn) controlBreach(what string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queueClose(classControl, 0)
	return peerError("control channel", what)
}

// channelAsked: the peer wants to open a channel.
func (c *Conn) channelAsked(m *control.OpenChannel) error {
	id := int(m.GetChannelIdentifier())
	// The dialling side opens odd ids, the listening side even ones.
	if odd := id%2 == 1; id <= c.in.lastOpened || id > lastChannel || odd == c.outbound {
		return c.controlBreach("a channel id that is not the peer's to use")
	}
	c.in.lastOpened = id
	ch := &channel{id: uint16(id), kind: m.GetChannelType(), inbound: true}
	switch ch.kind {
	case typeAuth:
		return c.authAsked(ch, m)
	case typeRequest:
		return c.requestAsked(ch, m)
	case typeChat:
		return c.chatAsked(ch, m)
	case typeFile:
		return c.fileAsked(ch)
	case typeTransfer, typeBulk:
		return c.transferAsked(ch)
	}
	ch.kind = "unknown type" // not the peer's text, which would be logged
	return c.refuse(ch, control.ChannelResult_UnknownTypeError.Enum())
}

// channelAnswered: the peer has opened a channel that we asked for, or has not.
func (c *Conn) channelAnswered(m *control.ChannelResult) error {
	id := m.GetChannelIdentifier()
	c.mu.Lock()
	var ch *channel
	if id > 0 && id <= lastChannel {
		ch = c.channels[uint16(id)]
	}
	asked := ch != nil && !ch.inbound && !ch.open
	if asked {
		if ch.open = m.GetOpened(); !ch.open {
			delete(c.channels, ch.id)
		}
	}
	c.mu.Unlock()
	if !asked {
		return c.controlBreach("an answer to what was not asked")
	}
	switch ch.kind {
	case typeAuth:
		return c.authAnswered(ch, m)
	case typeRequest:
		return c.requestAnswered(ch, m)
	case typeChat:
		return c.chatAnswered(ch)
	case typeTransfer, typeBulk:
		return c.transferAnswered(ch)
	}
	c.filesReady()
	return nil // without a file channel we offer no files
}
