//go:build minimal

package gui

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"carom/contacts"
	carom "carom/core"
	"carom/internal/desktop"
	"carom/onion/oniontest"
	"carom/store"
)

// testDesktop is a Desktop with a window, and somebody's hands on it.
type testDesktop struct {
	hands
	desk  *Desktop
	ended chan struct{}

	// The node behind it, once openTestDesktop has put one there.
	fabric *oniontest.Fabric
	node   *testNode
}

// newTestDesktop shows the first screen over an empty folder. Tor is not there.
func newTestDesktop(t *testing.T) *testDesktop {
	t.Helper()
	return startTestDesktop(t, Config{Desk: newTestDesk(t)})
}

// newTestDesk has no profile yet, and no Tor.
func newTestDesk(t *testing.T) *desktop.Desk {
	return desktop.New(desktop.Config{DataDir: t.TempDir(), TorPath: "/nonexistent/tor"})
}

// startTestDesktop shows the first screen of a Desktop; the end of the test
// quits it, and sees that it ends.
func startTestDesktop(t *testing.T, cfg Config) *testDesktop {
	t.Helper()
	cfg.Version = "test"
	if cfg.Locale == nil {
		cfg.Locale = []string{"en_GB.UTF-8"}
	}
	d := &testDesktop{hands: hands{t, patience}, ended: make(chan struct{})}
	onGUI(t, func() {
		d.desk = New(application, cfg, func() { close(d.ended) })
		d.desk.Show()
	})
	t.Cleanup(d.quit)
	d.eventually("the window is shown", func() bool {
		shown := d.desk.window.main.IsVisible()
		if shown && d.desk.window.screen == nil {
			fail("the window is empty")
		}
		return shown
	})
	return d
}

// quit ends the Desktop as a person does, and removes its window.
func (d *testDesktop) quit() {
	guiThread.post(d.desk.quit)
	<-d.ended
	done := make(chan struct{})
	guiThread.post(func() {
		d.desk.disp.end()
		d.desk.window.main.DeleteLater()
		guiThread.post(func() { close(done) })
	})
	<-done
}

// openTestDesktop shows the main window over a node of its own, in memory and
// on a network in memory, where peer finds others.
func openTestDesktop(t *testing.T) *testDesktop {
	t.Helper()
	fabric := oniontest.NewFabric()
	node := startTestNode(t, fabric, "our user")
	d := newTestDesktop(t)
	d.fabric, d.node = fabric, node
	onGUI(t, func() { d.desk.Use("default", desktop.NewSession(node.engine, node.stop)) })
	d.wait("main")
	d.eventually("the first state is shown", func() bool { return d.desk.main != nil && !d.desk.main.state.Self.IsZero() })
	return d
}

// main is the main screen there is now; for the GUI thread.
func (d *testDesktop) main() *mainScreen { return d.desk.main }

// testNode is an engine in memory: our user's, or somebody they know.
type testNode struct {
	t      *testing.T
	name   string
	engine *carom.Engine
	// received is where its files land.
	received string
	// stop ends it; it may be called more than once.
	stop func()
}

func startTestNode(t *testing.T, fabric *oniontest.Fabric, name string) *testNode {
	t.Helper()
	s := store.NewMemory()
	network := fabric.Network()
	files := carom.FileConfig{Partial: filepath.Join(t.TempDir(), "partial"), Received: filepath.Join(t.TempDir(), "received")}
	engine, err := carom.New(carom.Config{Store: s, Network: network, Version: "test", Files: &files})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	online, goOffline := context.WithCancel(context.Background())
	var net sync.WaitGroup
	net.Go(func() { network.Serve(online) })
	served := make(chan error, 1)
	go func() { served <- engine.Serve(ctx) }()
	n := &testNode{t: t, name: name, engine: engine, received: files.Received}
	n.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("%s: %v", name, err)
		}
		goOffline()
		net.Wait()
		s.Close()
	})
	t.Cleanup(n.stop)
	return n
}

// address is what the node's user gives to others.
func (n *testNode) address() string { return n.engine.Self().Address() }

// peer starts somebody who is known under this name, and whose contact our user
// is: both see each other online.
func (d *testDesktop) peer(name string) *testNode {
	d.t.Helper()
	p := d.stranger(name)
	ctx := d.t.Context()
	if _, err := d.node.engine.AddContact(ctx, p.address(), name, "", ""); err != nil {
		d.t.Fatal(err)
	}
	p.until("a request", func(st carom.State) bool { return len(st.Contacts) == 1 })
	if _, err := p.engine.AcceptRequest(ctx, d.node.engine.Self(), "our user"); err != nil {
		d.t.Fatal(err)
	}
	id := p.engine.Self()
	d.node.until(name+" is online", func(st carom.State) bool {
		for _, c := range st.Contacts {
			if c.ID == id {
				return c.Online
			}
		}
		return false
	})
	return p
}

// stranger starts somebody who knows nobody.
func (d *testDesktop) stranger(name string) *testNode {
	d.t.Helper()
	return startTestNode(d.t, d.fabric, name)
}

// until waits until a node's state is as wanted.
func (n *testNode) until(what string, ok func(carom.State) bool) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	sub, err := n.engine.Subscribe(ctx)
	if err != nil {
		n.t.Fatal(err)
	}
	defer sub.Close()
	for {
		st, err := n.engine.State(ctx)
		if err != nil {
			n.t.Fatalf("%s, waiting for %s: %v", n.name, what, err)
		}
		if ok(st) {
			return
		}
		if _, err := sub.Next(ctx); err != nil {
			n.t.Fatalf("%s, waiting for %s: %v", n.name, what, err)
		}
	}
}

// say sends a message to our user.
func (n *testNode) say(to *testNode, text string) carom.Message {
	n.t.Helper()
	m, err := n.engine.Send(n.t.Context(), to.engine.Self(), text)
	if err != nil {
		n.t.Fatal(err)
	}
	return m
}

// heard waits until a node has got a message with this text.
func (n *testNode) heard(from contacts.ServiceID, text string) {
	n.t.Helper()
	n.until("the message "+text, func(carom.State) bool {
		list, err := n.engine.History(n.t.Context(), from, 0, carom.MaxHistory)
		if err != nil {
			n.t.Fatal(err)
		}
		for _, m := range list {
			if !m.Outgoing && m.Text == text {
				return true
			}
		}
		return false
	})
}

// secret is a passphrase.
func secret(text string) store.Passphrase { return store.NewPassphrase([]byte(text)) }
