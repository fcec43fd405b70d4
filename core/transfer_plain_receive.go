package core

import (
	"context"
	"errors"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// plainOffered: a plain peer offers a file.
type plainOffered struct {
	session *session
	offer   protocol.FileOffer
}

func (in plainOffered) handle(e *Engine) {
	s, f := in.session, in.offer
	if contact, ok := e.book.Get(s.peer); !ok || contact.State != contacts.Accepted || s.ended || e.closing ||
		f.Size > protocol.MaxTransferSize || e.crowded(s.peer) {
		_ = s.conn.AnswerFile(f.ID, false)
		return
	}
	now := time.Now()
	e.addIncoming(&parcel{
		rec: store.Transfer{
			ID: e.files.next, Contact: s.peer, Plain: true, Name: f.Name, Files: 1, Size: f.Size, Created: now, Changed: now,
		},
		plain: &plainParcel{session: s, number: f.ID, offer: f, done: make(chan struct{})},
	})
}

// answerPlain begins to receive a file that our user wants, and wants now.
func (e *Engine) answerPlain(p *parcel) {
	if p.plain == nil || p.rec.Held || p.rec.Outgoing || p.rec.Stage != store.TransferAccepted || p.plain.moving || p.job != nil {
		return
	}
	plain, secret, partial := p.plain, p.secret(), e.files.partial
	var in *transfer.PlainIncoming
	e.startJob(p, func(context.Context) (err error) {
		in, err = transfer.ReceivePlain(partial, secret, plain.offer)
		return err
	}, func(err error, stale bool) {
		switch {
		case stale || e.closing || p.plain != plain:
			if in != nil {
				in.Close()
			}
		case err != nil:
			e.plainFailed(p, err)
		default:
			plain.moving = true
			e.receivePlain(p, plain, in)
		}
	})
}

// plainFailed: a file of a plain peer cannot be received. There is no going on later.
func (e *Engine) plainFailed(p *parcel, err error) {
	if endedByUs(err) || p.ended() {
		return
	}
	why, _ := problemOf(err)
	switch why { // nothing can be kept
	case problemDisk:
		why = problemPlainDisk
	case problemDiskFull:
		why = problemPlainFull
	}
	e.log.Warn("a file could not be received", "why", why.kind(), "err", err)
	e.endAndSave(p, outcomeFailed, why, false)
}

// plainReceiver stores the chunks of a file on a goroutine of its own.
type plainReceiver struct {
	chunks chan []byte
	done   <-chan struct{}
}

// plainChunks is how many chunks wait to be stored. protocol bounds their bytes.
const plainChunks = 128

func (r *plainReceiver) add(data []byte) {
	select {
	case r.chunks <- data:
	case <-r.done:
	}
}

func (e *Engine) receivePlain(p *parcel, plain *plainParcel, in *transfer.PlainIncoming) {
	r := &plainReceiver{chunks: make(chan []byte, plainChunks), done: plain.done}
	plain.session.plain.set(plain.number, r, nil)
	finished := p.working()
	e.workers.Go(func() {
		err := errors.Join(r.store(e, p, plain, in), in.Close())
		plain.end() // the connection waits for nobody to take more
		finished()
		e.mail.post(func() { e.plainStored(p, plain, err) })
	})
	if err := plain.session.conn.AnswerFile(plain.number, true); err != nil {
		e.plainLost(p)
		return
	}
	e.parcelChanged(p)
}

// plainStored: a file is whole, or no more of it comes.
func (e *Engine) plainStored(p *parcel, plain *plainParcel, err error) {
	plain.stored, p.settling = true, false
	switch {
	case p.ended():
	case err == nil:
		e.plainWhole(p)
	case errors.Is(err, protocol.ErrClosed):
		p.moved = 0
		e.endAndSave(p, outcomeFailed, problemPlainLost, false)
	default:
		e.plainFailed(p, err)
	}
}

// plainWhole: all of a file has come, and it is what was offered. From now on the
// connection is not needed to have it. It is moved out when that is durable: where the
// disk has no room for it twice, what was moved is only outside.
func (e *Engine) plainWhole(p *parcel) {
	p.rec.Have, p.moved = 1, p.rec.Size
	e.saveParcel(p, func(err error) {
		switch {
		case p.ended():
		case err != nil: // the profile's disk, not this one's: what has come stays
			p.whole = true
			e.incomingFailed(p, err)
		default:
			p.whole = true
			e.advance(p)
		}
	})
}

// cameWhole reports whether a plain transfer has come whole, for a connection that ends.
func (p *parcel) cameWhole() bool {
	return p.rec.Stage == store.TransferFilled || p.rec.Plain && (p.whole || p.rec.Have > 0)
}

// fillPlain moves a plain file that is whole into its stage.
func (e *Engine) fillPlain(p *parcel) {
	if p.halted() || p.job != nil {
		return
	}
	secret, size, partial, received := p.secret(), p.rec.Size, e.files.partial, e.files.received
	e.fill(p, func(ctx context.Context) error {
		in, err := transfer.PlainWhole(partial, secret, size)
		if err != nil {
			return err
		}
		return errors.Join(in.Fill(ctx, received, secret), in.Close())
	})
}

// next returns the next chunk; false when there is none and none comes any more. What came
// before the connection ended counts.
func (r *plainReceiver) next() ([]byte, bool) {
	select {
	case data := <-r.chunks:
		return data, true
	case <-r.done:
	}
	select {
	case data := <-r.chunks:
		return data, true
	default:
		return nil, false
	}
}

// store takes the chunks until the file is whole, and acknowledges each when it
// is on the disk. ErrClosed: it does not become whole.
func (r *plainReceiver) store(e *Engine, p *parcel, plain *plainParcel, in *transfer.PlainIncoming) error {
	var told time.Time
	for {
		data, ok := r.next()
		if !ok {
			return protocol.ErrClosed
		}
		total, whole, err := in.Take(data)
		if err != nil {
			return err
		}
		// An error means that the file is over on the connection: then done is closed.
		_ = plain.session.conn.AcknowledgeChunk(plain.number, total)
		if whole {
			return nil
		}
		if now := time.Now(); now.Sub(told) >= plainTell {
			told = now
			e.plainMoved(p, plain, total)
		}
	}
}
