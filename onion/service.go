package onion

import (
	"crypto/sha3"
	"encoding/base32"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// whonixMarker exists on a Whonix workstation. There, and only there, the
// gateway's tor reaches us from another machine (Whonix's onion-grater).
const whonixMarker = "/usr/share/anon-ws-base-files/workstation"

// service is an onion service that is published as long as it is open. It is
// the net.Listener that Listen returns.
type service struct {
	net.Listener
	tor         *Tor
	key         Key
	id          string
	virtualPort uint16
	target      string // for ADD_ONION
	once        sync.Once
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
	if err := s.listen(); err != nil {
		return nil, err
	}
	t.mu.Lock()
	for _, other := range t.services {
		if other.id == s.id {
			t.mu.Unlock()
			s.Listener.Close()
			return nil, errors.New("this onion service is published already")
		}
	}
	t.services = append(t.services, s)
	t.mu.Unlock()
	t.kickServices()
	return s, nil
}

// listen opens the target that tor forwards to: a unix socket that only we and
// our own tor can reach; for a Tor that runs already, which may be another
// user's, a port on the loopback interface.
func (s *service) listen() error {
	if s.tor.cfg.Environ.Attach {
		host := "127.0.0.1"
		if _, err := os.Stat(whonixMarker); err == nil {
			host = "0.0.0.0"
		}
		l, err := net.Listen("tcp4", host+":0")
		if err != nil {
			return fmt.Errorf("opening a port for the onion service: %w", err)
		}
		s.Listener = l
		s.target = fmt.Sprintf("127.0.0.1:%d", l.Addr().(*net.TCPAddr).Port)
		return nil
	}
	dir, err := s.tor.socketDir()
	if err != nil {
		return err
	}
	path := filepath.Join(dir, s.id[:16])
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("opening a socket for the onion service: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("opening a socket for the onion service: %w", err)
	}
	s.Listener, s.target = l, "unix:"+path
	return nil
}

// Close withdraws the service. Connections that were accepted go on.
func (s *service) Close() error {
	err := net.ErrClosed
	s.once.Do(func() {
		err = s.Listener.Close()
		t := s.tor
		t.mu.Lock()
		for i, other := range t.services {
			if other == s {
				t.services = append(t.services[:i:i], t.services[i+1:]...)
				break
			}
		}
		t.mu.Unlock()
		t.kickServices()
	})
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
	err := p.ctl.addOnion(s.key, s.virtualPort, s.target)
	if refusedWith(err, codeCollision) {
		if err := p.ctl.delOnion(s.id); err != nil {
			return err
		}
		err = p.ctl.addOnion(s.key, s.virtualPort, s.target)
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
