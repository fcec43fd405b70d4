// Package oniontest is a Tor network in memory, for tests of what is built on
// package onion, and the conformance suite that holds it and the real one to
// the same behaviour. It works inside testing/synctest bubbles.
package oniontest

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"carom/contacts"
	"carom/onion"
)

const (
	// dialTime is how long a dial takes that succeeds, failTime one that does not.
	dialTime = 50 * time.Millisecond
	failTime = time.Second
	// backlog is how many connections wait for Accept.
	backlog = 256
)

// Fabric connects the FakeNetworks made from it. Its methods may be called from
// any goroutine.
type Fabric struct {
	mu       sync.Mutex
	services map[string]*listener
	links    map[*link]struct{}
	dials    map[string]int
	dialling int
	hang     bool
	bound    int
}

// link is one connection through the fabric.
type link struct {
	dialler, host *FakeNetwork
	ends          [2]*conn
	open          int
}

// NewFabric returns a network without anybody on it.
func NewFabric() *Fabric {
	return &Fabric{services: make(map[string]*listener), links: make(map[*link]struct{}), dials: make(map[string]int)}
}

// Network returns a new participant. It is online from Serve on.
func (f *Fabric) Network() *FakeNetwork {
	return &FakeNetwork{fabric: f, online: true, changed: make(chan struct{}), listeners: make(map[*listener]struct{})}
}

// CutAll ends every connection, as seen from both sides.
func (f *Fabric) CutAll() { f.cut(func(*link) bool { return true }) }

// Connections is how many connections both sides hold open.
func (f *Fabric) Connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for l := range f.links {
		if l.open == 2 {
			n++
		}
	}
	return n
}

// Dials is how often a service has been dialled.
func (f *Fabric) Dials(serviceID string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dials[serviceID]
}

// Dialling is how many dials are under way.
func (f *Fabric) Dialling() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dialling
}

// HangDials makes dials last until their context ends.
func (f *Fabric) HangDials(hang bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hang = hang
}

// Bound makes writers wait on every connection, of now and later, that has
// carried about so many bytes in their direction; 0 lets all go on.
func (f *Fabric) Bound(bytes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bound = bytes
	for l := range f.links {
		l.ends[0].out.limit(bytes)
		l.ends[1].out.limit(bytes)
	}
}

// Stands reports whether a connection that is open has carried as much as it may.
func (f *Fabric) Stands() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for l := range f.links {
		if l.ends[0].out.full() || l.ends[1].out.full() {
			return true
		}
	}
	return false
}

func (f *Fabric) cut(which func(*link) bool) {
	f.mu.Lock()
	var ends []*conn
	for l := range f.links {
		if which(l) {
			ends = append(ends, l.ends[0], l.ends[1])
		}
	}
	f.mu.Unlock()
	for _, c := range ends {
		c.sever()
	}
}

func (f *Fabric) closed(l *link) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l.open--; l.open == 0 {
		delete(f.links, l)
	}
}

// connect makes a connection to a service; nil when it is not there.
func (f *Fabric) connect(from *FakeNetwork, serviceID string) net.Conn {
	f.mu.Lock()
	l := f.services[serviceID]
	if l == nil {
		f.mu.Unlock()
		return nil
	}
	there, back := newStream(), newStream()
	k := &link{dialler: from, host: l.network, open: 2}
	k.ends = [2]*conn{
		{in: back, out: there, fabric: f, link: k},
		{in: there, out: back, fabric: f, link: k},
	}
	f.links[k] = struct{}{}
	there.limit(f.bound)
	back.limit(f.bound)
	f.mu.Unlock()
	select {
	case l.queue <- k.ends[1]:
		return k.ends[0]
	case <-l.closed:
	default:
	}
	k.ends[0].Close()
	k.ends[1].Close()
	return nil
}

// FakeNetwork is an onion.Network on a Fabric.
type FakeNetwork struct {
	fabric *Fabric

	mu        sync.Mutex
	serving   bool
	online    bool
	epoch     uint64
	settings  onion.Settings
	changed   chan struct{}
	listeners map[*listener]struct{}
}

var _ onion.Network = (*FakeNetwork)(nil)

