package testnet

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

const (
	// delayChunk is how much is read at a time, delayQueue how many of those
	// are under way: enough for any bandwidth that tor reaches here.
	delayChunk = 16 << 10
	delayQueue = 1024
)

// delayLine forwards TCP connections and holds every byte back for a while, in
// both directions. This kind of machine has no netem.
type delayLine struct {
	target   string
	delay    time.Duration
	listener net.Listener
	wg       sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]struct{}
	done  bool
}

func newDelayLine(listen, target string, delay time.Duration) (*delayLine, error) {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	d := &delayLine{target: target, delay: delay, listener: l, conns: make(map[net.Conn]struct{})}
	d.wg.Go(d.accept)
	return d, nil
}

// Close ends every connection and waits for the goroutines.
func (d *delayLine) Close() error {
	err := d.listener.Close()
	d.mu.Lock()
	d.done = true
	for c := range d.conns {
		err = errors.Join(err, ignoreClosed(c.Close()))
	}
	d.mu.Unlock()
	d.wg.Wait()
	return err
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (d *delayLine) accept() {
	for {
		c, err := d.listener.Accept()
		if err != nil {
			return
		}
		d.wg.Go(func() { d.serve(c) })
	}
}

func (d *delayLine) keep(c net.Conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done {
		return false
	}
	d.conns[c] = struct{}{}
	return true
}

func (d *delayLine) drop(c net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.conns, c)
}

func (d *delayLine) serve(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", d.target)
	if err != nil {
		return
	}
	defer far.Close()
	if !d.keep(near) || !d.keep(far) {
		return
	}
	defer d.drop(near)
	defer d.drop(far)
	var both sync.WaitGroup
	both.Go(func() { d.forward(far, near) })
	both.Go(func() { d.forward(near, far) })
	both.Wait()
}

type chunk struct {
	due   time.Time
	bytes []byte
}

// forward moves bytes from src to dst, each a delay later. When it ends, both
// end.
func (d *delayLine) forward(dst, src net.Conn) {
	chunks := make(chan chunk, delayQueue)
	go func() {
		defer close(chunks)
		for {
			b := make([]byte, delayChunk)
			n, err := src.Read(b)
			if n > 0 {
				chunks <- chunk{time.Now().Add(d.delay), b[:n]}
			}
			if err != nil {
				return
			}
		}
	}()
	defer func() {
		for range chunks { // until the reader has seen that src is closed
		}
	}()
	defer src.Close()
	defer dst.Close()
	for c := range chunks {
		time.Sleep(time.Until(c.due))
		if _, err := dst.Write(c.bytes); err != nil {
			return
		}
	}
}

var _ io.Closer = (*delayLine)(nil)
