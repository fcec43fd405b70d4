package noderun_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/onion/oniontest"
	"carom/store"
)

// canaries are strings that must be nowhere but in the program's memory.
type canaries struct {
	run  string
	used int
}

func (c *canaries) next(what string) string {
	c.used++
	return fmt.Sprintf("%s%s%04d", what, c.run, c.used)
}

// person is a whole node without Tor: engine, profile on disk, log.
type person struct {
	*core.Engine
	dir  string
	log  bytes.Buffer
	mu   sync.Mutex
	stop func() error
}

func (p *person) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

func newPerson(t *testing.T, fabric *oniontest.Fabric, dir string, passphrase store.Passphrase) *person {
	t.Helper()
	if err := store.Create(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(dir, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{dir: dir}
	network := fabric.Network()
	p.Engine, err = core.New(core.Config{
		Store: db, Network: network, Log: slog.New(slog.NewTextHandler(p, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Files: &core.FileConfig{Partial: filepath.Join(dir, "partial"), Received: dir + "-received"},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { network.Serve(ctx) })
	running.Go(func() { p.Serve(ctx) })
	p.stop = sync.OnceValue(func() error {
		cancel()
		running.Wait()
		return db.Close()
	})
	t.Cleanup(func() { p.stop() })
	return p
}

// until waits until a node's state is as ok wants it.
func (p *person) until(t *testing.T, what string, ok func(core.State) bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; {
		st, err := p.State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ok(st) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func contactIn(st core.State, id contacts.ServiceID) core.Contact {
	for _, c := range st.Contacts {
		if c.ID == id {
			return c
		}
	}
	return core.Contact{}
}

// A thousand known strings go through every feature: afterwards neither they
// nor a key are in any file or in the log.
func TestCanaries(t *testing.T) {
	root := t.TempDir()
	temp := filepath.Join(root, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temp)
	t.Setenv("SQLITE_TMPDIR", "")
	c := &canaries{run: "canary" + hex.EncodeToString([]byte(time.Now().Format("150405.000")))[:10]}
	secret := c.next("passphrase")
	passphrase := store.NewPassphrase([]byte(secret))
	fabric := oniontest.NewFabric()
	a, b := newPerson(t, fabric, filepath.Join(root, "a"), passphrase), newPerson(t, fabric, filepath.Join(root, "b"), passphrase)
	useEverything(t, c, a, b)
	var blobs []string
	for _, p := range []*person{a, b} {
		if err := p.stop(); err != nil {
			t.Fatal(err)
		}
		blobs = append(blobs, stored(t, p, passphrase).Identity)
	}
	export(t, a.dir, filepath.Join(root, "copy"), passphrase)
	if c.used < 1000 {
		t.Errorf("only %d strings were used", c.used)
	}
	wanted := [][]byte{[]byte(c.run), []byte(secret)}
	for _, blob := range blobs {
		encoded := strings.TrimPrefix(blob, "ED25519-V3:")
		raw, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted, []byte(encoded), raw[:32], raw[32:])
	}
	for _, p := range []*person{a, b} {
		search(t, "the log", p.log.Bytes(), append(wanted, []byte(a.Self().Text()), []byte(b.Self().Text())))
		if p.log.Len() == 0 {
			t.Error("there is no log")
		}
	}
	wanted = append(wanted, []byte(a.Self().Text()), []byte(b.Self().Text()))
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		search(t, path, data, wanted)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, where string, data []byte, wanted [][]byte) {
	t.Helper()
	for i, w := range wanted {
		if bytes.Contains(data, w) {
			t.Errorf("%s holds secret number %d", where, i)
		}
	}
}

func export(t *testing.T, dir, path string, passphrase store.Passphrase) {
	t.Helper()
	to, err := passphrase.Recipient()
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(10)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.Export(dir, f, to), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// useEverything does with strings of c what there is to do.
func useEverything(t *testing.T, c *canaries, a, b *person) {
	t.Helper()
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := a.AddContact(ctx, b.Self().Address(), c.next("n"), c.next("m"), c.next("greeting "))
	check(err)
	b.until(t, "the request", func(st core.State) bool { return contactIn(st, a.Self()).State == contacts.Pending })
	_, err = b.AcceptRequest(ctx, a.Self(), c.next("x"))
	check(err)
	a.until(t, "they are connected", func(st core.State) bool { return contactIn(st, b.Self()).Online })
	b.until(t, "they are connected", func(st core.State) bool { return contactIn(st, a.Self()).Online })
	talk(t, c, a, b, 400)
	_, err = a.Rename(ctx, b.Self(), c.next("r"))
	check(err)
	found, err := a.Search(ctx, "message", contacts.ServiceID{}, 0, 5)
	check(err)
	if len(found) != 5 {
		t.Errorf("found %d messages", len(found))
	}
	_, err = a.Search(ctx, c.next("nothing like "), contacts.ServiceID{}, 0, 5)
	check(err)
	check(a.DeleteMessage(ctx, found[0].ID))
	_, err = b.SetKeep(ctx, a.Self(), contacts.KeepOff)
	check(err)
	talk(t, c, a, b, 100)
	_, err = b.SetKeep(ctx, a.Self(), contacts.MinKeep)
	check(err)
	check(a.SetDraft(ctx, b.Self(), c.next("draft ")))
	check(b.SetDraft(ctx, a.Self(), c.next("draft ")))
	check(a.SetPreference(ctx, "gui.canary", c.next("preference ")))
	check(a.SetConnection(ctx, onion.Settings{
		Bridges: []string{"webtunnel 192.0.2.1:443 url=https://" + c.next("bridge")},
		Proxy:   onion.Proxy{Kind: onion.ProxySOCKS5, Address: "192.0.2.2:1080", User: c.next("user"), Password: c.next("password")},
	}))
	if err := a.SetConnection(ctx, onion.Settings{Bridges: []string{c.next("no bridge ")}}); err == nil {
		t.Error("nonsense is a bridge")
	}
	for _, p := range []core.Presence{core.Invisible, core.NoRequests, core.Online} {
		check(b.SetPresence(ctx, p))
	}
	a.until(t, "they are connected again", func(st core.State) bool { return contactIn(st, b.Self()).Online })
	check(a.ClearHistory(ctx, b.Self()))
	talk(t, c, a, b, 10)
	_, err = a.AddContact(ctx, c.next("no address "), "", "", "")
	if err == nil {
		t.Error("nonsense was added")
	}
	_, err = a.Send(ctx, b.Self(), strings.Repeat(c.next("too long "), 200))
	if err == nil {
		t.Error("a long message was sent")
	}
	_, err = b.Block(ctx, a.Self())
	check(err)
}

// talk has both say so many things, and waits until all is delivered.
func talk(t *testing.T, c *canaries, a, b *person, n int) {
	t.Helper()
	for range n {
		for p, peer := range map[*person]*person{a: b, b: a} {
			if _, err := p.Send(t.Context(), peer.Self(), c.next("text of a message ")); err != nil {
				t.Fatal(err)
			}
		}
	}
	for p, peer := range map[*person]*person{a: b, b: a} {
		p.until(t, "all is delivered", func(core.State) bool {
			list, err := p.History(t.Context(), peer.Self(), 0, core.MaxHistory)
			if err != nil {
				t.Fatal(err)
			}
			return !slices.ContainsFunc(list, func(m core.Message) bool { return m.Outgoing && m.Delivery != core.Delivered })
		})
	}
}

// stored is the profile of somebody who has stopped.
func stored(t *testing.T, p *person, passphrase store.Passphrase) store.Profile {
	t.Helper()
	db, err := store.Open(p.dir, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := db.Load()
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return profile
}
