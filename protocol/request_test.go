package protocol

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"carom/contacts"
)

// A request, its answer later, and a message: two of us.
func TestRequestBetweenTwo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := &script{request: &Request{Nickname: "alice", Message: "hello"}}
		b := &script{received: accept}
		client, server := pair(t, Config{}, a, b)
		wantEvents(t, "bob", b, `asked "alice" "hello"`)
		wantEvents(t, "alice", a, "authenticated false", "answered Pending")
		if server.Peer() != alice.ServiceID() {
			t.Error("bob does not know who asks")
		}
		for _, c := range []*served{client, server} {
			if err := c.SendMessage(1, "x", 0); !errors.Is(err, ErrNotReady) {
				t.Errorf("a message before the answer: %v", err)
			}
		}
		if err := server.Respond(Accepted); err != nil {
			t.Fatal(err)
		}
		wantEvents(t, "bob", b, "established", "announced keepalive", "chat ready")
		wantEvents(t, "alice", a, "answered Accepted", "established", "announced keepalive", "chat ready")
		if err := client.SendMessage(9, "hi", 0); err != nil {
			t.Fatal(err)
		}
		wantEvents(t, "bob", b, `message 9 true "hi" 0s`)
		wantEvents(t, "alice", a, "acknowledged 9 true")
		for _, s := range []ResponseStatus{Accepted, Rejected} {
			if err := server.Respond(s); !errors.Is(err, ErrNotReady) {
				t.Errorf("Respond again: %v", err)
			}
		}
	})
}

// A rejection is written before the connection is closed.
func TestRejectLater(t *testing.T) {
	for _, s := range []ResponseStatus{Rejected, ResponseError} {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, asking, &script{})
			if err := conn.Respond(s); err != nil {
				t.Fatal(err)
			}
			w.want("the answer", nil, line(3, response(s)), text(bare(3)))
			if !w.closed() {
				t.Error("the connection is still open")
			}
			wantEnd(t, conn, FaultLocal, ErrClosedLocally)
		})
	}
}

// The answer may be given while the handler is still in ContactRequest.
func TestRespondEarly(t *testing.T) {
	answer := func(s ResponseStatus) *script {
		return &script{decide: func(c *Conn, _ Request) ResponseStatus {
			if err := c.Respond(s); err != nil {
				panic(err)
			}
			if err := c.Respond(s); !errors.Is(err, ErrNotReady) {
				panic("two answers")
			}
			return Pending
		}}
	}
	bubble(t, func(t *testing.T) {
		_, w := atServer(t, asStranger, answer(Accepted))
		w.want("accepted", list(asksContact(3, "", "")), text(answersRequest(3, true, Pending)),
			line(3, response(Accepted)), text(bare(3)), text(ourChat(2)), text(asksFile(4)))
	})
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asStranger, answer(Rejected))
		w.want("rejected", list(asksContact(3, "", "")), text(answersRequest(3, true, Pending)),
			line(3, response(Rejected)), text(bare(3)))
		wantEnd(t, conn, FaultLocal, ErrClosedLocally)
	})
}

// What the callback returns counts, when that is final.
func TestRespondEarlyInVain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, w := atServer(t, asStranger, &script{decide: func(c *Conn, _ Request) ResponseStatus {
			_ = c.Respond(Accepted)
			return Rejected
		}})
		w.want("rejected", list(asksContact(3, "", "")), text(answersRequest(3, true, Rejected)), text(bare(3)))
	})
}

func TestRespondOutOfTurn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, to := range []stage{atStart, introduced, asStranger, asContact} {
			conn, _ := atServer(t, to, &script{})
			if err := conn.Respond(Accepted); !errors.Is(err, ErrNotReady) {
				t.Errorf("at stage %d: %v", to, err)
			}
		}
		conn, w := atServer(t, asking, &script{})
		for _, s := range []ResponseStatus{0, Pending, 77} {
			if err := conn.Respond(s); !errors.Is(err, ErrNotReady) {
				t.Errorf("Respond(%d): %v", s, err)
			}
		}
		w.raw(bare(3)...)
		if err := conn.Respond(Accepted); !errors.Is(err, ErrNotReady) {
			t.Errorf("to a request that was withdrawn: %v", err)
		}
	})
}

