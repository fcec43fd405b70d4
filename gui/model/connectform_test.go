package model

import (
	"strings"
	"testing"

	"carom/gui/i18n"
	"carom/onion"
)

const testBridge = "192.0.2.7:443 0123456789ABCDEF0123456789ABCDEF01234567"

// What a form says that was filled in with settings are those settings.
func TestConnectFormBack(t *testing.T) {
	p := i18n.New("en")
	for name, want := range map[string]onion.Settings{
		"direct":         {},
		"built in":       {BuiltIn: onion.BridgesSnowflake},
		"own":            {Bridges: []string{testBridge}},
		"system":         {System: true},
		"proxy":          {Proxy: onion.Proxy{Kind: onion.ProxySOCKS5, Address: "192.0.2.1:1080", User: "u", Password: "p"}},
		"IPv6 proxy":     {Proxy: onion.Proxy{Kind: onion.ProxySOCKS4, Address: "[2001:db8::1]:1080"}},
		"user only":      {Proxy: onion.Proxy{Kind: onion.ProxyHTTPS, Address: "192.0.2.1:8080", User: "u"}},
		"bridges, proxy": {BuiltIn: onion.BridgesMeek, Proxy: onion.Proxy{Kind: onion.ProxyHTTPS, Address: "192.0.2.1:8080"}},
	} {
		got, wrong := NewConnectForm(want).Settings(p)
		if len(wrong) > 0 || !got.Equal(want) {
			t.Errorf("%s: not the same, %d complaints", name, len(wrong))
		}
	}
}

func TestConnectFormWrong(t *testing.T) {
	p := i18n.New("en")
	proxy := func(kind onion.ProxyKind, address, port, user, password string) ConnectForm {
		return ConnectForm{Proxy: true, Kind: kind, Address: address, Port: port, User: user, Password: password}
	}
	for name, c := range map[string]struct {
		form ConnectForm
		want []ConnectPart
	}{
		"no bridges":       {ConnectForm{Way: WayBridges, Own: true, Lines: " \n# none\n"}, []ConnectPart{PartBridges}},
		"bad bridge":       {ConnectForm{Way: WayBridges, Own: true, Lines: "obfs4 x"}, []ConnectPart{PartBridges}},
		"one bad bridge":   {ConnectForm{Way: WayBridges, Own: true, Lines: testBridge + "\nx"}, []ConnectPart{PartBridges}},
		"not chosen":       {ConnectForm{Lines: "nonsense", Address: "nonsense"}, nil},
		"system":           {ConnectForm{Way: WaySystem, Proxy: true, Own: true}, nil},
		"empty proxy":      {proxy(onion.ProxySOCKS5, "", "", "", ""), []ConnectPart{PartAddress, PartPort}},
		"name":             {proxy(onion.ProxySOCKS5, "proxy.example", "1080", "", ""), []ConnectPart{PartAddress}},
		"nowhere":          {proxy(onion.ProxySOCKS5, "0.0.0.0", "1080", "", ""), []ConnectPart{PartAddress}},
		"zone":             {proxy(onion.ProxySOCKS5, "fe80::1%eth0", "1080", "", ""), []ConnectPart{PartAddress}},
		"localhost":        {proxy(onion.ProxySOCKS5, "localhost", "1080", "", ""), nil},
		"brackets":         {proxy(onion.ProxySOCKS5, "[::1]", " 1080 ", "", ""), nil},
		"port 0":           {proxy(onion.ProxySOCKS5, "192.0.2.1", "0", "", ""), []ConnectPart{PartPort}},
		"port too high":    {proxy(onion.ProxySOCKS5, "192.0.2.1", "65536", "", ""), []ConnectPart{PartPort}},
		"no password":      {proxy(onion.ProxySOCKS5, "192.0.2.1", "1", "u", ""), []ConnectPart{PartUser}},
		"no user":          {proxy(onion.ProxyHTTPS, "192.0.2.1", "1", "", "p"), []ConnectPart{PartUser}},
		"SOCKS 4 has none": {proxy(onion.ProxySOCKS4, "192.0.2.1", "1", "u", "p"), nil},
		"odd user":         {proxy(onion.ProxySOCKS5, "192.0.2.1", "1", "a\x00b", "p"), []ConnectPart{PartUser}},
	} {
		_, wrong := c.form.Settings(p)
		var parts []ConnectPart
		for _, w := range wrong {
			parts = append(parts, w.Part)
			if w.Text == "" {
				t.Errorf("%s: nothing is said", name)
			}
		}
		if len(parts) != len(c.want) {
			t.Errorf("%s: complaints about %v, want %v", name, parts, c.want)
			continue
		}
		for i := range parts {
			if parts[i] != c.want[i] {
				t.Errorf("%s: complaints about %v, want %v", name, parts, c.want)
			}
		}
	}
}

// Many bad lines are not many lines of complaints.
func TestConnectFormManyLines(t *testing.T) {
	f := ConnectForm{Way: WayBridges, Own: true, Lines: strings.Repeat("nonsense\n", 500)}
	_, wrong := f.Settings(i18n.New("en"))
	if len(wrong) != 1 || strings.Count(wrong[0].Text, "\n") != maxComplaints-1 {
		t.Errorf("%d complaints", len(wrong))
	}
	if got := (ConnectForm{Lines: testBridge + "\n- " + testBridge}).BridgeCount(i18n.New("en")); got != "2 bridges" {
		t.Errorf("counted %q", got)
	}
}

func TestConnectFormPasted(t *testing.T) {
	for text, want := range map[string]ConnectForm{
		"socks5://u:p@192.0.2.1:1080": {Kind: onion.ProxySOCKS5, Address: "192.0.2.1", Port: "1080", User: "u", Password: "p"},
		"http://192.0.2.1:8080/":      {Kind: onion.ProxyHTTPS, Address: "192.0.2.1", Port: "8080"},
		" 192.0.2.1:1080 ":            {Kind: onion.ProxySOCKS5, Address: "192.0.2.1", Port: "1080"},
		"[2001:db8::1]:1080":          {Kind: onion.ProxySOCKS5, Address: "2001:db8::1", Port: "1080"},
	} {
		got, ok := ConnectForm{Kind: onion.ProxySOCKS5, Address: text}.Pasted()
		if !ok || got != want {
			t.Errorf("%q: not taken apart", text)
		}
	}
	for _, text := range []string{"", "192.0.2.1", "socks5://proxy.example:1080", "ftp://192.0.2.1:1", "socks5://192.0.2.1"} {
		if _, ok := (ConnectForm{Kind: onion.ProxySOCKS5, Address: text}).Pasted(); ok {
			t.Errorf("%q is taken for a proxy", text)
		}
	}
}
