package protocol

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
)

var errReason = errors.New("the caller's reason")

// Close writes what is queued first, and Serve returns its reason.
func TestCloseFlushes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := &script{}
		conn, w := atServer(t, asContact, s)
		for i := range uint32(100) {
			if err := conn.SendMessage(i, strings.Repeat("x", 2000), 0); err != nil {
				t.Fatal(err)
			}
		}
		conn.Close(errReason)
		conn.Close(errors.New("a later reason"))
		if got := w.packets(); len(got) != 100 {
			t.Errorf("%d of 100 messages were written", len(got))
		}
		if !w.closed() {
			t.Error("the stream is still open")
		}
		wantEnd(t, conn, FaultLocal, errReason)
		for name, err := range map[string]error{
			"SendMessage": conn.SendMessage(1, "x", 0), "SendRequest": conn.SendRequest(Request{}),
			"Respond": conn.Respond(Accepted),
		} {
			if !errors.Is(err, ErrClosed) {
				t.Errorf("%s after Close: %v", name, err)
			}
		}
	})
}

// stuck is a server connection at contact whose peer has stopped to read.
func stuck(t *testing.T, s *script) (*served, net.Conn) {
	t.Helper()
	s.known = true
	left, right := net.Pipe()
	conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, s), s)
	for _, step := range []struct {
		send []byte
		read int
	}{
		{hello, 1},
		{asksAuth(1, zeroCookie), len(grantsAuth(1, zeroCookie))},
		{proves(1, alice, bob), len(join(verdict(1, true), bare(1), ourChat(2), asksFile(4)))},
		{asksChat(3), len(answers(opened(3)))},
		{answers(opened(2)), 0},
	} {
		if _, err := right.Write(step.send); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(right, make([]byte, step.read)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { conn.Close(nil); right.Close(); <-conn.done })
	synctest.Wait()
	s.take()
	return conn, right
}

// A peer that does not read holds Close up for no longer than the flush time.
func TestCloseIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, _ := stuck(t, &script{})
		if err := conn.SendMessage(1, "x", 0); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		conn.Close(errReason)
		wantEndAt(t, conn, flush, FaultLocal, errReason)
	})
}

// A peer that does not read is given up.
func TestWriteStall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, _ := stuck(t, &script{})
		if err := conn.SendMessage(1, "x", 0); err != nil {
			t.Fatal(err)
		}
		wantEndAt(t, conn, writeStall, FaultNetwork, ErrPeerStalled)
	})
}

// A peer that reads slowly is not.
func TestSlowPeer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, nc := stuck(t, &script{})
		for i := range uint32(3) {
			if err := conn.SendMessage(i, "hello", 0); err != nil {
				t.Fatal(err)
			}
		}
		for range len(says(2, 0, "hello")) {
			pass(writeStall - time.Second)
			if _, err := nc.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
		}
		if conn.over() {
			t.Fatal(conn.err)
		}
		// It was under way when Close came: the flush ends it all the same.
		conn.Close(errReason)
		wantEndAt(t, conn, flush, FaultLocal, errReason)
	})
}

func TestCloseBeforeServe(t *testing.T) {
	left, right := net.Pipe()
	conn := NewServer(left, Config{Identity: bob}, &script{})
	conn.Close(nil)
	if _, err := right.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the stream is open: %v", err)
	}
	if err := conn.Serve(t.Context()); !errors.Is(err, ErrClosedLocally) {
		t.Error(err)
	}
}

func TestServeTwice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, _ := atServer(t, introduced, &script{})
		if err := conn.Serve(t.Context()); !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
		if conn.over() {
			t.Error("the first Serve has ended")
		}
	})
}

// An error of the caller's that is an *Error already stays as it is.
func TestCloseWithError(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, _ := atServer(t, introduced, &script{})
		reason := &Error{Fault: FaultPeer, Op: "testing", Err: errReason}
		conn.Close(reason)
		<-conn.done
		if conn.err != error(reason) {
			t.Errorf("%v", conn.err)
		}
	})
}

// When the context is done nothing is flushed.
func TestContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		left, right := net.Pipe()
		defer right.Close()
		s := &script{}
		conn := serve(ctx, NewClient(left, bob.ServiceID(), Config{Identity: alice}, s), s)
		synctest.Wait() // it is writing its introduction, which nobody reads
		cancel(errReason)
		wantEnd(t, conn, FaultLocal, errReason)
		if !errors.Is(conn.err, ErrClosedLocally) {
			t.Error(conn.err)
		}
	})
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		left, right := net.Pipe()
		defer right.Close()
		s := &script{}
		conn := serve(ctx, NewServer(left, Config{Identity: alice}, s), s)
		wantEnd(t, conn, FaultLocal, context.Canceled)
	})
}

// The context also ends a flush.
func TestContextEndsFlush(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		left, right := net.Pipe()
		defer right.Close()
		s := &script{}
		conn := serve(ctx, NewClient(left, bob.ServiceID(), Config{Identity: alice}, s), s)
		synctest.Wait()
		conn.Close(errReason)
		cancel()
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

// Close reaches a handler that holds an answer back, and nothing is sent then.
func TestCloseWhileHeldBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, proving, &script{authorize: func(ctx context.Context) (bool, error) {
			<-ctx.Done()
			return true, nil // too late
		}})
		w.want("while held back", list(proves(1, alice, bob)))
		if conn.Peer() != alice.ServiceID() {
			t.Error("the peer is not known yet")
		}
		conn.Close(errReason)
		w.want("after Close", nil)
		wantEvents(t, "bob", conn.script)
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

