package core

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"carom/contacts"
	"carom/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSlowSubscriber(t *testing.T) {
	b := newBus()
	slow, fast := b.subscribe(), b.subscribe()
	ctx := t.Context()
	for i := range 3 * subscriberQueue {
		b.publish(ContactRemoved{})
		ev, err := fast.Next(ctx)
		if err != nil || ev.Seq != uint64(i+1) || ev.Event != (ContactRemoved{}) {
			t.Fatalf("event %d: %+v %v", i, ev, err)
		}
	}
	ev, err := slow.Next(ctx)
	if err != nil || ev.Event != (Resync{}) || ev.Seq != 3*subscriberQueue {
		t.Fatalf("the slow one got %+v %v", ev, err)
	}
	b.publish(ContactRemoved{})
	if ev, _ := slow.Next(ctx); ev.Seq != 3*subscriberQueue+1 {
		t.Errorf("after the Resync came %+v", ev)
	}
	b.close()
	if _, err := slow.Next(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

func TestSubscriptionEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBus()
		s := b.subscribe()
		go func() {
			time.Sleep(time.Second)
			s.Close()
			s.Close()
		}()
		if _, err := s.Next(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("Next after Close: %v", err)
		}
		b.publish(Resync{})
		if len(b.subs) != 0 {
			t.Error("a closed subscription is still served")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.subscribe().Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Next with a context that ends: %v", err)
		}
	})
}

func TestDialDelays(t *testing.T) {
	for failures := range 40 {
		d := dialDelay(failures)
		if d > maxDialDelay*5/4 || (failures > 10 && d < maxDialDelay) || (failures > 0 && d < time.Second) {
			t.Errorf("after %d failures: %v", failures, d)
		}
	}
}

func TestStrikesAreBounded(t *testing.T) {
	now := time.Now()
	s := newStrikes()
	id := storeID(t)
	for i, want := range []time.Duration{0, 2 * time.Second, 4 * time.Second, 8 * time.Second} {
		if got := s.delay(id, now); got != want {
			t.Errorf("after %d strikes: %v, want %v", i, got, want)
		}
		s.add(id, 1, now)
	}
	s.add(id, 100, now)
	if got := s.delay(id, now); got != maxStrikeDelay {
		t.Errorf("after many strikes: %v", got)
	}
	for range 2 * strikeMemory {
		now = now.Add(time.Millisecond)
		s.add(storeID(t), 1, now)
	}
	if len(s.peers) != strikeMemory {
		t.Errorf("%d peers are remembered", len(s.peers))
	}
	if got := s.delay(id, now); got != 0 {
		t.Errorf("a forgotten peer waits %v", got)
	}
}

func TestRepeatsAreBounded(t *testing.T) {
	r := newRepeats(nil)
	first := seen{id: countedIDs, digest: store.Digest("x")}
	r.add(first)
	for i := range store.SeenMemory {
		if !r.has(first) {
			t.Fatalf("forgotten after %d", i)
		}
		r.add(seen{id: countedIDs + 1 + uint32(i), digest: store.Digest("x")})
	}
	if r.has(first) || len(r.seen) != store.SeenMemory {
		t.Errorf("remembers %d", len(r.seen))
	}
}

func storeID(t *testing.T) contacts.ServiceID {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return contacts.FromPublicKey(pub)
}
