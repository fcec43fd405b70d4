package transfer

// What is under way when a connection ends has to come again, and of a file that is
// interrupted ten times less than a twicePart-th shall go twice. Where there was one
// interruption more are likely: so each may lose a lossPart-th of what is left of that.
// The longer there was none, the less likely is one: a quietPart-th of what has come
// since the last one may be lost, up to half of what is left.
//
// Nothing warns of the first one. It may lose a firstPart-th of a file, or a calmPart-th of
// what has come of it, so that a file that is never interrupted soon has all that the
// circuit carries; and anything of a file below largeFile bytes, which is there before
// much happens.
const (
	twicePart = 50
	lossPart  = 8
	quietPart = 64
	firstPart = 150
	calmPart  = 13
	largeFile = 50_000_000
)

// atMost is how much of a transfer may be under way: what one more interruption may
// lose, and at least minWindow.
func (in *Incoming) atMost() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	length, came := in.shape.Length(), int64(in.came)
	if !in.again {
		if length < largeFile {
			return maxWindow
		}
		return bounded(max(length/firstPart, came/calmPart))
	}
	left := length/twicePart - in.lost
	return bounded(min(max(left/lossPart, (came-in.from)/quietPart), left/2))
}

func bounded(n int64) int { return int(min(max(n, minWindow), maxWindow)) }

// lose notes that what was asked for and has not come will not: the connection has
// ended. It returns how many bytes that is.
func (in *Incoming) lose() (lost int64) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, p := range in.begun {
		lost += int64(p.asked - len(p.data))
		p.asked = len(p.data)
	}
	in.lost += lost
	return lost
}

// atRisk is how much will have gone in vain if the program ends now: what has already,
// what is under way, and what has come of pieces that are not whole. The caller holds mu.
func (in *Incoming) atRisk() int64 {
	n := in.lost
	for _, p := range in.begun {
		n += int64(p.asked)
	}
	return n
}
