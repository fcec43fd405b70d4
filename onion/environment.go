package onion

import (
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
)

// Environment is a Tor that runs already, as the environment describes it. The
// zero value describes none: a tor is launched.
//
// Tails sets TOR_CONTROL_HOST, TOR_CONTROL_PORT, TOR_CONTROL_PASSWD,
// TOR_SOCKS_HOST and TOR_SOCKS_PORT; Whonix sets TOR_CONTROL_IPC_PATH,
// TOR_SOCKS_IPC_PATH and TOR_SKIP_LAUNCH.
type Environment struct {
	// Attach: use a Tor that runs already.
	Attach bool
	// Control is where its control port is; SOCKS where its SOCKS port is,
	// the zero value when tor is to be asked.
	Control, SOCKS Endpoint
	// Password is for a control port that wants one. A secret.
	Password string
}

// Endpoint is an address on this machine.
type Endpoint struct {
	Network string // "unix" or "tcp4"
	Address string // a path, or host:port
}

// String gives the endpoint, which is no secret.
func (e Endpoint) String() string { return e.Network + ":" + e.Address }

func (e Endpoint) isZero() bool { return e.Network == "" }

const (
	defaultControlPort = 9051
	defaultSocksPort   = 9050
)

// ParseEnvironment reads the variables through getenv, such as os.Getenv.
// Errors name the variable that is wrong, never a password.
func ParseEnvironment(getenv func(string) string) (Environment, error) {
	var env Environment
	control, err := endpoint(getenv, "TOR_CONTROL")
	if err != nil {
		return Environment{}, err
	}
	if env.SOCKS, err = endpoint(getenv, "TOR_SOCKS"); err != nil {
		return Environment{}, err
	}
	skip := getenv("TOR_SKIP_LAUNCH")
	switch skip {
	case "", "0", "1":
	default:
		return Environment{}, fmt.Errorf("TOR_SKIP_LAUNCH must be 0 or 1: set it to 1 to use a Tor that runs already")
	}
	env.Attach = skip == "1" || (!control.isZero() && skip != "0")
	env.Control = control
	env.Password = getenv("TOR_CONTROL_PASSWD")
	if env.Attach && control.isZero() {
		env.Control = loopback(defaultControlPort)
	}
	return env, nil
}

// systemTor is where Debian's tor and others have their control port.
func systemTor() []Endpoint {
	return []Endpoint{loopback(defaultControlPort), {"unix", "/run/tor/control"}}
}

func loopback(port int) Endpoint {
	return Endpoint{"tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
}

// endpoint reads PREFIX_IPC_PATH, or PREFIX_HOST and PREFIX_PORT.
func endpoint(getenv func(string) string, prefix string) (Endpoint, error) {
	if path := getenv(prefix + "_IPC_PATH"); path != "" {
		if !filepath.IsAbs(path) {
			return Endpoint{}, fmt.Errorf("%s_IPC_PATH must be an absolute path of a unix socket", prefix)
		}
		return Endpoint{"unix", path}, nil
	}
	host, port := getenv(prefix+"_HOST"), getenv(prefix+"_PORT")
	if host == "" && port == "" {
		return Endpoint{}, nil
	}
	if host == "" {
		host = "127.0.0.1"
	}
	// A name would have to be looked up, outside Tor.
	addr, err := netip.ParseAddr(host)
	if err != nil || !addr.Is4() {
		return Endpoint{}, fmt.Errorf("%s_HOST must be an IPv4 address such as 127.0.0.1", prefix)
	}
	if port == "" {
		port = strconv.Itoa(map[string]int{"TOR_CONTROL": defaultControlPort, "TOR_SOCKS": defaultSocksPort}[prefix])
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return Endpoint{}, fmt.Errorf("%s_PORT must be a number from 1 to 65535", prefix)
	}
	return Endpoint{"tcp4", net.JoinHostPort(host, port)}, nil
}
