package onion

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	somePrint = "0123456789ABCDEF0123456789ABCDEF01234567"
	someCert  = "qUVQ0srL1JI/vO6V6m/24anYXiJD3QP2HgzUKQtQ7GRqqUvs7P+tG43RtAqdhLOALP7DJQ"
	someObfs4 = "obfs4 192.0.2.1:443 " + somePrint + " cert=" + someCert + " iat-mode=0"
)

// Lines as people paste them come out in one form.
func TestBridgeLines(t *testing.T) {
	for name, test := range map[string]struct{ line, want string }{
		"as it is":               {someObfs4, someObfs4},
		"the word before it":     {"Bridge " + someObfs4, someObfs4},
		"of a torrc":             {"\tBRIDGE  " + someObfs4 + "  ", someObfs4},
		"a bullet":               {"• " + someObfs4, someObfs4},
		"a dash":                 {" - " + someObfs4, someObfs4},
		"a number":               {"12. " + someObfs4, someObfs4},
		"a number, bracketed":    {"3) Bridge " + someObfs4, someObfs4},
		"a byte order mark":      {"\ufeff" + someObfs4, someObfs4},
		"other spaces":           {strings.ReplaceAll(someObfs4, " ", "\u00a0\t"), someObfs4},
		"no fingerprint":         {strings.Replace(someObfs4, " "+somePrint, "", 1), strings.Replace(someObfs4, " "+somePrint, "", 1)},
		"a padded certificate":   {strings.Replace(someObfs4, " iat", "== iat", 1), strings.Replace(someObfs4, " iat", "== iat", 1)},
		"plain":                  {"192.0.2.1:9001 " + strings.ToLower(somePrint), "192.0.2.1:9001 " + somePrint},
		"plain, IPv6":            {"Bridge [2001:db8::1]:9001 " + somePrint, "[2001:db8::1]:9001 " + somePrint},
		"snowflake":              {builtIn[BridgesSnowflake][0], builtIn[BridgesSnowflake][0]},
		"meek":                   {builtIn[BridgesMeek][0], builtIn[BridgesMeek][0]},
		"webtunnel":              {"webtunnel [2001:db8::2]:443 " + somePrint + " url=https://x.example/Ab_c-d ver=0.0.2", "webtunnel [2001:db8::2]:443 " + somePrint + " url=https://x.example/Ab_c-d ver=0.0.2"},
		"a comment":              {"# " + someObfs4, ""},
		"nothing":                {" \t ", ""},
		"one that comes in CR":   {"\r\n" + someObfs4 + "\r", someObfs4},
		"an em dash as a bullet": {"— " + someObfs4, someObfs4},
	} {
		got, bad := ParseBridges(test.line)
		if len(bad) > 0 || strings.Join(got, "\n") != test.want {
			t.Errorf("%s: %q, %v", name, got, bad)
		}
	}
}

