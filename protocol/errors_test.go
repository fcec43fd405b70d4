package protocol

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestErrorTexts(t *testing.T) {
	for want, err := range map[string]error{
		"protocol error by peer: control channel: rubbish":                peerError("control channel", "rubbish"),
		"connection lost: reading: the connection was closed by the peer": networkError("reading", io.EOF),
		"handling the connection: closing: closed on this side":           closedBy(nil),
		"handling the connection: closing: the caller's reason":           closedBy(errReason),
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	}
	if !errors.Is(peerError("x", "y"), ErrProtocol) {
		t.Error("what the peer did wrong is not ErrProtocol")
	}
	for f, want := range map[Fault]string{FaultLocal: "local", FaultPeer: "peer", FaultNetwork: "network", 0: "unknown"} {
		if f.String() != want {
			t.Errorf("fault %d is %q", f, f)
		}
	}
	for s, want := range map[ResponseStatus]string{Pending: "Pending", Accepted: "Accepted", Rejected: "Rejected", ResponseError: "Error", 9: "invalid"} {
		if s.String() != want {
			t.Errorf("status %d is %q", s, s)
		}
	}
}

// The text of a network error has no address in it.
func TestNetworkErrors(t *testing.T) {
	wrap := func(err error) error {
		addr := &net.UnixAddr{Name: "/secret/place", Net: "unix"}
		return &net.OpError{Op: "read", Net: "unix", Source: addr, Addr: addr, Err: err}
	}
	tests := []struct{ err, is error }{
		{io.EOF, ErrPeerClosed},
		{io.ErrUnexpectedEOF, ErrPeerClosed},
		{io.ErrClosedPipe, ErrPeerClosed},
		{wrap(net.ErrClosed), ErrPeerClosed},
		{wrap(os.NewSyscallError("read", syscall.ECONNRESET)), ErrPeerClosed},
		{wrap(syscall.EPIPE), ErrPeerClosed},
		{wrap(os.ErrDeadlineExceeded), ErrPeerStalled},
		{wrap(syscall.EHOSTUNREACH), syscall.EHOSTUNREACH},
	}
	for _, tt := range tests {
		err := networkError("reading", tt.err)
		var e *Error
		if !errors.Is(err, tt.is) || !errors.As(err, &e) || e.Fault != FaultNetwork {
			t.Errorf("%v became %v", tt.err, err)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the text has an address: %v", err)
		}
	}
}

// What a peer does wrong is in the log, without anything that it sent; a peer
// that does not stop is not logged without end.
func TestLog(t *testing.T) {
	const secret = "secret"
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		left, right := net.Pipe()
		s := &script{known: true, received: accept}
		cfg := Config{Identity: bob, Rand: zeros{}, Log: slog.New(slog.NewTextHandler(&log, nil))}
		conn := serve(t.Context(), NewServer(left, cfg, s), s)
		w := newWire(t, right)
		w.raw(lead(&clientSteps, introduced)...)
		w.raw(asksAuth(1, []byte(secret))...)
		w.raw(asks(opening(3, secret))...)
		w.raw(join(asksAuth(5, zeroCookie), proves(5, alice, bob), asksChat(7), asksFile(9))...)
		w.raw(join(says(7, 1, secret), says(7, 2, strings.Repeat(secret, 1000)), offersFile(9, 1, "/"+secret, hash))...)
		w.raw(asksChat(11, secret, strings.ToUpper(secret))...)
		for i := range int32(100) {
			w.raw(asks(opening(13+2*i, secret))...)
		}
		w.raw(bare(0, []byte(secret)...)...)
		wantEnd(t, conn, FaultPeer, ErrProtocol)
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		if len(lines) != maxComplaints+1 {
			t.Errorf("%d lines", len(lines))
		}
		last := lines[len(lines)-1]
		if !strings.Contains(last, "level=WARN") || !strings.Contains(last, "control channel: it cannot be decoded") {
			t.Errorf("the last line is %q", last)
		}
		for _, hidden := range []string{secret, strings.ToUpper(secret), alice.ServiceID().Text(), bob.ServiceID().Text()} {
			if strings.Contains(log.String(), hidden) {
				t.Errorf("the log has %q in it:\n%s", hidden, log.String())
			}
		}
	})
}
