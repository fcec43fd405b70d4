package oniontest

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// streamBuffer is how many bytes one direction holds before its writer waits,
// about what a Tor stream has under way.
const streamBuffer = 256 << 10

// stream is one direction of a connection.
type stream struct {
	mu     sync.Mutex
	change sync.Cond
	buf    []byte
	// ended: the writer has closed, the reader gets io.EOF after buf.
	ended bool
	// dropped: the reader has closed, writes fail.
	dropped bool
	// silent: what is written vanishes, and so does the end.
	silent bool
	// carried is how many bytes were written, bound after how many the writer
	// waits; 0: never.
	carried, bound int
	readBy, sentBy deadline
}

func newStream() *stream {
	s := &stream{}
	s.change.L = &s.mu
	return s
}

// deadline is a point in time that wakes the stream up.
type deadline struct {
	at    time.Time
	timer *time.Timer
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

// set changes a deadline of a stream.
func (s *stream) set(d *deadline, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.at = at
	if !at.IsZero() {
		d.timer = time.AfterFunc(time.Until(at), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.change.Broadcast()
		})
	}
	s.change.Broadcast()
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.dropped:
			return 0, net.ErrClosed
		case s.readBy.passed():
			return 0, os.ErrDeadlineExceeded
		case len(s.buf) > 0:
			n := copy(b, s.buf)
			s.buf = s.buf[n:]
			if len(s.buf) == 0 {
				s.buf = nil
			}
			s.change.Broadcast()
			return n, nil
		case s.ended:
			return 0, io.EOF
		}
		s.change.Wait()
	}
}

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.ended:
			return 0, net.ErrClosed
		case s.silent:
			return len(b), nil
		case s.dropped:
			return 0, io.ErrClosedPipe
		case s.sentBy.passed():
			return 0, os.ErrDeadlineExceeded
		case len(s.buf) < streamBuffer && !s.reached():
			s.buf = append(s.buf, b...)
			s.carried += len(b)
			s.change.Broadcast()
			return len(b), nil
		}
		s.change.Wait()
	}
}

// reached reports whether the writer waits for what it carried, with s.mu held.
func (s *stream) reached() bool { return s.bound > 0 && s.carried >= s.bound }

// full is reached for who does not hold s.mu.
func (s *stream) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reached()
}

// limit sets after how many bytes in all the writer waits.
func (s *stream) limit(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound = bytes
	s.change.Broadcast()
}

// end closes the writer's side, drop the reader's; hush makes it lose what is
// written from now on.
func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.silent {
		s.ended = true
	}
	s.change.Broadcast()
}

func (s *stream) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = true
	s.change.Broadcast()
}

func (s *stream) hush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = true
	s.change.Broadcast()
}

// conn is one end of a connection.
type conn struct {
	in, out *stream
	fabric  *Fabric
	link    *link
	once    sync.Once
}

func (c *conn) Read(b []byte) (int, error)  { return c.in.read(b) }
func (c *conn) Write(b []byte) (int, error) { return c.out.write(b) }

func (c *conn) Close() error {
	c.once.Do(func() {
		c.out.end()
		c.in.drop()
		c.SetDeadline(time.Time{}) // stops the timers
		c.fabric.closed(c.link)
	})
	return nil
}

// sever ends the connection for both sides to see, as Tor does.
func (c *conn) sever() {
	c.out.end()
	c.in.end()
}

func (c *conn) LocalAddr() net.Addr  { return addr{} }
func (c *conn) RemoteAddr() net.Addr { return addr{} }

func (c *conn) SetDeadline(t time.Time) error {
	c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

func (c *conn) SetReadDeadline(t time.Time) error {
	c.in.set(&c.in.readBy, t)
	return nil
}

func (c *conn) SetWriteDeadline(t time.Time) error {
	c.out.set(&c.out.sentBy, t)
	return nil
}

type addr struct{}

func (addr) Network() string { return "onion" }
func (addr) String() string  { return "onion" }
