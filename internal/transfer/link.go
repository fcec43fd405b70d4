package transfer

import (
	"context"
	"errors"
	"sync"
	"time"

	"carom/protocol"
)

const (
	// maxAsked is how many requests of a peer wait to be answered: more than
	// maxWindow has.
	maxAsked = 256
	// inbox is how many packets of a peer wait to be looked at, 32 KiB each at
	// most, before nothing more is read from it.
	inbox = 32
	// tellEvery is how often progress is told, a few times a second.
	tellEvery = 250 * time.Millisecond
	// storeEvery and storeBytes: what has come is made durable after so long or so
	// much. A crash loses none of it, a power cut at most that.
	storeEvery = 5 * time.Second
	storeBytes = 16 << 20
	// openAgain is how soon a peer that would not let us read is asked again:
	// it may have said yes and not yet done so. lookEvery is how often that and
	// storeEvery are looked at.
	openAgain = 2 * time.Second
	lookEvery = time.Second
)

// Conn is the connection that a Link works on: protocol.Conn.
type Conn interface {
	SendBulk(m protocol.BulkMessage) error
	Close(reason error)
}

// Listener is told how transfers get on. Its methods are called on goroutines of
// the Link and must not wait for it.
type Listener interface {
	// Moved: so many bytes of the files have moved, in both directions counted
	// from the first.
	Moved(id protocol.TransferID, bytes uint64)
	// Again: so many bytes of the stream go, or have gone, more than once: of an
	// outgoing transfer what the peer asks for again after an interruption, of an
	// incoming one at most what was asked for when the connection ended.
	Again(id protocol.TransferID, bytes uint64)
	// Stored: so many pieces of an incoming transfer are durable; if the program ends
	// before this is said again, so many bytes have gone in vain. For Receive.
	Stored(id protocol.TransferID, pieces int, lost int64)
	// Complete: every piece of an incoming transfer is there and durable.
	Complete(id protocol.TransferID)
	// Failed: an incoming transfer cannot go on here: ErrDamaged, ErrTooLarge or
	// what the disk says; or an outgoing one, since a file cannot be read or is
	// not what it was. The Link has dropped it.
	Failed(id protocol.TransferID, err error)
}

// Link moves the bytes of transfers over one bulk connection, in both directions.
// The receiver asks for the parts of each stream in turn, as many bytes at a
// time as the window has; the sender answers in the order of the questions.
type Link struct {
	conn     Conn
	listener Listener

	parts   chan protocol.BulkMessage // to fetch
	manners manners

	mu      sync.Mutex
	sending map[protocol.TransferID]*Outgoing
	asked   []protocol.BulkMessage // BulkOpen and BulkRequest, not answered yet
	changes []change               // for fetch
	ending  bool
	fetched bool          // fetch has ended
	wakeUp  chan struct{} // size one: asked, or ending, for serve
	wakeIn  chan struct{} // size one: changes, for fetch
	done    chan struct{} // closed when ending
}

// change is a transfer that fetch is to begin with, or to leave alone.
type change struct {
	in   *Incoming
	drop protocol.TransferID
	left chan struct{} // closed when it is left alone
}

// NewLink returns a Link that is not running yet.
func NewLink(conn Conn, listener Listener) *Link {
	return &Link{
		conn: conn, listener: listener, parts: make(chan protocol.BulkMessage, inbox),
		sending: make(map[protocol.TransferID]*Outgoing), wakeUp: make(chan struct{}, 1), wakeIn: make(chan struct{}, 1),
		done: make(chan struct{}),
	}
}

// Serve runs the Link until Stop is called or ctx is done. All goroutines of the
// Link have ended when it returns. Called once.
func (l *Link) Serve(ctx context.Context) {
	defer context.AfterFunc(ctx, l.Stop)()
	var both sync.WaitGroup
	both.Go((&server{link: l, open: make(map[protocol.TransferID]*opened)}).run)
	both.Go(func() { (&fetcher{link: l, window: newWindow()}).run() })
	both.Wait()
}

// Stop ends the Link: the connection is gone, or about to be. Any goroutine may
// call it, more than once.
func (l *Link) Stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ending {
		l.ending = true
		close(l.done)
		wake(l.wakeUp)
		wake(l.wakeIn)
	}
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Receive takes a packet of the peer. It is called on the connection's reading
// goroutine, and waits while the disk does not keep up: nothing is read from
// the peer then.
func (l *Link) Receive(m protocol.BulkMessage) {
	switch m := m.(type) {
	case protocol.BulkOpen, protocol.BulkRequest:
		l.mu.Lock()
		crowded := len(l.asked) >= maxAsked
		if !crowded {
			l.asked = append(l.asked, m)
			wake(l.wakeUp)
		}
		l.mu.Unlock()
		if crowded {
			l.conn.Close(errCrowded)
		}
	default:
		select {
		case l.parts <- m:
		case <-l.done:
		}
	}
}

var errCrowded = errors.New("the peer asks for more than anybody needs")

// ChatWrote tells that a chat message of ours is under way, to whomever: file bytes
// make way for it, for 50 ms at most. Any goroutine may call it.
func (l *Link) ChatWrote() { l.manners.wrote(time.Now()) }

// ChatDone tells that no chat message of ours is under way any more; ChatCame that
// one has come. Any goroutine may call them.
func (l *Link) ChatDone() { l.manners.quiet(time.Now(), true) }
func (l *Link) ChatCame() { l.manners.quiet(time.Now(), false) }

// Send lets the peer read an outgoing transfer from now on.
func (l *Link) Send(out *Outgoing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sending[out.ID] = out
}

// Fetch begins, or goes on, to receive a transfer that the peer lets us read.
func (l *Link) Fetch(in *Incoming) { l.change(change{in: in}) }

// Drop leaves a transfer alone, in either direction. What comes of it still is
// thrown away. left is closed when an Incoming may be closed.
func (l *Link) Drop(id protocol.TransferID) (left <-chan struct{}) {
	l.withdraw(id)
	done := make(chan struct{})
	l.change(change{drop: id, left: done})
	return done
}

func (l *Link) withdraw(id protocol.TransferID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sending, id)
}

func (l *Link) change(c change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fetched {
		c.end()
		return
	}
	l.changes = append(l.changes, c)
	wake(l.wakeIn)
}

// end tells who waits that a transfer is left alone.
func (c change) end() {
	if c.left != nil {
		close(c.left)
	}
}

// leave tells so of all that were dropped too late for fetch, which has ended.
func (l *Link) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fetched = true
	for _, c := range l.changes {
		c.end()
	}
	l.changes = nil
}

// next waits for a question of the peer; false when the Link ends.
func (l *Link) next() (m protocol.BulkMessage, ok bool) {
	for {
		l.mu.Lock()
		if l.ending {
			l.mu.Unlock()
			return nil, false
		}
		if len(l.asked) > 0 {
			m = l.asked[0]
			l.asked = l.asked[1:]
			l.mu.Unlock()
			return m, true
		}
		l.asked = nil
		l.mu.Unlock()
		<-l.wakeUp
	}
}

func (l *Link) outgoing(id protocol.TransferID) *Outgoing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sending[id]
}
