package main

import (
	"net"
	"sync"

	"carom/onion"
)

// network is what a node in that role has of its tor.
func (r role) network(tor onion.Network) onion.Network {
	if r.hidden {
		return hidden{tor}
	}
	return tor
}

// hidden is a Tor that publishes no service.
type hidden struct{ onion.Network }

// Listen implements onion.Network.
func (hidden) Listen(onion.Key, uint16) (net.Listener, error) {
	return &deaf{closed: make(chan struct{})}, nil
}

// deaf is a listener that nobody reaches.
type deaf struct {
	closed chan struct{}
	once   sync.Once
}

func (d *deaf) Accept() (net.Conn, error) { <-d.closed; return nil, net.ErrClosed }
func (d *deaf) Close() error              { d.once.Do(func() { close(d.closed) }); return nil }
func (d *deaf) Addr() net.Addr            { return &net.UnixAddr{} }
