package onion

import (
	"os"
	"strings"
)

// Where the kernel tells its routes. Asking it in another way would take a
// socket, and there is none but tor's.
const (
	routes4 = "/proc/net/route"
	routes6 = "/proc/net/ipv6_route"
)

// hasRoute reports whether this machine has a way to anywhere. Where that
// cannot be known it says yes.
func hasRoute() bool {
	v4, err4 := os.ReadFile(routes4)
	v6, err6 := os.ReadFile(routes6)
	if err4 != nil && err6 != nil {
		return true
	}
	return routed(string(v4), string(v6))
}

// routed reads the kernel's tables: a route to everywhere, or to half of it as
// some VPNs have two of, on an interface that is not the loopback one.
func routed(v4, v6 string) bool {
	for line := range strings.Lines(v4) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "lo" && f[1] == "00000000" {
			return true
		}
	}
	for line := range strings.Lines(v6) {
		f := strings.Fields(line)
		if len(f) > 9 && f[9] != "lo" && (f[1] == "00" || f[1] == "01") && strings.Trim(f[0], "0") == "" {
			return true
		}
	}
	return false
}
