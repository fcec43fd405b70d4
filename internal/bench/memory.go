package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/protocol"
	"carom/store"
)

const (
	// online is how many contacts are connected.
	online = 200
	// perContact is how many messages each sends, so that buffers are in use.
	perContact = 10
)

// memory measures the resident memory of a node in a process of its own, with
// its contacts in this one, connected over unix sockets.
func memory(ctx context.Context, cfg config) (rows []row, err error) {
	dir, err := os.MkdirTemp("", "carom-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	peers, err := newPeers(filepath.Join(dir, "contacts"))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, cfg.self, "-child", dir)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer func() { cancel(); cmd.Wait() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the node did not start: %w", err)
	}
	node, err := contacts.ParseServiceID(strings.TrimSpace(line))
	if err != nil {
		return nil, err
	}
	before, err := residentMiB(cmd.Process.Pid)
	if err != nil {
		return nil, err
	}
	closeAll, err := connectAll(ctx, filepath.Join(dir, "onion"), node, peers)
	defer closeAll()
	if err != nil {
		return nil, err
	}
	after, err := residentMiB(cmd.Process.Pid)
	return []row{{
		fmt.Sprintf("memory: node with %d contacts online", online),
		fmt.Sprintf("%.0f MiB", after), fmt.Sprintf("%.0f MiB idle", before), "< 64 MiB",
	}}, err
}

// residentMiB is a process's VmRSS.
func residentMiB(pid int) (float64, error) { return statusMiB(pid, "VmRSS:") }

// statusMiB reads a size from a process's status.
func statusMiB(pid int, name string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name); ok {
			kib, err := strconv.Atoi(strings.Fields(value)[0])
			return float64(kib) / 1024, err
		}
	}
	return 0, errors.New("no " + name)
}

// peer is one contact of the node.
type peer struct {
	key onion.Key
	id  contacts.ServiceID
	// acknowledged is closed when the node has taken all its messages.
	acknowledged chan struct{}
	left         int
}

// newPeers makes the contacts and writes their ids for the node.
func newPeers(path string) ([]*peer, error) {
	var peers []*peer
	var ids strings.Builder
	for range online {
		key, err := onion.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		p := &peer{key: key, id: contacts.FromPublicKey(key.PublicKey()), acknowledged: make(chan struct{}), left: perContact}
		peers = append(peers, p)
		fmt.Fprintln(&ids, p.id.Text())
	}
	return peers, os.WriteFile(path, []byte(ids.String()), 0o600)
}

// connectAll connects every peer and has it send its messages.
func connectAll(ctx context.Context, socket string, node contacts.ServiceID, peers []*peer) (closeAll func(), err error) {
	var conns []*protocol.Conn
	var serving sync.WaitGroup
	closeAll = func() {
		for _, c := range conns {
			c.Close(nil)
		}
		serving.Wait()
	}
	// One after the other: a node takes no more than 64 strangers at a time.
	for i, p := range peers {
		nc, err := net.Dial("unix", socket)
		if err != nil {
			return closeAll, err
		}
		c := protocol.NewClient(nc, node, protocol.Config{Identity: p}, p)
		conns = append(conns, c)
		serving.Go(func() { c.Serve(ctx) })
		select {
		case <-p.acknowledged:
		case <-time.After(30 * time.Second):
			return closeAll, fmt.Errorf("contact %d was not served", i)
		}
	}
	return closeAll, nil
}

func (p *peer) ServiceID() contacts.ServiceID       { return p.id }
func (p *peer) Sign(message []byte) ([]byte, error) { return p.key.Sign(message) }

func (p *peer) Authorize(context.Context, *protocol.Conn, contacts.ServiceID) (bool, error) {
	return false, errors.New("not a listening side")
}
func (p *peer) Authenticated(*protocol.Conn, bool) error { return nil }
func (p *peer) Established(*protocol.Conn)               {}
func (p *peer) ContactRequest(*protocol.Conn, protocol.Request) protocol.ResponseStatus {
	return protocol.ResponseError
}
func (p *peer) RequestAnswered(*protocol.Conn, protocol.ResponseStatus) {}
func (p *peer) PeerAnnounced(*protocol.Conn, []string)                  {}
func (p *peer) MessageReceived(c *protocol.Conn, m protocol.Message)    { c.Acknowledge(m.Receipt, true) }

func (p *peer) ChatReady(c *protocol.Conn) {
	for i := range perContact {
		c.SendMessage(uint32(1<<20+i), strings.Repeat("x", 1000), 0)
	}
}

func (p *peer) MessageAcknowledged(*protocol.Conn, uint32, bool) {
	if p.left--; p.left == 0 {
		close(p.acknowledged)
	}
}

// memoryChild is the node: it prints its id and runs until it is killed.
func memoryChild(ctx context.Context, dir string) error {
	profile, err := newProfile(dir)
	if err != nil {
		return err
	}
	ids, err := os.ReadFile(filepath.Join(dir, "contacts"))
	if err != nil {
		return err
	}
	var changes []store.Change
	for i, text := range strings.Fields(string(ids)) {
		id, err := contacts.ParseServiceID(text)
		if err != nil {
			return err
		}
		changes = append(changes, store.PutContact{Contact: contacts.Contact{
			ID: id, Nickname: fmt.Sprint("contact ", i), State: contacts.Accepted, Added: time.Now(),
		}})
	}
	stored := make(chan error, 1)
	profile.Commit(changes, func(err error) { stored <- err })
	if err := <-stored; err != nil {
		return err
	}
	network := &pipes{path: filepath.Join(dir, "onion"), changed: make(chan struct{})}
	engine, err := core.New(core.Config{Store: profile, Network: network})
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- engine.Serve(ctx) }()
	if _, err := engine.State(ctx); err != nil {
		return err
	}
	fmt.Println(engine.Self().Text())
	return errors.Join(<-served, profile.Close())
}

// pipes is an onion.Network of one unix socket: who connects is a peer.
type pipes struct {
	path    string
	changed chan struct{}
}

var _ onion.Network = (*pipes)(nil)

func (p *pipes) Serve(ctx context.Context) error { <-ctx.Done(); return nil }

func (p *pipes) Listen(onion.Key, uint16) (net.Listener, error) { return net.Listen("unix", p.path) }

func (p *pipes) Dial(context.Context, string, uint16, string) (net.Conn, error) {
	return nil, onion.ErrUnreachable
}

func (p *pipes) Status() onion.Status {
	return onion.Status{Phase: onion.Online, Percent: 100, Published: true, Epoch: 1}
}
func (p *pipes) Configure(onion.Settings) error { return nil }
func (p *pipes) Log() []string                  { return nil }
func (p *pipes) Changed() <-chan struct{}       { return p.changed }
