package core

import "time"

// meterTime is how far back a rate looks: a few seconds, so that it neither jumps
// nor lags.
const meterTime = 5 * time.Second

// meter measures how fast a transfer moves. The times are the caller's.
type meter struct {
	marks []mark // oldest first, none older than meterTime but one
}

type mark struct {
	at    time.Time
	moved uint64
}

// note takes how many bytes have moved in all.
func (m *meter) note(at time.Time, moved uint64) {
	if n := len(m.marks); n > 0 && moved < m.marks[n-1].moved {
		m.marks = nil // it began anew
	}
	m.marks = append(m.marks, mark{at, moved})
	for len(m.marks) > 2 && at.Sub(m.marks[1].at) > meterTime {
		m.marks = m.marks[1:]
	}
}

// rate is in bytes per second, 0 when nothing has moved for a while.
func (m *meter) rate(now time.Time) uint64 {
	n := len(m.marks)
	if n < 2 || now.Sub(m.marks[n-1].at) > 2*meterTime {
		return 0
	}
	span := m.marks[n-1].at.Sub(m.marks[0].at).Seconds()
	if span <= 0 {
		return 0
	}
	return uint64(float64(m.marks[n-1].moved-m.marks[0].moved) / span)
}

// reset forgets: what comes next has nothing to do with what was.
func (m *meter) reset() { m.marks = nil }
