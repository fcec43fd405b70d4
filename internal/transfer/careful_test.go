package transfer

import (
	"math"
	"testing"

	"carom/internal/hashtree"
	"carom/protocol"
)

// incomingOf is a transfer of so many bytes, of which so many have come.
func incomingOf(t *testing.T, length, came int64) *Incoming {
	t.Helper()
	shape, err := hashtree.ShapeOf(length)
	if err != nil {
		t.Fatal(err)
	}
	return &Incoming{shape: shape, came: uint64(came)}
}

// loseAll ends its connection while as much is under way as may be, and returns how much
// that is: whole requests.
func (in *Incoming) loseAll() int64 {
	most := in.atMost() / protocol.RequestSize * protocol.RequestSize
	in.begun = []*piece{{asked: most}}
	return in.lose()
}

// Of a large file that is interrupted ten times while it comes less than 2 % goes twice, also
// if each loses all that is under way, and the start of a piece where the receiver is
// killed.
func TestLittleGoesTwice(t *testing.T) {
	const times = 10
	for _, length := range []int64{100e6, 300e6, 1e9, 10e9} {
		in := incomingOf(t, length, 0)
		twice := int64(0)
		for i := range int64(times) {
			in.came = uint64(length / (times + 1) * (i + 1))
			if twice += in.loseAll(); i%5 == 0 {
				twice += int64(in.shape.PieceSize())
			}
			in.restart()
		}
		if part := float64(twice) / float64(length); part >= 0.02 {
			t.Errorf("of %d bytes %.2f %% go twice", length, 100*part)
		}
	}
}

// Whenever interruptions come, and however many do, each loses half of what is left of
// the 2 % at most, as long as that is more than the least that is under way.
func TestHalfIsLeft(t *testing.T) {
	in := incomingOf(t, 1e9, 1)
	in.restart()
	for n := range 100 {
		left := in.shape.Length()/twicePart - in.lost
		in.came += uint64(n) * 1e6 // ever longer without one
		if most := int64(in.atMost()); most > max(left/2, minWindow) {
			t.Fatalf("%d bytes may be under way where %d are left", most, left)
		}
		in.loseAll()
		in.restart()
	}
}

// How much may be under way before a first interruption, and after one.
func TestAtMost(t *testing.T) {
	for _, tt := range []struct {
		length, came int64
		again        bool
		from, lost   int64
		want         int
	}{
		{length: 1000, want: maxWindow},
		{length: largeFile - 1, came: 1e6, want: maxWindow},
		{length: 100e6, want: 666_666},
		{length: 100e6, came: 26e6, want: 2e6},
		{length: 100e6, came: 99e6, want: maxWindow},
		{length: 1 << 40, want: maxWindow},
		{length: 100e6, came: 1, again: true, want: 250e3},
		{length: 100e6, came: 20e6, from: 20e6, again: true, lost: 400e3, want: 200e3},
		{length: 100e6, came: 84e6, from: 20e6, again: true, lost: 1e6, want: 500e3},
		{length: 100e6, came: 52e6, from: 20e6, again: true, lost: 500e3, want: 500e3},
		{length: 100e6, came: 84e6, from: 20e6, again: true, lost: 1.5e6, want: 250e3},
		{length: 100e6, came: 84e6, from: 20e6, again: true, lost: 3e6, want: minWindow},
		{length: 100e6, came: 10e6, from: 20e6, again: true, lost: math.MaxInt64, want: minWindow},
		{length: 1000, came: 1, again: true, want: minWindow},
	} {
		in := incomingOf(t, tt.length, tt.came)
		in.again, in.from, in.lost = tt.again, tt.from, tt.lost
		if got := in.atMost(); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
	}
}

// What went in vain is known after a start of the program: when a connection ended before,
// exactly, and when the program was killed, as it stood when that was last stored.
func TestLossOutlivesTheProgram(t *testing.T) {
	o := offer(t, file(t, "x.bin", random(8<<20, 5)), 1)
	c := connect(t)
	c.down.let(1<<20 + 1000) // then it stands still, with more under way
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.stored[o.ID] > 0 && o.in.Received() >= 1<<20 })
	_, underWay, err := o.in.Stored()
	if err != nil || underWay < minWindow {
		t.Errorf("%d bytes are under way, %v", underWay, err)
	}
	c.down.Close(errCut)
	c.down.let(0)
	c.stop()
	lost := int64(c.got.again[o.ID])
	if lost == 0 || lost > underWay || o.in.lost != lost {
		t.Errorf("%d bytes of %d that were under way are lost, and %d known", lost, underWay, o.in.lost)
	}
	o.have, o.lost = c.got.stored[o.ID], c.got.lost[o.ID]
	if o.lost < lost {
		t.Errorf("%d bytes are lost, and %d stored", lost, o.lost)
	}
	if err := o.in.Close(); err != nil {
		t.Fatal(err)
	}
	if in := o.receive(); in.lost != o.lost {
		t.Errorf("after a start %d are known", in.lost)
	}
	if err := o.in.Close(); err != nil {
		t.Fatal(err)
	}
}
