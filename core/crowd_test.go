package core_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/protocol"
)

// However many strangers are refused, their connections are bounded.
func TestRefusedStrangersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		n := startNode(t, fabric, newStore(t))
		ask := func() *call {
			return newPeer(t, fabric).call(n, func(c *call) { c.request = &protocol.Request{Nickname: "x"} })
		}
		for range contacts.MaxPending {
			c := ask()
			eventually(t, time.Minute, "an answer", c.check(func() bool { return len(c.answers) > 0 }))
		}
		for range 250 {
			ask()
		}
		synctest.Wait()
		if open := fabric.Connections(); open > 128 {
			t.Errorf("%d connections of strangers are open", open)
		}
	})
}

// More requesters than may wait do not push each other out for ever.
func TestWaitingRequestersRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		n := startNode(t, fabric, newStore(t))
		for range 80 {
			startNode(t, fabric, newStore(t)).add(n.id(), "n", "hi")
		}
		time.Sleep(time.Hour)
		before := fabric.Dials(n.id().Text())
		time.Sleep(10 * time.Minute)
		if dials := fabric.Dials(n.id().Text()) - before; dials > 2*80 {
			t.Errorf("80 requesters dial %d times in ten minutes", dials)
		}
	})
}

// hanging is a network on which a dial to somebody who is away lasts as long as
// it may.
type hanging struct {
	*oniontest.FakeNetwork
	mu    sync.Mutex
	there map[string]bool
}

func (h *hanging) come(ids ...contacts.ServiceID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		h.there[id.Text()] = true
	}
}

func (h *hanging) Dial(ctx context.Context, id string, port uint16, isolation string) (net.Conn, error) {
	h.mu.Lock()
	there := h.there[id]
	h.mu.Unlock()
	if !there {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return h.FakeNetwork.Dial(ctx, id, port, isolation)
}

// withHanging runs an engine on such a network.
func withHanging(t *testing.T, run func(t *testing.T, fabric *oniontest.Fabric, h *hanging, engine *core.Engine)) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		h := &hanging{FakeNetwork: fabric.Network(), there: make(map[string]bool)}
		engine, err := core.New(core.Config{Store: newStore(t), Network: h})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { h.Serve(ctx) })
		running.Go(func() { engine.Serve(ctx) })
		defer running.Wait()
		defer cancel()
		run(t, fabric, h, engine)
	})
}

// Many contacts who are away keep no new one, and none who is there, waiting.
func TestManyAway(t *testing.T) {
	withHanging(t, func(t *testing.T, fabric *oniontest.Fabric, h *hanging, engine *core.Engine) {
		add := func(name string) contacts.ServiceID {
			id := newPeer(t, fabric).ServiceID()
			if _, err := engine.AddContact(t.Context(), id.Address(), name, "", ""); err != nil {
				t.Fatal(err)
			}
			return id
		}
		for i := range 200 {
			add(fmt.Sprint("away ", i))
		}
		time.Sleep(6 * time.Hour)
		b := newPeer(t, fabric).ServiceID()
		h.come(b)
		start := time.Now()
		if _, err := engine.AddContact(t.Context(), b.Address(), "b", "", ""); err != nil {
			t.Fatal(err)
		}
		eventually(t, 5*time.Second, "the new contact is dialled", func() bool { return fabric.Dials(b.Text()) > 0 })
		t.Logf("dialled after %v", time.Since(start))
	})
}

// A dial that hangs when the network comes back is given up for a new one.
func TestHangingDialWhenTheNetworkIsBack(t *testing.T) {
	withHanging(t, func(t *testing.T, fabric *oniontest.Fabric, h *hanging, engine *core.Engine) {
		b := newPeer(t, fabric).ServiceID()
		if _, err := engine.AddContact(t.Context(), b.Address(), "b", "", ""); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3*time.Hour + 7*time.Second)
		h.SetOnline(false)
		h.come(b)
		h.SetOnline(true)
		eventually(t, 2*time.Second, "the contact is dialled", func() bool { return fabric.Dials(b.Text()) > 0 })
	})
}
