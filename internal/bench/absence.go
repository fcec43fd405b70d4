package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"carom/control"
	"carom/core"
	"carom/internal/testnet"
)

// kills is how often the peer is killed: tor's own end of stream comes after
// anything from nothing to minutes, so once says little.
const kills = 5

// absence kills a peer, its tor and its node in the same moment, and times how
// long the other takes to notice, and to be connected again once it is back.
func absence(ctx context.Context, cfg config) ([]row, error) {
	return onNetwork(ctx, testnet.Options{}, func(dir string, network *testnet.Network) ([]row, error) {
		a, err := startLocal(network, filepath.Join(dir, "a"))
		if err != nil {
			return nil, err
		}
		defer a.stop()
		b := &process{program: cfg.carom, dir: filepath.Join(dir, "b"), torrc: filepath.Join(dir, "torrc")}
		if err := os.WriteFile(b.torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
			return nil, err
		}
		if err := b.start(ctx); err != nil {
			return nil, err
		}
		defer b.kill()
		if err := befriend(ctx, a.engine, b.api); err != nil {
			return nil, err
		}
		return timeAbsence(ctx, a.engine, b)
	})
}

func timeAbsence(ctx context.Context, a *core.Engine, b *process) ([]row, error) {
	st, err := b.api.State(ctx)
	if err != nil {
		return nil, err
	}
	see := func(online bool) error {
		return until(ctx, a, contactIs(st.Self, func(c core.Contact) bool { return c.Online == online }))
	}
	var gone, back, started []time.Duration
	for range kills {
		b.kill()
		killed := time.Now()
		if err := see(false); err != nil {
			return nil, fmt.Errorf("waiting for offline: %w", err)
		}
		gone = append(gone, time.Since(killed))
		begun := time.Now()
		if err := b.start(ctx); err != nil {
			return nil, err
		}
		if err := until(ctx, b.api, func(st core.State) bool { return st.Network.Percent == 100 }); err != nil {
			return nil, err
		}
		up := time.Now()
		if err := see(true); err != nil {
			return nil, fmt.Errorf("waiting for online: %w", err)
		}
		back, started = append(back, time.Since(up)), append(started, time.Since(begun))
	}
	return []row{
		{"absence: killed until shown offline, worst of " + fmt.Sprint(kills), seconds(quantile(gone, 1)), "tor: up to 150 s", "<= 20 s"},
		{"absence: killed until shown offline, median", seconds(quantile(gone, 0.5)), "", ""},
		{"absence: tor is back until connected, worst", seconds(quantile(back, 1)), "", "<= 8 s"},
		{"absence: program start until connected, worst", seconds(quantile(started, 1)), "", ""},
	}, nil
}

// process is a node in a process of its own, to be killed.
type process struct {
	program, dir, torrc string
	cmd                 *exec.Cmd
	log                 bytes.Buffer
	done                chan error
	api                 *control.Client
}

func (p *process) start(ctx context.Context) error {
	p.log.Reset()
	p.cmd = exec.Command(p.program, "--data-dir", p.dir, "--torrc", p.torrc, "--no-passphrase", "node")
	p.cmd.Env = testnet.Environ()
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.done = make(chan error, 1)
	go func(cmd *exec.Cmd, done chan error) { done <- cmd.Wait() }(p.cmd, p.done)
	for {
		api, err := control.Dial(ctx, control.SocketPath(p.dir))
		if err == nil {
			if _, err = api.State(ctx); err == nil {
				p.api = api
				return nil
			}
			api.Close()
		}
		select {
		case werr := <-p.done:
			p.done <- werr
			return fmt.Errorf("the node ended: %w\n%s", werr, p.log.String())
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// kill ends tor and node at once with SIGKILL, tor first, so that it cannot close
// its streams in order when the node's control connection goes.
func (p *process) kill() {
	if p.cmd == nil {
		return
	}
	for _, pid := range append(children(p.cmd.Process.Pid), p.cmd.Process.Pid) {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	<-p.done
	p.cmd = nil
	p.api.Close()
}

// children are the processes that a process has started.
func children(pid int) []int {
	var out []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, word := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(word); err == nil {
				out = append(out, child)
			}
		}
	}
	return out
}
