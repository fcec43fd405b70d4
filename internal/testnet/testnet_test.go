package testnet

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A client bootstraps on a network with a delay, and Stop leaves nothing.
func TestNetwork(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	n, err := Start(ctx, Options{Relays: 4, Latency: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	torrc := filepath.Join(dir, "torrc")
	if err := writeLines(torrc, append(n.Node(), "DataDirectory "+dir, "SocksPort 0", "Log notice stdout")); err != nil {
		t.Fatal(err)
	}
	client, err := n.spawner.start(torrc, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.poll(ctx, "the client has bootstrapped", func() bool {
		text, _ := os.ReadFile(filepath.Join(dir, "stdout.log"))
		return bytes.Contains(text, []byte("Bootstrapped 100%"))
	}); err != nil {
		t.Fatal(err)
	}

	t.Setenv(Environment, n.Dir())
	shared, err := Shared(ctx)
	if err != nil || strings.Join(shared.Node(), "\n") != strings.Join(n.Node(), "\n") || shared.Stop() != nil {
		t.Errorf("the shared network is another: %v", err)
	}

	if err := n.Stop(); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(n.spawner.started, client) {
		if err := p.cmd.Process.Signal(syscall.Signal(0)); err == nil {
			t.Error("a process is still there")
		}
	}
	if _, err := os.Stat(n.Dir()); !os.IsNotExist(err) {
		t.Errorf("the network's folder is still there: %v", err)
	}
	if _, err := Shared(ctx); err == nil {
		t.Error("a network that has ended can be shared")
	}
}

func TestOptions(t *testing.T) {
	for _, relays := range []int{-1, 3, 1000} {
		if _, err := Start(t.Context(), Options{Relays: relays}); err == nil {
			t.Errorf("a network of %d relays", relays)
		}
	}
}

// A network whose program is killed leaves no tor behind.
func TestKilled(t *testing.T) {
	if os.Getenv("CAROM_TESTNET_CHILD") != "" {
		childMain()
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), "CAROM_TESTNET_CHILD="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid := make([]byte, 20)
	n, err := out.Read(pid)
	if err != nil {
		t.Fatal(err)
	}
	stat := "/proc/" + strings.TrimSpace(string(pid[:n])) + "/stat"
	if _, err := os.Stat(stat); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	for deadline := time.Now().Add(time.Minute); ; {
		// Nobody waits for the orphan but init: a zombie has ended too.
		text, err := os.ReadFile(stat)
		if err != nil || strings.Contains(string(text), ") Z ") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("tor outlives the program that started it")
		}
		<-time.After(pollEvery)
	}
}

// childMain starts a tor, prints its process id and waits to be killed.
func childMain() {
	dir := os.Getenv("CAROM_TESTNET_CHILD")
	torrc := filepath.Join(dir, "torrc")
	if err := writeLines(torrc, []string{"DataDirectory " + dir, "SocksPort 0", "DisableNetwork 1"}); err != nil {
		panic(err)
	}
	p, err := newSpawner().start(torrc, dir)
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(strconv.Itoa(p.cmd.Process.Pid) + "\n")
	select {}
}

func TestDelayLine(t *testing.T) {
	echo, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		c, err := echo.Accept()
		if err != nil {
			return
		}
		io.Copy(c, c)
		c.Close()
	}()
	const delay = 30 * time.Millisecond
	d, err := newDelayLine("127.0.0.1:0", echo.Addr().String(), delay)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", d.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	sent := bytes.Repeat([]byte("0123456789"), 50_000)
	start := time.Now()
	go c.Write(sent)
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, sent) {
		t.Fatalf("what came back differs: %v", err)
	}
	if took := time.Since(start); took < 2*delay {
		t.Errorf("there and back took %v, less than two delays", took)
	}
	c.Close()
	<-served
	echo.Close()
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
