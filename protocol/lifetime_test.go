package protocol

import (
	"bytes"
	"context"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"carom/proto/ricochet/chat"
)

// pass lets time go by, in the bubble.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// wantEndAt checks that a connection ends after d and not before.
func wantEndAt(t *testing.T, s *served, d time.Duration, fault Fault, reason error) {
	t.Helper()
	pass(d - time.Nanosecond)
	if s.over() {
		t.Fatalf("it ended too early: %v", s.err)
	}
	pass(time.Nanosecond)
	wantEnd(t, s, fault, reason)
}

// A connection without a purpose is closed 15 s after it was made, or after the
// peer was told that it is not known.
func TestPurpose(t *testing.T) {
	for name, to := range map[string]stage{
		"nothing": atStart, "introduced": introduced, "proving": proving, "stranger": asStranger,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, w := atServer(t, to, &script{})
				wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
				if !w.closed() {
					t.Error("the peer was not told")
				}
			})
		})
	}
	t.Run("wrong signature", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, proving, &script{})
			w.raw(proves(1, alice, alice)...)
			wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
		})
	})
	t.Run("busy all the time", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, introduced, &script{})
			for range 14 {
				pass(time.Second)
				w.raw(keepsAlive(true)...)
			}
			wantEndAt(t, conn, time.Second, FaultPeer, ErrNoPurpose)
		})
	})
	t.Run("refused requests", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, asStranger, &script{})
			pass(10 * time.Second)
			w.raw(asksContact(3, "<", "")...)
			wantEndAt(t, conn, 5*time.Second, FaultPeer, ErrNoPurpose)
		})
	})
	t.Run("rejected", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, asStranger, &script{decide: decideByName})
			pass(10 * time.Second)
			w.raw(asksContact(3, "Rejected", "")...)
			wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
		})
	})
	t.Run("request withdrawn", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, w := atServer(t, asking, &script{})
			pass(time.Hour)
			w.raw(bare(3)...)
			wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
		})
	})
}

// The time for which the handler holds the answer back does not count.
func TestHeldBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		held := &script{authorize: func(ctx context.Context) (bool, error) {
			select {
			case <-time.After(10 * time.Minute):
				return false, nil
			case <-ctx.Done():
				return false, ctx.Err()
			}
		}}
		conn, w := atServer(t, proving, held)
		w.want("while held back", list(proves(1, alice, bob)))
		pass(10*time.Minute - time.Second)
		w.want("a second before", nil)
		pass(time.Second)
		w.want("then", nil, text(verdict(1, false)), text(bare(1)))
		wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
	})
}

// Who asks, or is a contact, may stay; a plain peer is sent no keep-alive.
func TestStays(t *testing.T) {
	for name, to := range map[string]stage{"asking": asking, "contact": asContact} {
		for side, bring := range map[string]func(*testing.T, stage, *script) (*served, *wire){
			"server": atServer, "client": atClient,
		} {
			t.Run(name+" "+side, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s := &script{}
					conn, w := bring(t, to, s)
					if to == asContact {
						conn.Conn.mu.Lock()
						conn.timers.keepAlive = false // the next test has it
						conn.Conn.mu.Unlock()
					}
					pass(24 * time.Hour)
					if conn.over() {
						t.Fatalf("it ended: %v", conn.err)
					}
					w.want("after a day", nil)
				})
			})
		}
	}
}

// The dialling side gives a peer that says nothing longer: Tor is slow.
func TestSilentServer(t *testing.T) {
	for name, to := range map[string]stage{"nothing": atStart, "introduced": introduced, "proving": proving} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, _ := atClient(t, to, &script{})
				wantEndAt(t, conn, clientAuth, FaultNetwork, ErrPeerSilent)
			})
		})
	}
	t.Run("nothing to ask", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			conn, _ := atClient(t, asStranger, &script{})
			wantEndAt(t, conn, purpose, FaultPeer, ErrNoPurpose)
		})
	})
}

