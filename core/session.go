package core

import (
	"context"
	"errors"
	"net"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
)

// session is one connection, from its first byte to its end. It implements
// protocol.Handler: those methods run on the connection's reader goroutine and
// only pass on what they are told; while one waits, nothing is read from this
// peer.
//
//	idle --Authorize--> delayed --+--> stranger --ContactRequest--> waiting --Respond--+
//	 |  \                         |                                                    v
//	 |   +--------known-----------+------------------------------------------------> contact
//	 |
//	 +--Authenticated(known=false)--> asking --RequestAnswered(Accepted)---------------^
//	 +--Authorize, marked as bulk---> bulk
type session struct {
	engine   *Engine
	conn     *protocol.Conn
	outbound bool
	number   uint64 // for the log
	born     time.Time

	// All below belongs to the engine's goroutine.
	peer  contacts.ServiceID // proven, or for an outbound session dialled
	phase sessionPhase
	// proven: both sides know who the other is. An outbound session that ends
	// before is a failed dial.
	proven    bool
	since     time.Time // when it became a contact connection
	chatReady bool
	carom     bool
	ended     bool

	// What a session is for files: see transfer_bulk.go and transfer_plain.go.
	transferReady bool // transfers can be spoken of with another Carom
	plainFiles    bool // it is with a plain peer, who takes files
	plain         plainFiles
	heeding       chan struct{} // has what the peer said about files and waits for the disk
	bulk          bool
	// link is that of a bulk connection: set before its packets come, and ended
	// when linked is closed.
	link   *transfer.Link
	linked chan struct{}
}

type sessionPhase uint8

const (
	phaseIdle sessionPhase = iota
	phaseDelayed
	phaseStranger
	phaseWaiting
	phaseAsking
	phaseContact
	phaseBulk
)

// Reasons for which the engine closes a connection.
var (
	errReplaced   = errors.New("a newer connection to the same peer took its place")
	errDuplicate  = errors.New("there is a better connection to the same peer")
	errCrowded    = errors.New("too many connections of strangers")
	errNotWanted  = errors.New("the peer is not a contact any more")
	errForgotten  = errors.New("the peer does not know us any more")
	errNotStored  = errors.New("what the peer sent could not be stored")
	errRejected   = errors.New("the contact request was refused")
	errSilent     = errors.New("the peer did not open the chat channel in time")
	errTryLater   = errors.New("the peer could not take the contact request")
	errUnexpected = errors.New("nothing was to be asked of this peer")
	errIdle       = errors.New("there is nothing to move any more")
)

// startSession runs a connection. The constructor's argument is the session,
// which the connection reports to.
func (e *Engine) startSession(outbound bool, peer contacts.ServiceID, connect func(*session) *protocol.Conn) *session {
	e.nextConn++
	s := &session{engine: e, outbound: outbound, number: e.nextConn, born: time.Now(), peer: peer, heeding: make(chan struct{}, heedWindow)}
	s.conn = connect(s)
	e.sessions[s] = struct{}{}
	e.workers.Go(func() {
		err := s.serve(e.work)
		e.mail.post(func() { e.sessionEnded(s, err) })
	})
	return s
}

// serve runs the connection, and the link that it may get.
func (s *session) serve(ctx context.Context) error {
	err := s.conn.Serve(ctx)
	if s.link != nil {
		s.link.Stop()
		<-s.linked
	}
	return err
}

func (e *Engine) connConfig(s *session) protocol.Config {
	cfg := e.protocol
	cfg.Log = e.log.With("conn", s.number, "outbound", s.outbound)
	return cfg
}

func (e *Engine) startOutbound(p *person, nc net.Conn) {
	e.startSession(true, p.id, func(s *session) *protocol.Conn {
		return protocol.NewClient(nc, p.id, e.connConfig(s), e.handler(s))
	})
}

// Authorize implements protocol.Handler.
func (s *session) Authorize(ctx context.Context, _ *protocol.Conn, peer contacts.ServiceID) (bool, error) {
	for held := false; ; held = true {
		v, err := ask(ctx, s.engine, func(r request[verdict]) input {
			return authorize{request: r, session: s, peer: peer, held: held}
		})
		if v.bulk {
			s.openLink()
		}
		if err != nil || v.hold == 0 {
			return v.known, err
		}
		timer := time.NewTimer(v.hold)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false, ctx.Err()
		}
	}
}

// Authenticated implements protocol.Handler.
func (s *session) Authenticated(c *protocol.Conn, known bool) error {
	greeting, err := ask(s.engine.work, s.engine, func(r request[*protocol.Request]) input {
		return authenticated{request: r, session: s, known: known}
	})
	if err != nil || greeting == nil {
		return err
	}
	return c.SendRequest(*greeting)
}

// ContactRequest implements protocol.Handler.
func (s *session) ContactRequest(_ *protocol.Conn, r protocol.Request) protocol.ResponseStatus {
	status, err := ask(s.engine.work, s.engine, func(q request[protocol.ResponseStatus]) input {
		return contactRequest{request: q, session: s, asked: r}
	})
	if err != nil {
		return protocol.ResponseError
	}
	return status
}

// Established implements protocol.Handler.
func (s *session) Established(*protocol.Conn) { s.engine.post(established{s}) }

// ChatReady implements protocol.Handler.
func (s *session) ChatReady(*protocol.Conn) { s.engine.post(chatReady{s}) }

// PeerAnnounced implements protocol.Handler.
func (s *session) PeerAnnounced(*protocol.Conn, []string) { s.engine.post(peerAnnounced{s}) }

// RequestAnswered implements protocol.Handler.
func (s *session) RequestAnswered(_ *protocol.Conn, status protocol.ResponseStatus) {
	s.engine.post(requestAnswered{s, status})
}

// MessageReceived implements protocol.Handler.
func (s *session) MessageReceived(_ *protocol.Conn, m protocol.Message) {
	s.engine.post(messageReceived{s, m})
}

// MessageAcknowledged implements protocol.Handler.
func (s *session) MessageAcknowledged(_ *protocol.Conn, id uint32, accepted bool) {
	s.engine.post(messageAcknowledged{s, id, accepted})
}
