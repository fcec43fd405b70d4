package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/onion"
	"carom/protocol"
	"carom/store"
)

const (
	// burst is how many messages a contact sends at once, window how many of
	// them are not acknowledged at a time.
	burst, burstWindow = 20_000, 100
	singles            = 200
	// large is a profile's messages, largeBatch how many are stored at once.
	large, largeBatch = 1_000_000, 10_000
)

// storage measures the encrypted profile, and beside it SQLite alone.
func storage(ctx context.Context, cfg config) (rows []row, err error) {
	dir, err := os.MkdirTemp(".", "carom-bench-") // not on a tmpfs
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for _, part := range []func(context.Context, config, string) ([]row, error){receive, million, passphrase} {
		some, err := part(ctx, cfg, dir)
		rows = append(rows, some...)
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// sender is a contact that sends so many messages, so many at a time.
type sender struct {
	*peer
	total, window int

	mu    sync.Mutex
	conn  *protocol.Conn
	sent  map[uint32]time.Time
	next  int
	acked int
	took  []time.Duration
	done  chan struct{}
}

func (s *sender) ChatReady(c *protocol.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = c
	for range s.window {
		s.send()
	}
}

// send sends the next message. s.mu is held.
func (s *sender) send() {
	if s.next == s.total {
		return
	}
	id := uint32(1<<20 + s.next)
	s.next++
	s.sent[id] = time.Now()
	s.conn.SendMessage(id, fmt.Sprintf("message %d: the quick brown fox jumps over the lazy dog and tells nobody", id), 0)
}

func (s *sender) MessageAcknowledged(_ *protocol.Conn, id uint32, _ bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took = append(s.took, time.Since(s.sent[id]))
	delete(s.sent, id)
	s.acked++
	if s.acked == s.total {
		close(s.done)
		return
	}
	s.send()
}

// receive times messages from a contact until their acknowledgement is back.
func receive(ctx context.Context, _ config, dir string) ([]row, error) {
	rate, _, err := receiveInto(ctx, filepath.Join(dir, "burst"), burst, burstWindow)
	if err != nil {
		return nil, err
	}
	_, took, err := receiveInto(ctx, filepath.Join(dir, "single"), singles, 1)
	if err != nil {
		return nil, err
	}
	plainRate, plainSingle, err := plainInserts(filepath.Join(dir, "plain.db"))
	return []row{
		{"storage: durable receive, burst", perSecond(rate), perSecond(plainRate) + " plain", ">= 2000/s"},
		{"storage: durable receive, single, p99", ms(quantile(took, 0.99)), ms(quantile(plainSingle, 0.99)) + " plain", "< 20 ms"},
		{"storage: durable receive, single, median", ms(quantile(took, 0.5)), ms(quantile(plainSingle, 0.5)) + " plain", ""},
	}, err
}

func perSecond(rate float64) string { return fmt.Sprintf("%.0f/s", rate) }

func receiveInto(ctx context.Context, dir string, total, window int) (rate float64, took []time.Duration, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return 0, nil, err
	}
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		return 0, nil, err
	}
	s := &sender{
		peer: &peer{key: key, id: contacts.FromPublicKey(key.PublicKey())}, total: total, window: window,
		sent: make(map[uint32]time.Time), done: make(chan struct{}),
	}
	db, err := newProfile(dir)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := commit(db, store.PutContact{Contact: contacts.Contact{ID: s.id, Nickname: "x", State: contacts.Accepted}}); err != nil {
		return 0, nil, err
	}
	network := &pipes{path: filepath.Join(dir, "s"), changed: make(chan struct{})}
	engine, err := core.New(core.Config{Store: db, Network: network})
	if err != nil {
		return 0, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var serving sync.WaitGroup
	serving.Go(func() { engine.Serve(ctx) })
	defer serving.Wait()
	defer cancel()
	if _, err := engine.State(ctx); err != nil {
		return 0, nil, err
	}
	nc, err := net.Dial("unix", network.path)
	if err != nil {
		return 0, nil, err
	}
	c := protocol.NewClient(nc, engine.Self(), protocol.Config{Identity: s}, s)
	began := time.Now()
	serving.Go(func() { c.Serve(ctx) })
	select {
	case <-s.done:
	case <-time.After(2 * time.Minute):
		return 0, nil, errors.New("not all was acknowledged in two minutes")
	}
	elapsed := time.Since(began)
	c.Close(nil)
	return float64(total) / elapsed.Seconds(), s.took, nil
}

func commit(db *store.DB, changes ...store.Change) error {
	done := make(chan error, 1)
	db.Commit(changes, func(err error) { done <- err })
	return <-done
}

// plainInserts is SQLite alone, without encryption: the same rows, index and
// full text, as many to a transaction as there are on the wire at a time.
func plainInserts(path string) (rate float64, took []time.Duration, err error) {
	conn, err := openPlain(path)
	if err != nil {
		return 0, nil, err
	}
	defer conn.Close()
	began := time.Now()
	for at := 0; at < burst; at += burstWindow {
		if err := plainBatch(conn, at, burstWindow); err != nil {
			return 0, nil, err
		}
	}
	rate = burst / time.Since(began).Seconds()
	for i := range singles {
		began := time.Now()
		if err := plainBatch(conn, burst+i, 1); err != nil {
			return 0, nil, err
		}
		took = append(took, time.Since(began))
	}
	return rate, took, nil
}

func openPlain(path string) (*sqlite3.Conn, error) {
	conn, err := sqlite3.Open("file:" + path)
	if err != nil {
		return nil, err
	}
	err = fts5.Register(conn)
	if err == nil {
		err = conn.Exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;
			PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
			CREATE TABLE message (id INTEGER PRIMARY KEY, peer INTEGER, outgoing INTEGER, text TEXT) STRICT;
			CREATE INDEX message_of_peer ON message (peer, outgoing, id);
			CREATE VIRTUAL TABLE words USING fts5(text, content = 'message', content_rowid = 'id');`)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func plainBatch(conn *sqlite3.Conn, first, n int) (err error) {
	tx := conn.Begin()
	defer tx.End(&err)
	insert, _, err := conn.Prepare(`INSERT INTO message (id, peer, outgoing, text) VALUES (?, ?, 0, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	index, _, err := conn.Prepare(`INSERT INTO words (rowid, text) VALUES (?, ?)`)
	if err != nil {
		return err
	}
	defer index.Close()
	for id := first + 1; id <= first+n; id++ {
		text := lineOf(id)
		insert.BindInt64(1, int64(id))
		insert.BindInt64(2, int64(id%people))
		insert.BindText(3, text)
		index.BindInt64(1, int64(id))
		index.BindText(2, text)
		if err := errors.Join(insert.Exec(), index.Exec()); err != nil {
			return err
		}
	}
	return nil
}

// people is how many contacts the large profile has.
const people = 50

var vocabulary = strings.Fields("drop noon meet paper proof office letter signal door train bridge north market garden " +
	"window number answer never tomorrow quiet careful later station corner money minister report leak source name")

// lineOf is the text of a message: of common words, and one that is its own.
func lineOf(id int) string {
	w := func(n int) string { return vocabulary[(id*n+id/7)%len(vocabulary)] }
	return fmt.Sprintf("%s %s %s the %s of %s and %s w%d", w(3), w(5), w(11), w(13), w(17), w(19), id)
}

// million opens and searches a profile of a million messages.
func million(ctx context.Context, cfg config, dir string) ([]row, error) {
	dir = filepath.Join(dir, "large")
	if err := fillLarge(dir); err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, cfg.self, "-child-large", dir).Output()
	if err != nil {
		return nil, fmt.Errorf("opening the large profile: %w", err)
	}
	var openMS, rareMS, commonMS, twoMS, rss float64
	if _, err := fmt.Sscan(string(out), &openMS, &rareMS, &commonMS, &twoMS, &rss); err != nil {
		return nil, err
	}
	plain := filepath.Join(dir, "plain.db")
	conn, err := openPlain(plain)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	for at := 0; at < large; at += largeBatch {
		if err := plainBatch(conn, at, largeBatch); err != nil {
			return nil, err
		}
	}
	plainSearch := func(match string) (string, error) {
		began := time.Now()
		stmt, _, err := conn.Prepare(`SELECT m.text FROM words w JOIN message m ON m.id = w.rowid WHERE words MATCH ? ORDER BY w.rowid DESC LIMIT 100`)
		if err != nil {
			return "", err
		}
		defer stmt.Close()
		stmt.BindText(1, match)
		for stmt.Step() {
			_ = stmt.ColumnText(0)
		}
		return ms(time.Since(began)) + " plain", stmt.Err()
	}
	var baselines [3]string
	for i, match := range []string{`"w777777"*`, `"minister"*`, `"minister"* "leak"*`} {
		if baselines[i], err = plainSearch(match); err != nil {
			return nil, err
		}
	}
	show := func(v float64) string { return fmt.Sprintf("%.1f ms", v) }
	return []row{
		{"storage: open 1 000 000 messages, no KDF", show(openMS), "", "< 1500 ms"},
		{"storage: search there, a rare word", show(rareMS), baselines[0], "< 100 ms"},
		{"storage: search there, a common word", show(commonMS), baselines[1], "< 100 ms"},
		{"storage: search there, two common words", show(twoMS), baselines[2], "< 100 ms"},
		{"storage: memory with that profile open", fmt.Sprintf("%.0f MiB", rss), "", "< 100 MiB"},
	}, nil
}

func fillLarge(dir string) (err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	db, err := newProfile(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var ids []contacts.ServiceID
	for i := range people {
		key, err := onion.GenerateKey(rand.Reader)
		if err != nil {
			return err
		}
		id := contacts.FromPublicKey(key.PublicKey())
		ids = append(ids, id)
		if err := commit(db, store.PutContact{Contact: contacts.Contact{ID: id, Nickname: fmt.Sprint("n", i), State: contacts.Accepted}}); err != nil {
			return err
		}
	}
	now := time.Now()
	for at := 0; at < large; at += largeBatch {
		changes := make([]store.Change, 0, largeBatch)
		for id := at + 1; id <= at+largeBatch; id++ {
			changes = append(changes, store.AddMessage{Message: store.Message{
				ID: uint64(id), Contact: ids[id%people], Text: lineOf(id), WireID: uint32(id) + 70000, HasWireID: true, Written: now, Stored: now,
			}})
		}
		if err := commit(db, changes...); err != nil {
			return err
		}
	}
	var read []store.Change
	for i, id := range ids {
		read = append(read, store.SetRead{Contact: id, Message: uint64(large - people + i)})
	}
	return commit(db, read...)
}

// largeChild is a process of its own: what it takes to open, search and hold
// the large profile.
func largeChild(dir string) error {
	began := time.Now()
	db, err := store.Open(noderun.ProfileDir(dir), store.Passphrase{})
	if err != nil {
		return err
	}
	if _, err := core.New(core.Config{Store: db, Network: &pipes{changed: make(chan struct{})}}); err != nil {
		return err
	}
	figures := []float64{float64(time.Since(began).Microseconds()) / 1000}
	for _, query := range []string{"w777777", "minister", "minister leak"} {
		began := time.Now()
		found, err := db.Search(query, contacts.ServiceID{}, 0, 100)
		if err != nil || len(found) == 0 {
			return fmt.Errorf("searching for %q: %d found, %w", query, len(found), err)
		}
		figures = append(figures, float64(time.Since(began).Microseconds())/1000)
	}
	rss, err := residentMiB(os.Getpid())
	fmt.Println(strings.Trim(fmt.Sprint(append(figures, rss)), "[]"))
	return errors.Join(err, db.Close())
}

// passphrase times a start with one, and the end of a profile.
func passphrase(ctx context.Context, cfg config, dir string) ([]row, error) {
	file := filepath.Join(dir, "passphrase")
	if err := os.WriteFile(file, []byte("correct horse battery staple\n"), 0o600); err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "cold")
	start := func() (time.Duration, error) {
		began := time.Now()
		out, err := exec.CommandContext(ctx, cfg.carom, "--data-dir", data, "--passphrase-file", file, "-q", "id").CombinedOutput()
		if err != nil {
			err = fmt.Errorf("carom id: %w: %s", err, out)
		}
		return time.Since(began), err
	}
	if _, err := start(); err != nil {
		return nil, err
	}
	var took []time.Duration
	for range 5 {
		d, err := start()
		if err != nil {
			return nil, err
		}
		took = append(took, d)
	}
	began := time.Now()
	err := store.DestroyKey(noderun.ProfileDir(data))
	return []row{
		{"storage: cold start with a passphrase, median", ms(quantile(took, 0.5)), "", "< 1200 ms"},
		{"storage: wipe, until the keys are gone", ms(time.Since(began)), "", "< 100 ms"},
	}, err
}
