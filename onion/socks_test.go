package onion

import (
	"net"
	"slices"
	"testing"
)

func TestSOCKSListeners(t *testing.T) {
	for value, want := range map[string][]Endpoint{
		`"127.0.0.1:9050"`:                       {{"tcp", "127.0.0.1:9050"}},
		`"unix:/run/tor/socks" "127.0.0.1:9150"`: {{"unix", "/run/tor/socks"}, {"tcp", "127.0.0.1:9150"}},
		`"0.0.0.0:29060" "10.1.2.3:1" "[::]:7"`:  {{"tcp", "127.0.0.1:29060"}, {"tcp", "127.0.0.1:7"}},
		`"[::1]:9050" nonsense`:                  {{"tcp", "[::1]:9050"}},
		``:                                       {loopback(defaultSocksPort)},
	} {
		if got := socksListeners(value); !slices.Equal(got, want) {
			t.Errorf("%s gives %v, want %v", value, got, want)
		}
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	at, ok := usableSOCKS(`"unix:/nonexistent" "` + l.Addr().String() + `"`)
	if !ok || at.Address != l.Addr().String() {
		t.Errorf("of one that cannot be opened and one that can: %v %v", at, ok)
	}
	if at, ok := usableSOCKS(`"unix:/nonexistent"`); ok {
		t.Errorf("of one that cannot be opened: %v", at)
	}
}
