package protocol

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"carom/contacts"
)

// Chosen by us, all of them.
const (
	// keepAliveIdle: a Tor circuit that works answers within a second or two,
	// so five without a byte are worth a question.
	keepAliveIdle = 5 * time.Second
	// keepAliveDead: two questions' time and some slack for a slow circuit,
	// and well under the 20 s in which a lost peer shall show as offline.
	keepAliveDead = 16 * time.Second
	// clientAuth: introduction, proof and result are three round trips; a bad
	// circuit takes some seconds for each.
	clientAuth = 60 * time.Second
	// writeStall: a stream through Tor may rest for a while when a relay is
	// overloaded, but not for this long.
	writeStall = 2 * time.Minute
	// flush: on the way to a local Tor queued bytes are gone in milliseconds,
	// unless its buffers are full.
	flush = 2 * time.Second
)

// purpose is how long a connection may stay without one (wire page,
// "im.ricochet.auth.hidden-service").
const purpose = 15 * time.Second

// Identity is who we are. Its methods are called on the goroutine of Serve.
type Identity interface {
	// ServiceID is the id of our onion service.
	ServiceID() contacts.ServiceID
	// Sign returns the 64-byte Ed25519 signature of message by the key of our
	// onion service, in Tor's expanded form. Only connections that we dialled
	// call it.
	Sign(message []byte) ([]byte, error)
}

// Config is what connections have in common. It may be shared by any number of
// them.
type Config struct {
	// Identity is required.
	Identity Identity
	// Log gets a line for each thing a peer did wrong, up to 16 on one
	// connection, and one for its end. None holds content, an id or an address.
	// nil discards them.
	Log *slog.Logger
	// Timeouts: those that are zero take the value of DefaultTimeouts.
	Timeouts Timeouts
	// Rand is where cookies come from; nil means crypto/rand.Reader. Recorded
	// sessions are replayed with another. It is read by every connection that
	// shares the Config, at the same time.
	Rand io.Reader
	// DisableExtensions: announce nothing to the peer, and so use no extension
	// with it. The connection is then that of a plain Ricochet-Refresh.
	DisableExtensions bool
}

// Timeouts are how long a connection waits for what.
type Timeouts struct {
	// Purpose is how long a peer may stay that has not proven who it is, or
	// that is neither a contact nor has asked to become one. The time that
	// Handler.Authorize takes does not count.
	Purpose time.Duration
	// ClientAuth is how long the listening side may take, from the begin of
	// Serve, to take our proof.
	ClientAuth time.Duration
	// KeepAliveIdle: after so long without a byte a peer that has announced
	// "keepalive" is asked for one.
	KeepAliveIdle time.Duration
	// KeepAliveDead: after so long without a byte such a peer is gone. Time in
	// which we did not read does not count.
	KeepAliveDead time.Duration
	// WriteStall: a peer that takes no byte for so long is gone.
	WriteStall time.Duration
	// Flush is how long Close waits for queued bytes to be written.
	Flush time.Duration
}

// DefaultTimeouts returns what a zero Timeouts means.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Purpose: purpose, ClientAuth: clientAuth, KeepAliveIdle: keepAliveIdle, KeepAliveDead: keepAliveDead,
		WriteStall: writeStall, Flush: flush,
	}
}

// withDefaults returns cfg with everything in place that was left out.
func (cfg Config) withDefaults() Config {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	t, d := &cfg.Timeouts, DefaultTimeouts()
	for _, f := range []struct{ value, byDefault *time.Duration }{
		{&t.Purpose, &d.Purpose},
		{&t.ClientAuth, &d.ClientAuth},
		{&t.KeepAliveIdle, &d.KeepAliveIdle},
		{&t.KeepAliveDead, &d.KeepAliveDead},
		{&t.WriteStall, &d.WriteStall},
		{&t.Flush, &d.Flush},
	} {
		if *f.value == 0 {
			*f.value = *f.byDefault
		}
	}
	return cfg
}
