package transfer

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"carom/internal/quarantine"
	"carom/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errCut = errors.New("the connection was cut")

// wire is one direction of a connection in memory. It can be cut after some
// bytes, and can change what goes over it.
type wire struct {
	to     *Link
	queue  chan protocol.BulkMessage
	closed chan struct{}
	once   *sync.Once
	reason *error

	mu     sync.Mutex
	left   int // bytes until it is cut; negative for never
	bytes  int // of parts that were sent
	most   int // how many of them go over it before it stands still; 0: all
	more   sync.Cond
	change func(protocol.BulkMessage) protocol.BulkMessage
}

func (w *wire) SendBulk(m protocol.BulkMessage) error {
	w.mu.Lock()
	if part, ok := m.(protocol.BulkPart); ok {
		for w.most > 0 && w.bytes >= w.most {
			w.more.Wait()
		}
		w.bytes += len(part.Data)
		if w.left >= 0 {
			if w.left -= len(part.Data); w.left < 0 {
				w.mu.Unlock()
				w.Close(errCut)
				return errCut
			}
		}
	}
	if w.change != nil {
		m = w.change(m)
	}
	w.mu.Unlock()
	if m == nil {
		return nil
	}
	select {
	case w.queue <- m:
		return nil
	case <-w.closed:
		return errCut
	}
}

func (w *wire) Close(reason error) {
	w.once.Do(func() { *w.reason = reason; close(w.closed) })
}

// let lets so many bytes more than now go over it, and all for 0.
func (w *wire) let(bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.most = 0; bytes > 0 {
		w.most = w.bytes + bytes
	}
	w.more.Broadcast()
}

func (w *wire) run() {
	for {
		select {
		case m := <-w.queue:
			w.to.Receive(m)
		case <-w.closed:
			return
		}
	}
}

// notes is a Listener that remembers.
type notes struct {
	mu       sync.Mutex
	moved    map[protocol.TransferID]uint64
	again    map[protocol.TransferID]uint64
	stored   map[protocol.TransferID]int
	lost     map[protocol.TransferID]int64
	complete map[protocol.TransferID]bool
	failed   map[protocol.TransferID]error
	changed  chan struct{}
	order    []protocol.TransferID
	first    func() // called at the first Complete
}

func newNotes() *notes {
	return &notes{
		moved: map[protocol.TransferID]uint64{}, again: map[protocol.TransferID]uint64{}, stored: map[protocol.TransferID]int{},
		lost: map[protocol.TransferID]int64{}, complete: map[protocol.TransferID]bool{},
		failed: map[protocol.TransferID]error{}, changed: make(chan struct{}, 1),
	}
}

func (n *notes) note(f func()) {
	n.mu.Lock()
	f()
	n.mu.Unlock()
	wake(n.changed)
}
func (n *notes) Moved(id protocol.TransferID, b uint64) { n.note(func() { n.moved[id] = b }) }
func (n *notes) Again(id protocol.TransferID, b uint64) {
	n.note(func() { n.again[id] += b })
}

func (n *notes) Stored(id protocol.TransferID, p int, lost int64) {
	n.note(func() { n.stored[id], n.lost[id] = p, lost })
}
func (n *notes) Failed(id protocol.TransferID, err error) { n.note(func() { n.failed[id] = err }) }
func (n *notes) Complete(id protocol.TransferID) {
	n.note(func() {
		if n.complete[id], n.order = true, append(n.order, id); len(n.order) == 1 && n.first != nil {
			n.first()
		}
	})
}

// wait waits until f is true of the notes, or the connection has ended, and reports
// whether it is.
func (n *notes) wait(t *testing.T, done <-chan struct{}, f func() bool) bool {
	t.Helper()
	for {
		n.mu.Lock()
		ok := f()
		n.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-n.changed:
		case <-done:
			n.mu.Lock()
			defer n.mu.Unlock()
			return f()
		}
	}
}

