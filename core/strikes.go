package core

import (
	"time"

	"carom/contacts"
)

const (
	// strikeMemory bounds how many peers are remembered. An attacker with
	// that many identities pushes others out, and gains no more than what one
	// new identity gets anyway.
	strikeMemory = 1024
	// firstStrikeDelay is how long a peer waits for its second useless
	// answer; each further one doubles it, up to maxStrikeDelay.
	firstStrikeDelay = 2 * time.Second
	maxStrikeDelay   = 10 * time.Minute
	// strikeExpiry forgets a peer that has not come for so long.
	strikeExpiry = time.Hour
	// removedStrikes is where a contact begins whom our user has just
	// removed: Ricochet-Refresh 3.0 dials again at once, without pause, when
	// it is told that it is no contact (wire page, "Further, observed").
	removedStrikes = 2
)

// strikes remembers the peers that came as strangers and asked for nothing:
// each time, they wait longer for the answer.
type strikes struct {
	peers map[contacts.ServiceID]strike
}

type strike struct {
	count int
	last  time.Time
}

func newStrikes() *strikes { return &strikes{peers: make(map[contacts.ServiceID]strike)} }

// delay returns how long the answer to this peer is to be held back.
func (s *strikes) delay(id contacts.ServiceID, now time.Time) time.Duration {
	st, ok := s.peers[id]
	if !ok || now.Sub(st.last) > strikeExpiry {
		return 0
	}
	d := firstStrikeDelay
	for i := 1; i < st.count && d < maxStrikeDelay; i++ {
		d *= 2
	}
	return min(d, maxStrikeDelay)
}

func (s *strikes) add(id contacts.ServiceID, n int, now time.Time) {
	st := s.peers[id]
	if now.Sub(st.last) > strikeExpiry {
		st.count = 0
	}
	if _, known := s.peers[id]; !known && len(s.peers) >= strikeMemory {
		s.dropOldest()
	}
	s.peers[id] = strike{count: st.count + n, last: now}
}

func (s *strikes) forget(id contacts.ServiceID) { delete(s.peers, id) }

func (s *strikes) dropOldest() {
	var oldest contacts.ServiceID
	var when time.Time
	for id, st := range s.peers {
		if oldest.IsZero() || st.last.Before(when) {
			oldest, when = id, st.last
		}
	}
	delete(s.peers, oldest)
}
