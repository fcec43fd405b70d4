package protocol

import (
	"context"
	"io"

	"google.golang.org/protobuf/proto"

	"carom/contacts"
	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/control"
)

// proofs is what goes into the proof of who the dialling side is (wire page,
// "im.ricochet.auth.hidden-service").
type proofs struct {
	client, server [cookieSize]byte
	// begun: there has been an authentication channel. There is no second.
	begun bool
}

func authError(err error) error { return &Error{Fault: FaultLocal, Op: "authentication", Err: err} }

// openAuth begins the authentication, on the dialling side.
func (c *Conn) openAuth() error {
	cookie := c.in.proof.client[:]
	if _, err := io.ReadFull(c.cfg.Rand, cookie); err != nil {
		return authError(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.openChannel(typeAuth, func(m *control.OpenChannel) {
		if c.bulk {
			markBulk(m)
		}
		setExtension(m, auth.E_ClientCookie, cookie)
	})
	if err != nil {
		return authError(err)
	}
	return nil
}

// authAsked: the peer begins the authentication.
func (c *Conn) authAsked(ch *channel, m *control.OpenChannel) error {
	cookie := proto.GetExtension(m, auth.E_ClientCookie).([]byte)
	if c.outbound || c.in.proof.begun || len(cookie) != cookieSize {
		return c.refuse(ch, control.ChannelResult_BadUsageError.Enum())
	}
	c.in.proof.begun = true
	copy(c.in.proof.client[:], cookie)
	answer := c.in.proof.server[:]
	if _, err := io.ReadFull(c.cfg.Rand, answer); err != nil {
		return authError(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bulk = c.askedForBulk(m)
	c.grant(ch, func(m *control.ChannelResult) { setExtension(m, auth.E_ServerCookie, answer) })
	return nil
}

// authAnswered: the peer has sent its cookie, and we can prove who we are.
func (c *Conn) authAnswered(ch *channel, m *control.ChannelResult) error {
	if !m.GetOpened() {
		return &Error{Fault: FaultPeer, Op: "authentication", Err: ErrAuthRefused}
	}
	cookie := proto.GetExtension(m, auth.E_ServerCookie).([]byte)
	if len(cookie) != cookieSize {
		return peerError("authentication", "a cookie of the wrong size")
	}
	copy(c.in.proof.server[:], cookie)
	message := ProofMessage(c.in.proof.client[:], c.in.proof.server[:], c.own, c.Peer())
	signature, err := c.cfg.Identity.Sign(message)
	if err != nil {
		return authError(err)
	}
	c.answer(ch.class(), ch.id, &auth.Packet{Proof: &auth.Proof{
		Signature: signature, ServiceId: proto.String(c.own.Text()),
	}})
	return nil
}

func (c *Conn) authPacket(ctx context.Context, ch *channel, data []byte) error {
	var m auth.Packet
	switch {
	case !decode(data, &m), !onlyOne(m.Proof != nil, m.Result != nil), ch.inbound != (m.Proof != nil):
		return c.breach(ch, "not the packet that is due")
	case ch.inbound:
		return c.proofReceived(ctx, ch, m.Proof)
	}
	return c.resultReceived(ch, m.Result)
}

// proofReceived: the peer has tried to prove who it is. Without success it stays
// where it was, until the purpose timer ends the connection.
func (c *Conn) proofReceived(ctx context.Context, ch *channel, m *auth.Proof) error {
	p := &c.in.proof
	peer, err := contacts.ParseServiceID(m.GetServiceId())
	if err != nil || !VerifyProof(m.GetSignature(), p.client[:], p.server[:], peer, c.own) {
		c.complain("authentication: the proof is wrong")
		c.mu.Lock()
		defer c.mu.Unlock()
		_ = c.queue(ch.class(), ch.id, &auth.Packet{Result: &auth.Result{Accepted: proto.Bool(false)}})
		c.closeChannel(ch)
		return nil
	}
	c.mu.Lock()
	c.peer = peer
	c.mu.Unlock()
	known, err := c.handler.Authorize(ctx, c, peer)
	if err != nil {
		return closedBy(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.queue(ch.class(), ch.id, &auth.Packet{Result: &auth.Result{
		Accepted: proto.Bool(true), IsKnownContact: proto.Bool(known),
	}})
	c.closeChannel(ch)
	switch {
	case known && c.bulk:
		c.becomeBulk()
	case known:
		c.becomeContact()
	default:
		c.become(stranger)
	}
	return nil
}

// resultReceived: the peer says whether it takes our proof, and knows us. It
// closes the channel next.
func (c *Conn) resultReceived(ch *channel, m *auth.Result) error {
	if !m.GetAccepted() {
		return &Error{Fault: FaultPeer, Op: "authentication", Err: ErrAuthRefused}
	}
	if m.IsKnownContact == nil {
		return peerError("authentication", "the result does not say whether we are known")
	}
	known := m.GetIsKnownContact()
	ch.done = true
	if !known {
		c.mu.Lock()
		c.become(stranger)
		c.mu.Unlock()
	}
	if err := c.handler.Authenticated(c, known); err != nil {
		return closedBy(err)
	}
	if known {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.bulk {
			c.becomeBulk()
		} else {
			c.becomeContact()
		}
	}
	return nil
}
