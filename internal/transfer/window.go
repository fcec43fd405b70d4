package transfer

import "time"

// How much is under way on a connection, in bytes. Chosen by us.
const (
	// minWindow keeps a circuit of 100 ms at 1 MB/s busy, and is what a
	// connection begins with: little is lost when it ends.
	minWindow = 128 << 10
	// maxWindow bounds the memory of a connection: a circuit of two seconds at
	// 2 MB/s, more than Tor gives.
	maxWindow = 4 << 20
	// A queue on the way is wanted, or the circuit would run dry at times; one
	// that is longer than that delays everything and is lost at an interruption.
	// The window grows as long as a round trip takes no longer than shortQueue on
	// top of half as much again as the shortest did, and shrinks when it takes
	// longQueue on top of three times that. Where the shortest takes long, a queue
	// of mostQueue at the end, and half of it at the beginning, is enough.
	shortQueue = 30 * time.Millisecond
	longQueue  = 100 * time.Millisecond
	mostQueue  = 250 * time.Millisecond
	// Where relays are busy with others every round trip is long, whatever the
	// window. So one that is too long by that measure shrinks only as long as
	// nothing is lost by it, and every probeTurns rounds a larger one is tried: it
	// stays if more comes by it, by a part of 1/gainPart at least.
	probeTurns = 8
	gainPart   = 25
)

// window bounds what is asked for and has not come, by how long round trips
// take: the shortest one seen is that of the empty circuit, which stays the same
// as long as the connection does, and what a round trip takes longer than that
// is the queue on the way. It begins by doubling in each round trip.
//
// The times are the caller's.
type window struct {
	size   int // bytes that may be under way
	flying int // bytes that are
	base   time.Duration
	slow   bool    // it has been full once: no more doubling
	turns  int     // rounds so far
	grew   bool    // in the last round, by a probe or since one has paid
	rate   float64 // what came in the last round, in bytes per second
	// carried is the rate of the last round that filled the circuit, 0 if none has.
	carried float64

	// Of the present round: what came, how often the window was full, when it
	// began, and the round trips in it.
	begun         time.Time
	came, samples int
	full          bool
	bound         bool // less was let be under way than the window
	sum           time.Duration
}

func newWindow() *window { return &window{size: minWindow} }

// room reports whether n more bytes may be asked for, if no more than most may be
// under way. Something always may. While people chat, and it is known how much travels,
// no more may than that.
func (w *window) room(n, most int, chatting bool) bool {
	if chatting && w.carried > 0 {
		most = min(most, int(w.carried*w.base.Seconds())-n)
	}
	switch {
	case w.flying == 0:
		return true
	case w.flying+n > w.size:
		w.full = true
		return false
	case w.flying+n > most:
		w.bound = true
		return false
	}
	return true
}

// sent notes n bytes that were asked for.
func (w *window) sent(n int) { w.flying += n }

// lost notes n bytes that will not come.
func (w *window) lost(n int) { w.flying -= n }

// arrived notes n bytes that came now, took after they were asked for.
func (w *window) arrived(n int, took time.Duration, now time.Time) {
	w.flying -= n
	if w.base == 0 || took < w.base {
		w.base = took
	}
	w.came += n
	w.samples++
	w.sum += took
	if !w.slow && w.full {
		switch {
		case took > w.high():
			w.slow = true
		case !w.bound: // or it would not fit the circuit when more may be under way
			w.grow(n)
		}
	}
	if w.came >= w.size {
		w.turn(now)
	}
}

// turn ends a round: as much came as may be under way.
func (w *window) turn(now time.Time) {
	if w.bound { // that says nothing of the circuit
		w.next(now)
		return
	}
	rate := float64(w.came) / max(now.Sub(w.begun), time.Microsecond).Seconds()
	mean := w.sum / time.Duration(w.samples)
	w.turns++
	if w.slow {
		w.carried = rate
	}
	switch {
	case mean > w.high():
		w.slow = true
		w.probe(rate)
	case w.slow && w.full && mean < w.low():
		w.grow(w.size / 8)
	}
	w.size = min(max(w.size, minWindow), maxWindow)
	w.rate = rate
	w.next(now)
}

// next begins a round.
func (w *window) next(now time.Time) {
	w.begun = now
	w.came, w.samples, w.full, w.bound, w.sum = 0, 0, false, false, 0
}

// probe makes a window smaller whose round trips are long, or larger, by what the
// last change of its size has done to the rate.
func (w *window) probe(rate float64) {
	least := w.rate / gainPart
	paid := w.grew && rate > w.rate+least
	cost := !w.grew && rate < w.rate-least
	w.grew = paid || cost || w.turns%probeTurns == 0
	if w.grew {
		w.grow(w.size / 8)
	} else {
		w.size -= w.size / 8
	}
}

func (w *window) grow(n int) { w.size = min(w.size+n, maxWindow) }

func (w *window) low() time.Duration  { return w.base + min(w.base/2, mostQueue/2) + shortQueue }
func (w *window) high() time.Duration { return w.base + min(2*w.base, mostQueue) + longQueue }
