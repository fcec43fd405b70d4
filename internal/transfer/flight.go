package transfer

import "time"

// flight matches acknowledgements of running totals with what was sent when, for
// the window.
type flight struct {
	window *window
	chunks []chunk // not acknowledged, oldest first
}

type chunk struct {
	end  uint64 // the total with which it is acknowledged
	size int
	at   time.Time
}

func (f *flight) sent(end uint64, size int) {
	f.window.sent(size)
	f.chunks = append(f.chunks, chunk{end, size, time.Now()})
}

// acknowledged: the peer has that many bytes.
func (f *flight) acknowledged(a ack) {
	for len(f.chunks) > 0 && f.chunks[0].end <= a.total {
		c := f.chunks[0]
		f.chunks = f.chunks[1:]
		f.window.arrived(c.size, a.at.Sub(c.at), a.at)
	}
}
