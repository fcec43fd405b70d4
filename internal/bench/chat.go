package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/internal/testnet"
	"carom/onion"
	"carom/store"
)

const (
	// rounds is how many messages and how many echoes are timed, in turns.
	rounds = 300
	// echoBytes is the size of an echo: that of a short chat packet.
	echoBytes = 64
	echoPort  = 7
)

// local is a whole node in this process: tor, engine, profile on disk.
type local struct {
	tor    *onion.Tor
	engine *core.Engine
	stop   func() error

	dialer   *dialer   // in that role
	receiver *receiver // in that role
}

// newProfile makes a profile without a passphrase.
func newProfile(dir string) (*store.DB, error) {
	path := noderun.ProfileDir(dir)
	if err := store.Create(path, store.Passphrase{}); err != nil {
		return nil, err
	}
	for {
		// A tor that is just being started has our lock for a moment, until it
		// is a tor.
		db, err := store.Open(path, store.Passphrase{})
		if !errors.Is(err, store.ErrLocked) {
			return db, err
		}
		<-time.After(10 * time.Millisecond)
	}
}

// startLocal runs a node on the private network.
func startLocal(network *testnet.Network, dir string) (*local, error) {
	return startAs(network, dir, role{})
}

// role is what a node is beside a usual one: somebody who knows nothing of
// Caroms, or one of two between whom raw streams go too.
type role struct{ plain, sends, receives bool }

func startAs(network *testnet.Network, dir string, as role) (*local, error) {
	profile, err := newProfile(dir)
	if err != nil {
		return nil, err
	}
	extra := network.Node()
	if as.sends {
		extra = append(extra, fmt.Sprintf("SocksPort %q", "unix:"+dialerSocks(dir)))
	}
	tor, err := onion.New(onion.Config{DataDir: filepath.Join(dir, "tor"), ExtraTorrc: extra})
	if err != nil {
		return nil, errors.Join(err, profile.Close())
	}
	node := &local{tor: tor}
	used := onion.Network(tor)
	switch {
	case as.sends:
		node.dialer = newDialer(tor, dir)
		used = node.dialer
	case as.receives:
		node.receiver = newReceiver(tor)
		used = node.receiver
	}
	node.engine, err = core.New(core.Config{Store: profile, Network: used, DisableExtensions: as.plain, Files: &core.FileConfig{
		Partial: filepath.Join(dir, "partial"), Received: filepath.Join(dir, "received"),
	}})
	if err != nil {
		return nil, errors.Join(err, profile.Close())
	}
	torCtx, stopTor := context.WithCancel(context.Background())
	engineCtx, stopEngine := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	var torErr, engineErr error
	wg.Go(func() { torErr = tor.Serve(torCtx) })
	engineDone := make(chan struct{})
	go func() { engineErr = node.engine.Serve(engineCtx); close(engineDone) }()
	node.stop = sync.OnceValue(func() error {
		stopEngine()
		<-engineDone
		stopTor()
		wg.Wait()
		return errors.Join(engineErr, torErr, profile.Close())
	})
	return node, nil
}

// chat times messages from send to delivered, and echoes on a raw onion stream
// between the same two tors, in turns.
func chat(ctx context.Context, _ config) (rows []row, err error) {
	return onNetwork(ctx, testnet.Options{}, func(dir string, network *testnet.Network) ([]row, error) {
		a, err := startLocal(network, filepath.Join(dir, "a"))
		if err != nil {
			return nil, err
		}
		defer a.stop()
		b, err := startLocal(network, filepath.Join(dir, "b"))
		if err != nil {
			return nil, err
		}
		defer b.stop()
		if err := befriend(ctx, a.engine, b.engine); err != nil {
			return nil, err
		}
		echo, stopEcho, err := openEcho(ctx, a.tor, b.tor)
		if err != nil {
			return nil, err
		}
		defer stopEcho()
		return timeBoth(ctx, a.engine, b.engine, echo)
	})
}

// onNetwork runs a suite in a temporary folder with a private Tor network.
func onNetwork(ctx context.Context, o testnet.Options, run func(dir string, network *testnet.Network) ([]row, error)) (rows []row, err error) {
	network, err := testnet.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer network.Stop()
	return inFolder(network, run)
}

