package core_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/onion/oniontest"
	"carom/store"
)

// node is an engine on the in-memory network, with what it has told so far.
type node struct {
	t       *testing.T
	engine  *core.Engine
	network *oniontest.FakeNetwork
	store   store.Store
	cfg     core.Config
	stop    func()

	mu     sync.Mutex
	events []core.Event
}

// startNode runs an engine for a store; t's end stops it.
func startNode(t *testing.T, fabric *oniontest.Fabric, s store.Store) *node {
	t.Helper()
	return startNodeWith(t, fabric, s, core.Config{})
}

// startNodeWith runs an engine with what is in cfg beside its store and network.
func startNodeWith(t *testing.T, fabric *oniontest.Fabric, s store.Store, cfg core.Config) *node {
	t.Helper()
	n := &node{t: t, network: fabric.Network(), store: s, cfg: cfg}
	cfg.Store, cfg.Network = s, n.network
	engine, err := core.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	n.engine = engine
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	netCtx, stopNet := context.WithCancel(context.Background())
	wg.Go(func() { n.network.Serve(netCtx) })
	served := make(chan error, 1)
	go func() { served <- engine.Serve(ctx) }()
	sub, err := engine.Subscribe(ctx)
	if err != nil {
		t.Fatal(err)
	}
	wg.Go(func() { n.listen(sub) })
	var once sync.Once
	n.stop = func() {
		once.Do(func() {
			cancel()
			if err := <-served; err != nil {
				t.Errorf("Serve: %v", err)
			}
			stopNet()
			wg.Wait()
		})
	}
	t.Cleanup(n.stop)
	return n
}

func (n *node) listen(sub core.Subscription) {
	seq := uint64(0)
	for {
		ev, err := sub.Next(context.Background())
		if err != nil {
			return
		}
		if ev.Seq <= seq {
			n.t.Errorf("event %d after event %d", ev.Seq, seq)
		}
		seq = ev.Seq
		n.mu.Lock()
		n.events = append(n.events, ev.Event)
		n.mu.Unlock()
	}
}

// restart stops the engine and runs a new one on the same profile.
func (n *node) restart(fabric *oniontest.Fabric) *node {
	n.t.Helper()
	n.stop()
	return startNodeWith(n.t, fabric, n.store, n.cfg)
}

func newStore(t *testing.T) store.Store {
	s := store.NewMemory()
	t.Cleanup(func() { s.Close() })
	return s
}

func (n *node) id() contacts.ServiceID { return n.engine.Self() }

func (n *node) state() core.State {
	n.t.Helper()
	st, err := n.engine.State(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	return st
}

// contact returns how this node sees another; false when it does not know it.
func (n *node) contact(id contacts.ServiceID) (core.Contact, bool) {
	n.t.Helper()
	for _, c := range n.state().Contacts {
		if c.ID == id {
			return c, true
		}
	}
	return core.Contact{}, false
}

func (n *node) history(id contacts.ServiceID) []core.Message {
	n.t.Helper()
	h, err := n.engine.History(n.t.Context(), id, 0, core.MaxHistory)
	if err != nil {
		n.t.Fatal(err)
	}
	return h
}

func texts(messages []core.Message, outgoing bool) []string {
	var out []string
	for _, m := range messages {
		if m.Outgoing == outgoing {
			out = append(out, m.Text)
		}
	}
	return out
}

// eventually waits, in the bubble's time, until ok.
func eventually(t *testing.T, within time.Duration, what string, ok func() bool) time.Duration {
	t.Helper()
	start := time.Now()
	for time.Since(start) <= within {
		synctest.Wait()
		if ok() {
			return time.Since(start)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("not within %v: %s", within, what)
	return 0
}

func (n *node) add(other contacts.ServiceID, nickname, greeting string) {
	n.t.Helper()
	if _, err := n.engine.AddContact(n.t.Context(), other.Address(), nickname, "me", greeting); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) send(to contacts.ServiceID, text string) core.Message {
	n.t.Helper()
	m, err := n.engine.Send(n.t.Context(), to, text)
	if err != nil {
		n.t.Fatal(err)
	}
	return m
}

func (n *node) is(id contacts.ServiceID, state contacts.State) func() bool {
	return func() bool {
		c, ok := n.contact(id)
		return ok && c.State == state
	}
}

func (n *node) online(id contacts.ServiceID) func() bool {
	return func() bool {
		c, ok := n.contact(id)
		return ok && c.Online
	}
}

func (n *node) delivered(to contacts.ServiceID, count int) func() bool {
	return func() bool {
		got := 0
		for _, m := range n.history(to) {
			if m.Outgoing && m.Delivery == core.Delivered {
				got++
			}
		}
		return got == count
	}
}

// friends makes two nodes contacts and waits until they are connected.
func friends(t *testing.T, a, b *node) {
	t.Helper()
	a.add(b.id(), "bee", "hello")
	eventually(t, time.Minute, "the request arrives", b.is(a.id(), contacts.Pending))
	if _, err := b.engine.AcceptRequest(t.Context(), a.id(), "ay"); err != nil {
		t.Fatal(err)
	}
	eventually(t, time.Minute, "both are online", func() bool { return a.online(b.id())() && b.online(a.id())() })
}

// pair is two friends in a bubble.
func pair(t *testing.T, run func(t *testing.T, fabric *oniontest.Fabric, a, b *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, newStore(t))
		friends(t, a, b)
		run(t, fabric, a, b)
	})
}

func wantTexts(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got the messages %q, want %q", got, want)
	}
}

func wantCode(t *testing.T, err error, code core.Code) {
	t.Helper()
	var user *core.UserError
	if !errors.As(err, &user) || user.Code != code {
		t.Errorf("got the error %v, want code %d", err, code)
	}
}

func numbered(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(prefix, i)
	}
	return out
}

var _ onion.Network = (*oniontest.FakeNetwork)(nil)
