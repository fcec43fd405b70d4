package control_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"carom/control"
	"carom/core"
	"carom/core/coretest"
	"carom/onion"
	"carom/onion/oniontest"
	"carom/store"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("CAROM_CONTROL_CHILD"); path != "" {
		if name, ok := strings.CutPrefix(path, "front:"); ok {
			strangersFront(name)
		} else {
			stranger(path)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// engine runs a node on an in-memory network until the test ends.
func engine(t *testing.T, network onion.Network) *core.Engine {
	t.Helper()
	profile := store.NewMemory()
	e, err := core.New(core.Config{
		Store: profile, Network: network, Version: "1.2.3",
		Files: &core.FileConfig{Partial: filepath.Join(t.TempDir(), "partial"), Received: filepath.Join(t.TempDir(), "received")},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	netCtx, stopNet := context.WithCancel(context.Background())
	var engines, networks sync.WaitGroup
	engines.Go(func() { e.Serve(ctx) })
	networks.Go(func() { network.Serve(netCtx) })
	t.Cleanup(func() { cancel(); engines.Wait(); stopNet(); networks.Wait(); profile.Close() })
	return e
}

// serve puts an API on a socket and returns the socket's path.
func serve(t *testing.T, api core.API) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- control.NewServer(api, nil).Serve(ctx, path, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("the socket is still there: %v", err)
		}
	})
	return path
}

func dial(t *testing.T, path string) *control.Client {
	t.Helper()
	c, err := control.Dial(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// The engine itself, and the engine through the socket, do the same.
func TestConformance(t *testing.T) {
	engines := func(t *testing.T) (core.API, core.API) {
		f := oniontest.NewFabric()
		return engine(t, f.Network()), engine(t, f.Network())
	}
	t.Run("engine", func(t *testing.T) { coretest.Conformance(t, engines) })
	t.Run("socket", func(t *testing.T) {
		coretest.Conformance(t, func(t *testing.T) (core.API, core.API) {
			a, b := engines(t)
			return dial(t, serve(t, a)), dial(t, serve(t, b))
		})
	})
}

func TestNoNode(t *testing.T) {
	_, err := control.Dial(t.Context(), filepath.Join(t.TempDir(), "s"))
	var user *core.UserError
	if !errors.As(err, &user) || user.Code != core.CodeUnavailable || !strings.Contains(user.Text, "carom node") {
		t.Errorf("dialling nobody: %v", err)
	}
}

// A node that ends takes its clients' calls and subscriptions with it.
func TestNodeEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan struct{}), make(chan error, 1)
	e := engine(t, oniontest.NewFabric().Network())
	go func() { done <- control.NewServer(e, nil).Serve(ctx, path, func() { close(ready) }) }()
	<-ready
	c := dial(t, path)
	sub, err := c.Subscribe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for err == nil {
		_, err = sub.Next(t.Context())
	}
	if !errors.Is(err, core.ErrClosed) {
		t.Errorf("a subscription to a node that ended: %v", err)
	}
	var user *core.UserError
	if _, err := c.State(t.Context()); !errors.As(err, &user) || user.Code != core.CodeUnavailable {
		t.Errorf("a call to a node that ended: %v", err)
	}
}

func TestSocketIsPrivate(t *testing.T) {
	path := serve(t, engine(t, oniontest.NewFabric().Network()))
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("the socket has mode %v, %v", fi.Mode(), err)
	}
	err := control.NewServer(nil, nil).Serve(t.Context(), path, nil)
	if !errors.Is(err, control.ErrRunning) {
		t.Errorf("a second server on the socket: %v", err)
	}
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := control.NewServer(nil, nil).Serve(t.Context(), filepath.Join(open, "s"), nil); err == nil {
		t.Error("a socket in a folder that others may write to")
	}
}

// A socket that a killed node left is replaced.
func TestStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: path}); err != nil {
		t.Fatal(err)
	}
	syscall.Close(fd)
	ctx, cancel := context.WithCancel(t.Context())
	if err := control.NewServer(nil, nil).Serve(ctx, path, cancel); err != nil {
		t.Error(err)
	}
}

