package core

import (
	"context"
	"time"

	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// offerPlain offers a file that is prepared, and takes the offer back when our user
// has paused it: who has accepted it cannot be told to wait. Its hash is another one
// than that of the offer to a Carom.
func (e *Engine) offerPlain(p *parcel, s *session) {
	if p.plain != nil && p.rec.Held && !p.plain.moving {
		e.takeBackPlain(p)
	}
	if p.plain != nil || p.rec.Held || s.ended {
		return
	}
	number, out := s.plain.number(), p.out
	p.plain = &plainParcel{session: s, number: number, done: make(chan struct{})}
	var offer protocol.FileOffer
	e.startJob(p, func(ctx context.Context) (err error) {
		offer, err = out.PlainOffer(ctx, number)
		return err
	}, func(err error, stale bool) {
		switch {
		case stale || e.closing || p.plain == nil || p.plain.session != s:
		case err != nil:
			e.outgoingFailed(p, err)
		case p.rec.Held:
			p.plain = nil
		default:
			p.plain.offer = offer
			p.rec.Plain = s.conn.OfferFile(offer) == nil
			if !p.rec.Plain {
				p.plain = nil // as many as can be are offered; one after another ends
			}
			e.changeParcel(p)
		}
	})
}

// takeBackPlain ends the offer of a file on its connection. The file stays.
func (e *Engine) takeBackPlain(p *parcel) {
	e.endPlain(p, outcomeCancelledByUs)
	p.rec.Plain = false
	e.changeParcel(p)
}

// plainAnswered: the peer wants our file.
type plainAnswered struct {
	session *session
	number  uint32
}

func (in plainAnswered) handle(e *Engine) {
	p := e.findPlain(in.session, in.number, true)
	if p == nil || p.ended() || p.out == nil {
		return
	}
	if p.rec.Held { // they have accepted it in the moment in which our user paused it
		e.takeBackPlain(p)
		return
	}
	p.rec.Stage = store.TransferAccepted
	p.plain.moving = true
	s, plain := in.session, p.plain
	send := &plainSender{
		PlainSend: transfer.NewPlainSend(s.conn, p.out, in.number, plain.done),
		tell:      func(total uint64) { e.plainMoved(p, plain, total) },
	}
	s.plain.set(in.number, nil, send)
	e.workers.Go(func() {
		if err := send.Serve(); err != nil {
			e.mail.post(func() {
				if p.plain == plain && !p.ended() {
					e.outgoingFailed(p, err)
				}
			})
		}
	})
	e.changeParcel(p)
	e.advanceAll(s.peer) // another one may be offered
}

// plainSender tells how a file gets on that is sent.
type plainSender struct {
	*transfer.PlainSend
	tell func(total uint64)
	told time.Time
}

func (s *plainSender) acknowledged(total uint64) {
	s.Acknowledged(total)
	if now := time.Now(); now.Sub(s.told) >= plainTell {
		s.told = now
		s.tell(total)
	}
}
