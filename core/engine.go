package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"carom/contacts"
	"carom/onion"
	"carom/protocol"
	"carom/store"
)

const (
	// servicePort is the onion service's virtual port (wire page, "Addresses").
	servicePort = 9878
	// stopWithin bounds how long Serve takes to end: connections get
	// protocol's flush time, commits the disk's.
	stopWithin = 10 * time.Second
	// acceptPause is how long accepting rests after an error that may pass,
	// such as too many open files.
	acceptPause = 200 * time.Millisecond
)

// Config is what an Engine works with.
type Config struct {
	// Store is the profile, which nobody else may change meanwhile. The
	// caller closes it after Serve has returned.
	Store store.Store
	// Network is Tor. The caller runs its Serve, and stops it only after the
	// engine's Serve has returned, so that connections are closed in order.
	Network onion.Network
	// Log gets one line for what an operator would want to know; no content,
	// no addresses. nil discards.
	Log *slog.Logger
	// Wipe destroys the profile's keys and has the node end; called from any
	// goroutine. nil where there is nothing to wipe.
	Wipe func() error
	// Files says where files go. nil takes and sends none.
	Files *FileConfig
	// Timeouts of connections; the zero value means protocol's defaults.
	Timeouts protocol.Timeouts
	// Version is Carom's own, for State.
	Version string
	// DisableExtensions makes the engine announce nothing to other Caroms.
	DisableExtensions bool
}

// Engine is a node. It implements API. Make one with New and run it with Serve.
type Engine struct {
	store    store.Store
	network  onion.Network
	log      *slog.Logger
	protocol protocol.Config
	key      onion.Key
	self     contacts.ServiceID
	wipe     func() error
	version  string

	inspecting chan struct{} // size one: held while files are looked into

	inbox   chan input
	mail    *mailbox
	stopped chan struct{}      // closed when nothing is answered any more
	work    context.Context    // of dials, sessions and the network watch
	endWork context.CancelFunc // ends them
	workers sync.WaitGroup     // all goroutines that Serve starts

	// All below belongs to the goroutine of Serve.
	bus         *bus
	book        *contacts.Book
	people      map[contacts.ServiceID]*person
	nextMessage uint64
	netStatus   onion.Status
	closing     bool
	presence    Presence
	listener    net.Listener // of the onion service; nil while Invisible
	connection  onion.Settings
	preferences map[string]string

	sessions map[*session]struct{}
	idle     []*session // without purpose yet, oldest first
	waiting  []*session // of strangers whose request waits, oldest first
	delayed  map[contacts.ServiceID]*session
	strikes  *strikes
	// turnedAway are the strangers who came while they were not wanted.
	turnedAway *strikes
	files      *fileRoom // nil when none are taken
	dialQueue  []*person
	dials      int    // under way
	longDials  int    // of these
	dialCount  uint64 // all dials ever, for tests and the bench
	commits    int    // under way
	nextConn   uint64
}

