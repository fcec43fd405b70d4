package noderun_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	mrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/protocol"
	"carom/store"
)

const (
	killChild = "CAROM_KILL_CHILD" // the folder of the child's profile
	killPeer  = "CAROM_KILL_PEER"  // the id that it talks with
	killQuiet = "CAROM_KILL_QUIET" // set: it sends nothing more
	// killPause is how long a node lives at most before it is killed.
	killPause = 120 * time.Millisecond
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killChild); dir != "" {
		run := runKillChild
		if os.Getenv(killFiles) != "" {
			run = runFileChild
		}
		if err := run(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// kills is how many times a node is killed: a few here, a thousand for `make crash`.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("CAROM_KILLS")); err == nil {
		return n
	}
	return 25
}

// sockets is an onion.Network of unix sockets in one folder.
type sockets struct {
	dir     string
	changed chan struct{}
}

func (s *sockets) Serve(ctx context.Context) error { <-ctx.Done(); return nil }

func (s *sockets) path(id string) string { return filepath.Join(s.dir, id[:16]) }

func (s *sockets) Listen(key onion.Key, _ uint16) (net.Listener, error) {
	path := s.path(contacts.FromPublicKey(key.PublicKey()).Text())
	os.Remove(path)
	return net.Listen("unix", path)
}

func (s *sockets) Dial(ctx context.Context, id string, _ uint16, _ string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", s.path(id))
	if err != nil {
		return nil, onion.ErrUnreachable
	}
	return c, nil
}

func (s *sockets) Status() onion.Status {
	return onion.Status{Phase: onion.Online, Percent: 100, Published: true, Epoch: 1}
}
func (s *sockets) Configure(onion.Settings) error { return nil }
func (s *sockets) Log() []string                  { return nil }
func (s *sockets) Changed() <-chan struct{}       { return s.changed }

// openChild opens the profile of a node that is to be killed, and says who its
// peer is.
func openChild(dir string) (contacts.ServiceID, *store.DB, error) {
	peer, err := contacts.ParseServiceID(os.Getenv(killPeer))
	if err != nil {
		return peer, nil, err
	}
	db, err := store.Open(dir, store.Passphrase{})
	return peer, db, err
}

// runKillChild is a node that sends numbered messages as fast as they are
// stored, and prints each that is, until it is killed.
func runKillChild(dir string) error {
	peer, db, err := openChild(dir)
	if err != nil {
		return err
	}
	network := &sockets{filepath.Dir(dir), make(chan struct{})}
	engine, err := core.New(core.Config{Store: db, Network: network, Timeouts: protocol.Timeouts{}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		bufio.NewReader(os.Stdin).ReadByte() // the end of the test
		cancel()
	}()
	var run [6]byte
	rand.Read(run[:])
	if os.Getenv(killQuiet) == "" {
		go func() {
			for n := 0; ; n++ {
				text := fmt.Sprintf("%x %d", run, n)
				if _, err := engine.Send(ctx, peer, text); err == nil {
					fmt.Println(text)
				} else if ctx.Err() != nil {
					return
				}
			}
		}()
	} else {
		go func() {
			for ctx.Err() == nil {
				p, err := db.Load()
				if err == nil && len(p.Conversations[peer].Outbox) == 0 {
					fmt.Println("empty")
					return
				}
				<-time.After(20 * time.Millisecond)
			}
		}()
	}
	err = engine.Serve(ctx)
	return errors.Join(err, db.Close())
}

// victim is one of the two nodes.
type victim struct {
	dir  string
	id   contacts.ServiceID
	peer *victim

	mu     sync.Mutex
	stored []string // said to be durable
}

type running struct {
	cmd   *exec.Cmd
	stdin interface{ Close() error }
	out   sync.WaitGroup
	empty chan struct{}
}

func (v *victim) start(t *testing.T, quiet bool) *running {
	t.Helper()
	if quiet {
		return v.startWith(t, killQuiet+"=1")
	}
	return v.startWith(t)
}

func (v *victim) startWith(t *testing.T, env ...string) *running {
	t.Helper()
	r := &running{cmd: exec.Command(os.Args[0]), empty: make(chan struct{})}
	r.cmd.Env = append(append(os.Environ(), killChild+"="+v.dir, killPeer+"="+v.peer.id.Text()), env...)
	r.cmd.Stderr = os.Stderr
	in, err := r.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.stdin = in
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.out.Go(func() {
		lines := bufio.NewReader(out)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return // a line without an end was being written at the kill
			}
			if line == "empty\n" {
				close(r.empty)
				continue
			}
			v.mu.Lock()
			v.stored = append(v.stored, line[:len(line)-1])
			v.mu.Unlock()
		}
	})
	return r
}

