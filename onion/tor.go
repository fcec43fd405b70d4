package onion

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// firstRestart is the pause before tor is started again; it doubles up to
	// lastRestart, and begins anew after a run of stableRun.
	firstRestart = time.Second
	lastRestart  = 48 * time.Second // and up to a quarter more: a minute
	stableRun    = 2 * time.Minute
)

// Config is what a Tor works with.
type Config struct {
	// TorPath is the tor program; looked for when empty.
	TorPath string
	// DataDir is a folder for tor's own files, made when it is not there.
	DataDir string
	// ExtraTorrc are lines for tor's configuration, such as bridges.
	ExtraTorrc []string
	// Environ describes a Tor that runs already. One that it names is used
	// whatever the settings are.
	Environ Environment
	// Settings are how tor reaches its network at first; see Tor.Configure.
	// With those that are not valid tor is not started, and Problem says so.
	Settings Settings
	// SystemTor is where the control port of this system's Tor may be, for
	// Settings.System; the usual places when empty.
	SystemTor []Endpoint
	// AwaitTor: a machine without a tor program is a Problem until somebody
	// installs one, where it would otherwise be the end of Serve.
	AwaitTor bool
	// Log gets what an operator would want to know. nil discards.
	Log *slog.Logger
}

// Tor is a Network by a real tor. Make one with New and run it with Serve.
type Tor struct {
	cfg   Config
	log   *slog.Logger
	kicks chan struct{} // size one: the services have changed
	dials atomic.Uint64 // begun so far
	lines logRing
	route func() bool

	mu       sync.Mutex
	status   Status
	changed  chan struct{}
	services []*service
	socksAt  Endpoint     // of the run that is up
	ownCtl   *controlConn // of that run, when the tor is ours
	sockets  string       // folder of our unix sockets, "" until needed
	tempDir  bool         // sockets is a temporary folder
	settings Settings
	again    context.CancelFunc // of the run, or of the pause after it; nil outside of Serve
}

var _ Network = (*Tor)(nil)

// New checks the configuration. It does no I/O.
func New(cfg Config) (*Tor, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if !cfg.Environ.Attach && cfg.DataDir == "" {
		return nil, errors.New("a tor of our own needs a folder")
	}
	if strings.ContainsAny(cfg.DataDir, "\r\n") {
		return nil, errors.New("the name of tor's folder has a line break in it")
	}
	if !cfg.Environ.Attach {
		dir, err := filepath.Abs(cfg.DataDir)
		if err != nil {
			return nil, fmt.Errorf("finding tor's folder: %w", err)
		}
		cfg.DataDir = dir
	}
	if len(cfg.SystemTor) == 0 {
		cfg.SystemTor = systemTor()
	}
	return &Tor{
		cfg: cfg, log: cfg.Log, kicks: make(chan struct{}, 1), changed: make(chan struct{}), route: hasRoute, settings: cfg.Settings,
	}, nil
}

// Status implements Network.
func (t *Tor) Status() Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.status
}

// Changed implements Network.
func (t *Tor) Changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.changed
}

// update changes the status and tells who waits for that.
func (t *Tor) update(change func(*Status)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.status
	change(&t.status)
	if p, q := before.Problem, t.status.Problem; p != nil && q != nil && *p == *q {
		t.status.Problem = p
	}
	if t.status.Phase == Online && before.Phase != Online {
		t.status.Epoch++
	}
	if t.status != before {
		close(t.changed)
		t.changed = make(chan struct{})
	}
}

func (t *Tor) kickServices() {
	select {
	case t.kicks <- struct{}{}:
	default:
	}
}

func (t *Tor) open() []*service {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]*service(nil), t.services...)
}

// socks is where to dial through, the zero value while tor is not up.
func (t *Tor) socks() Endpoint {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.status.Phase != Online {
		return Endpoint{}
	}
	return t.socksAt
}

func (t *Tor) setSocks(at Endpoint, own *controlConn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.socksAt, t.ownCtl = at, own
}

// Log implements Network.
func (t *Tor) Log() []string { return t.lines.all() }

