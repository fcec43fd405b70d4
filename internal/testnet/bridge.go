package testnet

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	obfs4Port = 4444
	// obfs4Program is Debian's, of the package of the same name.
	obfs4Program = "/usr/bin/obfs4proxy"
	// bridgeTimeout is how long a bridge may take to be ready.
	bridgeTimeout = 30 * time.Second
)

// Bridge is a bridge to a private network. Nobody learns of it but those who
// have one of its lines.
type Bridge struct {
	// Plain and Obfs4 are the lines with which it is used.
	Plain, Obfs4 string
	// IP and Fingerprint are what must not be found where they do not belong.
	IP, Fingerprint string

	spawner *spawner
}

// StartBridge adds a bridge to the network, a shared one too, with its files in
// dir. Stop ends it.
func (n *Network) StartBridge(ctx context.Context, dir string) (_ *Bridge, err error) {
	if _, err := os.Stat(obfs4Program); err != nil {
		return nil, errors.New("there is no obfs4proxy here: install Debian's package of that name (make test does)")
	}
	b := &Bridge{IP: fmt.Sprintf("127.%d.%d.9", 220+rand.IntN(30), rand.IntN(250)), spawner: newSpawner()}
	defer func() {
		if err != nil {
			b.Stop()
		}
	}()
	torrc := filepath.Join(dir, "torrc")
	if err := writeLines(torrc, append(n.Node(),
		"DataDirectory "+dir,
		"Log notice file "+filepath.Join(dir, "notice.log"),
		"Nickname bridge",
		"Address "+b.IP,
		"OutboundBindAddress "+b.IP,
		fmt.Sprintf("ORPort %s:%d IPv4Only", b.IP, orPort),
		"SocksPort 0",
		"AssumeReachable 1",
		"ExitRelay 0",
		"BridgeRelay 1",
		"PublishServerDescriptor 0",
		"BridgeDistribution none",
		"ExtORPort auto",
		"ServerTransportPlugin obfs4 exec "+obfs4Program,
		fmt.Sprintf("ServerTransportListenAddr obfs4 %s:%d", b.IP, obfs4Port),
	)); err != nil {
		return nil, err
	}
	p, err := b.spawner.start(torrc, dir)
	if err != nil {
		return nil, err
	}
	return b, b.await(ctx, p, dir)
}

// await waits until the bridge is up, and reads its lines.
func (b *Bridge) await(ctx context.Context, p *process, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, bridgeTimeout)
	defer cancel()
	for !b.read(dir) {
		select {
		case <-p.exited:
			return errors.New("the bridge ended:\n" + (&node{dir: dir}).lastWords())
		case <-ctx.Done():
			return fmt.Errorf("waiting for the bridge: %w\n%s", ctx.Err(), (&node{dir: dir}).lastWords())
		case <-time.After(pollEvery):
		}
	}
	return nil
}

// read makes the bridge's lines of its files, once they are complete.
func (b *Bridge) read(dir string) bool {
	notices, _ := os.ReadFile(filepath.Join(dir, "notice.log"))
	if !strings.Contains(string(notices), "Bootstrapped 100%") {
		return false
	}
	words, _ := os.ReadFile(filepath.Join(dir, "fingerprint"))
	_, fingerprint, _ := strings.Cut(strings.TrimSpace(string(words)), " ")
	sample, _ := os.ReadFile(filepath.Join(dir, "pt_state", "obfs4_bridgeline.txt"))
	_, arguments, ok := strings.Cut(strings.TrimSpace(string(sample)), "cert=")
	if !ok || fingerprint == "" {
		return false
	}
	b.Fingerprint = fingerprint
	b.Plain = fmt.Sprintf("%s:%d %s", b.IP, orPort, fingerprint)
	b.Obfs4 = fmt.Sprintf("obfs4 %s:%d %s cert=%s", b.IP, obfs4Port, fingerprint, arguments)
	return true
}

// Stop ends the bridge.
func (b *Bridge) Stop() { b.spawner.stop() }
