package onion

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

const (
	// keptLines is how much of tor's log is kept in memory, keptLine how long
	// a line may be, in bytes.
	keptLines = 500
	keptLine  = 1000
)

// logRing keeps the newest lines of tor's log, scrubbed. Any goroutine may use it.
type logRing struct {
	mu    sync.Mutex
	lines []string
}

func (l *logRing) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	if len(l.lines) > keptLines {
		l.lines = append(l.lines[:0], l.lines[1:]...)
	}
}

func (l *logRing) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.lines...)
}

// secrets are what a line of tor's log may say about who talks with whom, from
// where and how, with what is put in its place. The order matters: what is
// longer comes first.
var secrets = []struct {
	what *regexp.Regexp
	with string
}{
	// What is quoted and looks like a path or holds a quoted value: with its spaces.
	{regexp.MustCompile(`"[^"]*[/\\@=][^"]*"`), `"[scrubbed]"`},
	// Arguments of a bridge or a transport: cert=…, url=…, and whatever else has a value.
	{regexp.MustCompile(`\b[A-Za-z][\w-]*=[^\s,;"=][^\s,;"]*`), "[argument]"},
	{regexp.MustCompile(`\b[a-z][a-z0-9+.-]*://\S+`), "[address]"},
	// Onion services, by address or by id (rend-spec-v3, section 6), and of old.
	{regexp.MustCompile(`(?i)\b[a-z2-7]{56}\b(?:\.onion)?|\b[a-z2-7]{16}\.onion\b`), "[onion]"},
	// Relays: $FINGERPRINT, with ~nickname or =nickname.
	{regexp.MustCompile(`\$?\b[0-9A-Fa-f]{40}\b(?:[~=]\w+)?`), "[relay]"},
	{regexp.MustCompile(`[\w.-]+ \(\[relay\]\)`), "[relay]"},
	{regexp.MustCompile(`descriptor '[^']*'`), "descriptor [relay]"},
	// Paths, up to a space.
	{regexp.MustCompile(`(^|[\s('=])~?/[^\s'")]+`), "${1}[path]"},
	// Keys, cookies, hashes, in hexadecimal or base64.
	{regexp.MustCompile(`\b[0-9A-Fa-f]{32,}\b`), "[key]"},
	{regexp.MustCompile(`[A-Za-z0-9+/_-]{40,}={0,2}`), "[key]"},
	// Addresses, with a port or without, whatever they touch.
	{regexp.MustCompile(`\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\w+)?\](?::\d+)?`), "[address]"},
	{regexp.MustCompile(`\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?`), "[address]"},
	{regexp.MustCompile(`(?i)(?:[0-9a-f]{1,4})?(?:::?[0-9a-f]{1,4}){2,}(?:::)?|[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*::(?:[0-9a-f]{1,4})?|::1\b`), "[address]"},
	{regexp.MustCompile(`\b(?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+(?::\d+)?\b`), "[name]"},
}

// timestamp begins a line of tor's: "Nov 25 18:45:00.000 [notice] ".
var timestamp = regexp.MustCompile(`^[A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2}\.\d{3} \[[a-z]+\] `)

// scrub makes a line of tor's log fit to be shown, and to be sent to somebody
// who helps: what it says of people, places and files is taken out. It takes
// too much rather than too little.
func scrub(line string) string {
	line = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsGraphic(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(line, " "))
	when := timestamp.FindString(line)
	line = line[len(when):]
	for _, s := range secrets {
		line = s.what.ReplaceAllString(line, s.with)
	}
	if len(line) > keptLine {
		line = strings.ToValidUTF8(line[:keptLine], "") + "…"
	}
	return when + line
}
