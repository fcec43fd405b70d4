package onion

import (
	"crypto/sha3"
	"encoding/base32"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// whonixMarker exists on a Whonix workstation. There, and only there, the
// gateway's tor reaches us from another machine (Whonix's onion-grater).
const whonixMarker = "/usr/share/anon-ws-base-files/workstation"

// service is an onion service that is published as long as it is open. It is
// the net.Listener that Listen returns.
//
// What is behind it is opened anew when another kind of Tor is used from now on:
// see retarget.
type service struct {
	tor         *Tor
	key         Key
	id          string
	virtualPort uint16

	mu     sync.Mutex
	target target
	closed bool
}

// target is what tor forwards a service's connections to.
type target struct {
	net.Listener
	name   string // for ADD_ONION
	system bool   // within reach of a Tor that is not ours
}

// serviceID is the 56 characters of a key's service (rend-spec-v3, section 6).
func serviceID(k Key) string {
	pub := k.PublicKey()
	sum := sha3.Sum256(append(append([]byte(".onion checksum"), pub...), 3))
	raw := append(append([]byte{}, pub...), sum[0], sum[1], 3)
	return strings.ToLower(base32.StdEncoding.EncodeToString(raw))
}

// Listen implements Network.
func (t *Tor) Listen(key Key, virtualPort uint16) (net.Listener, error) {
	if key.IsZero() {
		return nil, errors.New("an onion service needs a key")
	}
	s := &service{tor: t, key: key, id: serviceID(key), virtualPort: virtualPort}
	if err := s.retarget(t.usesSystem()); err != nil {
		return nil, err
	}
	t.mu.Lock()
	for _, other := range t.services {
		if other.id == s.id {
			t.mu.Unlock()
			s.target.Close()
			return nil, errors.New("this onion service is published already")
		}
	}
	t.services = append(t.services, s)
	t.mu.Unlock()
	t.kickServices()
	return s, nil
}

// retarget opens what tor forwards to, unless it is open already: a unix socket
// that only we and our own tor can reach; for a Tor that runs already, which may
// be another user's, a port on the loopback interface.
func (s *service) retarget(system bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.target
	if s.closed || (before.Listener != nil && before.system == system) {
		return nil
	}
	open := s.openSocket
	if system {
		open = s.openPort
	}
	l, name, err := open()
	if err != nil {
		return fmt.Errorf("opening a way to the onion service: %w", err)
	}
	s.target = target{l, name, system}
	if before.Listener != nil {
		before.Close() // Accept goes on with the new one
	}
	return nil
}

func (s *service) openPort() (net.Listener, string, error) {
	host := "127.0.0.1"
	if _, err := os.Stat(whonixMarker); err == nil {
		host = "0.0.0.0"
	}
	l, err := net.Listen("tcp4", host+":0")
	if err != nil {
		return nil, "", err
	}
	return l, fmt.Sprintf("127.0.0.1:%d", l.Addr().(*net.TCPAddr).Port), nil
}

func (s *service) openSocket() (net.Listener, string, error) {
	dir, err := s.tor.socketDir()
	if err != nil {
		return nil, "", err
	}
	path := filepath.Join(dir, s.id[:16])
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, "", err
	}
	l, err := net.Listen("unix", path)
	return l, "unix:" + path, err
}

func (s *service) current() (target, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.target, s.closed
}

// Accept implements net.Listener.
func (s *service) Accept() (net.Conn, error) {
	for {
		from, _ := s.current()
		c, err := from.Accept()
		if err == nil {
			return c, nil
		}
		if now, closed := s.current(); closed || now.Listener == from.Listener {
			return nil, err
		}
	}
}

// Addr implements net.Listener.
func (s *service) Addr() net.Addr {
	now, _ := s.current()
	return now.Listener.Addr()
}

// Close withdraws the service. Connections that were accepted go on.
func (s *service) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	s.closed = true
	err := s.target.Close()
	t := s.tor
	t.mu.Lock()
	t.services = slices.DeleteFunc(slices.Clone(t.services), func(other *service) bool { return other == s })
	t.mu.Unlock()
	t.kickServices()
	return err
}

// publisher keeps one run of tor's services the same as those that are open.
// It belongs to the goroutine of the run.
type publisher struct {
	ctl       *controlConn
	published map[string]bool // by id; true once a descriptor was uploaded
}

// sync adds and deletes what is needed.
func (p *publisher) sync(open []*service) error {
	wanted := make(map[string]bool, len(open))
	for _, s := range open {
		wanted[s.id] = true
		if _, there := p.published[s.id]; there {
			continue
		}
		if err := p.add(s); err != nil {
			return err
		}
		p.published[s.id] = false
	}
	for id := range p.published {
		if !wanted[id] {
			if err := p.ctl.delOnion(id); err != nil {
				return err
			}
			delete(p.published, id)
		}
	}
	return nil
}

// add publishes a service. One that is there already was left by a control
// connection of ours that tor has not yet noticed the end of.
func (p *publisher) add(s *service) error {
	to, _ := s.current()
	err := p.ctl.addOnion(s.key, s.virtualPort, to.name)
	if refusedWith(err, codeCollision) {
		if err := p.ctl.delOnion(s.id); err != nil {
			return err
		}
		err = p.ctl.addOnion(s.key, s.virtualPort, to.name)
	}
	return err
}

// uploaded notes an HS_DESC event.
func (p *publisher) uploaded(id string) {
	if _, ours := p.published[id]; ours {
		p.published[id] = true
	}
}

// all reports whether every service has a descriptor on the network.
func (p *publisher) all() bool {
	for _, up := range p.published {
		if !up {
			return false
		}
	}
	return len(p.published) > 0
}
