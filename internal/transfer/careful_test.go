package transfer

import (
	"testing"

	"carom/internal/hashtree"
)

// However much each of ten interruptions loses of what may be under way after the first,
// it is less than 2 %.
func TestLittleGoesTwice(t *testing.T) {
	for _, length := range []int64{100e6, 1e9, 10e9} {
		shape, err := hashtree.ShapeOf(length)
		if err != nil {
			t.Fatal(err)
		}
		in := &Incoming{shape: shape}
		if most := in.atMost(); most != maxWindow {
			t.Errorf("%d bytes may be under way before any interruption", most)
		}
		in.came = 1
		in.restart()
		twice := 0
		for range 10 {
			most := in.atMost()
			if most < minWindow || most > maxWindow {
				t.Fatalf("%d bytes may be under way", most)
			}
			twice += most
			in.lose(most)
		}
		if float64(twice) > 0.02*float64(length) {
			t.Errorf("of %d bytes %d go twice", length, twice)
		}
	}
}

// A small file is not held up.
func TestSmallFileInterrupted(t *testing.T) {
	shape, err := hashtree.ShapeOf(1000)
	if err != nil {
		t.Fatal(err)
	}
	in := &Incoming{shape: shape, came: 1}
	in.restart()
	in.lose(1 << 30)
	if most := in.atMost(); most != minWindow {
		t.Errorf("%d bytes may be under way", most)
	}
}
