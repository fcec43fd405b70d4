package onion

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"unicode"
)

const (
	// maxBridges bounds how many bridges one may have; tor uses few of them.
	maxBridges = 100
	// maxBridgeLine bounds a line, in bytes.
	maxBridgeLine = 2048
	// maxBridgeArguments is the room for a bridge's arguments on the way to
	// the transport program: a SOCKS user name and a password (pt-spec,
	// section 3.5).
	maxBridgeArguments = 2 * 255
	// fingerprintSize is that of an RSA identity, obfs4CertSize that of a node
	// id and a curve25519 key (obfs4-spec, section 2), in bytes.
	fingerprintSize = 20
	obfs4CertSize   = 20 + 32
)

// LineReason says what is wrong with a bridge line. The values are stable, for
// a user interface to translate.
type LineReason string

// The reasons.
const (
	LineCharacters  LineReason = "characters"
	LineLength      LineReason = "length"
	LineTransport   LineReason = "transport"
	LineAddress     LineReason = "address"
	LineFingerprint LineReason = "fingerprint"
	LineArgument    LineReason = "argument"
	LineCertificate LineReason = "certificate"
	LineTooMany     LineReason = "too-many"
)

var lineReasons = map[LineReason]string{
	LineCharacters:  "has characters that are in no bridge line. Copy it again, as plain text.",
	LineLength:      "is longer than any bridge line. Copy it again, each bridge on a line of its own.",
	LineTransport:   "begins with a kind of bridge that Carom does not know. It knows obfs4, snowflake, webtunnel, meek_lite and plain ones.",
	LineAddress:     "has no address and port, such as 192.0.2.1:443, where one belongs.",
	LineFingerprint: "has no fingerprint of 40 letters and digits after the address. Perhaps it was cut off.",
	LineArgument:    "lacks something that belongs to this kind of bridge. Perhaps its end was cut off.",
	LineCertificate: "has a cert= that is not whole. Perhaps its end was cut off.",
	LineTooMany:     "is one too many: 100 bridges are more than enough.",
}

// LineError is what is wrong with one line. It holds nothing of the line.
type LineError struct {
	Line   int // from 1
	Reason LineReason
}

func (e LineError) Error() string { return fmt.Sprintf("Line %d %s", e.Line, lineReasons[e.Reason]) }

// ParseBridges reads bridge lines as people paste them: with the word Bridge
// before them or not, with bullets, numbers, blank lines and comments between
// them. It returns the lines as Settings wants them, and what is wrong with
// the others.
func ParseBridges(text string) ([]string, []LineError) {
	return checkBridges(strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n"))
}

// bullet is what stands before a line in a list.
var bullet = regexp.MustCompile(`^(?:[-*•·‣▪●–—>]+|[0-9]{1,3}[.)])\s+`)

// checkBridges brings lines into one form.
func checkBridges(lines []string) (good []string, bad []LineError) {
	for i, line := range lines {
		line = strings.TrimFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
		line = bullet.ReplaceAllString(line, "")
		if line == "" || line[0] == '#' {
			continue
		}
		clean, reason := checkBridge(line)
		if reason == "" && len(good) == maxBridges {
			reason = LineTooMany
		}
		if reason != "" {
			bad = append(bad, LineError{i + 1, reason})
			continue
		}
		good = append(good, clean)
	}
	return good, bad
}

// bridgeWord is what a word of a bridge line may consist of: nothing that means
// anything in a torrc or in a command to tor.
var bridgeWord = regexp.MustCompile(`^[A-Za-z0-9._~:/?&=+,@%!*()$;\[\]-]+$`)

var transportName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// checkBridge brings one line into the form: TRANSPORT IP:PORT FINGERPRINT KEY=VALUE…
func checkBridge(line string) (string, LineReason) {
	words := strings.Fields(line)
	if len(words) > 0 && strings.EqualFold(words[0], "bridge") {
		words = words[1:]
	}
	if len(line) > maxBridgeLine {
		return "", LineLength
	}
	for _, w := range words {
		if !bridgeWord.MatchString(w) {
			return "", LineCharacters
		}
	}
	kind := ""
	if len(words) > 0 && transportName.MatchString(words[0]) {
		kind, words = words[0], words[1:]
		if _, known := transports[kind]; !known {
			return "", LineTransport
		}
	}
	if len(words) == 0 {
		return "", LineAddress
	}
	at, err := netip.ParseAddrPort(words[0])
	if err != nil || at.Port() == 0 || at.Addr().Zone() != "" {
		return "", LineAddress
	}
	clean, words := []string{at.String()}, words[1:]
	if len(words) > 0 && !strings.Contains(words[0], "=") {
		raw, err := hex.DecodeString(words[0])
		if err != nil || len(raw) != fingerprintSize {
			return "", LineFingerprint
		}
		clean, words = append(clean, strings.ToUpper(words[0])), words[1:]
	} else if kind == "" {
		return "", LineFingerprint // anybody on the way could be this bridge
	}
	if reason := checkArguments(kind, words); reason != "" {
		return "", reason
	}
	if kind != "" {
		clean = append([]string{kind}, clean...)
	}
	return strings.Join(append(clean, words...), " "), ""
}

// checkArguments checks what is for the transport program.
func checkArguments(kind string, words []string) LineReason {
	values := make(map[string]string)
	size := 0
	for _, w := range words {
		key, value, ok := strings.Cut(w, "=")
		if !ok || key == "" || value == "" || kind == "" {
			return LineArgument
		}
		values[key] = value
		// Some characters are escaped on the way (pt-spec, section 3.5).
		size += len(w) + 1 + strings.Count(value, ";")
	}
	if size > maxBridgeArguments {
		return LineLength
	}
	for _, alternatives := range transports[kind].needs {
		if !anyOf(values, strings.Split(alternatives, "|")) {
			return LineArgument
		}
	}
	if kind == "obfs4" {
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(values["cert"], "="))
		if err != nil || len(raw) != obfs4CertSize {
			return LineCertificate
		}
	}
	return ""
}

func anyOf(values map[string]string, keys []string) bool {
	for _, k := range keys {
		if values[k] != "" {
			return true
		}
	}
	return false
}