// connection is two Links that talk to each other.
type connection struct {
	sender, receiver *Link
	down, up         *wire // to the receiver, to the sender
	sent, got        *notes
	reason           error
	stop             func()
}

func connect(t *testing.T) *connection {
	t.Helper()
	c := &connection{sent: newNotes(), got: newNotes()}
	closed, once := make(chan struct{}), &sync.Once{}
	make1 := func() *wire {
		w := &wire{queue: make(chan protocol.BulkMessage, 4), closed: closed, once: once, reason: &c.reason, left: -1}
		w.more.L = &w.mu
		return w
	}
	c.down, c.up = make1(), make1()
	c.sender, c.receiver = NewLink(c.down, c.sent), NewLink(c.up, c.got)
	c.down.to, c.up.to = c.receiver, c.sender
	var all sync.WaitGroup
	all.Go(func() { c.sender.Serve(context.Background()) })
	all.Go(func() { c.receiver.Serve(context.Background()) })
	all.Go(c.down.run)
	all.Go(c.up.run)
	all.Go(func() { <-closed; c.sender.Stop(); c.receiver.Stop() })
	c.stop = sync.OnceFunc(func() { c.down.Close(errCut); c.down.let(0); all.Wait() })
	t.Cleanup(c.stop)
	return c
}

func random(n int, seed byte) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(b)
	return b
}

// offered is a file or folder that is prepared, and where it will go.
type offered struct {
	*Outgoing
	t      *testing.T
	path   string
	dir    string
	store  *Store
	secret Secret
	have   int
	lost   int64
	in     *Incoming
}

func offer(t *testing.T, path string, n byte) *offered {
	t.Helper()
	out, err := Prepare(t.Context(), path, protocol.TransferID{n}, [32]byte{n, 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	o := &offered{Outgoing: out, t: t, path: path, dir: t.TempDir(), secret: NewSecret()}
	if o.store, err = OpenStore(filepath.Join(o.dir, "partial")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	return o
}

func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// receive opens it on the receiving side, as after a start of the program.
func (o *offered) receive() *Incoming {
	o.t.Helper()
	var err error
	if o.in, err = Receive(o.store, o.secret, o.Offer, o.have, o.lost); err != nil {
		o.t.Fatal(err)
	}
	return o.in
}

// quarantine opens the folder where it lands.
func (o *offered) quarantine() *quarantine.Folder {
	o.t.Helper()
	to, err := quarantine.Open(filepath.Join(o.dir, "received"))
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { to.Close() })
	return to
}

// land fills and publishes it, and returns where it is.
func (o *offered) land() string {
	o.t.Helper()
	to := o.quarantine()
	if err := o.in.Fill(o.t.Context(), to, o.secret); err != nil {
		o.t.Fatal(err)
	}
	name, err := Publish(to, o.secret, o.Offer.Name)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := errors.Join(o.in.Close(), Forget(o.store, to, o.secret)); err != nil {
		o.t.Fatal(err)
	}
	return filepath.Join(o.dir, "received", name)
}

func same(t *testing.T, got, want string) {
	t.Helper()
	a, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the file that was received is another")
	}
}

func TestFileArrives(t *testing.T) {
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 5_000_000} {
		o := offer(t, file(t, "report.pdf", random(size, 1)), 1)
		c := connect(t)
		c.sender.Send(o.Outgoing)
		c.receiver.Fetch(o.receive())
		if !c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] }) {
			t.Fatalf("%d bytes: %v", size, c.reason)
		}
		c.stop()
		if c.sent.moved[o.ID] != uint64(size) || c.got.moved[o.ID] != uint64(size) {
			t.Errorf("%d bytes: the ends say %d and %d", size, c.sent.moved[o.ID], c.got.moved[o.ID])
		}
		path := o.land()
		same(t, path, o.path)
		if filepath.Base(path) != "report.pdf" {
			t.Errorf("it is called %s", filepath.Base(path))
		}
	}
}

