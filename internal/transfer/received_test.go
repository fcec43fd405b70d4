package transfer

import "testing"

func TestReceived(t *testing.T) {
	const piece = 64 << 10 // of a stream of this length
	for _, test := range []struct {
		size           uint64
		listSize, have int
		want           uint64
	}{
		{0, 9, 0, 0},
		{0, 9, 1, 0},
		{1_000_000, 9, 0, 0},
		{1_000_000, 9, 1, piece - 9},
		{1_000_000, 2 * piece, 1, 0}, // of the List alone
		{1_000_000, 9, 16, 1_000_000},
		{1_000_000, 9, 1000, 1_000_000},
		{1_000_000, 9, -1, 0},
		{1 << 63, 9, 5, 0},
	} {
		if got := Received(test.size, test.listSize, test.have); got != test.want {
			t.Errorf("%d bytes, a List of %d, %d pieces: %d, want %d", test.size, test.listSize, test.have, got, test.want)
		}
	}
}
