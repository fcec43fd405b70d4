package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/internal/testnet"
)

// Nothing touches the network but through Tor: the kernel's own account of a
// node that asks somebody over Tor has no socket of the program's but unix ones.
func TestEveryConnect(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("there is no strace program here: install Debian's package strace (make test does)")
	}
	network := testnet.Join(t)
	dir, program := t.TempDir(), buildProgram(t)
	torrc, data, trace := filepath.Join(dir, "torrc"), filepath.Join(dir, "data"), filepath.Join(dir, "trace")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, strace, "-f", "-o", trace, "-e", "trace=execve,clone,clone3,fork,vfork,socket,connect,bind,sendto,sendmsg",
		program, "--data-dir", data, "--torrc", torrc, "--no-passphrase", "node", "-q")
	cmd.Env = testnet.Environ()
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	err = askSomebody(t, data)
	if pid := traced(t, trace); pid > 0 {
		syscall.Kill(pid, syscall.SIGTERM)
	}
	if werr := cmd.Wait(); err != nil || werr != nil {
		t.Fatalf("%v, %v", err, werr)
	}
	checkTrace(t, trace)
}

// buildProgram returns the path of the program as users run it.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "carom")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return program
}

// traced is the process that strace started: the first that its file names.
func traced(t *testing.T, trace string) int {
	data, err := os.ReadFile(trace)
	if err != nil {
		t.Error(err)
		return 0
	}
	first, _, _ := strings.Cut(string(data), " ")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Errorf("the trace begins with %q", first)
	}
	return pid
}

// askSomebody waits until the node is online and has dialled a contact who does
// not exist.
func askSomebody(t *testing.T, data string) error {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for asked := false; ; {
		api, err := control.Dial(ctx, control.SocketPath(data))
		if err == nil {
			var st core.State
			st, err = api.State(ctx)
			if err == nil && !asked {
				_, err = api.AddContact(ctx, "ricochet:fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid", "x", "", "")
				asked = err == nil
			}
			api.Close()
			if asked && st.Network.Published && len(st.Contacts) == 1 && st.Contacts[0].State == contacts.Requesting {
				<-time.After(time.Second) // for the first dials
				return nil
			}
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

var (
	traceLine  = regexp.MustCompile(`^(\d+) +(\w+)\((.*)`)
	traceChild = regexp.MustCompile(`= (\d+)$`)
)

// checkTrace reads what the kernel was asked for by every process but tor's.
func checkTrace(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tor := make(map[string]bool)
	sockets, tors := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		m := traceLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue // the second half of a call, an exit, a signal
		}
		pid, call, args := m[1], m[2], m[3]
		switch {
		case call == "execve" && strings.Contains(args, `/tor"`):
			tor[pid] = true
			tors++
		case tor[pid]:
			if child := traceChild.FindStringSubmatch(args); child != nil && (strings.HasPrefix(call, "clone") || strings.HasSuffix(call, "fork")) {
				tor[child[1]] = true
			}
		case call == "socket":
			sockets++
			if !strings.HasPrefix(args, "AF_UNIX") {
				t.Errorf("the program made another socket than a unix one: %s", args)
			}
		case call == "connect" || call == "bind" || call == "sendto":
			if strings.Contains(args, "sa_family=") && !strings.Contains(args, "AF_UNIX") {
				t.Errorf("the program spoke past tor: %s(%s", call, args)
			}
		}
	}
	if sockets == 0 || tors == 0 {
		t.Errorf("the trace has %d sockets of the program and %d tors: nothing was seen", sockets, tors)
	}
}
