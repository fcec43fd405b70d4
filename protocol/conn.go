package protocol

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"carom/contacts"
)

// InboundWindow is how many received messages may be unanswered before no more
// is read from the peer. It is four times what a Carom sends without an
// acknowledgement; at 6 KB for the longest message it bounds what one peer
// holds in our memory at 1.5 MiB.
const InboundWindow = 256

// Conn is one connection to one peer. Make it with NewClient or NewServer and
// run it with Serve; all other methods may be called from any goroutine, also
// from within the Handler's, and never wait for the network.
//
// Serve's goroutine reads and runs the state machine; a second one writes. What
// is under mu is shared by them and by the callers of methods; the rest never
// changes or belongs to Serve's goroutine.
type Conn struct {
	nc       net.Conn
	cfg      Config
	own      contacts.ServiceID
	handler  Handler
	outbound bool
	// fileHandler and transferHandler are handler, nil when it is none such.
	fileHandler     FileHandler
	transferHandler TransferHandler

	in   reader        // belongs to the goroutine of Serve
	wake chan struct{} // size one: there is something for the writer to do

	mu     sync.Mutex
	freed  sync.Cond // on mu: space or a credit has become free, or it is over
	state  state
	peer   contacts.ServiceID
	served bool
	cancel context.CancelFunc // of the context that Authorize gets; set by Serve
	reason error              // why it ended; set once
	broken error              // writing has failed; reading may go on for a moment

	timers    timers
	out       outbox
	credits   int // how many more messages may be received
	channels  map[uint16]*channel
	nextOpen  int // the id of the next channel that we open
	chat      *channel
	request   *incoming // the contact request that the listening side has
	announced bool      // the peer announced extensions
	transfers bool      // both sides announced FeatureTransfer
	bulk      bool      // it is for the bytes of transfers
	filesIn   files
	filesOut  files
	fileBytes int // received and not acknowledged, of all files
	// established: the handler is to be told by Serve's goroutine.
	established bool
}

// NewClient returns the connection over nc to peer, whose onion service was
// dialled. It does no I/O.
func NewClient(nc net.Conn, peer contacts.ServiceID, cfg Config, h Handler) *Conn {
	c := newConn(nc, cfg, h)
	c.outbound, c.peer, c.nextOpen = true, peer, 1
	return c
}

// NewBulkClient is NewClient for a second connection to a contact, which carries
// the bytes of transfers: both sides must have announced FeatureTransfer on the
// contact connection that there is.
func NewBulkClient(nc net.Conn, peer contacts.ServiceID, cfg Config, h TransferHandler) *Conn {
	c := NewClient(nc, peer, cfg, h)
	c.bulk = true
	return c
}

// NewServer returns the connection over nc that our onion service has accepted.
// It does no I/O.
func NewServer(nc net.Conn, cfg Config, h Handler) *Conn {
	c := newConn(nc, cfg, h)
	c.nextOpen = 2
	return c
}

func newConn(nc net.Conn, cfg Config, h Handler) *Conn {
	c := &Conn{
		nc: nc, cfg: cfg.withDefaults(), own: cfg.Identity.ServiceID(), handler: h,
		wake: make(chan struct{}, 1), credits: InboundWindow, channels: make(map[uint16]*channel),
		filesIn: make(files), filesOut: make(files),
	}
	c.fileHandler, _ = h.(FileHandler)
	if !cfg.DisableExtensions {
		c.transferHandler, _ = h.(TransferHandler)
	}
	c.freed.L = &c.mu
	c.in.conn = c
	return c
}

// Serve runs the connection until it ends, and returns why: never nil, always
// an *Error. It owns the net.Conn and every goroutine of the connection; when it
// returns they are gone, and the Handler hears no more. When ctx is done the
// connection is closed at once; Close writes first what is queued. Serve can be
// called once.
func (c *Conn) Serve(ctx context.Context) error {
	work, cancel := context.WithCancel(ctx)
	defer cancel()
	if !c.start(cancel) {
		return c.ended()
	}
	watched := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(watched)
		c.finish(endedBy(ctx), true)
	})
	var writing sync.WaitGroup
	writing.Go(c.write)
	c.finish(c.read(work), false)
	c.drain()
	writing.Wait()
	if !stop() {
		<-watched
	}
	c.logEnd()
	return c.ended()
}

// start reports whether Serve has anything to run.
func (c *Conn) start(cancel context.CancelFunc) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.served || c.state == closing {
		return false
	}
	c.served, c.cancel = true, cancel
	c.arm(introducing)
	return true
}

// Close ends the connection: what is queued is written, for at most
// Timeouts.Flush, then the net.Conn is closed and Serve returns reason, in an
// *Error if it is none. A nil reason means ErrClosedLocally. Close does not wait;
// the first call's reason stays. Without Serve it closes the net.Conn.
func (c *Conn) Close(reason error) { c.finish(closedBy(reason), false) }

func (c *Conn) finish(reason error, atOnce bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finishLocked(reason, atOnce)
}

// finishLocked ends the connection, once. There is nothing to be written to a
// peer that is gone.
func (c *Conn) finishLocked(reason error, atOnce bool) {
	if c.state == closing {
		if atOnce {
			c.nc.Close()
		}
		return
	}
	c.reason = reason
	c.become(closing)
	if c.cancel != nil {
		c.cancel()
	}
	var e *Error
	gone := errors.As(reason, &e) && e.Fault == FaultNetwork
	if atOnce || gone || c.broken != nil || !c.served {
		c.nc.Close()
	} else {
		c.nc.SetWriteDeadline(time.Now().Add(c.cfg.Timeouts.Flush))
	}
	c.wakeReader()
	c.wakeWriter()
	c.freed.Broadcast()
}

// ended returns why the connection ended.
func (c *Conn) ended() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != closing {
		return &Error{Fault: FaultLocal, Op: "serving", Err: ErrClosed} // served twice
	}
	return c.reason
}

// logEnd writes the one line about the end.
func (c *Conn) logEnd() {
	reason := c.ended()
	level := slog.LevelInfo
	var e *Error
	if errors.As(reason, &e) && e.Fault == FaultPeer {
		level = slog.LevelWarn
	}
	c.cfg.Log.Log(context.Background(), level, "a connection has ended", "reason", reason)
}

// Peer returns who the peer is: the one that was dialled, or that has proven who
// it is. Before that it is the zero value.
func (c *Conn) Peer() contacts.ServiceID {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.peer
}

// Outbound reports whether we dialled.
func (c *Conn) Outbound() bool { return c.outbound }

// IsCarom reports whether the peer has announced extensions on this connection.
func (c *Conn) IsCarom() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.announced
}
