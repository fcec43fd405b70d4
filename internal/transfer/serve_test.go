package transfer

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"carom/protocol"
)

// counting is a Listener that counts what it is told, on a Conn that takes all.
type counting struct {
	*notes
	told int
}

func (c *counting) Moved(id protocol.TransferID, n uint64) { c.told++; c.notes.Moved(id, n) }
func (c *counting) SendBulk(protocol.BulkMessage) error    { return nil }
func (c *counting) Close(error)                            {}

// However often somebody asks for the same, the listener is told a few times a
// second, and never of more bytes than there are.
func TestAskedAgainAndAgain(t *testing.T) {
	const size = 3*protocol.RequestSize + 5
	o := offer(t, file(t, "a", random(size, 1)), 1)
	synctest.Test(t, func(t *testing.T) {
		c := &counting{notes: newNotes()}
		l := NewLink(c, c)
		l.Send(o.Outgoing)
		s := &server{link: l, open: make(map[protocol.TransferID]*opened)}
		end := o.size()
		last := protocol.BulkRequest{ID: o.ID, Offset: end - end%protocol.RequestSize, Length: int(end % protocol.RequestSize)}
		ask := func() {
			for i := range 1000 {
				have := []uint64{0, end, math.MaxUint64}[i%3]
				if err := s.opening(protocol.BulkOpen{ID: o.ID, Have: have}); err != nil {
					t.Fatal(err)
				}
				if err := s.answer(last); err != nil {
					t.Fatal(err)
				}
			}
		}
		ask()
		if c.told > 2 {
			t.Errorf("told %d times at once", c.told)
		}
		before := c.told
		time.Sleep(tellEvery)
		ask()
		if c.told == before || c.told > before+2 {
			t.Errorf("told %d times after a while", c.told-before)
		}
		if n := c.moved[o.ID]; n > size {
			t.Errorf("%d of %d bytes have moved", n, size)
		}
	})
}

// While a chat message of ours is under way nothing of a file is sent.
func TestPartsComeAfterChat(t *testing.T) {
	o := offer(t, file(t, "a", random(2*protocol.RequestSize, 1)), 1)
	synctest.Test(t, func(t *testing.T) {
		c := &counting{notes: newNotes()}
		l := NewLink(c, c)
		l.Send(o.Outgoing)
		s := &server{link: l, open: make(map[protocol.TransferID]*opened)}
		if err := s.opening(protocol.BulkOpen{ID: o.ID}); err != nil {
			t.Fatal(err)
		}
		took := func(block uint64) time.Duration {
			begun := time.Now()
			offset := block * protocol.RequestSize
			if err := s.answer(protocol.BulkRequest{ID: o.ID, Offset: offset, Length: protocol.RequestSize}); err != nil {
				t.Fatal(err)
			}
			return time.Since(begun)
		}
		if d := took(0); d != 0 {
			t.Errorf("a request took %v", d)
		}
		l.ChatWrote()
		time.AfterFunc(30*time.Millisecond, l.ChatDone)
		if d := took(1); d < 30*time.Millisecond {
			t.Errorf("a request beside a message of 30 ms took %v", d)
		}
	})
}
