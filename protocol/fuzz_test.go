package protocol

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// watcher is a Handler that looks whether it is told things in an order that
// makes sense, and answers in all ways. It never holds so many messages that the
// connection waits for an answer before it reads on.
type watcher struct {
	script
	t           testing.TB
	established bool
	ready       bool
	over        bool
	held        []Message
	turn        int
}

func (w *watcher) check(ok bool, what string) {
	if !ok || w.over {
		w.t.Errorf("the handler was told out of turn: %s", what)
	}
}

func (w *watcher) Established(*Conn) {
	w.check(!w.established, "established")
	w.established = true
}

func (w *watcher) ContactRequest(c *Conn, r Request) ResponseStatus {
	w.check(!w.established, "a contact request")
	w.turn++
	if w.turn%5 == 0 {
		_ = c.Respond(Accepted)
		return Pending
	}
	return decideByName(c, r)
}

func (w *watcher) RequestAnswered(c *Conn, s ResponseStatus) {
	w.check(!w.established && s >= Pending && s <= ResponseError, "an answer")
}

func (w *watcher) MessageReceived(c *Conn, m Message) {
	w.check(w.established && m.Text != "" && m.Age >= 0, "a message")
	if w.turn++; w.turn%3 == 0 && len(w.held) < InboundWindow/2 {
		w.held = append(w.held, m)
		return
	}
	_ = c.Acknowledge(m.Receipt, w.turn%2 == 0)
}

func (w *watcher) ChatReady(c *Conn) {
	w.check(w.established && !w.ready, "chat ready")
	w.ready = true
	if err := c.SendMessage(1, "hello", time.Minute); err != nil && !errors.Is(err, ErrClosed) {
		w.t.Error(err)
	}
}

func (w *watcher) MessageAcknowledged(*Conn, uint32, bool) { w.check(w.ready, "an acknowledgement") }

func (w *watcher) PeerAnnounced(_ *Conn, names []string) {
	w.check(w.established && len(names) <= maxFeatures, "an announcement")
}

// fuzzConn plays bytes to a connection that has been brought to a stage, then
// ends the stream. Whatever they are: it ends, nothing panics, no goroutine is
// left (the bubble sees to that), and little comes back.
func fuzzConn(t *testing.T, client bool, at uint8, input []byte) {
	to := stage(at) % stages
	synctest.Test(t, func(t *testing.T) {
		left, right := net.Pipe()
		h := &watcher{t: t}
		cfg := Config{Identity: bob, Rand: zeros{}}
		c := NewServer(left, cfg, h)
		steps := &clientSteps
		if client {
			cfg.Identity, steps = alice, &serverSteps
			c = NewClient(left, bob.ServiceID(), cfg, h)
		}
		h.known = to == asContact
		if to == asking {
			h.request = &Request{}
		}
		conn := serve(t.Context(), c, &h.script)
		output := make(chan int, 1)
		go func() {
			n, _ := io.Copy(io.Discard, right)
			output <- int(n)
		}()
		head := lead(steps, to)
		if _, err := right.Write(head); err != nil {
			t.Fatalf("the stage was not reached: %v", err)
		}
		synctest.Wait()
		_, _ = right.Write(input) // fails when the connection has ended on the way
		synctest.Wait()
		for _, m := range h.held {
			_ = c.Acknowledge(m.Receipt, true)
		}
		time.Sleep(time.Second) // keep-alives may come, and closing ends
		right.Close()
		<-conn.done
		h.over = true
		if n := <-output; n > 2000+4*len(input) {
			t.Errorf("%d bytes came back for %d", n, len(input))
		}
	})
}

// seed adds what one side of the recording sent, whole, by packets, and shifted
// by stages, and what the tables of reactions send.
func seed(f *testing.F, client bool) {
	for _, session := range recording(f) {
		var all []byte
		for _, r := range session {
			if r.client == client {
				continue
			}
			all = append(all, r.raw...)
			if !r.intro {
				for to := introduced; to < stages; to++ {
					f.Add(uint8(to), r.raw)
				}
			}
		}
		f.Add(uint8(atStart), all)
	}
	for _, b := range [][]byte{
		twoFields, wantFeatures, features, unknownField, closeOfAll,
		{0, 3, 0, 0},
		asksContact(3, "Accepted", "x"), asksContact(3, "Pending", "x"), asksContact(2, "Rejected", "<"),
		join(asksChat(7, FeatureKeepAlive), says(7, 1, "a\xff"), bare(7)),
		join(says(3, 1, "x"), says(2, 2, ""), acks(2, 1, true), acks(3, 1, false)),
		join(says(3, 1, "x"), says(3, 2, "y"), says(3, 3, "z"), bare(3)),
		offersFile(5, 1, "..", hash), offersFile(4, 1, "x", hash), keepsAlive(true),
		answersRequest(3, true, Accepted), answersRequest(3, false, Accepted), packet(3, response(Accepted)),
	} {
		for to := introduced; to < stages; to++ {
			f.Add(uint8(to), b)
		}
	}
}

// FuzzServer is a peer that has dialled.
func FuzzServer(f *testing.F) {
	seed(f, false)
	f.Add(uint8(asContact), bytes.Repeat(says(3, 1, "x"), 3*InboundWindow+3)) // more than may be unanswered
	f.Fuzz(func(t *testing.T, at uint8, input []byte) { fuzzConn(t, false, at, input) })
}

// FuzzClient is a peer that was dialled.
func FuzzClient(f *testing.F) {
	seed(f, true)
	f.Fuzz(func(t *testing.T, at uint8, input []byte) { fuzzConn(t, true, at, input) })
}

// FuzzPackets: what is read is what was sent, however the stream is cut.
func FuzzPackets(f *testing.F) {
	f.Add([]byte{0, 5, 0, 1, 9, 0, 4, 0, 2}, uint8(1))
	f.Add([]byte{0xff, 0xff, 0, 1}, uint8(7))
	f.Fuzz(func(t *testing.T, stream []byte, cut uint8) {
		r := NewPacketReader(&cutReader{stream, int(cut) + 1})
		var again []byte
		for {
			id, data, err := r.Next()
			if err != nil {
				break
			}
			if again, err = AppendPacket(again, id, data); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.HasPrefix(stream, again) {
			t.Error("other packets were read than sent")
		}
		if rest := stream[len(again):]; len(rest) >= headerSize {
			if size := int(rest[0])<<8 | int(rest[1]); size >= headerSize && size <= len(rest) {
				t.Error("a whole packet was not read")
			}
		}
		if len(r.buf) > max(readBuffer, 2*len(stream)) {
			t.Errorf("a buffer of %d bytes for %d", len(r.buf), len(stream))
		}
	})
}

// cutReader gives a few bytes at a time.
type cutReader struct {
	rest []byte
	most int
}

func (c *cutReader) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.most)], c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
