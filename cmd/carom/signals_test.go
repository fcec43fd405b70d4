package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"carom/control"
	"carom/internal/testnet"
	"carom/onion"
)

// However the program ends, tor and what tor runs to reach a bridge end with it;
// and when it is asked to end, it does so in order.
func TestSignals(t *testing.T) {
	network := testnet.Join(t)
	bridge, err := network.StartBridge(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bridge.Stop)
	program := buildProgram(t)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) { testSignal(t, program, network, bridge, signal) })
	}
}

func testSignal(t *testing.T, program string, network *testnet.Network, bridge *testnet.Bridge, signal syscall.Signal) {
	dir := t.TempDir()
	torrc, data := filepath.Join(dir, "torrc"), filepath.Join(dir, "data")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	carom := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, append([]string{"--data-dir", data, "--torrc", torrc, "--no-passphrase", "-q"}, args...)...)
		cmd.Env = testnet.Environ()
		return cmd
	}
	choose := carom("connection", "bridges", "-")
	choose.Stdin = strings.NewReader(bridge.Obfs4)
	if out, err := choose.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	node := carom("node")
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { node.Process.Kill() })
	bootstrapped(t, data)
	tor := childrenOf(t, node.Process.Pid)
	if len(tor) != 1 || len(childrenOf(t, tor[0])) != 1 {
		t.Fatalf("the program has the children %v, and they have others", tor)
	}
	transport := childrenOf(t, tor[0])[0]
	node.Process.Signal(signal)
	err := node.Wait()
	if signal != syscall.SIGKILL {
		if _, serr := os.Stat(control.SocketPath(data)); err != nil || !os.IsNotExist(serr) || alive(tor[0]) {
			t.Errorf("asked to end: %v; its socket: %v; tor is alive: %v", err, serr, alive(tor[0]))
		}
		noTraceOf(t, data, bridge.IP, bridge.Fingerprint)
	}
	within(t, time.Minute, "all of them are gone", func() bool { return !alive(tor[0]) && !alive(transport) })
}

// noTraceOf fails for each file below a folder that holds one of some words.
func noTraceOf(t *testing.T, dir string, words ...string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		for i, word := range words {
			if strings.Contains(string(text), word) {
				t.Errorf("%s holds word number %d", filepath.Base(path), i)
			}
		}
		return err
	})
	if err != nil || files < 5 {
		t.Errorf("%d files were read, %v", files, err)
	}
}

// bootstrapped waits until a node has gone through its bridge.
func bootstrapped(t *testing.T, data string) {
	t.Helper()
	within(t, time.Minute, "tor is up", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		api, err := control.Dial(ctx, control.SocketPath(data))
		if err != nil {
			return false
		}
		defer api.Close()
		st, err := api.State(ctx)
		return err == nil && st.Network.Phase == onion.Online
	})
}

func within(t *testing.T, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(limit); !ok(); {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// childrenOf are the processes that a process has started, whichever of its
// threads did.
func childrenOf(t *testing.T, pid int) (children []int) {
	t.Helper()
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, path := range lists {
		text, _ := os.ReadFile(path)
		for _, word := range strings.Fields(string(text)) {
			var child int
			if _, err := fmt.Sscan(word, &child); err != nil {
				t.Fatal(err)
			}
			children = append(children, child)
		}
	}
	return children
}

// alive reports whether a process runs: one that has ended and that nobody has
// waited for does not.
func alive(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(text), ") Z ")
}
