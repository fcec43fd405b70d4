package core_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/onion"
	"carom/onion/oniontest"
	"carom/protocol"
)

// peer is somebody else's program, played by hand on the protocol: it dials
// when the test says so and notes what it is told.
type peer struct {
	t       *testing.T
	key     onion.Key
	network *oniontest.FakeNetwork
}

func newPeer(t *testing.T, fabric *oniontest.Fabric) *peer {
	t.Helper()
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{t: t, key: key, network: fabric.Network()}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.network.Serve(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	synctest.Wait()
	return p
}

func (p *peer) ServiceID() contacts.ServiceID       { return contacts.FromPublicKey(p.key.PublicKey()) }
func (p *peer) Sign(message []byte) ([]byte, error) { return p.key.Sign(message) }

// call is one connection of a peer.
type call struct {
	conn  *protocol.Conn
	ended chan struct{}

	mu       sync.Mutex
	known    *bool
	answers  []protocol.ResponseStatus
	ready    bool
	messages []protocol.Message
	acks     map[uint32]bool
	err      error

	request *protocol.Request // sent when the answer is "not known"
	silent  bool              // acknowledges nothing
}

// call dials a node.
func (p *peer) call(to *node, setup func(*call)) *call {
	p.t.Helper()
	return p.callAs(to, setup, func(c *call) protocol.Handler { return c })
}

// callAs dials a node with another handler around the call.
func (p *peer) callAs(to *node, setup func(*call), handler func(*call) protocol.Handler) *call {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	nc, err := p.network.Dial(ctx, to.id().Text(), 9878, "x")
	if err != nil {
		p.t.Fatal(err)
	}
	c := &call{ended: make(chan struct{}), acks: make(map[uint32]bool)}
	if setup != nil {
		setup(c)
	}
	c.conn = protocol.NewClient(nc, to.id(), protocol.Config{Identity: p, DisableExtensions: true}, handler(c))
	go func() {
		err := c.conn.Serve(context.Background())
		c.mu.Lock()
		c.err = err
		c.mu.Unlock()
		close(c.ended)
	}()
	p.t.Cleanup(func() { c.conn.Close(protocol.ErrClosedLocally); <-c.ended })
	return c
}

func (c *call) lock(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func (c *call) check(f func() bool) func() bool {
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return f()
	}
}

func (c *call) isReady() func() bool { return c.check(func() bool { return c.ready }) }

func (c *call) hasEnded() func() bool {
	return func() bool {
		select {
		case <-c.ended:
			return true
		default:
			return false
		}
	}
}

func (c *call) Authorize(context.Context, *protocol.Conn, contacts.ServiceID) (bool, error) {
	return false, nil
}

func (c *call) Authenticated(conn *protocol.Conn, known bool) error {
	c.lock(func() { c.known = &known })
	if !known && c.request != nil {
		return conn.SendRequest(*c.request)
	}
	return nil
}
func (c *call) Established(*protocol.Conn) {}
func (c *call) ContactRequest(*protocol.Conn, protocol.Request) protocol.ResponseStatus {
	return protocol.ResponseError
}

func (c *call) RequestAnswered(_ *protocol.Conn, s protocol.ResponseStatus) {
	c.lock(func() { c.answers = append(c.answers, s) })
}

func (c *call) MessageReceived(conn *protocol.Conn, m protocol.Message) {
	c.lock(func() { c.messages = append(c.messages, m) })
	if !c.silent {
		conn.Acknowledge(m.Receipt, true)
	}
}

func (c *call) MessageAcknowledged(_ *protocol.Conn, id uint32, accepted bool) {
	c.lock(func() { c.acks[id] = accepted })
}
func (c *call) ChatReady(*protocol.Conn)               { c.lock(func() { c.ready = true }) }
func (c *call) PeerAnnounced(*protocol.Conn, []string) {}

// befriend makes a peer a contact of a node, by request and acceptance.
func (p *peer) befriend(n *node) *call {
	p.t.Helper()
	c := p.call(n, func(c *call) { c.request = &protocol.Request{Nickname: "peer", Message: "hello"} })
	eventually(p.t, time.Minute, "the request arrives", n.is(p.ServiceID(), contacts.Pending))
	if _, err := n.engine.AcceptRequest(p.t.Context(), p.ServiceID(), ""); err != nil {
		p.t.Fatal(err)
	}
	eventually(p.t, time.Minute, "the chat is open", c.isReady())
	return c
}