// The answer and the withdrawal of a request cross: one of them counts.
func TestRespondCrossesWithdrawal(t *testing.T) {
	for range 100 {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, asking, &script{})
			result := make(chan error, 1)
			w.send <- bare(3)
			go func() { result <- conn.Respond(Accepted) }()
			synctest.Wait()
			want, told := stranger, ""
			if err := <-result; err == nil {
				want, told = contact, "established"
			}
			if got := conn.current(); got != want {
				t.Errorf("state %d, want %d", got, want)
			}
			wantEvents(t, "bob", conn.script, told)
		})
	}
}

func TestSendRequestOutOfTurn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, to := range []stage{atStart, introduced, proving, asking, asContact} {
			conn, _ := atClient(t, to, &script{})
			if err := conn.SendRequest(Request{}); !errors.Is(err, ErrNotReady) {
				t.Errorf("at stage %d: %v", to, err)
			}
		}
		conn, _ := atServer(t, asStranger, &script{})
		if err := conn.SendRequest(Request{}); !errors.Is(err, ErrNotReady) {
			t.Errorf("on the listening side: %v", err)
		}
	})
}

// What our own user writes is checked before it is sent.
func TestOwnText(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atClient(t, asStranger, &script{})
		for _, r := range []Request{{Nickname: "a<b"}, {Nickname: strings.Repeat("x", 31)}, {Message: strings.Repeat("x", 2001)}} {
			if err := conn.SendRequest(r); !errors.Is(err, contacts.ErrInvalid) {
				t.Errorf("%v", err)
			}
		}
		w.want("nothing was sent", nil)
		known, w := atServer(t, asContact, &script{})
		for _, s := range []string{"", "\xff", strings.Repeat("x", 2001)} {
			if err := known.SendMessage(1, s, 0); !errors.Is(err, contacts.ErrInvalid) {
				t.Errorf("%v", err)
			}
		}
		w.want("nothing was sent", nil)
	})
}

// A peer gets no more than a few requests on one connection.
func TestRequestsAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, w := atServer(t, asStranger, &script{decide: decideByName})
		for i := range int32(maxRequests) {
			w.raw(asksContact(3+2*i, "Rejected", "")...)
		}
		w.want("one more", list(asksContact(101, "Accepted", "")), text(refused(101, badUsage)))
		conn, w := atClient(t, asStranger, &script{})
		for i := range uint16(maxRequests) {
			if err := conn.SendRequest(Request{}); err != nil {
				t.Fatal(err)
			}
			w.raw(join(answersRequest(int32(3+2*i), true, Rejected), bare(3+2*i))...)
		}
		if err := conn.SendRequest(Request{}); !errors.Is(err, ErrNotReady) {
			t.Errorf("one more of ours: %v", err)
		}
	})
}

// The handler hears of Established before anything that follows from it.
func TestEstablishedComesFirst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := &script{received: accept}
		conn, w := atServer(t, asking, s)
		s.take()
		release := make(chan struct{})
		go func() {
			<-release
			if err := conn.Respond(Accepted); err != nil {
				t.Error(err)
			}
		}()
		close(release)
		w.raw(answersKeepAlives(50)...)
		w.raw(join(bare(3), answers(opened(2)), asksChat(5), says(5, 1, "x"))...)
		wantEvents(t, "bob", s, "established", "chat ready", `message 1 true "x" 0s`)
	})
}

func answersKeepAlives(n int) []byte {
	var b []byte
	for range n {
		b = append(b, keepsAlive(false)...)
	}
	return b
}
