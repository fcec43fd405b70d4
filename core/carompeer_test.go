package core_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/internal/hashtree"
	"carom/onion/oniontest"
	"carom/protocol"
)

// caromCall is a contact connection of a peer that plays another Carom.
type caromCall struct {
	*call
	p  *peer
	to *node

	talks bool // TransferReady
	said  []protocol.TransferMessage
}

var _ protocol.TransferHandler = (*caromCall)(nil)

func (c *caromCall) TransferReady(*protocol.Conn) { c.lock(func() { c.talks = true }) }
func (c *caromCall) TransferReceived(_ *protocol.Conn, m protocol.TransferMessage) {
	c.lock(func() { c.said = append(c.said, m) })
}
func (c *caromCall) BulkReady(*protocol.Conn)                          {}
func (c *caromCall) BulkReceived(*protocol.Conn, protocol.BulkMessage) {}

// heard reports whether the node has said something that fits.
func (c *caromCall) heard(fits func(protocol.TransferMessage) bool) func() bool {
	return c.check(func() bool {
		for _, m := range c.said {
			if fits(m) {
				return true
			}
		}
		return false
	})
}

// ended reports whether the node has said how a transfer ended.
func (c *caromCall) told(id protocol.TransferID, o protocol.TransferOutcome) func() bool {
	return c.heard(func(m protocol.TransferMessage) bool { return m == protocol.TransferEnd{ID: id, Outcome: o} })
}

func (c *caromCall) say(m protocol.TransferMessage) {
	c.p.t.Helper()
	if err := c.conn.SendTransfer(m); err != nil {
		c.p.t.Fatal(err)
	}
}

// callAsCarom dials a node, whose contact the peer is, as another Carom.
func (p *peer) callAsCarom(to *node) *caromCall {
	p.t.Helper()
	nc, err := p.network.Dial(p.t.Context(), to.id().Text(), 9878, "x")
	if err != nil {
		p.t.Fatal(err)
	}
	c := &caromCall{call: &call{ended: make(chan struct{}), acks: make(map[uint32]bool)}, p: p, to: to}
	c.serve(protocol.NewClient(nc, to.id(), protocol.Config{Identity: p}, c))
	eventually(p.t, time.Minute, "transfers can be spoken of", c.check(func() bool { return c.talks }))
	return c
}

func (c *caromCall) serve(conn *protocol.Conn) {
	c.conn = conn
	go func() {
		err := conn.Serve(context.Background())
		c.lock(func() { c.err = err })
		close(c.call.ended)
	}()
	c.p.t.Cleanup(func() { conn.Close(protocol.ErrClosedLocally); <-c.call.ended })
}

// stream is what a peer offers: any list, and any bytes.
type stream struct {
	offer protocol.TransferOffer
	data  []byte
	tree  *hashtree.Tree
}

func streamOf(t *testing.T, n uint32, name string, list []protocol.ListFile, content []byte) *stream {
	t.Helper()
	head, err := protocol.EncodeList(list)
	if err != nil {
		t.Fatal(err)
	}
	s := &stream{data: append(head, content...)}
	shape, err := hashtree.ShapeOf(int64(len(s.data)))
	if err != nil {
		t.Fatal(err)
	}
	if s.tree, err = hashtree.Build(bytes.NewReader(s.data), hashtree.Salt{byte(n)}, shape); err != nil {
		t.Fatal(err)
	}
	s.offer = protocol.TransferOffer{
		Name: name, Files: len(list), Folder: len(list) > 1 || len(list[0].Path) > 1, Size: uint64(len(content)), ListSize: len(head), Root: s.tree.Root(),
	}
	binary.BigEndian.PutUint32(s.offer.ID[:], n)
	return s
}

// bulkCall is a bulk connection of a peer, which answers from streams.
type bulkCall struct {
	caromCall
	streams map[protocol.TransferID]*stream
	ready   atomic.Bool
	asked   atomic.Int64
	came    atomic.Int64 // bytes of files of the node
	mute    bool         // answers no request before goOn
	later   []protocol.BulkRequest
}

func (c *bulkCall) BulkReady(*protocol.Conn) { c.ready.Store(true) }

func (c *bulkCall) BulkReceived(conn *protocol.Conn, m protocol.BulkMessage) {
	switch m := m.(type) {
	case protocol.BulkOpen:
		conn.SendBulk(protocol.BulkOpened{ID: m.ID, Salt: c.streams[m.ID].tree.Salt()})
	case protocol.BulkPart:
		c.came.Add(int64(len(m.Data)))
	case protocol.BulkRequest:
		c.asked.Add(1)
		c.lock(func() {
			if c.mute {
				c.later = append(c.later, m)
			} else {
				c.answer(conn, m)
			}
		})
	}
}

// goOn answers what was asked while it was mute.
func (c *bulkCall) goOn() {
	c.lock(func() {
		for _, m := range c.later {
			c.answer(c.conn, m)
		}
		c.mute, c.later = false, nil
	})
}

func (c *bulkCall) answer(conn *protocol.Conn, m protocol.BulkRequest) {
	s := c.streams[m.ID]
	shape := s.tree.Shape()
	index := int(m.Offset) / shape.PieceSize()
	start, length := shape.Extent(index, 1)
	for at, end := int(m.Offset), int(m.Offset)+m.Length; at < end; {
		n := min(protocol.PartSize, end-at)
		part := protocol.BulkPart{ID: m.ID, Offset: uint64(at), Data: s.data[at : at+n]}
		if at+n == int(start+length) {
			part.Proof, _ = s.tree.Proof(index, 1)
		}
		conn.SendBulk(part)
		at += n
	}
}

// bulk dials a bulk connection beside the contact connection.
func (c *caromCall) bulk(streams ...*stream) *bulkCall {
	c.p.t.Helper()
	nc, err := c.p.network.Dial(c.p.t.Context(), c.to.id().Text(), 9878, "y")
	if err != nil {
		c.p.t.Fatal(err)
	}
	b := &bulkCall{
		caromCall: caromCall{call: &call{ended: make(chan struct{}), acks: make(map[uint32]bool)}, p: c.p, to: c.to},
		streams:   make(map[protocol.TransferID]*stream),
	}
	for _, s := range streams {
		b.streams[s.offer.ID] = s
	}
	b.serve(protocol.NewBulkClient(nc, c.to.id(), protocol.Config{Identity: c.p}, b))
	return b
}

// withCarom is a node that takes files, and a contact of it that plays a Carom.
func withCarom(t *testing.T, run func(t *testing.T, n *node, c *caromCall)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		n := startNodeWith(t, fabric, newStore(t), fileConfig(t))
		p := newPeer(t, fabric)
		p.befriend(n)
		run(t, n, p.callAsCarom(n))
	})
}

func (n *node) transfers() []core.Transfer {
	n.t.Helper()
	list, err := n.engine.Transfers(n.t.Context(), contacts.ServiceID{})
	if err != nil {
		n.t.Fatal(err)
	}
	return list
}