// What is wrong is named, line by line, without a word of it.
func TestBadBridgeLines(t *testing.T) {
	shortCert := someObfs4[:len(someObfs4)-len(" iat-mode=0")-3] + " iat-mode=0"
	for line, want := range map[string]LineReason{
		someObfs4 + "\x00":       LineCharacters,
		someObfs4 + ` "x"`:       LineCharacters,
		someObfs4 + ` x='y'`:     LineCharacters,
		someObfs4 + ` x=\n`:      LineCharacters,
		someObfs4 + " #x":        LineCharacters,
		someObfs4 + " x=\u202ey": LineCharacters,

		"obfs4 192.0.2.1:443 " + strings.Repeat("x", 2048): LineLength,
		"obfs9 192.0.2.1:443 " + somePrint:                 LineTransport,
		"Log 192.0.2.1:443":                                LineAddress,
		"obfs4":                                            LineAddress,
		"Bridge":                                           LineAddress,
		"hello":                                            LineTransport,
		"obfs4 bridge.example:443 " + somePrint:            LineAddress,
		"obfs4 192.0.2.1 " + somePrint:                     LineAddress,
		"obfs4 192.0.2.1:0 " + somePrint:                   LineAddress,
		"obfs4 192.0.2.1:65536 " + somePrint:               LineAddress,
		"obfs4 [fe80::1%eth0]:443 " + somePrint:            LineAddress,
		"192.0.2.1:443":                                    LineFingerprint,
		"192.0.2.1:443 " + somePrint[1:]:                   LineFingerprint,
		"192.0.2.1:443 " + somePrint + " a=b":              LineArgument,
		"obfs4 192.0.2.1:443 " + somePrint + "0":           LineFingerprint,
		"obfs4 192.0.2.1:443 " + somePrint:                 LineArgument,
		"obfs4 192.0.2.1:443 " + somePrint + " iat-mode=0": LineArgument,
		someObfs4 + " stray":                               LineArgument,
		shortCert:                                          LineCertificate,
		"webtunnel 192.0.2.1:443 " + somePrint + " ver=1":  LineArgument,
		"snowflake 192.0.2.3:80 " + somePrint + " url=https://x/" + strings.Repeat("a", maxBridgeArguments): LineLength,
	} {
		good, bad := ParseBridges("\n" + line)
		if len(good) != 0 || len(bad) != 1 || bad[0] != (LineError{2, want}) {
			t.Errorf("%q: %q %v, want %q", line, good, bad, want)
		}
		for _, e := range bad {
			if text := e.Error(); len(text) < 30 || strings.Contains(text, "0123") {
				t.Errorf("a person is told %q", text)
			}
		}
	}
	good, bad := ParseBridges(strings.Repeat(someObfs4+"\n", maxBridges+2))
	if len(good) != maxBridges || len(bad) != 2 || bad[0].Reason != LineTooMany {
		t.Errorf("%d of too many lines are taken, %v", len(good), bad)
	}
}

// The bridges that come with Carom are valid lines, and what is stored is valid
// when it is read again.
func TestBuiltInBridges(t *testing.T) {
	if len(builtIn) != len(BridgeSets()) {
		t.Errorf("there are %d sets", len(builtIn))
	}
	for _, set := range BridgeSets() {
		lines := builtIn[set]
		got, bad := checkBridges(lines)
		if len(bad) > 0 || !slices.Equal(got, lines) || len(lines) == 0 {
			t.Errorf("%s: %v", set, bad)
		}
		if again, bad := checkBridges(got); len(bad) > 0 || !slices.Equal(again, got) {
			t.Errorf("%s, checked again: %v", set, bad)
		}
	}
}

// Whatever is pasted, what is taken is one line for tor without anything that
// means something there, and stays the same when it is read again.
func FuzzParseBridges(f *testing.F) {
	for _, seed := range []string{someObfs4, "Bridge " + someObfs4 + "\r\n• x", "[::1]:1 " + somePrint, "1) \"\\", builtIn[BridgesSnowflake][0]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		good, _ := ParseBridges(text)
		for _, line := range good {
			if strings.ContainsAny(line, "\r\n\x00\"'\\#\t") || len(line) > maxBridgeLine {
				t.Errorf("taken: %q", line)
			}
			if again, reason := checkBridge(line); again != line {
				t.Errorf("%q read again is %q, %s", line, again, reason)
			}
		}
		if err := (Settings{Bridges: good}).Validate(); err != nil {
			t.Error(err)
		}
	})
}

