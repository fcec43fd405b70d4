package transfer

import (
	"errors"
	"slices"
	"time"

	"carom/protocol"
)

// fetcher is the receiving half of a Link. All of it belongs to one goroutine.
type fetcher struct {
	link   *Link
	window *window
	all    []*fetch // in turn
	asked  []asked  // oldest first
}

// fetch is an incoming transfer on this connection.
type fetch struct {
	in     *Incoming
	opened bool      // the peer lets us read it
	openAt time.Time // when the peer was last asked to
	told   time.Time
	stored time.Time
	fresh  int // bytes that came and are not known to be durable
}

// asked is a request that was not answered in full.
type asked struct {
	of     *fetch // nil: it was dropped, and what comes is thrown away
	id     protocol.TransferID
	offset uint64
	left   int
	size   int
	at     time.Time
}

func (f *fetcher) run() {
	l := f.link
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-l.done:
			f.drain()
			for _, x := range slices.Clone(f.all) {
				f.leave(x)
			}
			l.leave()
			return
		case <-l.wakeIn:
			f.change()
		case m := <-l.parts:
			f.receive(m)
		case <-ticker.C:
			f.look()
		}
		f.pump()
	}
}

// leave tells how much was asked for and did not come, and makes durable what did.
func (f *fetcher) leave(x *fetch) {
	lost := x.in.lose()
	if lost > 0 {
		f.link.listener.Again(x.in.Offer.ID, uint64(lost))
	}
	if lost > 0 || x.fresh > 0 {
		f.store(x)
	}
}

// drain takes what has come before the end: nothing of it shall come twice.
func (f *fetcher) drain() {
	for {
		select {
		case m := <-f.link.parts:
			f.receive(m)
		default:
			return
		}
	}
}

// change carries out what was wanted since the last time.
func (f *fetcher) change() {
	l := f.link
	l.mu.Lock()
	changes := l.changes
	l.changes = nil
	l.mu.Unlock()
	for _, c := range changes {
		if c.in == nil {
			f.drop(c.drop)
			c.end()
			continue
		}
		f.drop(c.in.Offer.ID)
		x := &fetch{in: c.in, stored: time.Now()}
		f.all = append(f.all, x)
		if c.in.Complete() {
			f.complete(x)
		} else {
			f.open(x)
		}
	}
}

// open asks the peer to let us read a transfer from where we are.
func (f *fetcher) open(x *fetch) {
	have := x.in.restart()
	x.openAt = time.Now()
	// The only error is that the connection has ended.
	_ = f.link.conn.SendBulk(protocol.BulkOpen{ID: x.in.Offer.ID, Have: have})
}

// drop leaves a transfer alone. Its requests still count until they were answered.
func (f *fetcher) drop(id protocol.TransferID) {
	if x := f.of(id); x != nil {
		f.remove(x)
		f.leave(x)
	}
}

func (f *fetcher) remove(x *fetch) {
	f.all = slices.DeleteFunc(f.all, func(y *fetch) bool { return y == x })
	for j := range f.asked {
		if f.asked[j].of == x {
			f.asked[j].of = nil
		}
	}
}

func (f *fetcher) of(id protocol.TransferID) *fetch {
	i := slices.IndexFunc(f.all, func(x *fetch) bool { return x.in.Offer.ID == id })
	if i < 0 {
		return nil
	}
	return f.all[i]
}

// pump asks for as much as the window allows, of each transfer in turn.
func (f *fetcher) pump() {
	most := 0
	for _, x := range f.all {
		most = min(most+x.in.atMost(), maxWindow)
	}
	chatting := f.link.manners.chatting(time.Now())
	for idle := 0; idle < len(f.all); {
		x := f.all[0]
		if !f.window.room(protocol.RequestSize, most, chatting) {
			return
		}
		f.all = append(f.all[1:], x)
		offset, n, ok := uint64(0), 0, false
		if x.opened {
			offset, n, ok = x.in.ask()
		}
		if !ok {
			idle++
			continue
		}
		idle = 0
		id := x.in.Offer.ID
		if f.link.conn.SendBulk(protocol.BulkRequest{ID: id, Offset: offset, Length: n}) != nil {
			return // the connection has ended
		}
		f.window.sent(n)
		f.asked = append(f.asked, asked{x, id, offset, n, n, time.Now()})
	}
}

