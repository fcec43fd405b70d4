package protocol

import (
	"context"
	"errors"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/control"
)

// channel is an open channel, or one that we have asked for.
type channel struct {
	id   uint16
	kind string
	// inbound: the peer opened it.
	inbound bool
	// open is false until the peer has answered our OpenChannel.
	open bool
}

// packet handles one packet. data is valid only during the call.
func (c *Conn) packet(ctx context.Context, id uint16, data []byte) error {
	if id == 0 {
		if len(data) == 0 {
			return &Error{FaultNone, "reading", ErrPeerClosed}
		}
		return c.control(ctx, data)
	}
	ch := c.channel(id)
	switch {
	case ch == nil && len(data) == 0:
		return nil // both sides may close a channel at the same time
	case ch == nil, !ch.open && len(data) > 0:
		c.w.closeChannel(prioControl, id)
		return nil
	case len(data) == 0:
		return c.channelClosed(ch)
	}
	switch ch.kind {
	case typeAuth:
		return c.authPacket(ctx, ch, data)
	case typeRequest:
		return c.requestPacket(ch, data)
	case typeChat:
		return c.chatPacket(ch, data)
	default:
		return c.filePacket(ch, data)
	}
}

func (c *Conn) channel(id uint16) *channel {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.channels[id]
}

// find returns the channel of a kind and direction, nil when there is none.
// The caller holds mu.
func (c *Conn) find(kind string, inbound bool) *channel {
	for _, ch := range c.channels {
		if ch.kind == kind && ch.inbound == inbound {
			return ch
		}
	}
	return nil
}

func (c *Conn) forget(ch *channel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.channels, ch.id)
}

// closeChannel ends a channel from our side, after what is queued for it.
func (c *Conn) closeChannel(p priority, ch *channel) {
	c.forget(ch)
	c.w.closeChannel(p, ch.id)
}

// breach closes a channel on which the peer broke the rules, and notes it.
func (c *Conn) breach(ch *channel, what string) error {
	c.log.Warn("a channel was closed", "type", ch.kind, "reason", what)
	p := prioControl
	if ch.kind == typeFile {
		p = prioBulk
	}
	c.closeChannel(p, ch)
	return c.lostChannel(ch)
}

// channelClosed: the peer has closed a channel.
func (c *Conn) channelClosed(ch *channel) error {
	c.forget(ch)
	return c.lostChannel(ch)
}

// lostChannel ends the connection when it is of no use without the channel.
func (c *Conn) lostChannel(ch *channel) error {
	if ch.inbound {
		return nil
	}
	switch ch.kind {
	case typeChat:
		return &Error{FaultPeer, "chat channel", errors.New("the peer does not take messages on this connection any more")}
	case typeRequest:
		return &Error{FaultPeer, "contact request", errors.New("the request was dropped without an answer")}
	case typeAuth:
		return &Error{FaultPeer, "authentication", ErrAuthRefused}
	}
	return nil
}

// control handles a packet of channel 0 (wire page, "Channel 0: control").
func (c *Conn) control(ctx context.Context, data []byte) error {
	var m control.Packet
	if err := proto.Unmarshal(data, &m); err != nil {
		return c.badControl("not a control packet")
	}
	if fields(m.OpenChannel != nil, m.ChannelResult != nil, m.KeepAlive != nil, m.EnableFeatures != nil, m.FeaturesEnabled != nil) != 1 {
		return c.badControl("not exactly one field")
	}
	switch {
	case m.OpenChannel != nil:
		return c.openRequested(m.OpenChannel)
	case m.ChannelResult != nil:
		return c.openAnswered(m.ChannelResult)
	case m.KeepAlive != nil:
		if m.KeepAlive.GetResponseRequested() {
			c.send(prioControl, 0, &control.Packet{KeepAlive: &control.KeepAlive{ResponseRequested: proto.Bool(false)}})
		}
		return nil
	case m.EnableFeatures != nil:
		c.send(prioControl, 0, &control.Packet{FeaturesEnabled: &control.FeaturesEnabled{}})
		return nil
	}
	return c.badControl("features that nobody asked for")
}

