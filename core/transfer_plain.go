package core

import (
	"sync"
	"time"

	"carom/protocol"
	"carom/store"
)

// plainParcel is a transfer that is under way with a plain Ricochet-Refresh.
type plainParcel struct {
	session *session
	number  uint32 // on that connection, its sender's
	moving  bool   // bytes may flow
	stored  bool   // all that came of one of theirs is on the disk
	offer   protocol.FileOffer
	done    chan struct{} // closed when it is over
	over    sync.Once
}

func (p *plainParcel) end() { p.over.Do(func() { close(p.done) }) }

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
	case p.rec.Stage == store.TransferFilled, p.cameWhole() && in.result != protocol.FileCancelled:
		// It is here, whatever they say.
	case in.result == protocol.FileLost:
		e.plainLost(p)
	case in.result == protocol.FileSucceeded:
		p.moved = p.rec.Size
		e.endAndSave(p, outcomeDone, noProblem, false)
	case in.result == protocol.FileDeclined:
		e.endAndSave(p, outcomeRejected, noProblem, false)
	case in.result == protocol.FileCancelled:
		e.endAndSave(p, outcomeCancelledByPeer, noProblem, false)
	case in.ours:
		e.endAndSave(p, outcomeFailed, problemRefused, false)
	default:
		e.endAndSave(p, outcomeFailed, problemDamaged, false)
	}
}

// closePlain forgets what a transfer has on a connection.
func (e *Engine) closePlain(p *parcel) {
	if plain := p.plain; plain != nil {
		p.plain, p.settling = nil, plain.moving && !plain.stored && !p.rec.Outgoing
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
// one, on which they may have a Carom; one of theirs cannot go on. Of that it may turn out
// that all has come, see plainStored.
func (e *Engine) plainLost(p *parcel) {
	e.closePlain(p)
	if p.settling || p.cameWhole() {
		return
	}
	p.moved = 0
	if !p.rec.Outgoing {
		e.endAndSave(p, outcomeFailed, problemPlainLost, false)
		return
	}
	p.stopJob()
	p.rec.Plain, p.rec.Stage = false, store.TransferOffered
	e.changeParcel(p)
}

// loseTransfers: a connection on which transfers were spoken of has ended.
func (e *Engine) loseTransfers(s *session) {
	for _, p := range e.files.liveOf(s.peer) {
		switch {
		case p.plain != nil && p.plain.session == s && !p.ended():
			e.plainLost(p)
			e.advance(p) // the connection that has replaced it may be ready already
		case p.told == s:
			p.told = nil
			e.parcelChanged(p)
		}
	}
}
