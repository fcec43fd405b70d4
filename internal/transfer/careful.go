package transfer

// What is under way when a connection ends has to come again, and of a file that is
// interrupted ten times less than a twicePart-th shall go twice. Where there was one
// interruption more are likely: so each may lose a lossPart-th of what is left of
// that.
const (
	twicePart = 50
	lossPart  = 8
)

// atMost is how much of a transfer may be under way: any amount before it was
// interrupted; then what one more interruption may lose, or minWindow.
func (in *Incoming) atMost() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.again {
		return maxWindow
	}
	left := in.shape.Length()/twicePart - in.lost
	return int(min(max(left/lossPart, minWindow), maxWindow))
}

// lose notes bytes that were asked for and did not come before a connection ended.
// What an earlier run of the program has lost is not known.
func (in *Incoming) lose(n int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.lost += int64(n)
}
