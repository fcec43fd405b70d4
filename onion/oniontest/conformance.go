package oniontest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"carom/contacts"
	"carom/onion"
)

// port is the virtual port of the services.
const port = 9878

// Pair returns two networks that are online and can reach each other.
type Pair func(t *testing.T) (a, b onion.Network)

// patience bounds each wait; a pass takes a small part of it.
const patience = 60 * time.Second

// Conformance runs what every onion.Network must do.
func Conformance(t *testing.T, pair Pair) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(*testing.T, onion.Network, onion.Network)
	}{
		{"status", testStatus},
		{"talk", testTalk},
		{"close", testClose},
		{"nobody", testNobody},
		{"cancel", testCancel},
		{"arguments", testArguments},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := pair(t)
			test.run(t, a, b)
		})
	}
}

// Await waits until a network's status is as ok wants it.
func Await(t *testing.T, n onion.Network, what string, ok func(onion.Status) bool) onion.Status {
	t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		changed := n.Changed()
		st := n.Status()
		if ok(st) {
			return st
		}
		select {
		case <-changed:
		case <-timer.C:
			t.Fatalf("not within %v: %s; it is %+v, problem %+v", patience, what, st, st.Problem)
		}
	}
}

// Online is a condition for Await.
func Online(st onion.Status) bool { return st.Phase == onion.Online }

// Published is a condition for Await.
func Published(st onion.Status) bool { return st.Phase == onion.Online && st.Published }

// Service is an onion service that echoes.
type Service struct {
	ID       string
	Listener net.Listener
	done     chan struct{}
}

// Echo publishes an echo service and waits until it can be found.
func Echo(t *testing.T, n onion.Network) *Service {
	t.Helper()
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l, err := n.Listen(key, port)
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{ID: contacts.FromPublicKey(key.PublicKey()).Text(), Listener: l, done: make(chan struct{})}
	go s.serve()
	t.Cleanup(func() { l.Close(); <-s.done })
	Await(t, n, "the service is published", Published)
	return s
}

func (s *Service) serve() {
	defer close(s.done)
	ended := make(chan struct{}, 100)
	running := 0
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			break
		}
		running++
		go func() {
			io.Copy(c, c)
			c.Close()
			ended <- struct{}{}
		}()
	}
	for range running {
		<-ended
	}
}

// Dial dials a service until it can be reached.
func Dial(t *testing.T, n onion.Network, id, isolation string) net.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		try, stop := context.WithTimeout(ctx, 10*time.Second)
		c, err := n.Dial(try, id, port, isolation)
		stop()
		if err == nil {
			t.Cleanup(func() { c.Close() })
			return c
		}
		timer := time.NewTimer(100 * time.Millisecond)
		select {
		case <-timer.C:
		case <-ctx.Done():
			t.Fatalf("the service was not reached: %v", err)
		}
	}
}

// RoundTrip sends bytes and reads them back.
func RoundTrip(t *testing.T, c net.Conn, size int) {
	t.Helper()
	sent := make([]byte, size)
	rand.Read(sent)
	c.SetDeadline(time.Now().Add(patience))
	go c.Write(sent)
	got := make([]byte, size)
	if _, err := io.ReadFull(c, got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, sent) {
		t.Fatal("what came back is not what was sent")
	}
}

func testStatus(t *testing.T, a, _ onion.Network) {
	st := Await(t, a, "online", Online)
	if st.Percent != 100 || st.TorVersion == "" || st.Epoch == 0 || st.Problem != nil {
		t.Errorf("online, the status is %+v, problem %+v", st, st.Problem)
	}
}

func testTalk(t *testing.T, a, b onion.Network) {
	s := Echo(t, a)
	first, second := Dial(t, b, s.ID, "one"), Dial(t, b, s.ID, "two")
	RoundTrip(t, first, 100_000)
	RoundTrip(t, second, 1000)
	first.Close()
	RoundTrip(t, second, 1000)
}

// A listener that is closed accepts no more, what it accepted goes on, and its
// key can be listened on again.
func testClose(t *testing.T, a, b onion.Network) {
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := contacts.FromPublicKey(key.PublicKey()).Text()
	for range 2 {
		l, err := a.Listen(key, port)
		if err != nil {
			t.Fatal(err)
		}
		accepted := make(chan net.Conn, 10)
		ended := make(chan error, 1)
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					ended <- err
					return
				}
				accepted <- c
			}
		}()
		Await(t, a, "the service is published", Published)
		near := Dial(t, b, id, "x")
		far := farEnd(t, near, accepted)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept on a closed listener: %v", err)
		}
		go far.Write([]byte("late"))
		got := make([]byte, 4)
		near.SetDeadline(time.Now().Add(patience))
		if _, err := io.ReadFull(near, got); err != nil || string(got) != "late" {
			t.Errorf("after the listener was closed: %q %v", got, err)
		}
		far.Close()
		if _, err := near.Read(got); err != io.EOF {
			t.Errorf("after the other side closed: %v", err)
		}
	}
}

// farEnd is the accepted end of a connection: those of dials that were given up
// may have been accepted before it.
func farEnd(t *testing.T, near net.Conn, accepted <-chan net.Conn) net.Conn {
	t.Helper()
	const hello = "hello"
	go near.Write([]byte(hello))
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case far := <-accepted:
			got := make([]byte, len(hello))
			far.SetDeadline(time.Now().Add(patience))
			if _, err := io.ReadFull(far, got); err == nil && string(got) == hello {
				return far
			}
			far.Close()
		case <-timer.C:
			t.Fatal("the connection was not accepted")
		}
	}
}

func testNobody(t *testing.T, a, b onion.Network) {
	Await(t, b, "online", Online)
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err = b.Dial(ctx, contacts.FromPublicKey(key.PublicKey()).Text(), port, "x")
	if !errors.Is(err, onion.ErrNoDescriptor) && !errors.Is(err, onion.ErrUnreachable) {
		t.Errorf("dialling nobody: %v", err)
	}
	_ = a
}

func testCancel(t *testing.T, a, b onion.Network) {
	s := Echo(t, a)
	Await(t, b, "online", Online)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Dial(ctx, s.ID, port, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("dialling with a context that has ended: %v", err)
	}
	RoundTrip(t, Dial(t, b, s.ID, "x"), 100)
}

func testArguments(t *testing.T, a, _ onion.Network) {
	if _, err := a.Listen(onion.Key{}, port); err == nil {
		t.Error("a service without a key")
	}
}
