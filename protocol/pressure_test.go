package protocol

import (
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/chat"
)

// flood writes to a connection until it is not read for some time, and returns
// how many bytes went. Its goroutine ends with the bubble.
func flood(t *testing.T, nc net.Conn, b []byte, most int) int {
	t.Helper()
	sent := make(chan int, most)
	go func() {
		for range most {
			if _, err := nc.Write(b); err != nil {
				return
			}
			sent <- len(b)
		}
	}()
	synctest.Wait()
	return len(sent) * len(b)
}

// A peer that asks and does not read the answers is not read any more: what it
// makes us hold is bounded.
func TestAnswersAreBounded(t *testing.T) {
	for name, question := range map[string][]byte{
		"keep-alive":      keepsAlive(true),
		"features":        wantFeatures,
		"unknown channel": bare(999, 1),
		"refused message": says(3, 7, ""),
		"file headers":    offersFile(5, 9, "x", hash),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, nc := stuck(t, &script{})
				if _, err := nc.Write(asksFile(5)); err != nil {
					t.Fatal(err)
				}
				const most = 200_000
				if sent := flood(t, nc, question, most); sent == most*len(question) {
					t.Error("a flood was read to its end")
				}
				conn.Conn.mu.Lock()
				held := conn.out.answers()
				conn.Conn.mu.Unlock()
				// One batch is at the writer; what the packet that went over
				// the mark caused comes on top.
				if held > answersHighWater+1000 {
					t.Errorf("%d bytes of answers are held", held)
				}
			})
		})
	}
}

// A peer's messages are read no faster than they are acknowledged.
func TestInboundWindow(t *testing.T) {
	withoutID := packet(3, &chat.Packet{ChatMessage: &chat.ChatMessage{MessageText: proto.String("x")}})
	for name, message := range map[string][]byte{"with ids": says(3, 1, "x"), "without": withoutID} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, w := atServer(t, asContact, &script{})
				for range 300 {
					w.send <- message
				}
				synctest.Wait()
				if n := len(conn.messages); n != InboundWindow {
					t.Fatalf("%d messages were read, want %d", n, InboundWindow)
				}
				for i, m := range conn.messages[:10] {
					if err := conn.Acknowledge(m.Receipt, i%2 == 0); err != nil {
						t.Fatal(err)
					}
				}
				synctest.Wait()
				if n := len(conn.messages); n != InboundWindow+10 {
					t.Fatalf("%d messages were read after 10 acknowledgements", n)
				}
				for _, m := range conn.messages[10:] {
					if err := conn.Acknowledge(m.Receipt, true); err != nil {
						t.Fatal(err)
					}
				}
				synctest.Wait()
				if n := len(conn.messages); n != 300 {
					t.Fatalf("%d messages were read in the end", n)
				}
			})
		})
	}
}

// An acknowledgement makes room only when it has been written.
func TestUnreadAcknowledgements(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, nc := stuck(t, &script{received: accept})
		flood(t, nc, says(3, 1, "x"), 10*InboundWindow)
		if n := len(conn.messages); n != InboundWindow {
			t.Errorf("%d messages were read", n)
		}
	})
}

// While no more messages are read, everything before the next one still is.
func TestWindowStopsMessagesOnly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		for i := range uint32(InboundWindow) {
			w.raw(says(3, i, "x")...)
		}
		w.want("a question", list(keepsAlive(true)), text(keepsAlive(false)))
		conn.Close(nil)
	})
}

// Close ends a wait for credits.
func TestCloseWithoutCredits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		for i := range uint32(InboundWindow + 1) {
			w.raw(says(3, i, "x")...)
		}
		conn.Close(errReason)
		wantEnd(t, conn, FaultLocal, errReason)
	})
}

func TestReceipts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		other, _ := atServer(t, asContact, &script{})
		w.raw(says(3, 7, "x")...)
		r := conn.lastMessage().Receipt
		if err := other.Acknowledge(r, true); !errors.Is(err, ErrNotReady) {
			t.Errorf("on another connection: %v", err)
		}
		if err := conn.Acknowledge(Receipt{}, true); !errors.Is(err, ErrNotReady) {
			t.Errorf("of nothing: %v", err)
		}
		if err := conn.Acknowledge(r, false); err != nil {
			t.Error(err)
		}
		if err := conn.Acknowledge(r, true); !errors.Is(err, ErrNotReady) {
			t.Errorf("twice: %v", err)
		}
		w.want("once", nil, text(acks(3, 7, false)))
		w.raw(join(says(3, 8, "y"), bare(3))...)
		if err := conn.Acknowledge(conn.lastMessage().Receipt, true); !errors.Is(err, ErrClosed) {
			t.Errorf("on a closed channel: %v", err)
		}
		w.want("nothing on a closed channel", nil)
	})
}

// What we write is bounded too.
func TestQueueFull(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, _ := stuck(t, &script{})
		long, sent := strings.Repeat("x", 2000), 0
		for ; sent < 10_000; sent++ {
			if err := conn.SendMessage(uint32(sent), long, 0); err != nil {
				if !errors.Is(err, ErrQueueFull) {
					t.Fatal(err)
				}
				break
			}
		}
		if sent < chatLimit/3000 || sent > 2*chatLimit/2000 {
			t.Errorf("the queue took %d messages", sent)
		}
	})
}

// Urgent packets overtake messages that wait.
func TestUrgentFirst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, nc := stuck(t, &script{received: accept})
		for i := range uint32(200) {
			if err := conn.SendMessage(i, strings.Repeat("x", 1000), 0); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if _, err := nc.Write(says(3, 7, "x")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		before, last, found := 0, uint32(0), false
		for r := NewPacketReader(nc); !found; before++ {
			id, data, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			m := decoded(t, data, &chat.Packet{})
			if found = id == 3; found {
				break
			}
			if before > 0 && m.ChatMessage.GetMessageId() != last+1 {
				t.Fatal("messages out of order")
			}
			last = m.ChatMessage.GetMessageId()
		}
		// The first message was taken alone, or with others of one slice.
		if before > 2*chatSlice/1000 {
			t.Errorf("the acknowledgement came after %d of 200 messages", before)
		}
	})
}

// sender sends messages numbered from 0, as many as are asked for.
type sender struct {
	mu   sync.Mutex
	next uint32
	most uint32
}

func (s *sender) one(c *Conn) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == s.most {
		return nil
	}
	s.next++
	return c.SendMessage(s.next-1, "x", 0)
}

// A thousand messages each way at the same time, in order, with a window.
func TestBothWays(t *testing.T) {
	const many, window = 1000, 64
	bubble(t, func(t *testing.T) {
		side := func() (*script, *sender) {
			from := &sender{most: many}
			return &script{known: true, received: accept, acked: func(c *Conn, _ uint32) {
				if err := from.one(c); err != nil {
					t.Error(err)
				}
			}}, from
		}
		a, fromA := side()
		b, fromB := side()
		client, server := pair(t, Config{}, a, b)
		synctest.Wait()
		for range window {
			if err := errors.Join(fromA.one(client.Conn), fromB.one(server.Conn)); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		for _, s := range []*script{a, b} {
			if len(s.messages) != many || strings.Count(s.take(), "acknowledged") != many {
				t.Fatalf("%d messages arrived", len(s.messages))
			}
			for i, m := range s.messages {
				if m.ID != uint32(i) {
					t.Fatalf("message %d came in the place of %d", m.ID, i)
				}
			}
		}
	})
}
