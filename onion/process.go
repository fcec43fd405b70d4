package onion

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// launchTimeout is how long tor may take until its control port answers.
	launchTimeout = 20 * time.Second
	// stopTimeout is how long tor may take to end before it is killed.
	stopTimeout = 5 * time.Second
	// maxSocketPath is the longest path that is used for a unix socket: the
	// kernel takes 107 bytes.
	maxSocketPath = 100
	// lastLines is how much of tor's log is kept to say why it ended.
	lastLines  = 50
	launchPoll = 10 * time.Millisecond
	// linger is how long tor is left alone between the end of our streams and
	// its own: the cells that tell the other side wait for tor's scheduler and
	// for the connection to the guard, and nothing says when they have left.
	linger = 300 * time.Millisecond
)

// findTor returns the absolute path of the tor program.
func findTor(configured string) (string, error) {
	candidates := []string{configured}
	if configured == "" {
		candidates = []string{"tor", "/usr/sbin/tor", "/usr/local/bin/tor"}
	}
	for _, c := range candidates {
		if path, err := exec.LookPath(c); err == nil {
			return filepath.Abs(path)
		}
	}
	if configured != "" {
		return "", fmt.Errorf("%w at %s", ErrNoTor, configured)
	}
	return "", ErrNoTor
}

// process is a tor that we launched.
type process struct {
	cmd     *exec.Cmd
	exited  chan struct{}
	control Endpoint
	socks   Endpoint
	cookie  string

	keep func(line string) // of the log, scrubbed
	// refusals counts the connections that a proxy, or a transport program,
	// did not make for tor.
	refusals atomic.Int64

	mu  sync.Mutex
	log []string
}

// launch writes the torrc and starts tor.
func (t *Tor) launch() (*process, error) {
	path, err := findTor(t.cfg.TorPath)
	if err != nil {
		return nil, err
	}
	data := t.dataDir()
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("making tor's folder: %w", err)
	}
	if err := os.Chmod(data, 0o700); err != nil {
		return nil, fmt.Errorf("making tor's folder: %w", err)
	}
	t.forgetBridges() // of a run that was cut short
	sockets, err := t.socketDir()
	if err != nil {
		return nil, err
	}
	p := &process{
		exited:  make(chan struct{}),
		control: Endpoint{"unix", filepath.Join(sockets, "control")},
		socks:   Endpoint{"unix", filepath.Join(sockets, "socks")},
		cookie:  filepath.Join(data, "control_auth_cookie"),
		keep:    t.lines.add,
	}
	torrc := filepath.Join(t.cfg.DataDir, "torrc")
	if err := os.WriteFile(torrc, []byte(t.torrc(data, p)), 0o600); err != nil {
		return nil, fmt.Errorf("writing the torrc: %w", err)
	}
	// A cookie of an earlier run would be refused.
	if err := os.Remove(p.cookie); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("clearing tor's folder: %w", err)
	}
	return p, p.start(path, torrc)
}

// torrc returns tor's configuration. Only streams to onion services are let
// through, and tor says more than RFC 1928 when one fails. The network is off
// until tor has been told over its control port what must not stand in a file:
// see configure.
func (t *Tor) torrc(data string, p *process) string {
	lines := []string{
		"DataDirectory " + quoted(data),
		"SocksPort " + quoted("unix:"+p.socks.Address) + " ExtendedErrors OnionTrafficOnly",
		"ControlPort " + quoted("unix:"+p.control.Address),
		"CookieAuthentication 1",
		"ClientOnly 1",
		"AvoidDiskWrites 1",
		"Log notice stdout",
		"__OwningControllerProcess " + strconv.Itoa(os.Getpid()),
	}
	if !t.theirs(networkOff) {
		lines = append(lines, networkOff+" 1")
	}
	lines = append(lines, t.cfg.ExtraTorrc...)
	return strings.Join(lines, "\n") + "\n"
}

// networkOff is the option with which tor touches no network.
const networkOff = "DisableNetwork"

// theirs reports whether an option is among the user's own lines.
func (t *Tor) theirs(option string) bool {
	return slices.ContainsFunc(t.cfg.ExtraTorrc, func(line string) bool {
		words := strings.Fields(line)
		return len(words) > 0 && strings.EqualFold(words[0], option)
	})
}

func (t *Tor) dataDir() string { return filepath.Join(t.cfg.DataDir, "data") }

// quoted writes a value as tor's configuration wants one with spaces in it.
func quoted(s string) string {
	if prefix, path, ok := strings.Cut(s, ":"); ok && prefix == "unix" {
		return prefix + ":" + quoted(path)
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func (p *process) start(path, torrc string) error {
	p.cmd = exec.Command(path, "-f", torrc, "--defaults-torrc", "/nonexistent/torrc-defaults", "--ignore-missing-torrc")
	// A Ctrl-C in the terminal is for us: tor is stopped after the streams
	// have been closed.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.cmd.Stderr = p.cmd.Stdout
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("starting tor: %w", err)
	}
	go func() {
		defer close(p.exited)
		p.read(out)
		p.cmd.Wait()
	}()
	return nil
}

// read keeps the last lines of tor's log, scrubbed: nothing else of it is ever
// shown or logged.
func (p *process) read(out io.Reader) {
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if refused(scanner.Text()) {
			p.refusals.Add(1)
		}
		line := scrub(scanner.Text())
		p.keep(line)
		p.mu.Lock()
		p.log = append(p.log, line)
		if len(p.log) > lastLines {
			p.log = p.log[1:]
		}
		p.mu.Unlock()
	}
	io.Copy(io.Discard, out) // a line too long for the scanner
}

// refused reports whether a line of tor's log is about a connection that a proxy
// did not make. Tor's events leave most of these out, and for the rest it waits.
func refused(line string) bool {
	return strings.Contains(line, "Proxy Client: unable to connect") ||
		strings.Contains(line, " proxy server at ") && strings.Contains(line, "just failed")
}

// reason says why tor ended, in its own last warning; a tor that was killed had
// no time for one. Call it once exited is closed.
func (p *process) reason() error {
	if ws, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return fmt.Errorf("something ended the process (%s)", ws.Signal())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.log) - 1; i >= 0; i-- {
		for _, level := range []string{"[err] ", "[warn] "} {
			_, text, ok := strings.Cut(p.log[i], level)
			if ok && !strings.HasPrefix(text, "Reading config failed") {
				return errors.New("it said: " + strings.TrimRight(text, ". "))
			}
		}
	}
	return errors.New("the process is gone")
}

// connect waits until the control port answers.
func (p *process) connect(ctx context.Context) (*controlConn, error) {
	deadline := time.NewTimer(launchTimeout)
	defer deadline.Stop()
	for {
		if _, err := os.Stat(p.cookie); err == nil {
			if c, err := dialControl(p.control); err == nil {
				return c, nil
			}
		}
		select {
		case <-p.exited:
			return nil, p.reason()
		case <-deadline.C:
			return nil, errors.New("its control port did not open in time")
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(launchPoll):
		}
	}
}

// stop ends the process, in order when it lets itself be ended so.
func (p *process) stop() {
	select {
	case <-p.exited:
	case <-time.After(linger):
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	timer := time.NewTimer(stopTimeout)
	defer timer.Stop()
	select {
	case <-p.exited:
	case <-timer.C:
		p.kill()
	}
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.exited
}
