package onion

import (
	"context"
	"net"
)

// Network is one Tor as the rest of Carom sees it. Tor implements it; oniontest
// has an in-memory one; one conformance suite (oniontest.Conformance) runs on both.
//
// All methods may be called from any goroutine.
type Network interface {
	// Serve runs the network until ctx is done, then withdraws every service,
	// stops what it started and returns nil. It returns an error only when it
	// cannot ever work (no tor program, say). Called once.
	Serve(ctx context.Context) error

	// Listen publishes an onion service for key on virtualPort and keeps it
	// published, across restarts of tor, until the listener is closed. It may
	// be called before Serve; nothing is accepted until the network is up.
	Listen(key Key, virtualPort uint16) (net.Listener, error)

	// Dial connects to an onion service by its 56-character id. Streams with
	// different isolation strings never share a circuit, nor do two dials;
	// isolation must not name the contact. ErrOffline is returned at once while tor is not up.
	Dial(ctx context.Context, serviceID string, port uint16, isolation string) (net.Conn, error)

	// Configure changes how tor reaches its network: what is up ends, and
	// begins anew at once with the new settings. The error is a *SettingsError.
	Configure(s Settings) error

	// Log returns the newest lines of tor's log, oldest first, with nothing in
	// them about people, places and files. A Tor that this system runs keeps
	// its log to itself: then there are none.
	Log() []string

	// Status is the present state.
	Status() Status

	// Changed returns a channel that is closed at the next change of Status.
	// Call it before Status, so that no change is missed.
	Changed() <-chan struct{}
}

// Phase is what the network is doing.
type Phase uint8

// The phases of a Network.
const (
	// Stopped: Serve has not begun, or has ended.
	Stopped Phase = iota
	// Starting: tor is being launched or attached to.
	Starting
	// Bootstrapping: tor is connecting to the Tor network; see Status.Percent.
	Bootstrapping
	// Online: tor has circuits.
	Online
	// Restarting: tor died or hung; the next attempt is waiting for its time.
	Restarting
)

// Status is a snapshot of a Network.
type Status struct {
	Phase Phase
	// Percent is tor's bootstrap progress, 0 to 100; Tag its stable name for
	// it ("loading_descriptors"; control-spec, section 5.5),
	// Summary its words.
	Percent int
	Tag     string
	Summary string
	// System: the Tor is not ours but one that this system runs.
	System bool
	// Published: a descriptor of every listener's service has been uploaded
	// since tor last started.
	Published bool
	// Epoch counts how often the network came Online: a dialler that sees it
	// grow may forget its back-off.
	Epoch uint64
	// TorVersion is tor's own, such as "0.4.9.11". Empty until known.
	TorVersion string
	// Problem is nil while all is well.
	Problem *Problem
}