// Configure implements Network. Settings that change nothing leave a tor alone
// that is up.
func (t *Tor) Configure(s Settings) error {
	if err := s.Validate(); err != nil {
		return err
	}
	if t.cfg.Environ.Attach {
		if s.System || s.Equal(Settings{}) {
			return nil
		}
		return &SettingsError{Reason: SettingsSystemTor, Text: "On this system Tor is set up for all programs ($TOR_… says so, as on Tails and Whonix), and Carom uses that one. Bridges and proxies are chosen there."}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.Equal(t.settings) && t.status.Phase == Online {
		return nil
	}
	t.settings = s
	if t.again != nil {
		t.again()
	}
	return nil
}

// usesSystem reports whether the Tor is one that runs already.
func (t *Tor) usesSystem() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cfg.Environ.Attach || t.settings.System
}

// turn begins a run: Configure ends its context.
func (t *Tor) turn(ctx context.Context) (context.Context, context.CancelFunc, Settings) {
	ctx, cancel := context.WithCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.again = cancel
	return ctx, cancel, t.settings
}

// Serve implements Network.
func (t *Tor) Serve(ctx context.Context) error {
	defer t.cleanUp()
	pause := firstRestart
	for first := true; ; first = false {
		began := time.Now()
		turn, cancel, settings := t.turn(ctx)
		err := t.run(turn, settings)
		t.setSocks(Endpoint{}, nil)
		if err != nil && turn.Err() == nil {
			if errors.Is(err, ErrNoTor) && first && !t.cfg.AwaitTor {
				cancel()
				t.update(func(s *Status) { *s = Status{Epoch: s.Epoch} })
				return err
			}
			if time.Since(began) >= stableRun {
				pause = firstRestart
			}
			t.rest(turn, err, pause)
			pause = min(2*pause, lastRestart)
		}
		configured := turn.Err() != nil
		cancel()
		if ctx.Err() != nil {
			t.update(func(s *Status) { *s = Status{Epoch: s.Epoch} })
			return nil
		}
		if configured {
			pause = firstRestart
			t.update(func(s *Status) { s.Problem = nil })
		}
	}
}

// rest says what is wrong and waits for the time to try again, or for ctx.
func (t *Tor) rest(ctx context.Context, err error, pause time.Duration) {
	var problem *Problem
	t.update(func(s *Status) {
		problem = problemOf(err, s.System)
		s.Phase, s.Percent, s.Tag, s.Summary, s.Published = Restarting, 0, "", "", false
		s.Problem = problem
	})
	t.log.Warn("tor is not usable and will be tried again", "in", pause, "problem", problem.Kind, "err", err)
	timer := time.NewTimer(pause + rand.N(pause/4))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// problemOf says for a person why a run has ended.
func problemOf(err error, system bool) *Problem {
	var f *failure
	switch {
	case errors.As(err, &f):
		return f.problem
	case errors.Is(err, ErrNoTor):
		return problemNoTor()
	case system && (errors.Is(err, errNotAllowed) || errors.Is(err, errAuthentication) || errors.Is(err, errPasswordWanted)):
		return problemPermission(err)
	case system:
		return problemSystem(err)
	}
	return problemEnded(err)
}

// socketDir returns the folder of our unix sockets, which only this user can
// enter: in tor's folder, or a temporary one when that one's name is too long
// for a socket's path or has characters that a control command cannot carry.
func (t *Tor) socketDir() (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sockets != "" {
		return t.sockets, nil
	}
	dir := filepath.Join(t.cfg.DataDir, "sockets")
	const longestName = "/0123456789abcdef"
	if len(dir)+len(longestName) > maxSocketPath || strings.ContainsFunc(dir, awkward) {
		temp, err := os.MkdirTemp(os.Getenv("XDG_RUNTIME_DIR"), "carom-")
		if err != nil {
			return "", fmt.Errorf("making a folder for sockets: %w", err)
		}
		t.sockets, t.tempDir = temp, true
		return temp, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for sockets: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for sockets: %w", err)
	}
	t.sockets = dir
	return dir, nil
}

// awkward are the characters that would need quoting somewhere on the way.
func awkward(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("%\"'\\,", r) }

// cleanUp removes the sockets' folder when it is a temporary one. Listeners
// that are still open lose their sockets with it.
func (t *Tor) cleanUp() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tempDir {
		os.RemoveAll(t.sockets)
	}
	t.sockets, t.tempDir = "", false
}
