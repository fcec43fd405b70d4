package oniontest

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"carom/onion"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func serve(t *testing.T, networks ...onion.Network) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, n := range networks {
		wg.Go(func() { n.Serve(ctx) })
	}
	t.Cleanup(func() { cancel(); wg.Wait() })
}

func TestConformance(t *testing.T) {
	Conformance(t, func(t *testing.T) (a, b onion.Network) {
		f := NewFabric()
		a, b = f.Network(), f.Network()
		serve(t, a, b)
		return a, b
	})
}

func TestOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := NewFabric()
		a, b := f.Network(), f.Network()
		if _, err := b.Dial(t.Context(), "x", port, "x"); !errors.Is(err, onion.ErrOffline) {
			t.Errorf("dialling before Serve: %v", err)
		}
		serve(t, a, b)
		s := Echo(t, a)
		c := Dial(t, b, s.ID, "x")
		a.SetOnline(false)
		if _, err := c.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("after the other side went offline: %v", err)
		}
		if _, err := b.Dial(t.Context(), s.ID, port, "x"); !errors.Is(err, onion.ErrUnreachable) {
			t.Errorf("dialling somebody who is offline: %v", err)
		}
		a.SetOnline(true)
		if st := a.Status(); st.Epoch != 2 || !Published(st) {
			t.Errorf("back online: %+v", st)
		}
		RoundTrip(t, Dial(t, b, s.ID, "x"), 10)
	})
}

// After Vanish the other side hears nothing, not even the end.
func TestVanish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := NewFabric()
		a, b := f.Network(), f.Network()
		serve(t, a, b)
		s := Echo(t, a)
		c := Dial(t, b, s.ID, "x")
		RoundTrip(t, c, 10)
		a.Vanish()
		if _, err := c.Write([]byte("x")); err != nil {
			t.Errorf("writing to one who vanished: %v", err)
		}
		c.SetReadDeadline(time.Now().Add(time.Hour))
		if _, err := c.Read(make([]byte, 1)); err == nil || err == io.EOF {
			t.Errorf("reading from one who vanished: %v", err)
		}
	})
}

// A connection that has carried as much as it may stands still until it may
// carry more.
func TestBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := NewFabric()
		a, b := f.Network(), f.Network()
		serve(t, a, b)
		s := Echo(t, a)
		before := Dial(t, b, s.ID, "before")
		f.Bound(1000)
		if f.Stands() {
			t.Error("one stands still that has carried nothing")
		}
		for _, c := range []net.Conn{before, Dial(t, b, s.ID, "after")} {
			RoundTrip(t, c, 1000)
			if err := c.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Write([]byte("x")); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("beyond the bound: %v", err)
			}
			if !f.Stands() {
				t.Error("none is said to stand still")
			}
			if err := c.SetWriteDeadline(time.Time{}); err != nil {
				t.Fatal(err)
			}
			f.Bound(0)
			RoundTrip(t, c, 10)
			f.Bound(1000)
		}
	})
}