// Cut at any byte, also with the memory of both sides lost, it goes on from where
// it was, and little goes twice.
func TestInterruptions(t *testing.T) {
	const size, cuts = 20 << 20, 20
	o := offer(t, file(t, "x.bin", random(size, 2)), 1)
	sent := 0
	o.receive()
	for i := range cuts + 1 {
		c := connect(t)
		if i < cuts {
			c.down.left = size/cuts + rand.IntN(1<<10)
		}
		c.sender.Send(o.Outgoing)
		c.receiver.Fetch(o.in)
		over := c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] })
		c.stop()
		sent += c.down.bytes
		if over {
			break
		}
		if i%2 == 1 { // the receiver is killed
			if err := o.in.Close(); err != nil {
				t.Fatal(err)
			}
			o.have = c.got.stored[o.ID] / 2 // the profile is not up to date
			o.receive()
		}
	}
	same(t, o.land(), o.path)
	if most := size + size/50 + cuts*(minWindow+64<<10); sent > most {
		t.Errorf("%d bytes were sent for %d", sent, size)
	}
}

func TestSeveralShareFairly(t *testing.T) {
	var all []*offered
	for i := range byte(4) {
		all = append(all, offer(t, file(t, "x", random(4<<20, i)), i+1))
	}
	c := connect(t)
	var least uint64
	c.got.first = func() {
		least = 4 << 20
		for _, o := range all {
			least = min(least, o.in.Received())
		}
	}
	for _, o := range all {
		c.sender.Send(o.Outgoing)
		o.receive()
	}
	c.down.mu.Lock() // nothing comes before all were asked for
	for _, o := range all {
		c.receiver.Fetch(o.in)
	}
	c.down.mu.Unlock()
	if !c.got.wait(t, c.down.closed, func() bool { return len(c.got.order) == 4 }) {
		t.Fatal(c.reason)
	}
	c.stop()
	if least < 2<<20 {
		t.Errorf("when the first of four was there, one had %d bytes", least)
	}
	for _, o := range all {
		same(t, o.land(), o.path)
	}
}

// Paused by either side in the middle and taken up again on the same connection.
func TestPause(t *testing.T) {
	// What goes over the wire between two pauses is more than can be under way and
	// is thrown away, and the file is larger than all of that.
	const turns, between = 5, maxWindow + 1<<20
	for name, side := range map[string]func(*connection) *Link{
		"sender":   func(c *connection) *Link { return c.sender },
		"receiver": func(c *connection) *Link { return c.receiver },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t)
				o := offer(t, file(t, "x", random(turns*between+1<<20, 3)), 1)
				c.down.let(1)
				c.sender.Send(o.Outgoing)
				c.receiver.Fetch(o.receive())
				for range turns {
					before := o.in.Received()
					c.down.let(between)
					c.got.wait(t, c.down.closed, func() bool { return o.in.Received() > before })
					side(c).Drop(o.ID)
					if name == "sender" {
						c.sender.Send(o.Outgoing)
					}
					c.receiver.Fetch(o.in)
				}
				if o.in.Complete() {
					t.Error("it was there before the last pause")
				}
				c.down.let(0)
				if !c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] }) {
					t.Fatal(c.reason)
				}
				c.stop()
				same(t, o.land(), o.path)
			})
		})
	}
}

// A receiver that asks before the sender lets it read asks again.
func TestAskedTooEarly(t *testing.T) {
	c := connect(t)
	o := offer(t, file(t, "x", random(1<<20, 3)), 1)
	c.receiver.Fetch(o.receive())
	refused := make(chan struct{})
	once := sync.OnceFunc(func() { close(refused) })
	c.down.mu.Lock()
	c.down.change = func(m protocol.BulkMessage) protocol.BulkMessage {
		if _, ok := m.(protocol.BulkRefused); ok {
			once()
		}
		return m
	}
	c.down.mu.Unlock()
	<-refused
	c.sender.Send(o.Outgoing)
	if !c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] }) {
		t.Fatal(c.reason)
	}
	c.stop()
	same(t, o.land(), o.path)
}
