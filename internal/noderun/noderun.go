// Package noderun runs a whole node in one process: the profile, Tor, the
// engine and the control socket, started and ended in the right order. `carom
// node` and `carom chat` are built on it.
package noderun

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"carom/control"
	"carom/core"
	"carom/onion"
	"carom/store"
)

// Config is what a node is made of.
type Config struct {
	// Profile is the opened profile of DataDir; Run closes it.
	Profile store.Store
	// DataDir holds everything: the profile, tor's files, the control socket.
	DataDir string
	// TorPath is the tor program; looked for when empty.
	TorPath string
	// ExtraTorrc are lines for the configuration of a tor of our own.
	ExtraTorrc []string
	// Environ describes a Tor that runs already.
	Environ onion.Environment
	// AwaitTor: a machine without a tor program is a problem to be shown, where
	// it would otherwise be the end of Run.
	AwaitTor bool
	// Version is Carom's own, for user interfaces.
	Version string
	// Log gets what an operator would want to know. nil discards.
	Log *slog.Logger
	// Ready, when not nil, is called once the control socket answers, on a
	// goroutine of its own.
	Ready func(ctx context.Context, api core.API)
}

const (
	torDir = "tor"
	// partialDir is for unfinished files, encrypted; receivedDir for finished
	// ones, as they are.
	partialDir  = "partial"
	receivedDir = "received"
	// wipeAnswer is the time that the answer to a wipe gets before the node ends.
	wipeAnswer = 100 * time.Millisecond
)

// ProfileDir is where the profile of a data folder is.
func ProfileDir(dataDir string) string { return filepath.Join(dataDir, "profile") }

// Run runs a node until ctx is done or something that cannot be mended fails.
//
// It ends in the order that lets peers know at once: the engine closes its
// connections while tor is still up, then the control socket, then tor, then
// the profile.
func Run(ctx context.Context, cfg Config) error {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	wiped := false
	err := runWith(ctx, cfg, &wiped)
	if wiped {
		// Before the lock is given up: after that, somebody may make a new
		// profile here.
		err = errors.Join(err, RemoveAll(cfg.DataDir))
	}
	if cerr := cfg.Profile.Close(); cerr != nil && !wiped {
		err = errors.Join(err, fmt.Errorf("closing the profile: %w", cerr))
	}
	return err
}

// RemoveAll removes what a node keeps in its folder, the keys being gone. Its error
// is for a person.
func RemoveAll(dataDir string) error {
	var errs []error
	for _, dir := range []string{torDir, partialDir, receivedDir} {
		errs = append(errs, os.RemoveAll(filepath.Join(dataDir, dir)))
	}
	if err := errors.Join(append(errs, store.RemoveFiles(ProfileDir(dataDir)))...); err != nil {
		return restError(err)
	}
	return nil
}

// ReceivedDir is where received files land.
func ReceivedDir(dataDir string) string { return filepath.Join(dataDir, receivedDir) }

// files says where files go.
func files(dataDir string) *core.FileConfig {
	return &core.FileConfig{Partial: filepath.Join(dataDir, partialDir), Received: ReceivedDir(dataDir)}
}

func runWith(ctx context.Context, cfg Config, wiped *bool) error {
	connection, err := core.LoadConnection(cfg.Profile)
	if err != nil {
		return ProfileError(err)
	}
	tor, err := onion.New(onion.Config{
		TorPath: cfg.TorPath, DataDir: filepath.Join(cfg.DataDir, torDir), ExtraTorrc: cfg.ExtraTorrc, Environ: cfg.Environ, Log: cfg.Log,
		Settings: connection, AwaitTor: cfg.AwaitTor,
	})
	if err != nil {
		return torFolderError(err)
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	// The keys go at once, on the goroutine of who asks; the answer is on its
	// way when the node begins to end.
	var wipe sync.Mutex
	engine, err := core.New(core.Config{Store: cfg.Profile, Network: tor, Log: cfg.Log, Version: cfg.Version, Files: files(cfg.DataDir), Wipe: func() error {
		wipe.Lock()
		defer wipe.Unlock()
		if *wiped {
			return nil
		}
		// Who asks may have destroyed them already.
		if err := store.DestroyKey(ProfileDir(cfg.DataDir)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		*wiped = true
		time.AfterFunc(wipeAnswer, func() { fail(nil) })
		return nil
	}})
	if err != nil {
		return ProfileError(err)
	}

	var all layers
	answering := make(chan struct{})
	all.add(func(ctx context.Context) error { return torError(tor.Serve(ctx), cfg.TorPath) }, fail)
	all.add(func(ctx context.Context) error {
		server := control.NewServer(engine, cfg.Log)
		return socketError(server.Serve(ctx, control.SocketPath(cfg.DataDir), func() { close(answering) }))
	}, fail)
	all.add(engine.Serve, fail)

	var ready sync.WaitGroup
	if cfg.Ready != nil {
		ready.Go(func() {
			select {
			case <-answering:
				cfg.Ready(ctx, engine)
			case <-ctx.Done():
			}
		})
	}
	<-ctx.Done()
	err = all.stop()
	ready.Wait()
	return err
}

// layers are goroutines that end one after the other, the last one first.
type layers []layer

type layer struct {
	stop context.CancelFunc
	done chan error
}

// add runs a layer. One that ends by itself ends the node.
func (l *layers) add(run func(context.Context) error, fail context.CancelCauseFunc) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		err := run(ctx)
		done <- err
		fail(err)
	}()
	*l = append(*l, layer{stop, done})
}

// stop ends the layers and returns what went wrong.
func (l layers) stop() error {
	var errs []error
	for i := len(l) - 1; i >= 0; i-- {
		l[i].stop()
		if err := <-l[i].done; err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
