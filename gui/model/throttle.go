package model

import "time"

// Throttle lets something happen at most once in a while.
type Throttle struct {
	// Every is how long the pause is.
	Every time.Duration
	next  time.Time
}

// Wait is how long it still has to wait at a time; when that is zero, it
// happens now, and the pause begins.
func (t *Throttle) Wait(now time.Time) time.Duration {
	if wait := t.next.Sub(now); wait > 0 && wait <= t.Every { // longer: the clock was put back
		return wait
	}
	t.next = now.Add(t.Every)
	return 0
}