// Another user who could reach the socket gets no answer. It takes root to be
// two users.
func TestOtherUsersAreRefused(t *testing.T) {
	if os.Getuid() != 0 {
		t.Log("not root: only the socket's mode is tested")
		return
	}
	dir, err := os.MkdirTemp("/tmp", "carom-control-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan struct{}), make(chan error, 1)
	e := engine(t, oniontest.NewFabric().Network())
	go func() { done <- control.NewServer(e, nil).Serve(ctx, path, func() { close(ready) }) }()
	<-ready
	defer func() { cancel(); <-done }()
	for name, mode := range map[string]os.FileMode{dir: 0o755, path: 0o666} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	for uid, want := range map[uint32]string{0: "answered", 65534: "refused"} {
		cmd := another(t, uid, path)
		out, err := cmd.CombinedOutput()
		if err != nil || string(out) != want {
			t.Errorf("user %d: %q %v, want %q", uid, out, err, want)
		}
	}
}

// another is this program run by another user, as what child says.
func another(t *testing.T, uid uint32, child string) *exec.Cmd {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "carom-control-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	program := filepath.Join(dir, "test")
	data, err := os.ReadFile(os.Args[0])
	if err := errors.Join(err, os.WriteFile(program, data, 0o755), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = []string{"CAROM_CONTROL_CHILD=" + child}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	return cmd
}

// stranger asks the node as another user and prints how that went.
func stranger(path string) {
	c, err := control.Dial(context.Background(), path)
	if err == nil {
		_, err = c.State(context.Background())
		c.Close()
	}
	if err != nil {
		os.Stdout.WriteString("refused")
		return
	}
	os.Stdout.WriteString("answered")
}

// Another user can take the place of a window first, and asks for one in vain: in
// neither case is anything told to be in front. Only root can be another user too: no
// namespace gives an ordinary user a second one. Where the tests run in a container they
// are root.
func TestFrontOfAnotherUser(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("it takes root to be two users")
	}
	const nobody = 65534
	taken, ours := t.TempDir(), t.TempDir()
	squatter := another(t, nobody, "front:"+control.FrontName(taken, 0))
	stay, err := squatter.StdinPipe()
	out, outErr := squatter.StdoutPipe()
	if err := errors.Join(err, outErr, squatter.Start()); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 16)
	n, err := out.Read(said)
	if err != nil || string(said[:n]) != "listens" {
		t.Fatalf("the other user says %q, %v", said[:n], err)
	}
	if _, err := control.TakeFront(t.Context(), taken); err == nil || errors.Is(err, control.ErrRaised) {
		t.Errorf("where another user has the place it says %v", err)
	}
	stay.Close()
	if err := squatter.Wait(); err != nil {
		t.Error(err)
	}
	front, err := control.TakeFront(t.Context(), ours)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	raised, done := 0, make(chan struct{})
	go func() {
		defer close(done)
		front.Serve(ctx, func(context.Context) bool { raised++; return true })
	}()
	got, err := another(t, nobody, "front:"+control.FrontName(ours, 0)).CombinedOutput()
	cancel()
	<-done
	if err != nil || string(got) != "refused" || raised > 0 {
		t.Errorf("the other user was %q %v, and the window raised %d times", got, err, raised)
	}
}

// strangersFront takes the place of a window as another user, and answers until
// its standard input ends; where there is a window it asks that.
func strangersFront(name string) {
	l, err := net.Listen("unix", name)
	if err == nil {
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				c.Write([]byte{1})
				c.Close()
			}
		}()
		os.Stdout.WriteString("listens")
		io.Copy(io.Discard, os.Stdin)
		return
	}
	c, err := net.Dial("unix", name)
	if err == nil {
		_, err = c.Read(make([]byte, 1))
	}
	if err != nil {
		os.Stdout.WriteString("refused")
		return
	}
	os.Stdout.WriteString("answered")
}

func TestLongPaths(t *testing.T) {
	run, err := os.MkdirTemp("", "run-") // short, and ours alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(run) })
	t.Setenv("XDG_RUNTIME_DIR", run)
	short, long := control.SocketPath("/home/anna/.local/share/carom"), control.SocketPath("/"+strings.Repeat("long/", 30))
	if short != "/home/anna/.local/share/carom/control.sock" {
		t.Errorf("a short name became %s", short)
	}
	if len(long) > 107 || !strings.HasPrefix(long, run+"/carom-") || long == control.SocketPath("/"+strings.Repeat("long/", 31)) {
		t.Errorf("a long name became %s", long)
	}
	t.Setenv("XDG_RUNTIME_DIR", "/nonexistent")
	if path := control.SocketPath("/" + strings.Repeat("long/", 30)); !strings.HasPrefix(path, "/tmp/carom-") {
		t.Errorf("without a folder of ours a long name became %s", path)
	}
}
