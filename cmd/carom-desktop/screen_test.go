//go:build minimal

package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carom/internal/testnet"
)

const (
	// patience is how long a test waits for something that must come.
	patience = 90 * time.Second
	lookEach = 50 * time.Millisecond
)

// eventually waits until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !ok() {
		select {
		case <-time.After(lookEach):
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// screen is the X display that CAROM_UI_DISPLAY names (see scripts/screen), or
// one of the test's own, with a window manager.
func screen(t *testing.T) string {
	t.Helper()
	if display := os.Getenv("CAROM_UI_DISPLAY"); display != "" {
		return display
	}
	server := exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(t, server)
	number, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	display := ":" + strings.TrimSpace(number)
	manager := exec.Command("openbox")
	manager.Env = append(os.Environ(), "DISPLAY="+display)
	begin(t, manager)
	return display
}

// begin starts a process that ends with the test.
func begin(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
}

// program is the built program with a window.
type program struct {
	t       *testing.T
	display string
	cmd     *exec.Cmd
	ended   chan error
}

// build builds it.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "carom-desktop")
	if out, err := exec.Command("go", "build", "-tags=minimal", "-trimpath", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return path
}

// start starts it and waits for its window.
func start(t *testing.T, path, display string, args ...string) *program {
	t.Helper()
	p := &program{t: t, display: display, cmd: exec.Command(path, args...), ended: make(chan error, 1)}
	home := t.TempDir()
	p.cmd.Env = append(testnet.Environ(), "DISPLAY="+display, "QT_QPA_PLATFORM=xcb", "HOME="+home, "XDG_CONFIG_HOME="+home, "LANG=C.UTF-8")
	p.cmd.Stderr = io.Discard
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.ended <- p.cmd.Wait()
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-done
	})
	eventually(t, "the window", func() bool { return p.window() != "" })
	return p
}

// do runs xdotool and returns what it says.
func (p *program) do(args ...string) (string, error) {
	cmd := exec.CommandContext(p.t.Context(), "xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+p.display)
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// window is the id of the program's window; empty when none is seen.
func (p *program) window() string {
	out, err := p.do("search", "--all", "--onlyvisible", "--pid", strconv.Itoa(p.cmd.Process.Pid), "--name", "^Carom")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(out, "\n")
	return first
}

// shows waits until the title of the program's window has a text.
func (p *program) shows(text string) {
	p.t.Helper()
	eventually(p.t, "the window's title has "+text, func() bool {
		title, err := p.do("getwindowname", p.window())
		return err == nil && strings.Contains(title, text)
	})
}

// windows is how many windows of the program are seen.
func (p *program) windows() int {
	out, err := p.do("search", "--all", "--onlyvisible", "--pid", strconv.Itoa(p.cmd.Process.Pid), "--name", ".")
	if err != nil {
		return 0
	}
	return len(strings.Fields(out))
}

// types types a text into the program's window, and presses keys after it.
func (p *program) types(text string, keys ...string) {
	p.t.Helper()
	eventually(p.t, "the window has the keyboard", func() bool {
		_, err := p.do("windowactivate", "--sync", p.window())
		return err == nil
	})
	if text != "" {
		if _, err := p.do("type", "--delay", "20", text); err != nil {
			p.t.Fatalf("typing: %v", err)
		}
	}
	for _, key := range keys {
		if _, err := p.do("key", key); err != nil {
			p.t.Fatalf("pressing %s: %v", key, err)
		}
	}
}

// children are the processes that a process has started, by name.
func children(pid int) map[int]string {
	found := make(map[int]string)
	tasks, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "children"))
	for _, path := range tasks {
		list, _ := os.ReadFile(path)
		for field := range strings.FieldsSeq(string(list)) {
			child, _ := strconv.Atoi(field)
			name, _ := os.ReadFile(filepath.Join("/proc", field, "comm"))
			found[child] = strings.TrimSpace(string(name))
		}
	}
	return found
}

// tor is the process of the program's tor; 0 when there is none.
func (p *program) tor() int {
	for pid, name := range children(p.cmd.Process.Pid) {
		if name == "tor" {
			return pid
		}
	}
	return 0
}

// running reports whether a process is there and no zombie.
func running(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z")
}
