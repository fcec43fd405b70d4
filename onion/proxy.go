package onion

import (
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ProxyKind is how a proxy is spoken to. The values are stable.
type ProxyKind string

// The kinds of proxy that tor knows.
const (
	ProxySOCKS4 ProxyKind = "socks4"
	ProxySOCKS5 ProxyKind = "socks5"
	ProxyHTTPS  ProxyKind = "https" // CONNECT
)

// maxProxyWord bounds a user name and a password, in bytes (RFC 1929).
const maxProxyWord = 255

// Proxy is a proxy that tor connects through; the zero value is none. It prints
// as "[redacted]".
type Proxy struct {
	Kind ProxyKind `json:"kind"`
	// Address is IP:port. A name would have to be looked up, outside Tor.
	Address string `json:"address"`
	// User and Password are empty for a proxy that asks for none, and for SOCKS4.
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
}

// Format hides the proxy from every verb of package fmt.
func (p Proxy) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue hides the proxy from log/slog.
func (p Proxy) LogValue() slog.Value { return slog.StringValue(redacted) }

// ParseProxy reads a proxy as people write it: socks5://user:password@192.0.2.1:1080,
// socks4://…, https://… or http://…, which are the same. A password may be
// missing yet. Its error is a *SettingsError.
func ParseProxy(text string) (Proxy, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return Proxy{}, &SettingsError{Reason: SettingsProxyPlace, Text: "This is not a proxy. Write it as socks5://192.0.2.1:1080, socks4://… or https://…, with its own address and port."}
	}
	var p Proxy
	switch strings.ToLower(u.Scheme) {
	case "socks5", "socks5h", "socks":
		p.Kind = ProxySOCKS5
	case "socks4", "socks4a":
		p.Kind = ProxySOCKS4
	case "http", "https":
		p.Kind = ProxyHTTPS
	default:
		return Proxy{}, &SettingsError{Reason: SettingsProxyKind, Text: "Tor knows no such kind of proxy. There are: socks4, socks5, https."}
	}
	p.Address = u.Host
	if host := u.Hostname(); strings.EqualFold(host, "localhost") {
		p.Address = "127.0.0.1:" + u.Port()
	}
	if u.User != nil {
		p.User = u.User.Username()
		p.Password, _ = u.User.Password()
	}
	complete := p
	if p.User != "" && p.Password == "" {
		complete.Password = "?"
	}
	return p, complete.validate()
}

// URL is what ParseProxy takes, without user and password.
func (p Proxy) URL() string {
	if p.Kind == "" {
		return ""
	}
	return string(p.Kind) + "://" + p.Address
}

func (p Proxy) validate() error {
	if p == (Proxy{}) {
		return nil
	}
	at, err := netip.ParseAddrPort(p.Address)
	switch {
	case p.Kind != ProxySOCKS4 && p.Kind != ProxySOCKS5 && p.Kind != ProxyHTTPS:
		return &SettingsError{Reason: SettingsProxyKind, Text: "Tor knows no such kind of proxy. There are: socks4, socks5, https."}
	case err != nil, at.Port() == 0, at.Addr().Zone() != "", at.Addr().IsUnspecified():
		return &SettingsError{Reason: SettingsProxyPlace, Text: "A proxy needs its own address and its port, such as 192.0.2.1:1080. A name would have to be looked up without Tor, which gives you away: ask for the address that belongs to it."}
	case p.Kind == ProxySOCKS4 && (p.User != "" || p.Password != ""):
		return &SettingsError{Reason: SettingsProxySOCKS4, Text: "A SOCKS4 proxy takes no user name and no password. Leave them out, or use SOCKS5."}
	case p.Password != "" && p.User == "":
		return &SettingsError{Reason: SettingsProxyBoth, Text: "There is a password for the proxy and no user name. Give both, or neither."}
	case p.User != "" && p.Password == "" && p.Kind == ProxySOCKS5:
		return &SettingsError{Reason: SettingsProxyBoth, Text: "There is a user name for the proxy and no password. A SOCKS5 proxy wants both, or neither."}
	case !proxyWord(p.User), !proxyWord(p.Password), p.Kind == ProxyHTTPS && strings.Contains(p.User, ":"):
		return &SettingsError{Reason: SettingsProxyWords, Text: "The proxy's user name or password has characters that cannot be in one, or is longer than 255 bytes."}
	}
	return nil
}

// unescaped reports whether user and password mean the same in a URL.
func (p Proxy) unescaped() bool {
	return url.QueryEscape(p.User) == p.User && url.QueryEscape(p.Password) == p.Password
}

func proxyWord(s string) bool {
	return len(s) <= maxProxyWord && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// conf are the options of tor's configuration for a proxy, by name. For the
// programs that speak to bridges tor makes a URL of them, without escaping what
// means something in one: that is done here.
func (p Proxy) conf(forPrograms bool) [][2]string {
	if forPrograms {
		p.User, p.Password = url.QueryEscape(p.User), url.QueryEscape(p.Password)
		p.User, p.Password = strings.ReplaceAll(p.User, "+", "%20"), strings.ReplaceAll(p.Password, "+", "%20")
	}
	switch p.Kind {
	case ProxySOCKS4:
		return [][2]string{{"Socks4Proxy", p.Address}}
	case ProxySOCKS5:
		options := [][2]string{{"Socks5Proxy", p.Address}}
		if p.User != "" {
			options = append(options, [2]string{"Socks5ProxyUsername", p.User}, [2]string{"Socks5ProxyPassword", p.Password})
		}
		return options
	case ProxyHTTPS:
		options := [][2]string{{"HTTPSProxy", p.Address}}
		if p.User != "" {
			options = append(options, [2]string{"HTTPSProxyAuthenticator", p.User + ":" + p.Password})
		}
		return options
	}
	return nil
}
