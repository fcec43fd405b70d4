package model

import "time"

// Idle says when nobody has touched the window for so long that it is to be
// locked. The zero value says never.
type Idle struct {
	after   time.Duration
	touched time.Time
}

// SetAfter says how long that is from now on; 0 means never.
func (i *Idle) SetAfter(after time.Duration, now time.Time) {
	if i.after == 0 {
		i.touched = now
	}
	i.after = after
}

// Touch says that somebody is there.
func (i *Idle) Touch(now time.Time) { i.touched = now }

// Left returns how much of the time is left, none when it is over; false when
// there is nothing to wait for. The time that a machine sleeps counts, by its
// clock; a clock that is set back takes nothing away.
func (i *Idle) Left(now time.Time) (time.Duration, bool) {
	if i.after == 0 {
		return 0, false
	}
	awake := now.Sub(i.touched)
	byClock := now.Round(0).Sub(i.touched.Round(0))
	return i.after - max(awake, byClock), true
}
