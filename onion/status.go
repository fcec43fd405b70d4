package onion

import (
	"fmt"
	"strconv"
	"strings"
)

// fixedVersion is the tor that fixed a man in the middle at the rendezvous point.
var fixedVersion = [4]int{0, 4, 9, 11}

// field returns a KEY=value or KEY="quoted value" of an event.
func field(line, key string) string {
	_, rest, ok := strings.Cut(line, " "+key+"=")
	if !ok {
		return ""
	}
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		value, _, _ := strings.Cut(quoted, `"`)
		return value
	}
	value, _, _ := strings.Cut(rest, " ")
	return value
}

// bootstrap reads a bootstrap event or phase, such as
// NOTICE BOOTSTRAP PROGRESS=50 TAG=loading_descriptors SUMMARY="Loading relay descriptors".
func bootstrap(line string) (percent int, summary string, ok bool) {
	if !strings.Contains(line, "BOOTSTRAP ") {
		return 0, "", false
	}
	percent, err := strconv.Atoi(field(line, "PROGRESS"))
	if err != nil || percent < 0 || percent > 100 {
		return 0, "", false
	}
	return percent, field(line, "SUMMARY"), true
}

// older reports whether a version such as "0.4.8.10 (git-…)" is older than v.
func older(version string, v [4]int) bool {
	version, _, _ = strings.Cut(version, " ")
	version, _, _ = strings.Cut(version, "-")
	for i, part := range strings.SplitN(version, ".", 4) {
		n, err := strconv.Atoi(part)
		if err != nil || n > v[i] {
			return false
		}
		if n < v[i] {
			return true
		}
	}
	return false
}

func problemOldTor(version string) *Problem {
	return &Problem{
		What:    fmt.Sprintf("The tor on this machine is version %s, which has known weaknesses.", shown(version)),
		Meaning: "Carom works, but somebody in the middle might do more than they should.",
		Advice:  "Update tor to version 0.4.9.11 or newer.",
	}
}

// shown is tor's version without what may follow it.
func shown(version string) string {
	v, _, _ := strings.Cut(version, " ")
	return v
}

func problemNoNetwork() *Problem {
	return &Problem{
		What:    "Tor cannot reach its network.",
		Meaning: "You are offline: nobody can reach you, and what you write waits. Carom keeps trying.",
		Advice:  "Check that this machine has a network. Where Tor is blocked, use bridges.",
	}
}

func problemNoSOCKS() *Problem {
	return &Problem{
		What:    "This system's Tor has no SOCKS port that Carom can open.",
		Meaning: "You are offline: nothing can be sent through Tor. Carom keeps trying.",
		Advice:  "Name the port with TOR_SOCKS_HOST and TOR_SOCKS_PORT, or let this user use it.",
	}
}

func problemClock() *Problem {
	return &Problem{
		What:    "This machine's clock is wrong, and Tor refuses to work with it.",
		Meaning: "You are offline: nobody can reach you, and what you write waits. Carom keeps trying.",
		Advice:  "Set the clock, the time zone included.",
	}
}

func problemLost() *Problem {
	return &Problem{
		What:    "Tor has lost its network.",
		Meaning: "You are offline for now: nobody can reach you, and what you write waits. Carom keeps trying.",
		Advice:  "Check that this machine has a network.",
	}
}

func problemEnded(err error, attach bool) *Problem {
	p := &Problem{
		What:    "Tor ended: " + err.Error() + ".",
		Meaning: "You are offline for the moment. Carom starts it again by itself.",
		Advice:  "If this goes on, look at the lines that you gave with --torrc, and at the disk's free space.",
	}
	if attach {
		p.What = "The Tor of this system cannot be used: " + err.Error() + "."
		p.Meaning = "You are offline for the moment. Carom tries again by itself."
		p.Advice = "See that Tor runs, and that this user may use its control port."
	}
	return p
}
