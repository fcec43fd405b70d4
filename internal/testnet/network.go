package testnet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

const (
	authorities = 3
	// defaultRelays is how many relays there are in all: four are enough,
	// three are not.
	defaultRelays = 5
	minRelays     = 4
	maxRelays     = 200

	// Environment names the folder of a running network for Shared.
	Environment = "CAROM_TESTNET"
	// description is the file in that folder that Shared reads.
	description = "network.json"

	pollEvery = 20 * time.Millisecond
)

// Options describe a network.
type Options struct {
	// Relays is how many relays there are in all, the three authorities
	// included; 0 means 5, at least 4.
	Relays int
	// Latency is added, one way and in both directions, to every connection
	// between two tors.
	Latency time.Duration
	// Dir is where the network's files go; a new temporary folder when empty.
	// Stop removes what Start made.
	Dir string
}

// Network is a running network.
type Network struct {
	dir      string
	ownDir   bool
	shared   bool
	prefix   string // "127.a.b."
	latency  time.Duration
	offset   int
	nodes    []*node
	lines    []string // DirAuthority
	spawner  *spawner
	delays   []io.Closer
	stopOnce sync.Once
	stopErr  error
}

// Start runs a network and returns when clients can use it. ctx bounds only
// the start.
func Start(ctx context.Context, o Options) (_ *Network, err error) {
	if o.Relays == 0 {
		o.Relays = defaultRelays
	}
	if o.Relays < minRelays || o.Relays > maxRelays {
		return nil, fmt.Errorf("a network has %d to %d relays", minRelays, maxRelays)
	}
	if err := checkPrograms(); err != nil {
		return nil, err
	}
	n := &Network{
		dir: o.Dir, latency: o.Latency,
		// A random part of 127/8 for each network: no two get in each other's way.
		prefix:  fmt.Sprintf("127.%d.%d.", 16+rand.IntN(200), rand.IntN(250)),
		spawner: newSpawner(),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Stop())
		}
	}()
	if n.dir == "" {
		if n.dir, err = os.MkdirTemp("", "carom-testnet-"); err != nil {
			return nil, err
		}
		n.ownDir = true
	}
	if err := n.prepare(ctx, o.Relays); err != nil {
		return nil, err
	}
	if err := n.launch(); err != nil {
		return nil, err
	}
	if err := n.ready(ctx); err != nil {
		return nil, err
	}
	return n, n.describe()
}

func checkPrograms() error {
	for _, p := range []string{"tor", "tor-gencert"} {
		if _, err := exec.LookPath(p); err != nil {
			return fmt.Errorf("there is no %s program here: install Debian's package tor (make test and make demo do)", p)
		}
	}
	return nil
}

// prepare makes the nodes' folders and keys.
func (n *Network) prepare(ctx context.Context, relays int) error {
	results := make(chan error, relays)
	for i := range relays {
		nd := &node{index: i, authority: i < authorities, ip: n.prefix + strconv.Itoa(i+1)}
		nd.name = fmt.Sprintf("relay%d", i)
		if nd.authority {
			nd.name = fmt.Sprintf("auth%d", i)
		}
		nd.dir = filepath.Join(n.dir, nd.name)
		n.nodes = append(n.nodes, nd)
		if err := os.MkdirAll(filepath.Join(nd.dir, "keys"), 0o700); err != nil {
			return err
		}
	}
	for _, nd := range n.authorities() {
		go func() { results <- nd.makeKeys(ctx) }()
	}
	var errs []error
	for range n.authorities() {
		errs = append(errs, <-results)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, nd := range n.authorities() {
		n.lines = append(n.lines, fmt.Sprintf("DirAuthority %s orport=%d no-v2 v3ident=%s %s:%d %s",
			nd.name, orPort, nd.v3Ident, nd.ip, dirPort, nd.fingerprint))
	}
	return nil
}

func (n *Network) authorities() []*node { return n.nodes[:authorities] }

// launch starts every tor, and the delay lines in front of them.
func (n *Network) launch() error {
	// The first vote is half an interval away: it waits for ready.
	n.offset = int((time.Now().Unix() + votingInterval/2) % votingInterval)
	for _, nd := range n.nodes {
		if n.latency > 0 {
			d, err := newDelayLine(fmt.Sprintf("%s:%d", nd.ip, orPort), fmt.Sprintf("%s:%d", nd.ip, delayedORPort), n.latency)
			if err != nil {
				return err
			}
			n.delays = append(n.delays, d)
		}
		torrc := filepath.Join(nd.dir, "torrc")
		if err := writeLines(torrc, n.relayTorrc(nd)); err != nil {
			return err
		}
		p, err := n.spawner.start(torrc, nd.dir)
		if err != nil {
			return err
		}
		nd.process = p
	}
	return nil
}

// Node returns the torrc lines that a client needs to use the network. They do
// not say where its data, its SOCKS port and its control port are.
func (n *Network) Node() []string {
	return append([]string{
		"TestingTorNetwork 1",
		"ShutdownWaitLength 0",
		"ClientUseIPv6 0",
		"ConfluxEnabled 0",
		// Learned timeouts run away when the machine is busy.
		"LearnCircuitBuildTimeout 0",
	}, n.lines...)
}

// Dir is the network's folder.
func (n *Network) Dir() string { return n.dir }

// Stop ends every process and removes what Start made. A network that Shared
// only attached to goes on. Later calls return what the first one did.
func (n *Network) Stop() error {
	if n.shared {
		return nil
	}
	n.stopOnce.Do(func() {
		n.spawner.stop()
		for _, d := range n.delays {
			n.stopErr = errors.Join(n.stopErr, d.Close())
		}
		if n.ownDir {
			n.stopErr = errors.Join(n.stopErr, os.RemoveAll(n.dir))
			return
		}
		n.stopErr = errors.Join(n.stopErr, os.RemoveAll(filepath.Join(n.dir, description)))
		for _, nd := range n.nodes {
			n.stopErr = errors.Join(n.stopErr, os.RemoveAll(nd.dir))
		}
	})
	return n.stopErr
}

// described is what network.json holds.
type described struct {
	Lines []string `json:"dir_authority_lines"`
}

func (n *Network) describe() error {
	data, err := json.MarshalIndent(described{n.lines}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(n.dir, description), append(data, '\n'), 0o600)
}

// Shared returns the network that CAROM_TESTNET names, or a new one.
func Shared(ctx context.Context) (*Network, error) {
	dir := os.Getenv(Environment)
	if dir == "" {
		return Start(ctx, Options{})
	}
	data, err := os.ReadFile(filepath.Join(dir, description))
	if err != nil {
		return nil, fmt.Errorf("%s names no running network: %w", Environment, err)
	}
	var d described
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("%s names a damaged network: %w", Environment, err)
	}
	return &Network{dir: dir, shared: true, lines: d.Lines}, nil
}
