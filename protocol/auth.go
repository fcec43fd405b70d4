package protocol

import (
	"context"
	"errors"
	"io"

	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/control"
)

// authState is what the two sides know of the authentication (wire page,
// "im.ricochet.auth.hidden-service").
type authState struct {
	client, server [cookieSize]byte
	// begun: an authentication channel has been opened; there is only one.
	begun bool
}

// openAuth, on the dialling side, begins the authentication.
func (c *Conn) openAuth() error {
	if _, err := io.ReadFull(c.cfg.Rand, c.auth.client[:]); err != nil {
		return &Error{FaultLocal, "authentication", err}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.openLocked(typeAuth, func(m *control.OpenChannel) {
		proto.SetExtension(m, auth.E_ClientCookie, c.auth.client[:])
	})
}

// authOpened, on the listening side: the peer begins the authentication.
func (c *Conn) authOpened(ch *channel, m *control.OpenChannel) error {
	cookie, _ := proto.GetExtension(m, auth.E_ClientCookie).([]byte)
	if c.outbound || c.auth.begun || len(cookie) != cookieSize {
		c.log.Warn("an authentication was refused", "reason", "out of order or without a cookie")
		c.refuse(ch, control.ChannelResult_BadUsageError.Enum())
		return nil
	}
	if _, err := io.ReadFull(c.cfg.Rand, c.auth.server[:]); err != nil {
		return &Error{FaultLocal, "authentication", err}
	}
	c.auth.begun = true
	copy(c.auth.client[:], cookie)
	c.grant(ch, func(r *control.ChannelResult) {
		proto.SetExtension(r, auth.E_ServerCookie, c.auth.server[:])
	})
	return nil
}

// authAnswered, on the dialling side: the peer has sent its cookie, and we
// prove who we are.
func (c *Conn) authAnswered(ch *channel, m *control.ChannelResult) error {
	cookie, _ := proto.GetExtension(m, auth.E_ServerCookie).([]byte)
	if !m.GetOpened() || len(cookie) != cookieSize {
		return &Error{FaultPeer, "authentication", ErrAuthRefused}
	}
	copy(c.auth.server[:], cookie)
	signature, err := c.cfg.Identity.Sign(Proof(c.auth.client[:], c.auth.server[:], c.self, c.peer))
	if err != nil {
		return &Error{FaultLocal, "authentication", err}
	}
	c.send(prioControl, ch.id, &auth.Packet{Proof: &auth.Proof{
		Signature: signature, ServiceId: proto.String(c.self.Text()),
	}})
	return nil
}

func (c *Conn) authPacket(ctx context.Context, ch *channel, data []byte) error {
	var m auth.Packet
	if err := proto.Unmarshal(data, &m); err != nil || fields(m.Proof != nil, m.Result != nil) != 1 {
		return c.breach(ch, "not an authentication packet")
	}
	switch {
	case ch.inbound && m.Proof != nil:
		return c.proofReceived(ctx, ch, m.Proof)
	case !ch.inbound && m.Result != nil:
		return c.resultReceived(ch, m.Result)
	}
	return c.breach(ch, "the other side's part of the authentication")
}

// proofReceived, on the listening side. A bad proof leaves the peer where it
// was, until the purpose timer ends the connection.
func (c *Conn) proofReceived(ctx context.Context, ch *channel, m *auth.Proof) error {
	peer, err := contacts.ParseServiceID(m.GetServiceId())
	if err != nil || !VerifyProof(m.GetSignature(), c.auth.client[:], c.auth.server[:], peer, c.self) {
		c.log.Warn("a peer could not prove who it is", "reason", "wrong service id or signature")
		c.send(prioControl, ch.id, &auth.Packet{Result: &auth.Result{Accepted: proto.Bool(false)}})
		c.closeChannel(prioControl, ch)
		return nil
	}
	c.mu.Lock()
	c.peer = peer
	c.purpose.Stop() // the answer may be held back
	c.mu.Unlock()
	known, err := c.handler.Authorize(ctx, c, peer)
	if err != nil {
		return &Error{FaultNone, "authorization", err}
	}
	c.send(prioControl, ch.id, &auth.Packet{Result: &auth.Result{
		Accepted: proto.Bool(true), IsKnownContact: proto.Bool(known),
	}})
	c.closeChannel(prioControl, ch)
	if !known {
		c.setState(stranger)
		return nil
	}
	return c.becomeContact()
}

// resultReceived, on the dialling side.
func (c *Conn) resultReceived(ch *channel, m *auth.Result) error {
	c.closeChannel(prioControl, ch)
	if !m.GetAccepted() || m.IsKnownContact == nil {
		return &Error{FaultPeer, "authentication", ErrAuthRefused}
	}
	known := m.GetIsKnownContact()
	if !known {
		c.setState(stranger)
	}
	if err := c.handler.Authenticated(c, known); err != nil {
		return &Error{FaultNone, "authentication", err}
	}
	if !known {
		return nil
	}
	return c.becomeContact()
}

// becomeContact makes this a connection of contacts and tells the handler.
func (c *Conn) becomeContact() error {
	c.mu.Lock()
	err := c.contactLocked()
	c.mu.Unlock()
	if errors.Is(err, ErrClosed) {
		return nil
	}
	if err != nil {
		return &Error{FaultLocal, "opening channels", err}
	}
	c.handler.Established(c)
	return nil
}