func (f *fetcher) receive(m protocol.BulkMessage) {
	switch m := m.(type) {
	case protocol.BulkOpened:
		if x := f.of(m.ID); x != nil && !x.opened {
			x.opened = true
			x.in.opened(m.Salt)
		}
	case protocol.BulkRefused:
		f.refused(m.ID)
	case protocol.BulkPart:
		f.part(m)
	}
}

// refused: what was asked for of a transfer will not come, until it is begun
// with anew.
func (f *fetcher) refused(id protocol.TransferID) {
	x := f.of(id)
	if x != nil {
		x.opened = false
	}
	f.asked = slices.DeleteFunc(f.asked, func(a asked) bool {
		if a.id == id {
			f.window.lost(a.size)
		}
		return a.id == id
	})
	if x != nil {
		x.in.restart()
	}
}

// part takes a part. It must be the next one of the oldest request for its
// transfer, and nothing else.
func (f *fetcher) part(m protocol.BulkPart) {
	i := slices.IndexFunc(f.asked, func(a asked) bool { return a.id == m.ID })
	if i < 0 || f.asked[i].offset != m.Offset || len(m.Data) > f.asked[i].left {
		f.link.conn.Close(errUnasked)
		return
	}
	a := &f.asked[i]
	a.offset += uint64(len(m.Data))
	a.left -= len(m.Data)
	x := a.of
	if a.left == 0 {
		now := time.Now()
		f.window.arrived(a.size, now.Sub(a.at), now)
		f.asked = slices.Delete(f.asked, i, i+1)
	}
	if x == nil {
		return
	}
	whole, err := x.in.take(m)
	if errors.Is(err, errUnasked) {
		f.link.conn.Close(err)
		return
	}
	if err != nil {
		f.remove(x)
		f.link.listener.Failed(m.ID, err)
		return
	}
	x.fresh += len(m.Data)
	f.tell(x, whole)
}

// tell reports progress, a few times a second, and the end.
func (f *fetcher) tell(x *fetch, whole bool) {
	if whole && x.in.Complete() {
		f.complete(x)
		return
	}
	if now := time.Now(); now.Sub(x.told) >= tellEvery {
		x.told = now
		f.link.listener.Moved(x.in.Offer.ID, x.in.Received())
	}
	if x.fresh >= storeBytes {
		f.store(x)
	}
}

func (f *fetcher) complete(x *fetch) {
	id := x.in.Offer.ID
	f.link.listener.Moved(id, x.in.Received())
	f.remove(x)
	if _, _, err := x.in.Stored(); err != nil {
		f.link.listener.Failed(id, err)
		return
	}
	f.link.listener.Complete(id)
}

// store makes what came of a transfer durable.
func (f *fetcher) store(x *fetch) {
	x.fresh, x.stored = 0, time.Now()
	have, lost, err := x.in.Stored()
	if err != nil {
		f.remove(x)
		f.link.listener.Failed(x.in.Offer.ID, err)
		return
	}
	f.link.listener.Stored(x.in.Offer.ID, have, lost)
}

// look does what is due: what came is made durable, and a peer that would not let
// us read is asked again.
func (f *fetcher) look() {
	now := time.Now()
	for _, x := range slices.Clone(f.all) {
		if x.fresh > 0 && now.Sub(x.stored) >= storeEvery {
			f.store(x)
		}
		if !x.opened && now.Sub(x.openAt) >= openAgain {
			f.open(x)
		}
	}
}