// fields counts the true ones.
func fields(set ...bool) int {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	return n
}

// badControl closes channel 0 and with it the connection.
func (c *Conn) badControl(what string) error {
	c.w.closeChannel(prioControl, 0)
	return violation("control channel", what)
}

// openRequested: the peer wants a channel.
func (c *Conn) openRequested(m *control.OpenChannel) error {
	id := int(m.GetChannelIdentifier())
	c.mu.Lock()
	last := c.lastOpened
	c.mu.Unlock()
	// The dialling side opens odd ids, the listening side even ones.
	if odd := id%2 == 1; id < 1 || id > maxChannel || odd == c.outbound || id <= last {
		return c.badControl("a channel number that is not the peer's to use")
	}
	c.mu.Lock()
	c.lastOpened = id
	c.mu.Unlock()
	ch := &channel{id: uint16(id), kind: m.GetChannelType(), inbound: true, open: true}
	switch ch.kind {
	case typeAuth:
		return c.authOpened(ch, m)
	case typeRequest:
		return c.requestOpened(ch, m)
	case typeChat:
		return c.chatOpened(ch, m)
	case typeFile:
		return c.fileOpened(ch)
	}
	c.refuse(ch, control.ChannelResult_UnknownTypeError.Enum())
	return nil
}

// refuse answers OpenChannel with a no; err may be nil.
func (c *Conn) refuse(ch *channel, err *control.ChannelResult_CommonError) {
	c.send(prioControl, 0, &control.Packet{ChannelResult: &control.ChannelResult{
		ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(false), CommonError: err,
	}})
}

// grant answers OpenChannel with a yes. extend adds to the answer.
func (c *Conn) grant(ch *channel, extend func(*control.ChannelResult)) {
	c.mu.Lock()
	c.channels[ch.id] = ch
	c.mu.Unlock()
	result := &control.ChannelResult{ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(true)}
	if extend != nil {
		extend(result)
	}
	c.send(prioControl, 0, &control.Packet{ChannelResult: result})
}

// openLocked asks the peer for a channel. The caller holds mu.
func (c *Conn) openLocked(kind string, extend func(*control.OpenChannel)) error {
	if c.nextOpen > maxChannel {
		return ErrState
	}
	ch := &channel{id: uint16(c.nextOpen), kind: kind}
	c.nextOpen += 2
	c.channels[ch.id] = ch
	m := &control.OpenChannel{ChannelIdentifier: proto.Int32(int32(ch.id)), ChannelType: proto.String(kind)}
	if extend != nil {
		extend(m)
	}
	return c.w.packet(prioControl, 0, &control.Packet{OpenChannel: m})
}

// openAnswered: the peer has opened a channel of ours, or not.
func (c *Conn) openAnswered(m *control.ChannelResult) error {
	id := int(m.GetChannelIdentifier())
	c.mu.Lock()
	ours := id > 0 && id < c.nextOpen && id%2 == c.nextOpen%2
	var ch *channel
	if ours {
		ch = c.channels[uint16(id)]
	}
	if ch != nil && !ch.open {
		if m.GetOpened() {
			ch.open = true
		} else {
			delete(c.channels, ch.id)
		}
	} else {
		ch = nil
	}
	c.mu.Unlock()
	if !ours {
		return c.badControl("an answer about a channel that was not asked for")
	}
	if ch == nil {
		return nil // we have closed it meanwhile
	}
	switch ch.kind {
	case typeAuth:
		return c.authAnswered(ch, m)
	case typeRequest:
		return c.requestAnswered(ch, m)
	case typeChat:
		if !m.GetOpened() {
			return c.lostChannel(ch)
		}
		c.handler.ChatReady(c)
	}
	return nil
}