func TestProxies(t *testing.T) {
	for text, want := range map[string]Proxy{
		"socks5://192.0.2.1:1080":             {Kind: ProxySOCKS5, Address: "192.0.2.1:1080"},
		" SOCKS5://u:p%40x@192.0.2.1:1080/ ":  {Kind: ProxySOCKS5, Address: "192.0.2.1:1080", User: "u", Password: "p@x"},
		"socks4://[2001:db8::1]:1080":         {Kind: ProxySOCKS4, Address: "[2001:db8::1]:1080"},
		"http://localhost:8080":               {Kind: ProxyHTTPS, Address: "127.0.0.1:8080"},
		"https://user:a:b@192.0.2.1:3128":     {Kind: ProxyHTTPS, Address: "192.0.2.1:3128", User: "user", Password: "a:b"},
		"socks5://anna@192.0.2.1:1080":        {Kind: ProxySOCKS5, Address: "192.0.2.1:1080", User: "anna"},
		"https://only-a-name@192.0.2.1:3128/": {Kind: ProxyHTTPS, Address: "192.0.2.1:3128", User: "only-a-name"},
	} {
		if got, err := ParseProxy(text); err != nil || got != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{
		"", "192.0.2.1:1080", "ftp://192.0.2.1:21", "socks5://proxy.example:1080", "socks5://192.0.2.1", "socks5://192.0.2.1:0",
		"socks5://0.0.0.0:1080", "socks4://u:secret@192.0.2.1:1080", "socks5://:secret@192.0.2.1:1080",
		"socks5://u:secret@192.0.2.1:1080/path", "socks5://u:secret%0a@192.0.2.1:1080", "socks5://u:" + strings.Repeat("s", 256) + "@192.0.2.1:1080",
		"https://a%3Ab:secret@192.0.2.1:1", "socks5://192.0.2.1:1080?x", "socks5://u:secret@[fe80::1%25eth0]:1080", "socks5://%zz:secret@1.1.1.1:1",
	} {
		_, err := ParseProxy(text)
		var said *SettingsError
		if !errors.As(err, &said) || len(err.Error()) < 30 || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What tor is told of a proxy. For the programs that speak to bridges it makes a
// URL of it, and escapes nothing.
func TestProxyOptions(t *testing.T) {
	for name, test := range map[string]struct {
		proxy       Proxy
		forPrograms bool
		want        [][2]string
	}{
		"none":   {Proxy{}, true, nil},
		"SOCKS4": {Proxy{Kind: ProxySOCKS4, Address: "192.0.2.1:1"}, false, [][2]string{{"Socks4Proxy", "192.0.2.1:1"}}},
		"SOCKS5": {
			Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1", User: "a b", Password: `"+@`},
			false,
			[][2]string{{"Socks5Proxy", "192.0.2.1:1"}, {"Socks5ProxyUsername", "a b"}, {"Socks5ProxyPassword", `"+@`}},
		},
		"SOCKS5 for programs": {
			Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1", User: "a b", Password: `"+@`},
			true,
			[][2]string{{"Socks5Proxy", "192.0.2.1:1"}, {"Socks5ProxyUsername", "a%20b"}, {"Socks5ProxyPassword", "%22%2B%40"}},
		},
		"HTTPS":         {Proxy{Kind: ProxyHTTPS, Address: "192.0.2.1:1"}, false, [][2]string{{"HTTPSProxy", "192.0.2.1:1"}}},
		"HTTPS, a user": {Proxy{Kind: ProxyHTTPS, Address: "192.0.2.1:1", User: "u", Password: "p:q"}, false, [][2]string{{"HTTPSProxy", "192.0.2.1:1"}, {"HTTPSProxyAuthenticator", "u:p:q"}}},
	} {
		if got := test.proxy.conf(test.forPrograms); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestCleanState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	if err := cleanState(path); err != nil {
		t.Errorf("without a file: %v", err)
	}
	const before = "# Tor state file\n\nDormant 0\nGuard in=default rsa_id=" + somePrint + " sampled_idx=0\n" +
		"Guard in=bridges rsa_id=" + somePrint + " bridge_addr=192.0.2.1:443\nTransportProxy obfs4 192.0.2.1:443\nTorVersion Tor 0.4.9.11"
	const after = "# Tor state file\n\nDormant 0\nGuard in=default rsa_id=" + somePrint + " sampled_idx=0\nTorVersion Tor 0.4.9.11"
	if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := cleanState(path); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != after {
			t.Errorf("what is left: %q %v", got, err)
		}
	}
}

func TestSettings(t *testing.T) {
	proxy := Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1080", User: "anna", Password: "secret"}
	for name, s := range map[string]Settings{
		"directly": {}, "system": {System: true}, "built in": {BuiltIn: BridgesMeek, Proxy: proxy}, "own": {Bridges: []string{someObfs4}, Proxy: proxy},
	} {
		if err := s.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		data, err := json.Marshal(s)
		var back Settings
		if err := errors.Join(err, json.Unmarshal(data, &back)); err != nil || !back.Equal(s) {
			t.Errorf("%s: stored and read again it is another: %v", name, err)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "s", s, "p", s.Proxy)
		shown := fmt.Sprintf("%v %+v %#v %s %v %+v %#v", s, s, s, s, s.Proxy, &s, struct{ S Settings }{s}) + log.String()
		if strings.Contains(shown, "secret") || strings.Contains(shown, "192.0") || strings.Contains(shown, "anna") {
			t.Errorf("%s prints as %s", name, shown)
		}
	}
	for name, s := range map[string]Settings{
		"system with more":          {System: true, BuiltIn: BridgesObfs4},
		"system with proxy":         {System: true, Proxy: proxy},
		"two kinds":                 {BuiltIn: BridgesObfs4, Bridges: []string{someObfs4}},
		"an unknown set":            {BuiltIn: "x"},
		"a bad line":                {Bridges: []string{someObfs4, someObfs4 + "\nLog notice stdout"}},
		"a bad proxy":               {Proxy: Proxy{Kind: "x", Address: "192.0.2.1:1"}},
		"a proxy that two speak to": {Bridges: []string{someObfs4, "192.0.2.1:1 " + somePrint}, Proxy: Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1", User: "u", Password: "a b"}},
		"no password":               {Proxy: Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1", User: "u"}},
		"no kind":                   {Proxy: Proxy{Address: "192.0.2.1:1"}},
	} {
		var said *SettingsError
		if err := s.Validate(); !errors.As(err, &said) || len(err.Error()) < 30 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Settings{Bridges: []string{"x", "x", "x", "x", "x", "x", "x"}}).Validate(); !strings.HasSuffix(err.Error(), "And 2 lines more.") {
		t.Errorf("many bad lines: %v", err)
	}
}

// Which program does which kind, one line for each program; one that is not
// there is named.
func TestPlugins(t *testing.T) {
	all := func(names []string) (string, bool) { return "/usr/bin/" + names[0], true }
	for name, test := range map[string]struct {
		settings Settings
		want     []string
	}{
		"none":  {Settings{}, nil},
		"plain": {Settings{Bridges: []string{"192.0.2.1:1 " + somePrint}}, nil},
		"two kinds of one program": {
			Settings{Bridges: []string{someObfs4, "192.0.2.1:1 " + somePrint, builtIn[BridgesMeek][0], someObfs4}},
			[]string{"obfs4,meek_lite exec /usr/bin/lyrebird"},
		},
		"two programs": {
			Settings{Bridges: []string{someObfs4, builtIn[BridgesSnowflake][0]}},
			[]string{"obfs4 exec /usr/bin/lyrebird", "snowflake exec /usr/bin/snowflake-client"},
		},
		"snowflake, built in": {Settings{BuiltIn: BridgesSnowflake}, []string{"snowflake exec /usr/bin/snowflake-client -front " + snowflakeFront}},
	} {
		if got, err := plugins(test.settings, all); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	none := func([]string) (string, bool) { return "", false }
	_, err := plugins(Settings{BuiltIn: BridgesObfs4}, none)
	if p := problemOf(err, false); p.Kind != ProblemTransport || p.Package != "obfs4proxy" || p.Program != "obfs4proxy" {
		t.Errorf("without a program: %+v", p)
	}
	if !strings.Contains(builtIn[BridgesSnowflake][0], "fronts="+snowflakeFront+",") {
		t.Error("the front is not the first one")
	}
	if _, ok := findProgram([]string{"no such program"}); ok {
		t.Error("found what is not there")
	}
}
