package protocol

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"filippo.io/edwards25519"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/proto"

	"carom/contacts"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testIdentity signs with Tor's expanded form of an Ed25519 key.
type testIdentity struct {
	scalar *edwards25519.Scalar
	prefix []byte
	public ed25519.PublicKey
}

func expandedIdentity(key []byte) *testIdentity {
	scalar, err := edwards25519.NewScalar().SetBytesWithClamping(key[:32])
	if err != nil {
		panic(err)
	}
	public := new(edwards25519.Point).ScalarBaseMult(scalar).Bytes()
	return &testIdentity{scalar, key[32:], public}
}

// torIdentity takes the key as ADD_ONION does.
func torIdentity(blob string) *testIdentity {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(blob, "ED25519-V3:"))
	if err != nil || len(key) != 64 {
		panic("not a key of an onion service")
	}
	return expandedIdentity(key)
}

func seededIdentity(seed byte) *testIdentity {
	h := sha512.Sum512([]byte{seed})
	return expandedIdentity(h[:])
}

func (i *testIdentity) ServiceID() contacts.ServiceID { return contacts.FromPublicKey(i.public) }

func (i *testIdentity) Sign(message []byte) ([]byte, error) {
	hash := func(parts ...[]byte) *edwards25519.Scalar {
		h := sha512.Sum512(bytes.Join(parts, nil))
		s, err := edwards25519.NewScalar().SetUniformBytes(h[:])
		if err != nil {
			panic(err)
		}
		return s
	}
	r := hash(i.prefix, message)
	point := new(edwards25519.Point).ScalarBaseMult(r).Bytes()
	k := hash(point, i.public, message)
	return append(point, k.MultiplyAdd(k, i.scalar, r).Bytes()...), nil
}

// Two people.
var (
	alice = seededIdentity(1)
	bob   = seededIdentity(2)
)

// script is a Handler that notes what it is told and answers as the test says.
type script struct {
	known     bool
	authorize func(ctx context.Context) (bool, error)
	request   *Request // sent when the peer does not know us
	welcome   error    // of Authenticated
	decide    func(c *Conn, r Request) ResponseStatus
	received  func(c *Conn, m Message)
	acked     func(c *Conn, id uint32)

	mu       sync.Mutex
	events   []string
	messages []Message
}

func (s *script) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, fmt.Sprintf(format, args...))
}

// take returns what was noted since the last call.
func (s *script) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := s.events
	s.events = nil
	return strings.Join(events, "; ")
}

func (s *script) lastMessage() Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messages[len(s.messages)-1]
}

func (s *script) Authorize(ctx context.Context, c *Conn, peer contacts.ServiceID) (bool, error) {
	if peer != c.Peer() {
		s.note("authorized somebody else")
	}
	if s.authorize != nil {
		return s.authorize(ctx)
	}
	return s.known, nil
}

func (s *script) Authenticated(c *Conn, known bool) error {
	s.note("authenticated %v", known)
	if !known && s.request != nil {
		return c.SendRequest(*s.request)
	}
	return s.welcome
}

func (s *script) Established(*Conn) { s.note("established") }

func (s *script) ContactRequest(c *Conn, r Request) ResponseStatus {
	s.note("asked %q %q", r.Nickname, r.Message)
	if s.decide != nil {
		return s.decide(c, r)
	}
	return Pending
}

func (s *script) RequestAnswered(_ *Conn, status ResponseStatus) { s.note("answered %v", status) }

func (s *script) MessageReceived(c *Conn, m Message) {
	s.note("message %d %v %q %v", m.ID, m.HasID, m.Text, m.Age)
	s.mu.Lock()
	s.messages = append(s.messages, m)
	s.mu.Unlock()
	if s.received != nil {
		s.received(c, m)
	}
}

func (s *script) MessageAcknowledged(c *Conn, id uint32, accepted bool) {
	s.note("acknowledged %d %v", id, accepted)
	if s.acked != nil {
		s.acked(c, id)
	}
}

func (s *script) ChatReady(*Conn) { s.note("chat ready") }
func (s *script) PeerAnnounced(_ *Conn, names []string) {
	s.note("announced %s", strings.Join(names, ","))
}

// accept is a received function that acknowledges everything.
func accept(c *Conn, m Message) { _ = c.Acknowledge(m.Receipt, true) }

// served is a connection whose Serve runs in a goroutine.
type served struct {
	*Conn
	*script
	done chan struct{}
	err  error
}

