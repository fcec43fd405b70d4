package protocol

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"syscall"
)

// Why a connection ended, where a caller may want to know; for errors.Is on
// what Serve returns.
var (
	// ErrClosedLocally: Close(nil) was called, our answer to a contact request
	// ended the connection, or the context of Serve is done.
	ErrClosedLocally = errors.New("closed on this side")
	// ErrPeerClosed: the stream ended. Whether the peer or Tor ended it cannot
	// be told.
	ErrPeerClosed = errors.New("the connection was closed by the peer")
	// ErrPeerSilent: nothing came for Timeouts.KeepAliveDead, or no verdict on
	// our proof within Timeouts.ClientAuth.
	ErrPeerSilent = errors.New("the peer has fallen silent")
	// ErrPeerStalled: the peer takes no bytes.
	ErrPeerStalled = errors.New("the peer does not read")
	// ErrNoPurpose: Timeouts.Purpose has passed.
	ErrNoPurpose = errors.New("the connection had no purpose for too long")
	// ErrVersionRefused: the two sides have no version of the protocol in common.
	ErrVersionRefused = errors.New("no common version of the protocol")
	// ErrProtocol: the peer did what the protocol forbids.
	ErrProtocol = errors.New("not what the protocol allows")
	// ErrAuthRefused: the listening side did not take our proof.
	ErrAuthRefused = errors.New("the peer did not take the proof of our identity")
)

// Errors of methods.
var (
	// ErrClosed: the connection has ended or is about to.
	ErrClosed = errors.New("protocol: the connection is closed")
	// ErrNotReady: not possible in the connection's present state.
	ErrNotReady = errors.New("protocol: not possible in the present state of the connection")
	// ErrQueueFull: the peer takes messages more slowly than they are sent.
	ErrQueueFull = errors.New("protocol: too many messages wait to be written")
)

// Fault is where the reason for an end lies.
type Fault uint8

// The faults.
const (
	// FaultLocal: we ended it, or something on our side failed.
	FaultLocal Fault = iota + 1
	// FaultPeer: the peer broke a rule.
	FaultPeer
	// FaultNetwork: the connection ended or stopped carrying bytes.
	FaultNetwork
)

// String returns "local", "peer" or "network".
func (f Fault) String() string {
	switch f {
	case FaultLocal:
		return "local"
	case FaultPeer:
		return "peer"
	case FaultNetwork:
		return "network"
	}
	return "unknown"
}

// Error is why a connection ended. Its text holds no content and no address.
type Error struct {
	Fault Fault
	Op    string // what was being done
	Err   error
}

// Error says whose fault it is.
func (e *Error) Error() string {
	switch e.Fault {
	case FaultPeer:
		return "protocol error by peer: " + e.Op + ": " + e.Err.Error()
	case FaultNetwork:
		return "connection lost: " + e.Op + ": " + e.Err.Error()
	}
	return "handling the connection: " + e.Op + ": " + e.Err.Error()
}

// LogValue tells a log the whole text.
func (e *Error) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// violation is the peer's fault: what is wrong, in words of our own.
type violation struct{ what string }

func (v *violation) Error() string        { return v.what }
func (v *violation) Is(target error) bool { return target == ErrProtocol }

func peerError(op, what string) error {
	return &Error{Fault: FaultPeer, Op: op, Err: &violation{what}}
}

// closedBy wraps a caller's reason for closing.
func closedBy(reason error) error {
	if reason == nil {
		reason = ErrClosedLocally
	}
	var already *Error
	if errors.As(reason, &already) {
		return reason
	}
	return &Error{Fault: FaultLocal, Op: "closing", Err: reason}
}

// contextEnded is the reason when the context of Serve is done.
type contextEnded struct{ cause error }

func (e *contextEnded) Error() string        { return e.cause.Error() }
func (e *contextEnded) Unwrap() error        { return e.cause }
func (e *contextEnded) Is(target error) bool { return target == ErrClosedLocally }

func endedBy(ctx context.Context) error {
	return &Error{Fault: FaultLocal, Op: "serving", Err: &contextEnded{context.Cause(ctx)}}
}

// networkError says what a failed read or write means. The addresses that a
// net.OpError has in its text are left out.
func networkError(op string, err error) error {
	var opErr *net.OpError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe),
		errors.Is(err, net.ErrClosed), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNRESET):
		err = ErrPeerClosed
	case isTimeout(err):
		err = ErrPeerStalled
	case errors.As(err, &opErr):
		err = opErr.Err
	}
	return &Error{Fault: FaultNetwork, Op: op, Err: err}
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &ne) && ne.Timeout()
}
