package desktop

import (
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"carom/control"
	"carom/core"
	"carom/internal/noderun"
	"carom/onion"
	"carom/store"
)

// attachWithin is how long a running node may take to answer.
const attachWithin = 5 * time.Second

// Session is a running node as the window uses it: one of its own, or another
// process's.
type Session struct {
	// API is the node's.
	API core.API
	// Own: the node runs in this process and ends with the session.
	Own bool

	end  context.CancelFunc
	done chan struct{}
	err  error // set before done is closed
}

// NewSession makes a session of a node that somebody else runs, in this process;
// stop ends it, and is called once.
func NewSession(api core.API, stop func()) *Session {
	ctx, end := context.WithCancel(context.Background())
	s := &Session{API: api, Own: true, end: end, done: make(chan struct{})}
	context.AfterFunc(ctx, func() {
		stop()
		close(s.done)
	})
	return s
}

// Done is closed when the node has ended, by itself or by Stop.
func (s *Session) Done() <-chan struct{} { return s.done }

// Err is why a node ended by itself; nil after Stop and before Done.
func (s *Session) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// Stop ends the session, and the node with it when it is our own: in order, so
// that contacts see at once that we are gone, and Tor is gone when it returns.
func (s *Session) Stop() {
	s.end()
	<-s.done
}

// Attach uses the node that runs for a profile in another process.
func (d *Desk) Attach(ctx context.Context, name string) (*Session, error) {
	dir, err := d.Dir(name)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, attachWithin)
	defer cancel()
	client, err := control.Dial(ctx, control.SocketPath(dir))
	if err != nil {
		return nil, err
	}
	sub, err := client.Subscribe(ctx)
	if err != nil {
		return nil, errors.Join(err, client.Close())
	}
	watch, end := context.WithCancel(context.Background())
	s := &Session{API: client, end: end, done: make(chan struct{})}
	go s.watch(watch, sub, client)
	return s, nil
}

// watch notices that the other node ends.
func (s *Session) watch(ctx context.Context, sub core.Subscription, client io.Closer) {
	defer close(s.done)
	defer client.Close()
	defer sub.Close()
	for {
		if _, err := sub.Next(ctx); err != nil {
			if ctx.Err() == nil {
				s.err = &core.UserError{Code: core.CodeUnavailable, Kind: core.KindNodeEnded, Text: "The node of this profile, which ran in another program, has ended. Nothing that was sent or received is lost."}
			}
			return
		}
	}
}

// Connection is how a profile has Tor reach its network. No node may be running.
func (d *Desk) Connection(name string, passphrase store.Passphrase) (onion.Settings, error) {
	db, err := d.Open(name, passphrase)
	if err != nil {
		return onion.Settings{}, err
	}
	settings, err := core.LoadConnection(db)
	if err := errors.Join(err, db.Close()); err != nil {
		return onion.Settings{}, noderun.ProfileError(err)
	}
	return settings, nil
}

// Start opens a profile and runs a node for it, with the connection that is
// given from now on; nil leaves it as it is. It returns when the node answers;
// Tor connects after that. When ctx is done before, the node is ended.
func (d *Desk) Start(ctx context.Context, name string, passphrase store.Passphrase, connection *onion.Settings) (*Session, error) {
	dir, err := d.Dir(name)
	if err != nil {
		return nil, err
	}
	db, err := d.Open(name, passphrase)
	if err != nil {
		return nil, err
	}
	if connection != nil {
		if err := core.SaveConnection(db, *connection); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return d.run(ctx, dir, db)
}

func (d *Desk) run(ctx context.Context, dir string, db *store.DB) (*Session, error) {
	own, end := context.WithCancel(context.Background())
	s := &Session{Own: true, end: end, done: make(chan struct{})}
	ready := make(chan core.API, 1)
	go func() {
		defer close(s.done)
		defer end()
		err := noderun.Run(own, noderun.Config{
			Profile: db, DataDir: dir, TorPath: d.cfg.TorPath, ExtraTorrc: d.cfg.ExtraTorrc, Environ: d.cfg.Environ,
			AwaitTor: true, Version: d.cfg.Version, Log: d.cfg.Log,
			Ready: func(_ context.Context, api core.API) { ready <- api },
		})
		if own.Err() == nil {
			s.err = err
		}
	}()
	select {
	case s.API = <-ready:
	case <-s.done:
		return nil, cmp.Or(s.err, core.ErrClosed)
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		s.Stop()
		return nil, ctx.Err()
	}
	return s, nil
}
