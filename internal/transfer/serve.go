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
	out  *Outgoing
	told time.Time
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
	s.open[m.ID] = &opened{out: out}
	if again := out.reopened(m.Have); again > 0 {
		s.link.listener.Again(m.ID, again)
	}
	s.link.listener.Moved(m.ID, out.content(m.Have))
	return s.link.conn.SendBulk(protocol.BulkOpened{ID: m.ID, Salt: out.Salt()})
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
		if err := l.conn.SendBulk(part); err != nil {
			return err
		}
	}
	end := m.Offset + uint64(m.Length)
	o.out.served(end)
	if now := time.Now(); now.Sub(o.told) >= tellEvery || end == o.out.size() {
		o.told = now
		l.listener.Moved(m.ID, o.out.content(end))
	}
	return nil
}
