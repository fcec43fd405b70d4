package onion_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carom/onion"
	"carom/onion/oniontest"
)

// start runs a Tor on the private network until the test ends.
func start(t *testing.T, cfg onion.Config) *onion.Tor {
	t.Helper()
	if cfg.DataDir == "" && !cfg.Environ.Attach {
		cfg.DataDir = t.TempDir()
	}
	if !cfg.Environ.Attach {
		cfg.ExtraTorrc = append(cfg.ExtraTorrc, network.Node()...)
	}
	tor, err := onion.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- tor.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
		if st := tor.Status(); st.Phase != onion.Stopped {
			t.Errorf("after Serve the status is %+v", st)
		}
	})
	return tor
}

// The suite of package oniontest on real tors, which all its tests share.
func TestConformance(t *testing.T) {
	t.Parallel()
	a, b := start(t, onion.Config{}), start(t, onion.Config{})
	oniontest.Await(t, a, "online", oniontest.Online)
	oniontest.Await(t, b, "online", oniontest.Online)
	oniontest.Conformance(t, func(*testing.T) (onion.Network, onion.Network) { return a, b })
}

// torOf finds the process of a Tor by its folder.
func torOf(t *testing.T, dir string) int {
	t.Helper()
	stats, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range stats {
		line, _ := os.ReadFile(path)
		args := strings.Split(string(line), "\x00")
		if len(args) > 2 && filepath.Base(args[0]) == "tor" && args[2] == filepath.Join(dir, "torrc") {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
	}
	return 0
}

// A tor that is killed, and one that hangs, is replaced; its service comes back
// by itself, and streams that were open end.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := start(t, onion.Config{DataDir: dir}), start(t, onion.Config{})
	s := oniontest.Echo(t, a)
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGSTOP} {
		oniontest.Await(t, b, "online", oniontest.Online)
		c := oniontest.Dial(t, b, s.ID, "x")
		oniontest.RoundTrip(t, c, 100)
		c.Close()
		epoch := a.Status().Epoch
		pid := torOf(t, dir)
		if pid == 0 {
			t.Fatal("there is no tor to kill")
		}
		if err := syscall.Kill(pid, signal); err != nil {
			t.Fatal(err)
		}
		st := oniontest.Await(t, a, "it is seen", func(st onion.Status) bool { return st.Phase == onion.Restarting })
		if st.Problem == nil || st.Published {
			t.Errorf("while tor is gone: %+v", st)
		}
		if signal == syscall.SIGKILL && !strings.Contains(st.Problem.What, "killed") {
			t.Errorf("after a kill the problem is %+v", st.Problem)
		}
		st = oniontest.Await(t, a, "it is back", oniontest.Published)
		if st.Epoch != epoch+1 || st.Problem != nil {
			t.Errorf("after the restart: %+v, problem %+v", st, st.Problem)
		}
	}
	oniontest.RoundTrip(t, oniontest.Dial(t, b, s.ID, "x"), 100)
}

