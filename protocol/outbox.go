package protocol

import (
	"encoding/binary"
	"fmt"

	"google.golang.org/protobuf/proto"
)

// Sizes in bytes, chosen by us.
const (
	// answersHighWater is how many bytes of answers may wait to be written
	// before nothing more is read that could cause another.
	answersHighWater = 64 << 10
	// chatLimit bounds the messages that wait to be written: some 170 of the
	// longest.
	chatLimit = 1 << 20
	// chatSlice is how much of them goes into one write, and bulkSlice how much
	// of what is least urgent: what is more urgent waits for no more than that.
	chatSlice = 64 << 10
	bulkSlice = 16 << 10
	// keepBuffer is the largest empty buffer that an idle connection keeps.
	keepBuffer = 4 << 10
)

// class orders what waits to be written by how urgent it is. All packets of one
// channel are of one class, so that their order stays.
type class uint8

const (
	// control: channel 0, authentication, requests, and the peer's chat
	// channel, on which acknowledgements go.
	classControl class = iota
	// classChat: our chat channel, what is said about transfers, and what asks
	// for their bytes.
	classChat
	// classBulk: the bytes of files.
	classBulk
	classes
)

// outbox holds encoded packets until they are written.
type outbox struct {
	queues [classes][]byte
	acks   int // acknowledgements in the control queue that return a credit
}

// answers is how much waits of what the peer can cause.
func (o *outbox) answers() int { return len(o.queues[classControl]) }

// take moves what is to be written next to dst: all that is urgent, and a slice
// each of the rest. acks is how many credits the write returns.
func (o *outbox) take(dst []byte) (batch []byte, acks int) {
	acks, o.acks = o.acks, 0
	limits := [classes]int{len(o.queues[classControl]), chatSlice, bulkSlice}
	for i, q := range o.queues {
		n := len(q)
		if n > limits[i] {
			n = wholePackets(q, limits[i])
		}
		dst = append(dst, q[:n]...)
		rest := copy(q, q[n:])
		o.queues[i] = q[:rest]
		if rest == 0 && cap(q) > keepBuffer {
			o.queues[i] = nil
		}
	}
	return dst, acks
}

// wholePackets returns the size of as many packets at the front of q as fit into
// limit, but of one at least.
func wholePackets(q []byte, limit int) int {
	n := 0
	for n < len(q) {
		size := int(binary.BigEndian.Uint16(q[n:]))
		if n > 0 && n+size > limit {
			break
		}
		n += size
	}
	return n
}

// appendMessage appends a packet with a protobuf message, encoded in place.
func appendMessage(dst []byte, id uint16, m proto.Message) ([]byte, error) {
	start := len(dst)
	dst = appendHeader(dst, id, 0)
	dst, err := proto.MarshalOptions{}.MarshalAppend(dst, m)
	if err != nil {
		return dst[:start], fmt.Errorf("encoding a packet: %w", err)
	}
	size := len(dst) - start
	if size > MaxPacket {
		return dst[:start], ErrPacketTooLarge
	}
	binary.BigEndian.PutUint16(dst[start:], uint16(size))
	return dst, nil
}

// open reports whether anything can be queued. The caller holds mu.
func (c *Conn) open() bool { return c.state != closing && c.broken == nil }

// queue queues a message for a channel. The caller holds mu. ErrClosed means
// that it will not be written.
func (c *Conn) queue(to class, id uint16, m proto.Message) error {
	if !c.open() {
		return ErrClosed
	}
	q, err := appendMessage(c.out.queues[to], id, m)
	if err != nil {
		return err
	}
	c.out.queues[to] = q
	c.wakeWriter()
	return nil
}

// queueClose queues the packet that closes a channel. The caller holds mu.
func (c *Conn) queueClose(to class, id uint16) {
	if c.open() {
		c.out.queues[to] = appendHeader(c.out.queues[to], id, 0)
		c.wakeWriter()
	}
}

// queueRaw queues bytes that are no packet. The caller holds mu.
func (c *Conn) queueRaw(b ...byte) {
	if c.open() {
		c.out.queues[classControl] = append(c.out.queues[classControl], b...)
		c.wakeWriter()
	}
}

// answer queues a message that the reader has to send. There was space for it,
// and it is of our own making: the only error is that the connection is closing.
func (c *Conn) answer(to class, id uint16, m proto.Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.queue(to, id, m)
}
