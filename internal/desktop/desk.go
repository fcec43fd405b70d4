package desktop

import (
	"log/slog"
	"path/filepath"

	"carom/internal/noderun"
	"carom/internal/profiles"
	"carom/onion"
)

// Config is what a Desk works with.
type Config struct {
	// DataDir holds the profiles.
	DataDir string
	// TorPath is the tor program; looked for when empty.
	TorPath string
	// ExtraTorrc are lines for the configuration of a tor of our own.
	ExtraTorrc []string
	// Environ describes a Tor that runs already.
	Environ onion.Environment
	// Version is Carom's own.
	Version string
	// Log gets what an operator would want to know. nil discards.
	Log *slog.Logger
}

// Desk has the profiles of a data folder, and opens them. Its methods may be
// called from any goroutine; those that open a profile take about a second, on
// purpose. Errors that are meant for a person are *core.UserError, and can be
// told apart by the sentinels of package store.
type Desk struct {
	profiles.Folder

	cfg Config
}

// Received is the folder where the files land that a profile receives.
func (d *Desk) Received(name string) (string, error) {
	dir, err := d.Dir(name)
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	return noderun.ReceivedDir(dir), nil
}

// New returns a Desk. It does no I/O.
func New(cfg Config) *Desk {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{profiles.Folder{Root: cfg.DataDir}, cfg}
}
