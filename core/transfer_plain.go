package core

import (
	"context"
	"errors"
	"sync"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/protocol"
	"carom/store"
)

// plainParcel is a transfer that is under way with a plain Ricochet-Refresh.
type plainParcel struct {
	session *session
	number  uint32 // on that connection, its sender's
	moving  bool   // bytes may flow
	offer   protocol.FileOffer
	done    chan struct{} // closed when it is over
	over    sync.Once
	stop    context.CancelFunc // ends what is done on the disk; nil when nothing is
}

func (p *plainParcel) end() {
	p.over.Do(func() { close(p.done) })
	if p.stop != nil {
		p.stop()
	}
}

// plainFiles are the files under way on a connection, for its reading goroutine.
type plainFiles struct {
	mu   sync.Mutex
	in   map[uint32]*plainReceiver
	out  map[uint32]*plainSender
	next uint32 // our next number
}

func (f *plainFiles) receiver(id uint32) *plainReceiver {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.in[id]
}

func (f *plainFiles) sender(id uint32) *plainSender {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.out[id]
}

// set makes a file known to the reading goroutine, or unknown with nil.
func (f *plainFiles) set(id uint32, in *plainReceiver, out *plainSender) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.in == nil {
		f.in, f.out = make(map[uint32]*plainReceiver), make(map[uint32]*plainSender)
	}
	if in != nil {
		f.in[id] = in
	}
	if out != nil {
		f.out[id] = out
	}
}

func (f *plainFiles) forget(id uint32, ours bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ours {
		delete(f.out, id)
	} else {
		delete(f.in, id)
	}
}

// number returns the number of our next file on the connection.
func (f *plainFiles) number() uint32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next++
	return f.next
}

// filesReady: the peer takes files, as Ricochet-Refresh does or in a better way.
type filesReady struct {
	session *session
	better  bool
}

func (in filesReady) handle(e *Engine) {
	s := in.session
	if p := e.people[s.peer]; in.better || p == nil || p.session != s {
		return
	}
	s.plainFiles = true
	e.parcelsOf(s.peer, func(p *parcel) {
		if p.ended() && p.rec.Untold {
			p.rec.Untold = false // it cannot be told
			e.saveParcel(p, nil)
		}
	})
	e.advanceAll(s.peer)
}

// findPlain returns the transfer with a number on a connection.
func (e *Engine) findPlain(s *session, number uint32, ours bool) *parcel {
	for _, p := range e.files.order {
		if p.plain != nil && p.plain.session == s && p.plain.number == number && p.rec.Outgoing == ours {
			return p
		}
	}
	return nil
}

// offerPlain offers a file that is prepared. Its hash is another one than that of
// the offer to a Carom.
func (e *Engine) offerPlain(p *parcel, s *session) {
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
		default:
			p.rec.Plain = true
			p.plain.offer = offer
			if err := s.conn.OfferFile(offer); err != nil {
				p.plain = nil // as many as can be are offered; one after another ends
			}
			e.changeParcel(p)
		}
	})
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

// plainTell is how often progress is told.
const plainTell = 250 * time.Millisecond

func (e *Engine) plainMoved(p *parcel, plain *plainParcel, total uint64) {
	at := time.Now()
	e.mail.post(func() {
		if p.plain == plain && !p.ended() {
			p.moved = total
			p.meter.note(at, total)
			e.parcelChanged(p)
		}
	})
}

// plainEnded: a file is over, by the peer's word.
type plainEnded struct {
	session *session
	number  uint32
	ours    bool
	result  protocol.FileResult
}

func (in plainEnded) handle(e *Engine) {
	p := e.findPlain(in.session, in.number, in.ours)
	if p == nil || p.ended() {
		return
	}
	// The protocol has forgotten it: there is nothing to tell the peer.
	e.closePlain(p)
	switch {
	case p.rec.Stage == store.TransferFilled: // it is here, whatever they say
	case in.result == protocol.FileLost:
		e.plainLost(p)
	case in.result == protocol.FileSucceeded:
		p.moved = p.rec.Size
		e.endAndSave(p, outcomeDone, noProblem, false)
	case in.result == protocol.FileDeclined:
		e.endAndSave(p, outcomeRejected, noProblem, false)
	case in.result == protocol.FileCancelled:
		e.endAndSave(p, outcomeCancelled, noProblem, false)
	case in.ours:
		e.endAndSave(p, outcomeFailed, problemRefused, false)
	default:
		e.endAndSave(p, outcomeFailed, problemDamaged, false)
	}
}