func serve(ctx context.Context, c *Conn, s *script) *served {
	r := &served{Conn: c, script: s, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.err = c.Serve(ctx)
	}()
	return r
}

// over reports whether Serve has returned.
func (s *served) over() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// wire is the other end of a connection, played byte by byte. Only within a
// synctest bubble.
type wire struct {
	t    *testing.T
	nc   net.Conn
	send chan []byte

	mu  sync.Mutex
	got []byte
	eof bool
}

func newWire(t *testing.T, nc net.Conn) *wire {
	w := &wire{t: t, nc: nc, send: make(chan []byte, 1000)}
	go func() {
		for b := range w.send {
			if _, err := nc.Write(b); err != nil {
				return
			}
		}
	}()
	go w.read()
	t.Cleanup(func() { close(w.send); nc.Close(); synctest.Wait() })
	return w
}

func (w *wire) read() {
	buf := make([]byte, 1<<16)
	for {
		n, err := w.nc.Read(buf)
		w.mu.Lock()
		w.got = append(w.got, buf[:n]...)
		w.eof = err != nil
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// raw sends bytes and returns all that has come back once everything is quiet.
func (w *wire) raw(b ...byte) []byte {
	if len(b) > 0 {
		w.send <- b
	}
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	got := w.got
	w.got = nil
	return got
}

// packets sends packets and returns those that have come back.
func (w *wire) packets(out ...[]byte) []string {
	w.t.Helper()
	return describe(w.t, w.raw(bytes.Join(out, nil)...))
}

// want sends packets and compares what comes back.
func (w *wire) want(name string, out [][]byte, want ...string) {
	w.t.Helper()
	if got := w.packets(out...); !slices.Equal(got, want) {
		w.t.Errorf("%s: got\n\t%s\nwant\n\t%s", name, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func (w *wire) closed() bool {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.eof
}

// describe cuts bytes into packets and writes each as channel:hex.
func describe(t *testing.T, b []byte) []string {
	t.Helper()
	var list []string
	r := NewPacketReader(bytes.NewReader(b))
	for {
		id, data, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("what came back is not packets: %v", err)
		}
		list = append(list, fmt.Sprintf("%d:%x", id, data))
	}
}

// packet makes a packet of a message, the form of describe if it is sent back.
func packet(id uint16, m proto.Message) []byte {
	b, err := appendMessage(nil, id, m)
	if err != nil {
		panic(err)
	}
	return b
}

func bare(id uint16, data ...byte) []byte {
	b, err := AppendPacket(nil, id, data)
	if err != nil {
		panic(err)
	}
	return b
}

// line is packet in the form of describe.
func line(id uint16, m proto.Message) string { return text(packet(id, m)) }

func text(p []byte) string { return fmt.Sprintf("%d:%x", uint16(p[2])<<8|uint16(p[3]), p[headerSize:]) }

func list(p ...[]byte) [][]byte { return p }

// bubble runs a test in a synctest bubble with a context that ends with it.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(t) })
}

// pair connects alice, who dials, with bob.
func pair(t *testing.T, cfg Config, a, b *script) (client, server *served) {
	t.Helper()
	left, right := net.Pipe()
	cfg.Identity = alice
	client = serve(t.Context(), NewClient(left, bob.ServiceID(), cfg, a), a)
	cfg.Identity = bob
	server = serve(t.Context(), NewServer(right, cfg, b), b)
	t.Cleanup(func() { client.Close(nil); server.Close(nil); <-client.done; <-server.done })
	return client, server
}

// wantEvents compares what a handler was told since the last call.
func wantEvents(t *testing.T, who string, s *script, want ...string) {
	t.Helper()
	synctest.Wait()
	if got := s.take(); got != strings.Join(want, "; ") {
		t.Errorf("%s was told\n\t%s\nwant\n\t%s", who, got, strings.Join(want, "; "))
	}
}

// wantEnd checks why a connection ended.
func wantEnd(t *testing.T, s *served, fault Fault, reason error) {
	t.Helper()
	synctest.Wait()
	if !s.over() {
		t.Fatal("the connection has not ended")
	}
	var e *Error
	if !errors.As(s.err, &e) || e.Fault != fault || !errors.Is(s.err, reason) {
		t.Errorf("it ended with %v, want the fault of %v: %v", s.err, fault, reason)
	}
}
