package main

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strconv"
	"sync"

	"carom/contacts"
	"carom/onion"

	"golang.org/x/net/proxy"
)

// dialer is a Tor that publishes no service, so that all its streams go to others. It
// dials through a SOCKS port of the measurement's, which can so put streams of its
// own on the circuit of a connection: some circuits carry half as much again as others.
type dialer struct {
	onion.Network
	socks string // the path of its socket

	mu    sync.Mutex
	dials int
	last  map[string]route // the newest connection's, by service
}

// route is what leads to a service by one circuit: tor keeps streams apart by user and
// password.
type route struct {
	port uint16
	auth proxy.Auth
}

// dialerSocks is where the SOCKS port of a dialer is.
func dialerSocks(dir string) string { return filepath.Join(dir, "socks") }

func newDialer(tor onion.Network, dir string) *dialer {
	return &dialer{Network: tor, socks: dialerSocks(dir), last: make(map[string]route)}
}

// Listen implements onion.Network.
func (*dialer) Listen(onion.Key, uint16) (net.Listener, error) {
	return &deaf{closed: make(chan struct{})}, nil
}

// Dial implements onion.Network: no two dials share a circuit.
func (d *dialer) Dial(ctx context.Context, id string, port uint16, isolation string) (net.Conn, error) {
	if d.Status().Phase != onion.Online {
		return nil, onion.ErrOffline
	}
	d.mu.Lock()
	d.dials++
	by := route{port, proxy.Auth{User: isolation, Password: strconv.Itoa(d.dials)}}
	d.mu.Unlock()
	c, err := d.dial(ctx, id, by)
	if err != nil {
		return nil, onion.ErrUnreachable
	}
	d.mu.Lock()
	d.last[id] = by
	d.mu.Unlock()
	return c, nil
}

func (d *dialer) dial(ctx context.Context, id string, by route) (net.Conn, error) {
	socks, err := proxy.SOCKS5("unix", d.socks, &by.auth, nil)
	if err != nil {
		return nil, err
	}
	return socks.(proxy.ContextDialer).DialContext(ctx, "tcp", net.JoinHostPort(id+".onion", strconv.Itoa(int(by.port))))
}

// beside opens a raw stream on the circuit of the newest connection to a receiver.
func (d *dialer) beside(ctx context.Context, id contacts.ServiceID, to *receiver) (*rawStream, error) {
	d.mu.Lock()
	by, ok := d.last[id.Text()]
	d.mu.Unlock()
	if !ok {
		return nil, errors.New("there is no connection to put a raw stream beside")
	}
	client, err := d.dial(ctx, id.Text(), by)
	if err != nil {
		return nil, err
	}
	service, err := to.accept(ctx, client)
	if err != nil {
		client.Close()
		return nil, err
	}
	return &rawStream{client: client, service: service, by: by}, nil
}

// same reports whether the newest connection to a receiver is still the one that a
// raw stream was put beside.
func (d *dialer) same(id contacts.ServiceID, r *rawStream) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last[id.Text()] == r.by
}

// deaf is a listener that nobody reaches.
type deaf struct {
	closed chan struct{}
	once   sync.Once
}

func (d *deaf) Accept() (net.Conn, error) { <-d.closed; return nil, net.ErrClosed }
func (d *deaf) Close() error              { d.once.Do(func() { close(d.closed) }); return nil }
func (d *deaf) Addr() net.Addr            { return &net.UnixAddr{} }