// inFolder runs a suite in a temporary folder.
func inFolder(network *testnet.Network, run func(dir string, network *testnet.Network) ([]row, error)) (rows []row, err error) {
	dir, err := os.MkdirTemp("", "carom-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return run(dir, network)
}

func timeBoth(ctx context.Context, a, b *core.Engine, echo net.Conn) ([]row, error) {
	sub, err := a.Subscribe(ctx)
	if err != nil {
		return nil, err
	}
	defer sub.Close()
	text := strings.Repeat("x", echoBytes-20)
	var messages, echoes []time.Duration
	for i := range rounds + 10 {
		m, err := timeMessage(ctx, a, b.Self(), sub, text)
		if err != nil {
			return nil, fmt.Errorf("message %d: %w", i, err)
		}
		e, err := timeEcho(echo)
		if err != nil {
			return nil, fmt.Errorf("echo %d: %w", i, err)
		}
		if i >= 10 { // the first ones warm the circuits up
			messages, echoes = append(messages, m), append(echoes, e)
		}
	}
	m50, e50 := quantile(messages, 0.5), quantile(echoes, 0.5)
	return []row{
		{"chat: send to delivered, median", ms(m50), ms(e50), "raw echo x 1.15"},
		{"chat: median as a multiple of the echo's", fmt.Sprintf("%.2f", float64(m50)/float64(e50)), "1.00", "<= 1.15"},
		{"chat: send to delivered, 95 %", ms(quantile(messages, 0.95)), ms(quantile(echoes, 0.95)), ""},
	}, nil
}

func timeMessage(ctx context.Context, a *core.Engine, to contacts.ServiceID, sub core.Subscription, text string) (time.Duration, error) {
	start := time.Now()
	m, err := a.Send(ctx, to, text)
	if err != nil {
		return 0, err
	}
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			return 0, err
		}
		if c, ok := ev.Event.(core.MessageChanged); ok && c.Message.ID == m.ID && c.Message.Delivery == core.Delivered {
			return time.Since(start), nil
		}
	}
}

func timeEcho(c net.Conn) (time.Duration, error) {
	buf := make([]byte, echoBytes)
	start := time.Now()
	if _, err := c.Write(buf); err != nil {
		return 0, err
	}
	if _, err := io.ReadFull(c, buf); err != nil {
		return 0, err
	}
	return time.Since(start), nil
}

// openEcho publishes an echo on b's tor and connects to it through a's.
func openEcho(ctx context.Context, a, b *onion.Tor) (net.Conn, func(), error) {
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	listener, err := b.Listen(key, echoPort)
	if err != nil {
		return nil, nil, err
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { io.Copy(c, c); c.Close() })
		}
	})
	id := contacts.FromPublicKey(key.PublicKey())
	c, err := dialUntil(ctx, a, id)
	if err != nil {
		listener.Close()
		return nil, nil, err
	}
	return c, func() { c.Close(); listener.Close(); wg.Wait() }, nil
}

// dialUntil dials until the service's descriptor is out.
func dialUntil(ctx context.Context, t *onion.Tor, id contacts.ServiceID) (net.Conn, error) {
	for {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		c, err := t.Dial(try, id.Text(), echoPort, "echo")
		cancel()
		if err == nil {
			return c, nil
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		}
	}
}

// until reads a node's state after each event until ok.
func until(ctx context.Context, api core.API, ok func(core.State) bool) error {
	sub, err := api.Subscribe(ctx)
	if err != nil {
		return err
	}
	defer sub.Close()
	for {
		st, err := api.State(ctx)
		if err != nil || ok(st) {
			return err
		}
		if _, err := sub.Next(ctx); err != nil {
			return err
		}
	}
}

func contactIs(id contacts.ServiceID, ok func(core.Contact) bool) func(core.State) bool {
	return func(st core.State) bool {
		for _, c := range st.Contacts {
			if c.ID == id {
				return ok(c)
			}
		}
		return false
	}
}

// befriend makes two nodes contacts and waits until they are connected.
func befriend(ctx context.Context, a, b core.API) error {
	as, err := a.State(ctx)
	if err != nil {
		return err
	}
	bs, err := b.State(ctx)
	if err != nil {
		return err
	}
	if _, err := a.AddContact(ctx, bs.Self.Address(), bs.Self.Text()[:8], "", ""); err != nil {
		return err
	}
	if err := until(ctx, b, contactIs(as.Self, func(c core.Contact) bool { return c.State == contacts.Pending })); err != nil {
		return err
	}
	if _, err := b.AcceptRequest(ctx, as.Self, "a"); err != nil {
		return err
	}
	online := func(c core.Contact) bool { return c.Online }
	return errors.Join(until(ctx, a, contactIs(bs.Self, online)), until(ctx, b, contactIs(as.Self, online)))
}
