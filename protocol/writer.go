package protocol

import (
	"encoding/binary"
	"errors"
	"net"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"
)

// priority orders what waits to be written. Within one priority, and so within
// one channel, the order of queueing is kept.
type priority uint8

const (
	// prioControl: channel 0, authentication, requests, acknowledgements.
	prioControl priority = iota
	// prioChat: our messages.
	prioChat
	// prioBulk: file transfers.
	prioBulk
	priorities
)

// writer is the only one to write to the connection. Packets are encoded
// straight into one buffer for each priority; its goroutine takes all that is
// queued, except for bulk, and writes it at once.
//
// Everybody may queue. Only the reader goroutine waits, for space and for
// credits, because only it queues what a peer causes.
type writer struct {
	nc    net.Conn
	stall time.Duration

	mu     sync.Mutex
	room   sync.Cond // space or credits have become free, or it is over
	queues [priorities][]byte
	// acks of messages in queues[prioControl], and messages that hold a credit.
	acks, credits int
	closing       bool // no more is queued; what is there is written
	over          bool // the goroutine has ended

	wake chan struct{} // size one
	out  []byte        // the goroutine's own
}

func newWriter(nc net.Conn, stall time.Duration) *writer {
	w := &writer{nc: nc, stall: stall, wake: make(chan struct{}, 1)}
	w.room.L = &w.mu
	return w
}

var errQueueClosed = errors.New("queue is closed")

// packet queues a protobuf message for a channel.
func (w *writer) packet(p priority, channel uint16, m proto.Message) error {
	return w.queue(p, func(q []byte) ([]byte, error) { return appendMessage(q, channel, m) })
}

// appendMessage appends a packet with a protobuf message: the frame costs no
// allocation and no copy.
func appendMessage(dst []byte, channel uint16, m proto.Message) ([]byte, error) {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst, err := proto.MarshalOptions{}.MarshalAppend(dst, m)
	if err != nil {
		return dst[:start], err
	}
	size := len(dst) - start
	if size > maxPacketSize {
		return dst[:start], errors.New("message does not fit into a packet")
	}
	binary.BigEndian.PutUint16(dst[start:], uint16(size))
	binary.BigEndian.PutUint16(dst[start+2:], channel)
	return dst, nil
}

// closeChannel queues the packet without data that closes a channel.
func (w *writer) closeChannel(p priority, channel uint16) error {
	return w.queue(p, func(q []byte) ([]byte, error) { return AppendPacket(q, channel, nil) })
}

// raw queues bytes that are no packet.
func (w *writer) raw(b []byte) error {
	return w.queue(prioControl, func(q []byte) ([]byte, error) { return append(q, b...), nil })
}

func (w *writer) queue(p priority, add func([]byte) ([]byte, error)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing || w.over {
		return errQueueClosed
	}
	q, err := add(w.queues[p])
	if err != nil {
		return err
	}
	w.queues[p] = q
	w.signal()
	return nil
}

func (w *writer) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// waitRoom makes the reader wait while too much of what it caused is queued.
func (w *writer) waitRoom() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for !w.closing && !w.over && len(w.queues[prioControl])+len(w.queues[prioBulk]) >= queueHighWater {
		w.room.Wait()
	}
}

// takeCredit makes the reader wait until another message may be unacknowledged.
func (w *writer) takeCredit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for !w.closing && !w.over && w.credits >= InboundWindow {
		w.room.Wait()
	}
	w.credits++
}

// returnCredit gives one back for a message that needs no acknowledgement.
func (w *writer) returnCredit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.credits--
	w.room.Signal()
}

// ack queues an acknowledgement, whose credit comes back when it is written.
func (w *writer) ack(channel uint16, m proto.Message) error {
	return w.queue(prioControl, func(q []byte) ([]byte, error) {
		q, err := appendMessage(q, channel, m)
		if err == nil {
			w.acks++
		}
		return q, err
	})
}

// finish lets the goroutine write what is queued, within the time given, and
// end. It does not wait.
func (w *writer) finish(within time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing {
		return
	}
	w.closing = true
	w.nc.SetWriteDeadline(time.Now().Add(within))
	w.room.Broadcast()
	w.signal()
}

// run is the writer's goroutine: until finish was called and all is written,
// or a write fails. Then it closes the connection, which ends the reader.
func (w *writer) run() error {
	err := w.loop()
	w.mu.Lock()
	w.over = true
	w.room.Broadcast()
	w.mu.Unlock()
	w.nc.Close()
	return err
}

func (w *writer) loop() error {
	for range w.wake {
		for {
			acks, closing, more := w.collect()
			if len(w.out) == 0 {
				if closing {
					return nil
				}
				break
			}
			if _, err := w.nc.Write(w.out); err != nil {
				return err
			}
			w.written(acks)
			if !more && !closing {
				break
			}
		}
	}
	return nil
}

// collect moves what is to be written next into out.
func (w *writer) collect() (acks int, closing, more bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if cap(w.out) > keepBuffer {
		w.out = nil
	}
	w.out = w.out[:0]
	for _, p := range []priority{prioControl, prioChat} {
		w.out = append(w.out, w.queues[p]...)
		w.queues[p] = reuse(w.queues[p])
	}
	slice := bulkPrefix(w.queues[prioBulk])
	w.out = append(w.out, w.queues[prioBulk][:slice]...)
	rest := copy(w.queues[prioBulk], w.queues[prioBulk][slice:])
	w.queues[prioBulk] = w.queues[prioBulk][:rest]
	acks, w.acks = w.acks, 0
	if !w.closing {
		w.nc.SetWriteDeadline(time.Now().Add(w.stall))
	}
	return acks, w.closing, rest > 0
}

func reuse(q []byte) []byte {
	if cap(q) > keepBuffer {
		return nil
	}
	return q[:0]
}

// bulkPrefix returns how many bytes of whole packets to write next: at least
// one packet, and no more than bulkSlice beyond that.
func bulkPrefix(q []byte) int {
	n := 0
	for n < len(q) {
		size := int(binary.BigEndian.Uint16(q[n:]))
		if n > 0 && n+size > bulkSlice {
			break
		}
		n += size
	}
	return n
}

func (w *writer) written(acks int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.credits -= acks
	w.room.Signal()
}