// Serve implements onion.Network.
func (n *FakeNetwork) Serve(ctx context.Context) error {
	n.update(func() { n.serving = true })
	<-ctx.Done()
	n.update(func() { n.serving = false })
	n.fabric.cut(n.has)
	return nil
}

// SetOnline is this participant's tor losing or finding the network: its
// connections end, its services are gone, for both sides to see.
func (n *FakeNetwork) SetOnline(online bool) {
	n.update(func() { n.online = online })
	if !online {
		n.fabric.cut(n.has)
	}
}

// Vanish is this participant's tor being killed: its own side sees its
// connections end, the other side sees nothing at all.
func (n *FakeNetwork) Vanish() {
	n.update(func() { n.online = false })
	f := n.fabric
	f.mu.Lock()
	var ends []*conn
	for l := range f.links {
		if !n.has(l) {
			continue
		}
		for i, side := range []*FakeNetwork{l.dialler, l.host} {
			l.ends[i].out.hush()
			if side == n {
				ends = append(ends, l.ends[i])
			}
		}
	}
	f.mu.Unlock()
	for _, c := range ends {
		c.Close()
	}
}

func (n *FakeNetwork) has(l *link) bool { return l.dialler == n || l.host == n }

// update changes the state, publishes or withdraws the services, and tells
// who waits for a change.
func (n *FakeNetwork) update(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	before := n.up()
	change()
	if n.up() && !before {
		n.epoch++
	}
	for l := range n.listeners {
		n.fabric.publish(l, n.up())
	}
	close(n.changed)
	n.changed = make(chan struct{})
}

func (n *FakeNetwork) up() bool { return n.serving && n.online }

func (f *Fabric) publish(l *listener, up bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case up:
		f.services[l.id] = l
	case f.services[l.id] == l:
		delete(f.services, l.id)
	}
}

// Listen implements onion.Network. The port is not looked at: a service has one.
func (n *FakeNetwork) Listen(key onion.Key, _ uint16) (net.Listener, error) {
	if key.IsZero() {
		return nil, errors.New("listening without a key")
	}
	l := &listener{
		network: n, id: contacts.FromPublicKey(key.PublicKey()).Text(),
		queue: make(chan *conn, backlog), closed: make(chan struct{}),
	}
	n.update(func() { n.listeners[l] = struct{}{} })
	return l, nil
}

// Dial implements onion.Network.
func (n *FakeNetwork) Dial(ctx context.Context, serviceID string, _ uint16, _ string) (net.Conn, error) {
	n.mu.Lock()
	up := n.up()
	n.mu.Unlock()
	if !up {
		return nil, onion.ErrOffline
	}
	n.fabric.begin(serviceID)
	defer n.fabric.done()
	if err := n.fabric.pause(ctx, dialTime); err != nil {
		return nil, err
	}
	if c := n.fabric.connect(n, serviceID); c != nil {
		return c, nil
	}
	if err := n.fabric.pause(ctx, failTime); err != nil {
		return nil, err
	}
	return nil, onion.ErrUnreachable
}

func (f *Fabric) begin(serviceID string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dials[serviceID]++
	f.dialling++
}

func (f *Fabric) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dialling--
}

func (f *Fabric) pause(ctx context.Context, d time.Duration) error {
	f.mu.Lock()
	hang := f.hang
	f.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	over := timer.C
	if hang {
		over = nil
	}
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Status implements onion.Network.
func (n *FakeNetwork) Status() onion.Status {
	n.mu.Lock()
	defer n.mu.Unlock()
	st := onion.Status{Epoch: n.epoch, TorVersion: "0.0.0.0", System: n.settings.System}
	switch {
	case n.up():
		st.Phase, st.Percent, st.Published = onion.Online, 100, len(n.listeners) > 0
	case n.serving:
		st.Phase = onion.Bootstrapping
	}
	return st
}

// Changed implements onion.Network.
func (n *FakeNetwork) Changed() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.changed
}

type listener struct {
	network *FakeNetwork
	id      string
	queue   chan *conn
	closed  chan struct{}
	once    sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-l.queue:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.network.update(func() {
			delete(l.network.listeners, l)
			l.network.fabric.publish(l, false)
		})
	})
	return nil
}

func (l *listener) Addr() net.Addr { return addr{} }
