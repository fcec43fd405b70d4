package protocol

import (
	"context"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"carom/proto/ricochet/control"
)

// The types of channels (wire page).
const (
	typeAuth    = "im.ricochet.auth.hidden-service"
	typeRequest = "im.ricochet.contact.request"
	typeChat    = "im.ricochet.chat"
	typeFile    = "im.ricochet.file-transfer"
)

// channel is one that is open, or that we have asked for.
type channel struct {
	id   uint16
	kind string // its type
	// inbound: the peer opened it. A connection has at most one of each type
	// and direction.
	inbound bool
	// open is false until the peer has answered our OpenChannel.
	open bool
	// done: all has been said on it, and it waits to be closed.
	done bool
}

// class is the class of all packets of the channel.
func (ch *channel) class() class {
	switch {
	case ch.kind == typeFile && !ch.inbound, ch.kind == typeBulk:
		return classBulk
	case ch.kind == typeChat && !ch.inbound, ch.kind == typeTransfer:
		return classChat
	}
	return classControl
}

// packet handles a packet from the peer.
func (c *Conn) packet(ctx context.Context, id uint16, data []byte) error {
	if id == 0 {
		if len(data) == 0 {
			return &Error{Fault: FaultNetwork, Op: "reading", Err: ErrPeerClosed}
		}
		return c.controlPacket(data)
	}
	ch := c.channel(id)
	switch {
	case ch == nil && len(data) == 0:
		return nil // both sides may close a channel at the same time
	case ch == nil:
		c.mu.Lock()
		c.queueClose(classControl, id)
		c.mu.Unlock()
		return nil
	case len(data) == 0:
		return c.closedByPeer(ch)
	case !ch.open, ch.done:
		return c.breach(ch, "a packet where none may come")
	}
	switch ch.kind {
	case typeAuth:
		return c.authPacket(ctx, ch, data)
	case typeRequest:
		return c.requestPacket(ch, data)
	case typeChat:
		return c.chatPacket(ch, data)
	case typeTransfer:
		return c.transferPacket(ch, data)
	case typeBulk:
		return c.bulkPacket(ch, data)
	}
	return c.filePacket(ch, data)
}

func (c *Conn) channel(id uint16) *channel {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.channels[id]
}

// find returns the channel of a type and direction, nil when there is none. The
// caller holds mu.
func (c *Conn) find(kind string, inbound bool) *channel {
	for _, ch := range c.channels {
		if ch.kind == kind && ch.inbound == inbound {
			return ch
		}
	}
	return nil
}

// closeChannel closes a channel after all that is queued for it. The caller
// holds mu.
func (c *Conn) closeChannel(ch *channel) {
	delete(c.channels, ch.id)
	c.queueClose(ch.class(), ch.id)
}

// closedByPeer closes a channel as the peer has done, as Ricochet-Refresh
// answers a close with another.
func (c *Conn) closedByPeer(ch *channel) error { return c.lose(ch) }

// lose closes a channel and does what follows.
func (c *Conn) lose(ch *channel) error {
	c.mu.Lock()
	c.closeChannel(ch)
	err := c.lost(ch)
	c.mu.Unlock()
	if ch.kind == typeFile {
		c.loseFiles(ch)
	}
	return err
}

// breach closes a channel on which the peer broke a rule.
func (c *Conn) breach(ch *channel, what string) error {
	c.complain(ch.kind + ": " + what)
	return c.lose(ch)
}

// lost is what becomes of the connection when a channel is gone. The caller
// holds mu, since the channel went: Respond must not answer in between.
func (c *Conn) lost(ch *channel) error {
	switch {
	case ch.kind == typeRequest && !ch.done:
		// Nobody waits for an answer any more, or none will come.
		c.request = nil
		c.become(stranger)
	case ch.kind == typeBulk:
		return peerError("bulk channel", "it was closed, and this connection is for nothing else")
	case ch.inbound:
	case ch.kind == typeChat:
		// What we write could not be delivered before there is another
		// connection.
		return peerError("chat channel", "it was closed, and nothing can be delivered without it")
	case ch.kind == typeAuth && !ch.done:
		return &Error{Fault: FaultPeer, Op: "authentication", Err: ErrAuthRefused}
	}
	return nil
}

// openChannel asks the peer for a channel; extend, unless it is nil, adds to the
// question. The caller holds mu.
func (c *Conn) openChannel(kind string, extend func(*control.OpenChannel)) (*channel, error) {
	ch := &channel{id: uint16(c.nextOpen), kind: kind}
	m := &control.OpenChannel{ChannelIdentifier: proto.Int32(int32(ch.id)), ChannelType: proto.String(kind)}
	if extend != nil {
		extend(m)
	}
	if err := c.queue(classControl, 0, &control.Packet{OpenChannel: m}); err != nil {
		return nil, err
	}
	// A connection opens one channel of each type, and SendRequest is held to
	// maxRequests: ids do not run out.
	c.nextOpen += 2
	c.channels[ch.id] = ch
	return ch, nil
}

// refuse answers OpenChannel with a no; why may be nil.
func (c *Conn) refuse(ch *channel, why *control.ChannelResult_CommonError) error {
	c.complain(ch.kind + ": the channel may not be opened now")
	c.answer(classControl, 0, &control.Packet{ChannelResult: &control.ChannelResult{
		ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(false), CommonError: why,
	}})
	return nil
}

// grant answers OpenChannel with a yes; extend, unless it is nil, adds to the
// answer. The caller holds mu.
func (c *Conn) grant(ch *channel, extend func(*control.ChannelResult)) {
	ch.open = true
	c.channels[ch.id] = ch
	m := &control.ChannelResult{ChannelIdentifier: proto.Int32(int32(ch.id)), Opened: proto.Bool(true)}
	if extend != nil {
		extend(m)
	}
	// As in answer, the only error is that the connection is closing.
	_ = c.queue(classControl, 0, &control.Packet{ChannelResult: m})
}

// setExtension sets an extension field of OpenChannel or ChannelResult. It goes
// behind the message's own fields, as in every other implementation;
// proto.SetExtension would have it encoded before them.
func setExtension(m proto.Message, field protoreflect.ExtensionType, value []byte) {
	b := protowire.AppendTag(nil, field.TypeDescriptor().Number(), protowire.BytesType)
	m.ProtoReflect().SetUnknown(protowire.AppendBytes(b, value))
}

// setMessageExtension is setExtension for a field that is a message.
func setMessageExtension(m proto.Message, field protoreflect.ExtensionType, value proto.Message) {
	b, err := proto.Marshal(value)
	if err != nil {
		panic("protocol: a message of our own that cannot be encoded: " + err.Error())
	}
	setExtension(m, field, b)
}

// decode parses what a peer sent. Fields that are not known are not kept.
func decode(data []byte, m proto.Message) bool {
	return proto.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(data, m) == nil
}

// onlyOne reports whether exactly one of a packet's fields is there.
func onlyOne(there ...bool) bool {
	n := 0
	for _, t := range there {
		if t {
			n++
		}
	}
	return n == 1
}
