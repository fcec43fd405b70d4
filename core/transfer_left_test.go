package core

import (
	"testing"
	"time"
)

func TestTimeLeft(t *testing.T) {
	for _, test := range []struct {
		bytes, rate uint64
		want        time.Duration
	}{
		{0, 1, 0},
		{1_000_000, 1_000_000, time.Second},
		{10_000_000_000, 1, 1<<63 - 1}, // three hundred years
		{1 << 63, 1, 1<<63 - 1},
	} {
		if got := timeLeft(test.bytes, test.rate); got != test.want {
			t.Errorf("%d bytes at %d a second: %v, want %v", test.bytes, test.rate, got, test.want)
		}
	}
}
