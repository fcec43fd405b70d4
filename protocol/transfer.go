package protocol

import (
	"slices"

	"google.golang.org/protobuf/proto"

	"carom/proto/carom/transfer"
	"carom/proto/ricochet/control"
)

// The types of the channels between Caroms (docs/protocol.md, "transfer").
const (
	typeTransfer = "carom.transfer"
	typeBulk     = "carom.bulk"
)

// transfersAnnounced: the peer has announced transfers, and so have we. The
// dialling side opens the channel on which both speak of them.
func (c *Conn) transfersAnnounced(features []string) {
	if c.transferHandler == nil || !slices.Contains(features, FeatureTransfer) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.transfers = true
	if c.outbound && c.find(typeTransfer, false) == nil {
		// The only error is that the connection is closing.
		_, _ = c.openChannel(typeTransfer, nil)
	}
}

// transferAsked: the peer opens one of the channels between Caroms. To one that
// has not announced them they are unknown.
func (c *Conn) transferAsked(ch *channel) error {
	c.mu.Lock()
	allowed := !c.outbound && c.find(ch.kind, true) == nil
	if ch.kind == typeBulk {
		allowed = allowed && c.state == bulk
	} else {
		allowed = allowed && c.state == contact && c.transfers
	}
	if allowed {
		c.grant(ch, nil)
	}
	c.mu.Unlock()
	if !allowed {
		ch.kind = "unknown type"
		return c.refuse(ch, control.ChannelResult_UnknownTypeError.Enum())
	}
	return c.transferAnswered(ch)
}

// transferAnswered: the channel is open, or will never be.
func (c *Conn) transferAnswered(ch *channel) error {
	switch {
	case !ch.open && ch.kind == typeBulk:
		return peerError("bulk channel", "it was not opened, and this connection is for nothing else")
	case !ch.open:
	case ch.kind == typeBulk:
		c.mu.Lock()
		c.timers.keepAlive = true // both have announced transfers, which includes it
		c.timers.attended = true
		c.mu.Unlock()
		c.transferHandler.BulkReady(c)
	default:
		c.transferHandler.TransferReady(c)
	}
	return nil
}

func (c *Conn) transferPacket(ch *channel, data []byte) error {
	m := transferMessage(data)
	if m == nil {
		return c.breach(ch, "not a message about a transfer")
	}
	c.transferHandler.TransferReceived(c, m)
	return nil
}

func (c *Conn) bulkPacket(ch *channel, data []byte) error {
	m := bulkMessage(data)
	if m == nil {
		return c.breach(ch, "not a packet of a transfer")
	}
	c.transferHandler.BulkReceived(c, m)
	return nil
}

// shared returns the open channel of a type that both sides speak on. The
// caller holds mu.
func (c *Conn) shared(kind string) *channel {
	if ch := c.find(kind, !c.outbound); ch != nil && ch.open {
		return ch
	}
	return nil
}

// SendTransfer says something about a transfer on a contact connection. It works
// from TransferReady on; before, the error is ErrNotReady. With more than a MiB
// that is not even written it is ErrQueueFull.
func (c *Conn) SendTransfer(m TransferMessage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sendShared(typeTransfer, classChat, controlOf(m))
}

// SendBulk sends a packet on a bulk connection, from BulkReady on. What answers
// (BulkOpened, BulkRefused, BulkPart) waits until there is room for it, so it is
// for a goroutine of the caller's own: who asks and does not read is not answered.
// What asks waits for nothing.
func (c *Conn) SendBulk(m BulkMessage) error {
	packet := bulkOf(m)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch m.(type) {
	case BulkOpen, BulkRequest:
		return c.sendShared(typeBulk, classChat, packet)
	}
	for c.open() && len(c.out.queues[classBulk]) > bulkLimit {
		c.freed.Wait()
	}
	return c.sendShared(typeBulk, classBulk, packet)
}

// sendShared queues a packet for a channel that both sides speak on. What asks
// and what answers may be of two classes: neither refers to the order of the
// other. The caller holds mu.
func (c *Conn) sendShared(kind string, to class, m proto.Message) error {
	ch := c.shared(kind)
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil:
		return ErrNotReady
	case to == classChat && len(c.out.queues[classChat]) > chatLimit:
		return ErrQueueFull
	}
	return c.queue(to, ch.id, m)
}

// Bulk reports whether the connection was made for the bytes of transfers. On
// the listening side it is known when Handler.Authorize is called. Any goroutine
// may call it.
func (c *Conn) Bulk() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bulk
}

// becomeBulk makes this a connection for the bytes of transfers. The caller
// holds mu.
func (c *Conn) becomeBulk() {
	if c.become(bulk) && c.outbound {
		_, _ = c.openChannel(typeBulk, nil)
	}
}

// markBulk adds to the authentication channel that this is to be one.
func markBulk(m *control.OpenChannel) { proto.SetExtension(m, transfer.E_Bulk, true) }

// askedForBulk reports whether the peer has marked it so, and can be served.
func (c *Conn) askedForBulk(m *control.OpenChannel) bool {
	return c.transferHandler != nil && proto.GetExtension(m, transfer.E_Bulk).(bool)
}