// Errors of the handler close the connection without an answer.
func TestHandlerErrors(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, proving, &script{authorize: func(context.Context) (bool, error) { return true, errReason }})
		w.want("the loser of two", list(proves(1, alice, bob)))
		wantEnd(t, conn, FaultLocal, errReason)
	})
	bubble(t, func(t *testing.T) {
		conn, w := atClient(t, proving, &script{welcome: errReason})
		w.want("the loser of two", list(verdict(1, true)))
		wantEvents(t, "alice", conn.script, "authenticated true")
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

// After Close from within a callback none follows, though more packets are there.
func TestCloseInCallback(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{received: func(c *Conn, _ Message) { c.Close(errReason) }})
		w.raw(join(says(3, 1, "x"), says(3, 2, "y"), acks(2, 1, true))...)
		wantEvents(t, "bob", conn.script, `message 1 true "x" 0s`)
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

type failingIdentity struct{ *testIdentity }

func (failingIdentity) Sign([]byte) ([]byte, error) { return nil, errReason }

type failingRand struct{}

func (failingRand) Read([]byte) (int, error) { return 0, errReason }

func TestLocalFaults(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no signature": {Identity: failingIdentity{alice}, Rand: zeros{}},
		"no cookie":    {Identity: alice, Rand: failingRand{}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				left, right := net.Pipe()
				s := &script{}
				conn := serve(t.Context(), NewClient(left, bob.ServiceID(), cfg, s), s)
				newWire(t, right).raw(join([]byte{version}, grantsAuth(1, zeroCookie))...)
				wantEnd(t, conn, FaultLocal, errReason)
			})
		})
	}
	bubble(t, func(t *testing.T) {
		left, right := net.Pipe()
		s := &script{}
		conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: failingRand{}}, s), s)
		newWire(t, right).raw(join(hello, asksAuth(1, zeroCookie))...)
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

// The end of the stream is the peer's, wherever it comes.
func TestPeerCloses(t *testing.T) {
	for to := atStart; to < stages; to++ {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, to, &script{})
			w.nc.Close()
			wantEnd(t, conn, FaultNetwork, ErrPeerClosed)
		})
	}
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		w.raw(0, 9, 0)
		w.nc.Close()
		wantEnd(t, conn, FaultNetwork, ErrPeerClosed)
	})
}

// deafConn fails to write at some point, as a socket does whose peer has gone,
// while what the peer said last can still be read.
type deafConn struct {
	net.Conn
	deaf chan struct{}
}

func (d *deafConn) Write(p []byte) (int, error) {
	select {
	case <-d.deaf:
		return 0, io.ErrClosedPipe
	default:
		return d.Conn.Write(p)
	}
}

// What the peer said before it went is still heard.
func TestLastWords(t *testing.T) {
	bubble(t, func(t *testing.T) {
		left, right := net.Pipe()
		deaf := &deafConn{Conn: left, deaf: make(chan struct{})}
		s := &script{request: &Request{}}
		conn := serve(t.Context(), NewClient(deaf, bob.ServiceID(), Config{Identity: alice, Rand: zeros{}}, s), s)
		w := newWire(t, right)
		w.raw(lead(&serverSteps, asStranger)...)
		close(deaf.deaf)
		w.raw(keepsAlive(true)...) // the answer finds that writing fails
		w.raw(join(answersRequest(3, true, Rejected), keepsAlive(true))...)
		wantEvents(t, "alice", s, "authenticated false", "answered Rejected")
		if err := conn.SendRequest(Request{}); !errors.Is(err, ErrClosed) {
			t.Errorf("SendRequest: %v", err)
		}
		wantEndAt(t, conn, flush, FaultNetwork, ErrPeerClosed)
	})
}

// A flood from a peer that has gone ends with the credits.
func TestLastWordsAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		left, right := net.Pipe()
		deaf := &deafConn{Conn: left, deaf: make(chan struct{})}
		s := &script{known: true}
		conn := serve(t.Context(), NewServer(deaf, Config{Identity: bob, Rand: zeros{}}, s), s)
		w := newWire(t, right)
		w.raw(lead(&clientSteps, asContact)...)
		close(deaf.deaf)
		w.raw(keepsAlive(true)...)
		for i := range uint32(InboundWindow + 1) {
			w.raw(says(3, i, "x")...)
		}
		wantEnd(t, conn, FaultNetwork, ErrPeerClosed)
		if len(s.messages) != InboundWindow {
			t.Errorf("%d messages were reported", len(s.messages))
		}
	})
}

func TestPeerIsUnknownAtFirst(t *testing.T) {
	server := NewServer(nil, Config{Identity: bob}, nil)
	client := NewClient(nil, alice.ServiceID(), Config{Identity: bob}, nil)
	if !server.Peer().IsZero() || server.Outbound() {
		t.Error("a connection that was accepted knows too much")
	}
	if client.Peer() != alice.ServiceID() || !client.Outbound() {
		t.Error("a connection that was dialled knows too little")
	}
	if (contacts.ServiceID{}) != server.Peer() {
		t.Error("not the zero value")
	}
}

// A timeout of zero means the default; one that was chosen stays.
func TestTimeoutDefaults(t *testing.T) {
	cfg := Config{Timeouts: Timeouts{Flush: time.Hour}}.withDefaults()
	want := DefaultTimeouts()
	want.Flush = time.Hour
	if cfg.Timeouts != want {
		t.Errorf("%+v", cfg.Timeouts)
	}
}
