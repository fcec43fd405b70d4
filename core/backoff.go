package core

import (
	"math/rand/v2"
	"time"
)

// How long a contact that is away is looked for. The first attempts are short
// and close together: a dial that began while the peer was down rarely
// recovers, so that many short ones find a returning peer sooner than one long
// one does. On the real network a first dial may need far longer than the
// first of these timeouts, so they grow.
var dialTimeouts = [...]time.Duration{
	4 * time.Second, 4 * time.Second, 6 * time.Second, 10 * time.Second, 15 * time.Second,
	20 * time.Second, 30 * time.Second, 45 * time.Second, 60 * time.Second, 90 * time.Second, 120 * time.Second,
}

// dialDelays are the pauses after one, two, … failures in a row. The last one
// lasts for ever: once in ten minutes is no burden for Tor or for the peer.
var dialDelays = [...]time.Duration{
	1 * time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second, 30 * time.Second,
	60 * time.Second, 120 * time.Second, 300 * time.Second, maxDialDelay,
}

const (
	// maxDialDelay keeps to one dial in ten minutes for a contact that stays away.
	maxDialDelay = 600 * time.Second
	// stableAfter is how long a connection must have lasted for its end not
	// to count as a failure.
	stableAfter = 30 * time.Second
	// redialSpread is how far apart the first dials after a lost connection
	// are: the side with the greater id waits up to one of these, the other
	// between one and two, so that the two rarely meet half way.
	redialSpread = 300 * time.Millisecond
	// minNudge is the least time between two dials of which the second was
	// caused by the user writing a message.
	minNudge = 30 * time.Second
	// lately: a contact with no more failures in a row than this was there a
	// few minutes ago.
	lately = 5
)

// nudgeAfter returns how long after a dial the user's wish may cause another
// one: longer for a contact who has been away for long.
func nudgeAfter(failures int) time.Duration {
	if failures >= len(dialDelays) {
		return maxDialDelay
	}
	return minNudge
}

func dialTimeout(failures int) time.Duration {
	return dialTimeouts[min(failures, len(dialTimeouts)-1)]
}

// dialDelay returns the pause after failures failed attempts in a row, longer
// by up to a quarter at random and never shorter.
func dialDelay(failures int) time.Duration {
	if failures <= 0 {
		return 0
	}
	d := dialDelays[min(failures, len(dialDelays))-1]
	return d + rand.N(d/4)
}

// redialDelay is the pause before the first dial after a lost connection.
func redialDelay(ownIsGreater bool) time.Duration {
	d := rand.N(redialSpread)
	if !ownIsGreater {
		d += redialSpread
	}
	return d
}