// A Carom that has announced it is asked for a sign of life after 5 s, and given
// up after 16 s; any byte counts.
func TestKeepAlive(t *testing.T) {
	question := text(keepsAlive(true))
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		pass(keepAliveIdle - time.Nanosecond)
		w.want("too early", nil)
		pass(time.Nanosecond)
		w.want("the question", nil, question)
		pass(10 * time.Second)
		w.want("only once", list(keepsAlive(false)))
		pass(keepAliveIdle)
		w.want("again after an answer", nil, question)
		pass(10 * time.Second)
		w.raw(0) // half a packet
		pass(keepAliveIdle)
		w.want("again after a byte", nil, question)
		wantEndAt(t, conn, keepAliveDead-keepAliveIdle, FaultNetwork, ErrPeerSilent)
	})
}

func TestKeepAliveBetweenTwo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a, b := &script{}, &script{known: true}
		client, server := pair(t, Config{}, a, b)
		wantEvents(t, "alice", a, "authenticated true", "established", "announced keepalive", "chat ready")
		wantEvents(t, "bob", b, "established", "announced keepalive", "chat ready")
		if !client.IsCarom() || !server.IsCarom() {
			t.Error("one does not know that the other is a Carom")
		}
		pass(24 * time.Hour)
		if client.over() || server.over() {
			t.Error("it ended")
		}
	})
}

// None of these is ever sent a keep-alive.
func TestNoKeepAlive(t *testing.T) {
	tests := []struct {
		name     string
		features []string
		disabled bool
		carom    bool
	}{
		{"plain", nil, false, false},
		{"another feature", []string{"x.y-1"}, false, true},
		{"we announce nothing", []string{FeatureKeepAlive}, true, true},
		{"33 features", append(make([]string, 32), FeatureKeepAlive), false, false},
		{"an empty name", []string{"", FeatureKeepAlive}, false, false},
		{"a name of 33", []string{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FeatureKeepAlive}, false, false},
		{"upper case", []string{"Keepalive", FeatureKeepAlive}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				left, right := net.Pipe()
				cfg := Config{Identity: bob, Rand: zeros{}, DisableExtensions: tt.disabled}
				s := &script{known: true}
				conn := serve(t.Context(), NewServer(left, cfg, s), s)
				w := newWire(t, right)
				w.raw(join(lead(&clientSteps, proving), proves(1, alice, bob), asksChat(3, tt.features...))...)
				pass(time.Hour)
				w.want("after an hour", nil)
				if conn.over() || conn.IsCarom() != tt.carom {
					t.Errorf("over: %v, Carom: %v", conn.over(), conn.IsCarom())
				}
				conn.Close(nil)
				<-conn.done
			})
		})
	}
}

// While the handler is busy it is not the peer that is silent.
func TestBusyHandler(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := &script{received: func(*Conn, Message) { time.Sleep(time.Hour) }}
		conn, w := atServer(t, asContact, s)
		w.raw(says(3, 1, "x")...)
		pass(time.Hour)
		w.want("after the hour", nil)
		pass(keepAliveIdle)
		w.want("5 s later", nil, text(keepsAlive(true)))
		wantEndAt(t, conn, keepAliveDead-keepAliveIdle, FaultNetwork, ErrPeerSilent)
	})
}

func TestOwnTimeouts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		left, right := net.Pipe()
		cfg := Config{Identity: bob, Timeouts: Timeouts{Purpose: time.Minute}}
		conn := serve(t.Context(), NewServer(left, cfg, &script{}), &script{})
		newWire(t, right)
		wantEndAt(t, conn, time.Minute, FaultPeer, ErrNoPurpose)
	})
}

// The age of a message travels in whole seconds.
func TestAge(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, w := atServer(t, asContact, &script{})
		for i, age := range []time.Duration{-time.Second, 0, 999 * time.Millisecond, time.Second, 90*time.Second + 1} {
			if err := conn.SendMessage(uint32(i), "x", age); err != nil {
				t.Fatal(err)
			}
		}
		var deltas []int64
		r := NewPacketReader(bytes.NewReader(w.raw()))
		for {
			_, data, err := r.Next()
			if err != nil {
				break
			}
			m := decoded(t, data, &chat.Packet{}).ChatMessage
			if (m.TimeDelta == nil) != (m.GetTimeDelta() == 0) {
				t.Error("a time_delta of nothing was sent")
			}
			deltas = append(deltas, m.GetTimeDelta())
		}
		if !slices.Equal(deltas, []int64{0, 0, 0, -1, -90}) {
			t.Errorf("time deltas %v", deltas)
		}
	})
}