// New reads the profile and returns an engine that is not running yet. A new
// profile gets its identity here.
func New(cfg Config) (*Engine, error) {
	key, err := LoadIdentity(cfg.Store)
	if err != nil {
		return nil, err
	}
	profile, err := cfg.Store.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the profile: %w", err)
	}
	self := contacts.FromPublicKey(key.PublicKey())
	book, err := contacts.NewBook(self, profile.Contacts)
	if err != nil {
		return nil, fmt.Errorf("reading the contacts: %w", err)
	}
	presence, err := presenceOf(profile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	connection, err := connectionOf(profile)
	if err != nil {
		return nil, err
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	e := &Engine{
		store: cfg.Store, network: cfg.Network, log: log, key: key, self: self, wipe: cfg.Wipe, version: cfg.Version,
		presence: presence, connection: connection, preferences: preferencesOf(profile),
		protocol: protocol.Config{
			Identity: signer{key, self}, Log: log, Timeouts: cfg.Timeouts, DisableExtensions: cfg.DisableExtensions,
		},
		inspecting: make(chan struct{}, 1), inbox: make(chan input), mail: newMailbox(), stopped: make(chan struct{}),
		bus: newBus(), book: book, people: make(map[contacts.ServiceID]*person), nextMessage: profile.NextMessage,
		sessions: make(map[*session]struct{}), delayed: make(map[contacts.ServiceID]*session), strikes: newStrikes(), turnedAway: newStrikes(),
	}
	if err := e.openFiles(cfg.Files, profile); err != nil {
		return nil, err
	}
	e.work, e.endWork = context.WithCancel(context.Background())
	for _, c := range book.All() {
		p := newPerson(c.ID, profile.Conversations[c.ID])
		p.draft = profile.Drafts[c.ID]
		e.people[c.ID] = p
	}
	return e, nil
}

// Self returns the id of this node's onion service.
func (e *Engine) Self() contacts.ServiceID { return e.self }

// Serve runs the node until ctx is done, then closes every connection, waits
// for all that is under way and returns nil. It returns an error at once when
// the network refuses the service. Called once.
func (e *Engine) Serve(ctx context.Context) error {
	defer close(e.stopped)
	defer e.endWork()
	if e.presence != Invisible {
		if err := e.publish(); err != nil {
			e.closeFiles()
			e.bus.close()
			return err
		}
	}
	e.workers.Go(e.watchNetwork)
	e.run(ctx)
	e.stop()
	return nil
}

// run is the engine's loop.
func (e *Engine) run(ctx context.Context) {
	expiry := time.NewTicker(expireEvery)
	defer expiry.Stop()
	e.startFiles()
	e.expire()
	for {
		select {
		case <-ctx.Done():
			return
		case in := <-e.inbox:
			in.handle(e)
		case <-e.mail.wake:
			e.readMail()
		case <-expiry.C:
			e.expire()
		}
	}
}

func (e *Engine) readMail() {
	for _, f := range e.mail.take() {
		f()
	}
}

// stop closes the connections and keeps handling what comes in until they have
// ended, so that an acknowledgement that is already on its way still counts.
func (e *Engine) stop() {
	e.closing = true
	e.vanish()
	deadline := time.NewTimer(stopWithin)
	defer deadline.Stop()
	for late := false; !late && (len(e.sessions) > 0 || e.commits > 0); {
		select {
		case in := <-e.inbox:
			in.handle(e)
		case <-e.mail.wake:
			e.readMail()
		case <-deadline.C:
			late = true
		}
	}
	e.endWork()
	ended := make(chan struct{})
	go func() { e.workers.Wait(); close(ended) }()
	for {
		select {
		case in := <-e.inbox:
			in.handle(e)
		case <-e.mail.wake:
			e.readMail()
		case <-ended:
			e.readMail()
			e.closeFiles()
			e.bus.close()
			return
		}
	}
}

// accept hands every connection to the engine. Its goroutine ends when the
// listener is closed.
func (e *Engine) accept(listener net.Listener) {
	for {
		nc, err := listener.Accept()
		if err == nil {
			if !e.post(accepted{nc}) {
				nc.Close()
			}
			continue
		}
		if errors.Is(err, net.ErrClosed) || e.work.Err() != nil {
			return
		}
		e.log.Warn("accepting a connection failed", "err", err)
		select {
		case <-time.After(acceptPause):
		case <-e.work.Done():
			return
		}
	}
}

// watchNetwork reports every change of the network's status.
func (e *Engine) watchNetwork() {
	for {
		changed := e.network.Changed()
		if !e.post(networkStatus{e.network.Status()}) {
			return
		}
		select {
		case <-changed:
		case <-e.work.Done():
			return
		}
	}
}

// post hands an input to the engine, waiting until it takes it; false when the
// engine has stopped.
func (e *Engine) post(in input) bool {
	select {
	case e.inbox <- in:
		return true
	case <-e.work.Done():
		return false
	}
}

type networkStatus struct{ status onion.Status }

func (in networkStatus) handle(e *Engine) {
	before := e.netStatus
	e.netStatus = in.status
	if statusEqual(before, in.status) {
		return
	}
	e.bus.publish(NetworkChanged{Network: in.status})
	if in.status.Phase == onion.Online && (before.Phase != onion.Online || before.Epoch != in.status.Epoch) {
		e.dialEverybody()
	}
}

func statusEqual(a, b onion.Status) bool {
	if (a.Problem == nil) != (b.Problem == nil) || (a.Problem != nil && *a.Problem != *b.Problem) {
		return false
	}
	a.Problem, b.Problem = nil, nil
	return a == b
}

// commit makes changes durable and then runs then on the engine's goroutine.
func (e *Engine) commit(then func(err error), changes ...store.Change) {
	e.commits++
	e.store.Commit(changes, func(err error) {
		e.mail.post(func() {
			e.commits--
			if err != nil {
				e.log.Error("the profile could not be written", "err", err)
			}
			then(err)
		})
	})
}
