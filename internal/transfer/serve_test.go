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
