package onion

import (
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

// progress is how far bootstrapping has come, and what is in its way.
type progress struct {
	percent      int
	tag, summary string
	// reason is why a connection failed, "" when none did (control-spec,
	// section 4.1.10); serious: tor wants the user to be told.
	reason  string
	serious bool
}

// bootstrap reads a bootstrap event or phase, such as
// NOTICE BOOTSTRAP PROGRESS=50 TAG=loading_descriptors SUMMARY="Loading relay descriptors".
func bootstrap(line string) (progress, bool) {
	if !strings.Contains(line, "BOOTSTRAP ") {
		return progress{}, false
	}
	percent, err := strconv.Atoi(field(line, "PROGRESS"))
	if err != nil || percent < 0 || percent > 100 {
		return progress{}, false
	}
	return progress{
		percent: percent, tag: field(line, "TAG"), summary: field(line, "SUMMARY"),
		reason: field(line, "REASON"), serious: field(line, "RECOMMENDATION") == "warn",
	}, true
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

// shown is tor's version without what may follow it.
func shown(version string) string {
	v, _, _ := strings.Cut(version, " ")
	return v
}