// closePlain forgets what a transfer has on a connection.
func (e *Engine) closePlain(p *parcel) {
	if plain := p.plain; plain != nil {
		p.plain = nil
		plain.session.plain.forget(plain.number, p.rec.Outgoing)
		plain.end()
	}
}

// endPlain ends a transfer on its connection too.
func (e *Engine) endPlain(p *parcel, o outcome) {
	plain := p.plain
	result := protocol.FileCancelled
	switch o {
	case outcomeDone:
		result = protocol.FileSucceeded
	case outcomeFailed:
		result = protocol.FileFailed
	}
	e.closePlain(p)
	// An error means that the connection, or the file, is over already.
	if !p.rec.Outgoing && p.rec.Stage == store.TransferOffered {
		_ = plain.session.conn.AnswerFile(plain.number, false)
		return
	}
	_ = plain.session.conn.CompleteFile(plain.number, p.rec.Outgoing, result)
}

// plainLost: the connection is gone. A file of ours is offered anew on the next
// one; one of theirs cannot go on.
func (e *Engine) plainLost(p *parcel) {
	e.closePlain(p)
	if p.rec.Stage == store.TransferFilled {
		return
	}
	p.moved = 0
	if !p.rec.Outgoing {
		e.endAndSave(p, outcomeFailed, problemPlainLost, false)
		return
	}
	p.stopJob()
	p.rec.Stage = store.TransferOffered
	e.changeParcel(p)
}

// loseTransfers: a connection on which transfers were spoken of has ended.
func (e *Engine) loseTransfers(s *session) {
	e.parcelsOf(s.peer, func(p *parcel) {
		switch {
		case p.plain != nil && p.plain.session == s && !p.ended():
			e.plainLost(p)
		case p.told == s:
			p.told = nil
			e.parcelChanged(p)
		}
	})
}

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

// answerPlain begins to receive a file that our user wants.
func (e *Engine) answerPlain(p *parcel) {
	if p.plain == nil || p.rec.Outgoing || p.rec.Stage != store.TransferAccepted || p.plain.moving || p.job != nil {
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
	e.log.Warn("a file could not be received", "err", err)
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
	secret, received := p.secret(), e.files.received
	ctx, cancel := context.WithCancel(e.work)
	plain.stop = cancel
	finished := p.working()
	e.workers.Go(func() {
		err := r.store(e, p, plain, in)
		if err == nil {
			err = in.Fill(ctx, received, secret)
		}
		err = errors.Join(err, in.Close())
		finished()
		e.mail.post(func() {
			switch {
			case p.plain != plain || p.ended():
			case err != nil:
				e.plainFailed(p, err)
			default:
				e.plainFilled(p)
			}
		})
	})
	if err := plain.session.conn.AnswerFile(plain.number, true); err != nil {
		e.plainLost(p)
		return
	}
	e.parcelChanged(p)
}

// plainFilled: all of a file is in its stage. From now on the connection is not
// needed to have it.
func (e *Engine) plainFilled(p *parcel) {
	p.rec.Stage = store.TransferFilled
	e.saveParcel(p, func(err error) {
		switch {
		case p.ended():
		case err != nil:
			e.plainFailed(p, err)
		default:
			e.advance(p)
		}
	})
}

// store takes the chunks until the file is whole, and acknowledges each when it
// is on the disk.
func (r *plainReceiver) store(e *Engine, p *parcel, plain *plainParcel, in *transfer.PlainIncoming) error {
	var told time.Time
	for {
		select {
		case data := <-r.chunks:
			total, whole, err := in.Take(data)
			if err != nil {
				return err
			}
			if err := plain.session.conn.AcknowledgeChunk(plain.number, total); err != nil {
				return protocol.ErrClosed
			}
			if now := time.Now(); now.Sub(told) >= plainTell {
				told = now
				e.plainMoved(p, plain, total)
			}
			if whole {
				return nil
			}
		case <-r.done:
			return protocol.ErrClosed
		}
	}
}
