package onion_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"carom/internal/testnet"
	"carom/onion"
	"carom/onion/oniontest"
)

const nobodysPrint = "0123456789ABCDEF0123456789ABCDEF01234567"

func startBridge(t *testing.T) *testnet.Bridge {
	t.Helper()
	b, err := network.StartBridge(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	return b
}

// closedPort is an address at which nobody answers.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// safeBuffer is a log that several goroutines write to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// noneOf fails for each secret that a text holds.
func noneOf(t *testing.T, where, text string, secrets []string) {
	t.Helper()
	for i, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("%s holds secret number %d", where, i)
		}
	}
}

// One service is reached while the way to the network changes under it, without
// anybody closing it: through an obfs4 bridge, a proxy with a password, both,
// this system's Tor, and directly. Where tor was no trace of that is left.
func TestConfigure(t *testing.T) {
	t.Parallel()
	bridge := startBridge(t)
	const user, password = `us"er`, `p\a "ss%s ✓`
	proxy := startProxy(t, user, password)
	through := onion.Proxy{Kind: onion.ProxySOCKS5, Address: proxy.address, User: user, Password: password}
	system := plainTor(t, "CookieAuthentication 1")

	dir, log := t.TempDir(), &safeBuffer{}
	a := start(t, onion.Config{
		DataDir: dir, Settings: onion.Settings{Bridges: []string{bridge.Obfs4}},
		SystemTor: []onion.Endpoint{{Network: "unix", Address: "/nonexistent"}, {Network: "tcp4", Address: "127.0.0.1:" + system.controlPort}},
		Log:       slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	b := start(t, onion.Config{})
	s := oniontest.Echo(t, a)
	oniontest.RoundTrip(t, oniontest.Dial(t, b, s.ID, "bridge"), 1000)
	epoch := a.Status().Epoch
	for _, step := range []struct {
		name     string
		settings onion.Settings
		proxied  bool
	}{
		{"proxy", onion.Settings{Proxy: through}, true},
		{"plain bridge", onion.Settings{Bridges: []string{bridge.Plain}}, false},
		{"proxy and bridge", onion.Settings{Proxy: through, Bridges: []string{bridge.Obfs4}}, true},
		{"system", onion.Settings{System: true}, false},
		{"directly", onion.Settings{}, false},
	} {
		before := proxy.passed.Load()
		if err := a.Configure(step.settings); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		epoch++
		st := oniontest.Await(t, a, step.name, func(st onion.Status) bool { return oniontest.Published(st) && st.Epoch >= epoch })
		if st.Epoch != epoch || st.System != step.settings.System || st.Problem != nil || st.Tag == "" {
			t.Errorf("%s: %+v, problem %+v", step.name, st, st.Problem)
		}
		if step.settings.Proxy == (onion.Proxy{}) && len(step.settings.Bridges) == 0 { // where the service has another target
			oniontest.RoundTrip(t, oniontest.Dial(t, b, s.ID, step.name), 1000)
		}
		if step.proxied != (proxy.passed.Load() > before) {
			t.Errorf("%s: %d connections through the proxy", step.name, proxy.passed.Load()-before)
		}
	}
	if err := a.Configure(onion.Settings{}); err != nil || a.Status().Epoch != epoch {
		t.Errorf("the same settings again: %v", err)
	}
	secrets := []string{bridge.IP, bridge.Fingerprint, "cert=", user, "a \"ss", s.ID, dir}
	noneOf(t, "the log", log.String(), secrets)
	noneOf(t, "tor's log", strings.Join(a.Log(), "\n"), secrets)
	if len(a.Log()) == 0 {
		t.Error("tor's log is empty")
	}
	filesWithout(t, dir, secrets[:5])
}

// filesWithout fails for each file below a folder that holds a secret.
func filesWithout(t *testing.T, dir string, secrets []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		noneOf(t, filepath.Base(path), string(data), secrets)
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("%d files were looked at, %v", files, err)
	}
}

// What is in the way is told apart, and the way out of it is another choice.
func TestConfigureProblems(t *testing.T) {
	t.Parallel()
	closed, proxy := closedPort(t), startProxy(t, "u", "p")
	for name, test := range map[string]struct {
		cfg  onion.Config
		want onion.ProblemKind
	}{
		"nobody at the proxy":   {onion.Config{Settings: onion.Settings{Proxy: onion.Proxy{Kind: onion.ProxySOCKS5, Address: closed}}}, onion.ProblemProxy},
		"nobody at HTTPS":       {onion.Config{Settings: onion.Settings{Proxy: onion.Proxy{Kind: onion.ProxyHTTPS, Address: closed}}}, onion.ProblemProxy},
		"another password":      {onion.Config{Settings: onion.Settings{Proxy: onion.Proxy{Kind: onion.ProxySOCKS5, Address: proxy.address, User: "u", Password: "secret"}}}, onion.ProblemProxyRefuses},
		"nobody at the bridge":  {onion.Config{Settings: onion.Settings{Bridges: []string{closed + " " + nobodysPrint}}}, onion.ProblemBridges},
		"obfs4 that is no more": {onion.Config{Settings: onion.Settings{Bridges: []string{"obfs4 " + closed + " " + nobodysPrint + " cert=qUVQ0srL1JI/vO6V6m/24anYXiJD3QP2HgzUKQtQ7GRqqUvs7P+tG43RtAqdhLOALP7DJQ iat-mode=0"}}}, onion.ProblemBridges},
		"two kinds of proxy":    {onion.Config{Settings: onion.Settings{Proxy: onion.Proxy{Kind: onion.ProxySOCKS4, Address: closed}}, ExtraTorrc: []string{"Socks5Proxy " + closed}}, onion.ProblemRejected},
		"of a newer version":    {onion.Config{Settings: onion.Settings{BuiltIn: "telepathy"}}, onion.ProblemRejected},
		"no Tor of the system":  {onion.Config{Settings: onion.Settings{System: true}, SystemTor: []onion.Endpoint{{Network: "tcp4", Address: closed}}}, onion.ProblemSystem},
		"no tor program":        {onion.Config{TorPath: "/nonexistent/tor", AwaitTor: true}, onion.ProblemNoTor},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &safeBuffer{}
			test.cfg.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			a := start(t, test.cfg)
			st := oniontest.Await(t, a, "the problem", func(st onion.Status) bool { return st.Problem != nil })
			p := st.Problem
			if p.Kind != test.want || p.What == "" || p.Meaning == "" || p.Advice == "" {
				t.Errorf("the problem is %+v", p)
			}
			secrets := []string{closed, proxy.address, nobodysPrint, "secret", "x.invalid"}
			noneOf(t, "the problem", p.What+p.Meaning+p.Advice+p.Detail, secrets)
			noneOf(t, "the log", log.String()+strings.Join(a.Log(), "\n"), secrets)
			if test.cfg.TorPath != "" || len(test.cfg.ExtraTorrc) > 0 {
				return
			}
			if err := a.Configure(onion.Settings{}); err != nil {
				t.Fatal(err)
			}
			if st := oniontest.Await(t, a, "online directly", oniontest.Online); st.Problem != nil {
				t.Errorf("then there is %+v", st.Problem)
			}
		})
	}
}

// Where the environment names a Tor, that one is used, and says so.
func TestConfigureWhereTheSystemDecides(t *testing.T) {
	t.Parallel()
	environ := onion.Environment{Attach: true, Control: onion.Endpoint{Network: "tcp4", Address: closedPort(t)}}
	a := start(t, onion.Config{Environ: environ, Settings: onion.Settings{BuiltIn: onion.BridgesObfs4}})
	st := oniontest.Await(t, a, "the problem", func(st onion.Status) bool { return st.Problem != nil })
	if !st.System || st.Problem.Kind != onion.ProblemSystem {
		t.Errorf("the state is %+v, %+v", st, st.Problem)
	}
	if err := a.Configure(onion.Settings{BuiltIn: onion.BridgesObfs4}); err == nil || len(err.Error()) < 40 {
		t.Errorf("bridges: %v", err)
	}
	for _, s := range []onion.Settings{{}, {System: true}} {
		if err := a.Configure(s); err != nil {
			t.Errorf("what is so already: %v", err)
		}
	}
}