// Attached to a Tor that runs already: as on Tails and Whonix, by TCP, with the
// same behaviour.
func TestAttach(t *testing.T) {
	t.Parallel()
	tor := plainTor(t, "CookieAuthentication 1")
	environ, err := onion.ParseEnvironment(func(name string) string {
		return map[string]string{"TOR_CONTROL_HOST": "127.0.0.1", "TOR_CONTROL_PORT": tor.controlPort}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := start(t, onion.Config{Environ: environ}), start(t, onion.Config{})
	s := oniontest.Echo(t, a)
	oniontest.RoundTrip(t, oniontest.Dial(t, b, s.ID, "x"), 100)
	other := oniontest.Echo(t, b)
	oniontest.RoundTrip(t, oniontest.Dial(t, a, other.ID, "x"), 100)
}

func TestAttachWithPassword(t *testing.T) {
	t.Parallel()
	// The hash of "secret".
	out, err := exec.Command("tor", "--quiet", "--hash-password", "secret").Output()
	if err != nil {
		t.Fatal(err)
	}
	tor := plainTor(t, "HashedControlPassword "+strings.TrimSpace(string(out)))
	environ := func(password string) onion.Environment {
		env, err := onion.ParseEnvironment(func(name string) string {
			return map[string]string{"TOR_SKIP_LAUNCH": "1", "TOR_CONTROL_PORT": tor.controlPort, "TOR_CONTROL_PASSWD": password}[name]
		})
		if err != nil {
			t.Fatal(err)
		}
		return env
	}
	a := start(t, onion.Config{Environ: environ("secret")})
	oniontest.Await(t, a, "online", oniontest.Online)
	wrong := start(t, onion.Config{Environ: environ("guess")})
	st := oniontest.Await(t, wrong, "refused", func(st onion.Status) bool { return st.Phase == onion.Restarting })
	if st.Problem == nil || strings.Contains(st.Problem.What, "guess") {
		t.Errorf("a wrong password: %+v", st.Problem)
	}
}

// plain is a tor as a system's package runs one.
type plain struct{ controlPort string }

func plainTor(t *testing.T, auth string) plain {
	t.Helper()
	dir := t.TempDir()
	port := filepath.Join(dir, "port")
	torrc := filepath.Join(dir, "torrc")
	lines := append(network.Node(), "DataDirectory "+dir, "SocksPort auto OnionTrafficOnly ExtendedErrors",
		"ControlPort auto", "ControlPortWriteToFile "+port, auth)
	if err := os.WriteFile(torrc, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("tor", "-f", torrc, "--defaults-torrc", "/nonexistent", "--quiet")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if text, err := os.ReadFile(port); err == nil {
			if _, p, ok := strings.Cut(strings.TrimSpace(string(text)), "127.0.0.1:"); ok {
				return plain{p}
			}
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatal("tor wrote no control port")
	return plain{}
}

const childVariable = "CAROM_ONION_CHILD"

// childMain runs a Tor and says when that one is owned. It ends with its
// standard input, so that no failing test leaves it behind.
func childMain(dir string) {
	tor, err := onion.New(onion.Config{DataDir: dir, ExtraTorrc: []string{"DisableNetwork 1"}})
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	go func() {
		for {
			changed := tor.Changed()
			if tor.Status().Phase == onion.Bootstrapping {
				fmt.Println("owned")
				return
			}
			<-changed
		}
	}()
	if err := tor.Serve(ctx); err != nil {
		panic(err)
	}
}

// Tor ends with the program at once, however that ends: within a part of the
// 15 s that tor takes by itself to miss its owning process.
func TestTorDiesWithUs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+dir)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "owned\n" {
		t.Errorf("the child said %q, %v", line, err)
	}
	if torOf(t, dir) == 0 {
		t.Error("the child has no tor")
	}
	cmd.Process.Kill()
	cmd.Wait()
	await(t, "tor is gone", func() bool { return torOf(t, dir) == 0 })
}

func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// A dial that is given up leaves no stream in tor.
func TestCancelledDial(t *testing.T) {
	t.Parallel()
	a := start(t, onion.Config{})
	oniontest.Await(t, a, "online", oniontest.Online)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	// A valid address without a service: tor looks for a descriptor.
	_, err := a.Dial(ctx, "fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid", 9878, "x")
	if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, onion.ErrNoDescriptor) {
		t.Errorf("a dial that was given up: %v", err)
	}
}

func TestDialErrors(t *testing.T) {
	t.Parallel()
	a := start(t, onion.Config{})
	if _, err := a.Dial(t.Context(), "x", 1, "x"); !errors.Is(err, onion.ErrOffline) {
		t.Errorf("dialling before tor is up: %v", err)
	}
	oniontest.Await(t, a, "online", oniontest.Online)
	for _, id := range []string{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "example"} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		_, err := a.Dial(ctx, id, 1, "x")
		cancel()
		if err == nil || strings.Contains(err.Error(), id) {
			t.Errorf("dialling a bad address: %v", err)
		}
	}
	for _, isolation := range []string{"", "<torS0X>0", strings.Repeat("x", 256)} {
		if _, err := a.Dial(t.Context(), "x", 1, isolation); err == nil || errors.Is(err, onion.ErrOffline) {
			t.Errorf("isolation %q: %v", isolation, err)
		}
	}
}

// A bad torrc gives tor's own reason; a missing program is final.
func TestBadConfigurations(t *testing.T) {
	t.Parallel()
	bad := start(t, onion.Config{ExtraTorrc: []string{"NoSuchOption 1"}})
	st := oniontest.Await(t, bad, "the problem", func(st onion.Status) bool { return st.Problem != nil })
	if !strings.Contains(st.Problem.What, "NoSuchOption") {
		t.Errorf("the problem is %+v", st.Problem)
	}
	none, err := onion.New(onion.Config{TorPath: "/nonexistent/tor", DataDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := none.Serve(t.Context()); !errors.Is(err, onion.ErrNoTor) {
		t.Errorf("without a tor program: %v", err)
	}
	if _, err := onion.New(onion.Config{}); err == nil {
		t.Error("no folder")
	}
	if _, err := onion.New(onion.Config{DataDir: "a\nb"}); err == nil {
		t.Error("a folder with a line break")
	}
}

// Folders with names that sockets and commands cannot carry.
func TestAwkwardFolders(t *testing.T) {
	t.Parallel()
	for _, name := range []string{strings.Repeat("long", 30), `with "quotes" and % and spaces`, "ünïcode"} {
		dir := filepath.Join(t.TempDir(), name)
		a := start(t, onion.Config{DataDir: dir})
		oniontest.Echo(t, a)
	}
}
