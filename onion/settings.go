package onion

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
)

// Settings say how tor reaches its network. The zero value is: directly.
//
// They are secrets: who uses which bridge or proxy is what a censor wants to
// know. They print as "[redacted]", and go to a tor of ours over its control
// connection, never into a file.
type Settings struct {
	// System: the Tor that this system runs is used. The rest is empty then:
	// how that one connects is its own affair.
	System bool `json:"system,omitempty"`
	// BuiltIn is a set of bridges that everybody knows; "" for none.
	BuiltIn BridgeSet `json:"built_in,omitempty"`
	// Bridges are lines as ParseBridges returns them. Not beside BuiltIn.
	Bridges []string `json:"bridges,omitempty"`
	// Proxy is what tor has to go through to get anywhere.
	Proxy Proxy `json:"proxy,omitzero"`
}

// Validate checks settings that come from anywhere. Its error is a
// *SettingsError for a person, without anything of what they typed.
func (s Settings) Validate() error {
	switch {
	case s.System && (s.BuiltIn != "" || len(s.Bridges) > 0 || s.Proxy != Proxy{}):
		return &SettingsError{Reason: SettingsTogether, Text: "This system's Tor has its own way to connect: bridges and a proxy cannot be combined with it."}
	case s.BuiltIn != "" && len(s.Bridges) > 0:
		return &SettingsError{Reason: SettingsTogether, Text: "Bridges are either those that Carom knows or your own, not both."}
	case s.BuiltIn != "" && builtIn[s.BuiltIn] == nil:
		return &SettingsError{Reason: SettingsBridges, Text: "Carom knows no such bridges. There are: obfs4, snowflake, meek."}
	}
	if _, errs := checkBridges(s.Bridges); len(errs) > 0 {
		return &SettingsError{Reason: SettingsLines, Lines: errs}
	}
	if some, all := s.disguised(); some && !all && !s.Proxy.unescaped() {
		return &SettingsError{Reason: SettingsProxyMixed, Text: "With plain bridges and others together, the proxy's user name and password may only have letters and digits. Leave the plain bridges out."}
	}
	return s.Proxy.validate()
}

// Equal reports whether two settings are the same.
func (s Settings) Equal(o Settings) bool {
	return s.System == o.System && s.BuiltIn == o.BuiltIn && s.Proxy == o.Proxy && slices.Equal(s.Bridges, o.Bridges)
}

// lines are the bridges, built in or not.
func (s Settings) lines() []string {
	if s.BuiltIn != "" {
		return builtIn[s.BuiltIn]
	}
	return s.Bridges
}

// disguised reports whether some of the bridges, and whether all, are reached
// by a program of their own.
func (s Settings) disguised() (some, all bool) {
	all = true
	for _, line := range s.lines() {
		kind, _, _ := strings.Cut(line, " ")
		_, ok := transports[kind]
		some, all = some || ok, all && ok
	}
	return some, all
}

// Format hides the settings from every verb of package fmt.
func (s Settings) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue hides the settings from log/slog.
func (s Settings) LogValue() slog.Value { return slog.StringValue(redacted) }

// SettingsReason is a word for why settings cannot be used. The values are
// stable, for a user interface to translate.
type SettingsReason string

// The reasons.
const (
	SettingsTogether    SettingsReason = "together"      // what does not go together
	SettingsSystemTor   SettingsReason = "system-tor"    // this system decides how Tor connects
	SettingsBridges     SettingsReason = "bridges"       // no such built-in ones
	SettingsLines       SettingsReason = "bridge-lines"  // Lines
	SettingsProxyKind   SettingsReason = "proxy-kind"    //
	SettingsProxyPlace  SettingsReason = "proxy-address" // no IP address and port
	SettingsProxySOCKS4 SettingsReason = "proxy-socks4"  // with a user name or a password
	SettingsProxyBoth   SettingsReason = "proxy-both"    // one of user name and password
	SettingsProxyWords  SettingsReason = "proxy-words"   // which a proxy cannot take
	SettingsProxyMixed  SettingsReason = "proxy-mixed"   // words that not all bridges can take
)

// SettingsError says why settings cannot be used, for a person.
type SettingsError struct {
	Reason SettingsReason
	// Lines are the bridge lines that are wrong; empty when it is something else.
	Lines []LineError
	// Text is a sentence or two; empty when there are Lines.
	Text string
}

// maxComplaints is how many lines an error names: more are no more help.
const maxComplaints = 5

func (e *SettingsError) Error() string {
	if len(e.Lines) == 0 {
		return e.Text
	}
	text := ""
	for i, l := range e.Lines {
		if i == maxComplaints {
			return text + fmt.Sprintf(" And %d lines more.", len(e.Lines)-i)
		}
		if i > 0 {
			text += " "
		}
		text += l.Error()
	}
	return text
}