func (r *running) end(signal syscall.Signal) {
	if signal != 0 {
		r.cmd.Process.Signal(signal)
	}
	r.stdin.Close()
	r.out.Wait()
	r.cmd.Wait()
}

func newVictim(t *testing.T, dir string) *victim {
	t.Helper()
	if err := store.Create(dir, store.Passphrase{}); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(dir, store.Passphrase{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	key, err := core.LoadIdentity(db)
	if err != nil {
		t.Fatal(err)
	}
	return &victim{dir: dir, id: contacts.FromPublicKey(key.PublicKey())}
}

func (v *victim) befriend(t *testing.T) {
	t.Helper()
	db, err := store.Open(v.dir, store.Passphrase{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	done := make(chan error, 1)
	db.Commit([]store.Change{store.PutContact{Contact: contacts.Contact{
		ID: v.peer.id, Nickname: "peer", State: contacts.Accepted, Added: time.Now(), AutoAccept: 1 << 40,
	}}},
		func(err error) { done <- err })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// Two nodes exchange messages while one or the other is killed with kill -9.
// Then everything that was ever called stored is there, on both sides, once.
func TestKills(t *testing.T) {
	root, err := os.MkdirTemp("", "kill-") // short, for the sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	a, b := newVictim(t, filepath.Join(root, "a")), newVictim(t, filepath.Join(root, "b"))
	a.peer, b.peer = b, a
	a.befriend(t)
	b.befriend(t)
	nodes := map[*victim]*running{a: a.start(t, false), b: b.start(t, false)}
	// On a busy machine a node may be killed every time before it has sent anything.
	a.waitStored(t)
	b.waitStored(t)
	for i := range kills() {
		<-time.After(mrand.N(killPause))
		v := []*victim{a, b}[i%2]
		nodes[v].end(syscall.SIGKILL)
		nodes[v] = v.start(t, i >= kills()-2)
	}
	for _, r := range nodes {
		select {
		case <-r.empty:
		case <-time.After(2 * time.Minute):
			t.Error("not everything was delivered in two minutes")
		}
	}
	for _, r := range nodes {
		r.end(0)
	}
	for _, v := range []*victim{a, b} {
		checkVictim(t, v)
	}
	t.Logf("%d kills, %d and %d messages", kills(), len(a.stored), len(b.stored))
}

// waitStored waits until the first message is said to be durable.
func (v *victim) waitStored(t *testing.T) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		v.mu.Lock()
		n := len(v.stored)
		v.mu.Unlock()
		if n > 0 {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			t.Fatal("nothing was sent in a minute")
		}
	}
}

// checkVictim: what v said to have stored is in its profile, delivered, and once
// in its peer's.
func checkVictim(t *testing.T, v *victim) {
	t.Helper()
	texts := func(dir string, with contacts.ServiceID, outgoing bool) map[string]int {
		db, err := store.Open(dir, store.Passphrase{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		list, err := db.History(with, 0, math.MaxInt32)
		if err != nil {
			t.Fatal(err)
		}
		count := make(map[string]int)
		for _, m := range list {
			if m.Outgoing == outgoing {
				count[m.Text]++
			}
			if m.Outgoing && m.Delivery != store.Delivered {
				t.Errorf("a message is in state %d", m.Delivery)
			}
		}
		if err := db.Verify(); err != nil {
			t.Error(err)
		}
		return count
	}
	sent, received := texts(v.dir, v.peer.id, true), texts(v.peer.dir, v.id, false)
	for _, text := range v.stored {
		if sent[text] != 1 {
			t.Errorf("%q was stored, and is there %d times", text, sent[text])
		}
	}
	for text, n := range sent {
		if n != 1 || received[text] != 1 {
			t.Errorf("%q was sent %d times and is there %d times", text, n, received[text])
		}
	}
	if len(sent) != len(received) {
		t.Errorf("%d were sent, %d received", len(sent), len(received))
	}
	if len(v.stored) == 0 {
		t.Error("nothing was ever sent")
	}
}
