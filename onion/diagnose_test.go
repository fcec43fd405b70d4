package onion

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestDiagnose(t *testing.T) {
	bridges := Settings{Bridges: []string{someObfs4}}
	proxy := Settings{Proxy: Proxy{Kind: ProxySOCKS5, Address: "192.0.2.1:1080"}}
	both := Settings{Bridges: bridges.Bridges, Proxy: proxy.Proxy}
	long := time.Minute
	for name, test := range map[string]struct {
		s    situation
		want ProblemKind
	}{
		"just begun":              {situation{route: true}, ""},
		"just begun, no route":    {situation{still: time.Second}, ""},
		"no route":                {situation{still: 6 * time.Second}, ProblemNoNetwork},
		"no route, with bridges":  {situation{settings: bridges, still: long}, ProblemNoNetwork},
		"no way to the address":   {situation{route: true, last: progress{reason: "NOROUTE", serious: true}}, ProblemNoNetwork},
		"lost, no route":          {situation{lost: true}, ProblemNoNetwork},
		"lost":                    {situation{route: true, lost: true}, ProblemLost},
		"clock":                   {situation{route: true, clock: true}, ProblemClock},
		"no SOCKS":                {situation{route: true, noSOCKS: true}, ProblemNoSOCKS},
		"stuck":                   {situation{route: true, still: long, last: progress{percent: 5, tag: "conn"}}, ProblemBlocked},
		"refused, not yet often":  {situation{route: true, still: time.Second, last: progress{reason: "CONNECTREFUSED"}}, ""},
		"refused, often":          {situation{route: true, still: time.Second, last: progress{reason: "CONNECTREFUSED", serious: true}}, ProblemBlocked},
		"the system's Tor, stuck": {situation{route: true, attached: true, still: long}, ProblemBlocked},
		"bridges, stuck":          {situation{settings: bridges, route: true, still: long, last: progress{percent: 2, tag: "conn_done_pt"}}, ProblemBridges},
		"bridges, refused once":   {situation{settings: bridges, route: true, refusals: 1, last: progress{percent: 2, tag: "conn_done_pt"}}, ""},
		"bridges, refused often":  {situation{settings: bridges, route: true, refusals: 5, last: progress{percent: 2, tag: "conn_done_pt"}}, ProblemBridges},
		"proxy, refused often":    {situation{settings: proxy, route: true, refusals: 3, last: progress{percent: 4, tag: "conn_done_proxy"}}, ProblemProxyRefuses},
		"bridges, no program":     {situation{settings: bridges, route: true, last: progress{reason: "PT_MISSING", serious: true}}, ProblemTransport},
		"plain bridges, no program": {
			situation{settings: Settings{Bridges: []string{"192.0.2.1:1 " + somePrint}}, route: true, last: progress{reason: "PT_MISSING", serious: true}}, ProblemBridges,
		},
		"proxy, silent":           {situation{settings: proxy, route: true, still: long, last: progress{percent: 3, tag: "conn_proxy"}}, ProblemProxy},
		"proxy, out of reach":     {situation{settings: proxy, route: true, last: progress{percent: 3, tag: "conn_proxy", reason: "NOROUTE", serious: true}}, ProblemProxy},
		"proxy, refuses":          {situation{settings: proxy, route: true, still: long, last: progress{percent: 4, tag: "conn_done_proxy"}}, ProblemProxyRefuses},
		"proxy, later":            {situation{settings: proxy, route: true, still: long, last: progress{percent: 80, tag: "ap_conn_done_proxy"}}, ProblemProxyRefuses},
		"proxy passed, stuck":     {situation{settings: proxy, route: true, still: long, last: progress{percent: 14, tag: "handshake"}}, ProblemBlocked},
		"proxy and bridges":       {situation{settings: both, route: true, still: long, last: progress{percent: 2, tag: "conn_done_pt"}}, ProblemBridges},
		"proxy and plain bridges": {situation{settings: both, route: true, still: long, last: progress{percent: 4, tag: "conn_proxy"}}, ProblemProxy},
	} {
		got := diagnose(test.s)
		if got == nil && test.want == "" {
			continue
		}
		if got == nil || got.Kind != test.want || got.What == "" || got.Meaning == "" || got.Advice == "" {
			t.Errorf("%s: %+v, want %q", name, got, test.want)
		}
		if got != nil && got.System != test.s.attached {
			t.Errorf("%s: of the system's Tor: %v", name, got.System)
		}
	}
}

func TestProblemOf(t *testing.T) {
	for name, test := range map[string]struct {
		err    error
		system bool
		want   ProblemKind
	}{
		"ended":              {errors.New("x"), false, ProblemEnded},
		"no tor":             {fmt.Errorf("%w at x", ErrNoTor), false, ProblemNoTor},
		"nothing there":      {errNoControl, true, ProblemSystem},
		"not allowed":        {errNotAllowed, true, ProblemPermission},
		"a password":         {fmt.Errorf("x: %w", errPasswordWanted), true, ProblemPermission},
		"another password":   {errAuthentication, true, ProblemPermission},
		"words of their own": {&failure{problemRejected(3), errors.New("x")}, false, ProblemRejected},
	} {
		if got := problemOf(test.err, test.system); got.Kind != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRoutes(t *testing.T) {
	const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
	const reject = "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n"
	for name, test := range map[string]struct {
		v4, v6 string
		want   bool
	}{
		"nothing":         {head, reject, false},
		"its own network": {head + "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n", "", false},
		"a default route": {head + "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n", reject, true},
		"half of it":      {head + "tun0\t00000000\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n", "", true},
		"IPv6 only":       {head, "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0\n", true},
		"IPv6, link only": {head, "fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000002 00000000 00000001     eth0\n" + reject, false},
		"garbage":         {"x\n\n", "y", false},
	} {
		if got := routed(test.v4, test.v6); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
