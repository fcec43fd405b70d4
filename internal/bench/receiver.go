package main

import (
	"context"
	"io"
	"net"
	"sync"

	"carom/onion"
)

// rawMark is the first byte of a raw stream. A connection's is 'I' (wire page,
// "Version negotiation").
const rawMark = 'R'

// receiver is a Tor whose service takes raw streams for the measurement beside the
// node's own connections.
type receiver struct {
	onion.Network
	raw chan net.Conn
}

func newReceiver(tor onion.Network) *receiver {
	return &receiver{Network: tor, raw: make(chan net.Conn)}
}

// accept marks a stream to the receiver as raw and returns its other end.
func (r *receiver) accept(ctx context.Context, client net.Conn) (net.Conn, error) {
	if _, err := client.Write([]byte{rawMark}); err != nil {
		return nil, err
	}
	select {
	case c := <-r.raw:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Listen implements onion.Network.
func (r *receiver) Listen(key onion.Key, port uint16) (net.Listener, error) {
	l, err := r.Network.Listen(key, port)
	if err != nil {
		return nil, err
	}
	open, end := context.WithCancel(context.Background())
	s := &sorting{Listener: l, open: open, end: end, raw: r.raw, own: make(chan net.Conn)}
	s.work.Go(s.run)
	return s, nil
}

// sorting is a listener that looks at the first byte of what comes.
type sorting struct {
	net.Listener
	open     context.Context
	end      context.CancelFunc
	work     sync.WaitGroup
	raw, own chan net.Conn
}

func (s *sorting) run() {
	defer s.end()
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			return
		}
		s.work.Go(func() { s.sort(c) })
	}
}

func (s *sorting) sort(c net.Conn) {
	defer context.AfterFunc(s.open, func() { c.Close() })() // one that says nothing
	first := make([]byte, 1)
	if _, err := io.ReadFull(c, first); err != nil {
		c.Close()
		return
	}
	to, conn := s.raw, c
	if first[0] != rawMark {
		to, conn = s.own, &begun{Conn: c, first: first}
	}
	select {
	case to <- conn:
	case <-s.open.Done():
		c.Close()
	}
}

// Accept implements net.Listener.
func (s *sorting) Accept() (net.Conn, error) {
	select {
	case c := <-s.own:
		return c, nil
	case <-s.open.Done():
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (s *sorting) Close() error {
	s.end()
	err := s.Listener.Close()
	s.work.Wait()
	return err
}

// begun is a connection whose first byte was looked at.
type begun struct {
	net.Conn
	first []byte
}

// Read implements net.Conn.
func (b *begun) Read(p []byte) (int, error) {
	if len(b.first) > 0 && len(p) > 0 {
		n := copy(p, b.first)
		b.first = b.first[n:]
		return n, nil
	}
	return b.Conn.Read(p)
}
