package onion

import (
	"strings"
	"time"
)

const (
	// stuckAfter is how long bootstrapping may stand still before the user is
	// told, and stuckWithoutRoute where the kernel knows no way to anywhere: a
	// laptop that wakes up has one after a few seconds.
	stuckAfter        = 30 * time.Second
	stuckWithoutRoute = 5 * time.Second
)

// situation is what is known of a tor that is not up.
type situation struct {
	settings Settings
	attached bool
	lost     bool // it said that the network is down
	clock    bool // it complained about the clock
	noSOCKS  bool // none of its SOCKS ports can be opened
	route    bool // this machine has a way to anywhere
	last     progress
	still    time.Duration // since bootstrapping last moved
	refusals int           // by the proxy or the transport program, since then
}

// told reports whether enough has failed to say so: time and again with each
// bridge, when there are some, since one that is gone means nothing.
func (s situation) told() bool {
	return s.still >= stuckAfter || s.last.serious || s.refusals >= 3+2*len(s.settings.lines())
}

// diagnose says what is wrong, nil while it is too early to say so.
func diagnose(s situation) *Problem {
	switch {
	case s.clock:
		return problemClock()
	case s.noSOCKS:
		return problemNoSOCKS()
	case !s.route && (s.lost || s.still >= stuckWithoutRoute):
		return problemNoNetwork()
	case s.lost:
		return problemLost()
	case !s.told():
		return nil
	case s.attached:
		return problemBlocked(true)
	}
	return s.stuck()
}

// stuck is for a tor of ours: which link of the chain does not hold. What it is
// connecting to stands in the tag (control-spec, section 4.1.10).
func (s situation) stuck() *Problem {
	lines := s.settings.lines()
	switch {
	case s.last.reason == "PT_MISSING" && len(lines) > 0:
		kind, _, _ := strings.Cut(lines[0], " ")
		if t, ok := transports[kind]; ok {
			return problemTransport(t.programs[len(t.programs)-1], t.pkg)
		}
		return problemBridges()
	case s.settings.Proxy.Kind != "" && strings.HasSuffix(s.last.tag, "conn_proxy"):
		return problemProxy()
	case s.settings.Proxy.Kind != "" && strings.HasSuffix(s.last.tag, "conn_done_proxy"):
		return problemProxyRefuses()
	case s.last.reason == "NOROUTE" && s.settings.Proxy.Kind == "":
		return problemNoNetwork()
	case len(lines) > 0:
		return problemBridges()
	}
	return problemBlocked(false)
}
