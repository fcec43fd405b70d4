package model

import (
	"net/netip"
	"strconv"
	"strings"

	"carom/gui/i18n"
	"carom/onion"
)

// Way is how Tor is reached.
type Way uint8

// The ways.
const (
	WayDirect Way = iota
	WayBridges
	WaySystem
)

// ConnectForm is what was typed and chosen about the connection, also what is
// not in force just now: changing one's mind loses nothing. It holds secrets:
// see onion.Settings.
type ConnectForm struct {
	Way Way
	// Own: the bridges are those in Lines, not those of BuiltIn.
	Own     bool
	BuiltIn onion.BridgeSet
	Lines   string

	// Proxy: the proxy below is used.
	Proxy                         bool
	Kind                          onion.ProxyKind
	Address, Port, User, Password string
}

// NewConnectForm fills in settings.
func NewConnectForm(s onion.Settings) ConnectForm {
	f := ConnectForm{BuiltIn: onion.BridgesObfs4, Kind: onion.ProxySOCKS5}
	switch {
	case s.System:
		f.Way = WaySystem
	case s.BuiltIn != "":
		f.Way, f.BuiltIn = WayBridges, s.BuiltIn
	case len(s.Bridges) > 0:
		f.Way, f.Own, f.Lines = WayBridges, true, strings.Join(s.Bridges, "\n")
	}
	if s.Proxy != (onion.Proxy{}) {
		f.Proxy, f.Kind, f.User, f.Password = true, s.Proxy.Kind, s.Proxy.User, s.Proxy.Password
		if at, err := netip.ParseAddrPort(s.Proxy.Address); err == nil {
			f.Address, f.Port = at.Addr().String(), strconv.Itoa(int(at.Port()))
		}
	}
	return f
}

// ConnectPart is a part of the form that something can be wrong with.
type ConnectPart uint8

// The parts.
const (
	PartBridges ConnectPart = iota
	PartAddress
	PartPort
	PartUser
)

// Complaint is what is wrong with a part of the form.
type Complaint struct {
	Part ConnectPart
	Text string
}

// maxComplaints is how many bridge lines are complained about at once.
const maxComplaints = 3

// Settings are what the form says, or what is wrong with it, in the printer's
// language.
func (f ConnectForm) Settings(p *i18n.Printer) (onion.Settings, []Complaint) {
	if f.Way == WaySystem {
		return onion.Settings{System: true}, nil
	}
	var s onion.Settings
	var wrong []Complaint
	switch {
	case f.Way == WayBridges && f.Own:
		s.Bridges, wrong = f.bridges(p)
	case f.Way == WayBridges:
		s.BuiltIn = f.BuiltIn
	}
	if f.Proxy {
		proxy, bad := f.proxy(p)
		s.Proxy, wrong = proxy, append(wrong, bad...)
	}
	if len(wrong) == 0 && s.Validate() != nil {
		wrong = append(wrong, Complaint{PartUser, p.T(f.rest())})
	}
	if len(wrong) > 0 {
		return onion.Settings{}, wrong
	}
	return s, nil
}

// rest is what Validate can find that the form has not.
func (f ConnectForm) rest() *i18n.Message {
	if f.Way == WayBridges && f.Own {
		return i18n.ProxyMixed
	}
	return i18n.ProxyWords
}

func (f ConnectForm) bridges(p *i18n.Printer) ([]string, []Complaint) {
	good, bad := onion.ParseBridges(f.Lines)
	if len(good)+len(bad) == 0 {
		return nil, []Complaint{{PartBridges, p.T(i18n.BridgesNone)}}
	}
	if len(bad) == 0 {
		return good, nil
	}
	var texts []string
	for _, b := range bad[:min(len(bad), maxComplaints)] {
		texts = append(texts, BadLine(p, b))
	}
	return nil, []Complaint{{PartBridges, strings.Join(texts, "\n")}}
}

// BridgeCount says how many bridges there are in the lines while nothing is
// wrong with them.
func (f ConnectForm) BridgeCount(p *i18n.Printer) string {
	good, _ := onion.ParseBridges(f.Lines)
	return p.N(i18n.BridgesCount, len(good))
}

// proxy reads the fields of the proxy.
func (f ConnectForm) proxy(p *i18n.Printer) (onion.Proxy, []Complaint) {
	address := strings.TrimSpace(f.Address)
	if strings.EqualFold(address, "localhost") {
		address = "127.0.0.1"
	}
	var wrong []Complaint
	ip, err := netip.ParseAddr(strings.Trim(address, "[]"))
	if err != nil || ip.Zone() != "" || ip.IsUnspecified() {
		wrong = append(wrong, Complaint{PartAddress, p.T(i18n.ProxyBadAddress)})
	}
	port, err := strconv.ParseUint(strings.TrimSpace(f.Port), 10, 16)
	if err != nil || port == 0 {
		wrong = append(wrong, Complaint{PartPort, p.T(i18n.ProxyPortBad)})
	}
	out := onion.Proxy{Kind: f.Kind}
	if f.Kind != onion.ProxySOCKS4 {
		out.User, out.Password = f.User, f.Password
	}
	if (out.User == "") != (out.Password == "") && (f.Kind == onion.ProxySOCKS5 || out.User == "") {
		wrong = append(wrong, Complaint{PartUser, p.T(i18n.ProxyBoth)})
	}
	if len(wrong) > 0 {
		return onion.Proxy{}, wrong
	}
	out.Address = netip.AddrPortFrom(ip, uint16(port)).String()
	return out, nil
}

// Pasted is the form after a whole proxy, such as socks5://192.0.2.1:1080 or
// 192.0.2.1:1080, was put into the field for its address: its parts are in
// their fields. False when it is no such thing.
func (f ConnectForm) Pasted() (ConnectForm, bool) {
	text := strings.TrimSpace(f.Address)
	if !strings.Contains(text, "://") {
		text = string(f.Kind) + "://" + text
	}
	proxy, err := onion.ParseProxy(text)
	at, perr := netip.ParseAddrPort(proxy.Address)
	if err != nil || perr != nil {
		return f, false
	}
	f.Kind, f.Address, f.Port = proxy.Kind, at.Addr().String(), strconv.Itoa(int(at.Port()))
	if proxy.User != "" {
		f.User, f.Password = proxy.User, proxy.Password
	}
	return f, true
}
