package protocol

import (
	"context"
	"errors"
	"io"
	"time"
)

// maxComplaints bounds the log lines that one connection can cause.
const maxComplaints = 16

// reader is what belongs to the goroutine of Serve alone.
type reader struct {
	conn       *Conn
	proof      proofs
	lastOpened int // the highest channel id that the peer has used
	requests   int // contact requests that the peer has made
	filesReady bool
	complaints int
}

// errEnding tells the reader that the connection is closing; why is in reason.
var errEnding = errors.New("closing")

// longAgo is a read deadline that ends a read at once.
var longAgo = time.Unix(1, 0)

// read runs the state machine until the connection has to end.
func (c *Conn) read(ctx context.Context) error {
	if err := c.introduce(); err != nil {
		return readError(err)
	}
	packets := NewPacketReader(&c.in)
	for {
		id, data, err := packets.Next()
		if err != nil {
			return readError(err)
		}
		if !c.ready() {
			return errEnding
		}
		if err := c.packet(ctx, id, data); err != nil {
			return err
		}
	}
}

func readError(err error) error {
	var e *Error
	switch {
	case errors.As(err, &e), errors.Is(err, errEnding):
		return err
	case errors.Is(err, ErrPacketSize):
		return peerError("reading a packet", "it is shorter than its own header")
	}
	return networkError("reading", err)
}

// Read implements io.Reader: a read from the network that is ended and begun
// again for all that the goroutine has to do beside.
func (r *reader) Read(p []byte) (int, error) {
	c := r.conn
	for {
		if err := c.beforeRead(); err != nil {
			return 0, err
		}
		n, err := c.nc.Read(p)
		if n > 0 {
			c.mu.Lock()
			c.timers.attended = true
			c.mu.Unlock()
			return n, nil
		}
		if err == nil || !isTimeout(err) {
			return n, err
		}
	}
}

// readFull reads bytes that are not packets.
func (r *reader) readFull(p []byte) error {
	_, err := io.ReadFull(r, p)
	return err
}

// beforeRead does all that is to be done before the goroutine waits for the
// peer, and sets the read deadline to the next time that something will be.
func (c *Conn) beforeRead() error {
	c.tellEstablished()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == closing {
		return errEnding
	}
	now := time.Now()
	next, err := c.runTimers(now)
	if err != nil {
		return err
	}
	if c.established {
		next = longAgo // it has become so since we looked
	}
	// A deadline that is too early ends a read for nothing, once; that is
	// cheaper than to set it with each packet.
	set := c.timers.deadline
	if set.Equal(next) || !set.IsZero() && !next.IsZero() && set.After(now) && set.Before(next) {
		return nil
	}
	c.timers.deadline = next
	return c.nc.SetReadDeadline(next)
}

// wakeReader ends the read that is under way or about to begin. The caller holds
// mu.
func (c *Conn) wakeReader() {
	c.timers.deadline = longAgo
	// An error means that the connection is closed, and so the read at its end.
	_ = c.nc.SetReadDeadline(longAgo)
}

// tellEstablished tells the handler what Respond has made of the connection.
func (c *Conn) tellEstablished() {
	c.mu.Lock()
	due := c.established && c.state != closing
	c.established = false
	if due {
		c.timers.attended = true
	}
	c.mu.Unlock()
	if due {
		c.handler.Established(c)
	}
}

// ready waits until there is space for the answers to another packet. It reports
// false when the connection is closing.
func (c *Conn) ready() bool {
	c.tellEstablished()
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.state != closing && c.broken == nil && c.out.answers() >= answersHighWater {
		c.freed.Wait()
	}
	return c.state != closing
}

// drain takes what the peer still sends, while the last bytes are written: a
// socket that is closed with bytes unread makes the peer's system throw away
// what it has not read of ours. The writer ends this by closing the connection.
func (c *Conn) drain() {
	c.mu.Lock()
	err := c.nc.SetReadDeadline(time.Time{})
	c.mu.Unlock()
	waste := make([]byte, readBuffer)
	for err == nil {
		_, err = c.nc.Read(waste)
	}
}

// complain logs what the peer did wrong, in words of our own.
func (c *Conn) complain(what string) {
	if c.in.complaints < maxComplaints {
		c.in.complaints++
		c.cfg.Log.Warn("a peer broke a rule", "what", what)
	}
}
