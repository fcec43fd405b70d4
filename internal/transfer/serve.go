package transfer

import (
	"errors"
	"time"

	"carom/protocol"
)

// server is the sending half of a Link. All of it belongs to one goroutine.
type server struct {
	link *Link
	// open are the transfers that the peer was let read. What it asks for of
	// others is refused until it has opened them anew, so that it knows which of
	// its questions were answered.
	open map[protocol.TransferID]*opened
}

type opened struct {
	out *Outgoing
	// told is when the listener was told last, whole that it was told of the end.
	told  time.Time
	whole bool
	again uint64 // bytes that go once more, and the listener does not know of
}

// run answers the peer's questions in their order.
func (s *server) run() {
	for {
		m, ok := s.link.next()
		if !ok {
			return
		}
		var err error
		switch m := m.(type) {
		case protocol.BulkOpen:
			err = s.opening(m)
		case protocol.BulkRequest:
			err = s.answer(m)
		}
		if err != nil {
			return // the connection has ended
		}
	}
}

func (s *server) opening(m protocol.BulkOpen) error {
	out := s.link.outgoing(m.ID)
	if out == nil {
		return s.refuse(m.ID)
	}
	o := s.open[m.ID]
	if o == nil || o.out != out {
		o = &opened{out: out}
		s.open[m.ID] = o
	}
	have := min(m.Have, out.size())
	o.again += out.reopened(have)
	s.tell(m.ID, o, have)
	return s.link.conn.SendBulk(protocol.BulkOpened{ID: m.ID, Salt: out.Salt()})
}

// tell tells the listener how far a transfer is, a few times a second however
// often the peer asks, and once that all was sent.
func (s *server) tell(id protocol.TransferID, o *opened, at uint64) {
	now, whole := time.Now(), at == o.out.size()
	if now.Sub(o.told) < tellEvery && (!whole || o.whole) {
		return
	}
	o.told, o.whole = now, whole
	if o.again > 0 {
		s.link.listener.Again(id, o.again)
		o.again = 0
	}
	s.link.listener.Moved(id, o.out.content(at))
}

func (s *server) refuse(id protocol.TransferID) error {
	delete(s.open, id)
	return s.link.conn.SendBulk(protocol.BulkRefused{ID: id})
}

// answer sends what was asked for, part by part. A file that is not what it was
// ends the transfer.
func (s *server) answer(m protocol.BulkRequest) error {
	l, o := s.link, s.open[m.ID]
	if o == nil || l.outgoing(m.ID) != o.out {
		return s.refuse(m.ID)
	}
	parts, err := o.out.read(m)
	if errors.Is(err, errUnasked) {
		l.conn.Close(err)
		return err
	}
	if err != nil {
		l.withdraw(m.ID)
		l.listener.Failed(m.ID, err)
		return s.refuse(m.ID)
	}
	for _, part := range parts {
		l.manners.wait(len(part.Data), l.done)
		if err := l.conn.SendBulk(part); err != nil {
			return err
		}
	}
	end := m.Offset + uint64(m.Length)
	o.out.served(end)
	s.tell(m.ID, o, end)
	return nil
}
