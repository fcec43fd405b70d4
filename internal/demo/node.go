package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/internal/testnet"
)

// node is one person's carom: a process, and the commands typed beside it.
type node struct {
	*stage
	name, program, dir, torrc string

	cmd  *exec.Cmd
	log  bytes.Buffer
	done chan error
	api  *control.Client
	id   contacts.ServiceID
}

// run starts `carom node` and waits until it answers on its control socket.
func (n *node) run(ctx context.Context) error {
	n.log.Reset()
	n.cmd = exec.Command(n.program, "--data-dir", n.dir, "--torrc", n.torrc, "--no-passphrase", "node")
	n.cmd.Env = testnet.Environ()
	n.cmd.Stdout, n.cmd.Stderr = &n.log, &n.log
	n.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := n.cmd.Start(); err != nil {
		return fmt.Errorf("starting %s's node: %w", n.name, err)
	}
	n.done = make(chan error, 1)
	go func(cmd *exec.Cmd, done chan error) { done <- cmd.Wait() }(n.cmd, n.done)
	for {
		api, err := control.Dial(ctx, control.SocketPath(n.dir))
		if err == nil {
			st, serr := api.State(ctx)
			if serr == nil {
				n.api, n.id = api, st.Self
				return nil
			}
			err = serr
			api.Close()
		}
		select {
		case werr := <-n.done:
			n.done <- werr
			return fmt.Errorf("%s's node ended: %w\n%s", n.name, werr, n.log.String())
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// stop ends the node in order, as a user's Ctrl-C or systemd would.
func (n *node) stop() error {
	if n.cmd == nil {
		return nil
	}
	if n.api != nil {
		n.api.Close()
		n.api = nil
	}
	n.cmd.Process.Signal(syscall.SIGTERM)
	cmd := n.cmd
	n.cmd = nil
	select {
	case err := <-n.done:
		if err != nil {
			return fmt.Errorf("%s's node: %w\n%s", n.name, err, n.log.String())
		}
		return nil
	case <-time.After(20 * time.Second):
		cmd.Process.Kill()
		<-n.done
		return fmt.Errorf("%s's node did not end on SIGTERM", n.name)
	}
}

// types runs a command beside the node and prints both.
func (n *node) types(ctx context.Context, args ...string) error {
	n.typed(n.name, args)
	cmd := exec.CommandContext(ctx, n.program, args...)
	cmd.Env = append(os.Environ(), "CAROM_DATA_DIR="+n.dir)
	cmd.Dir = filepath.Dir(n.dir)
	out, err := cmd.CombinedOutput()
	n.printed(string(out))
	if err != nil {
		return fmt.Errorf("%s's command failed: %w", n.name, err)
	}
	return nil
}

// until reads the state again after every event until ok.
func (n *node) until(ctx context.Context, ok func(core.State) (bool, error)) error {
	sub, err := n.api.Subscribe(ctx)
	if err != nil {
		return err
	}
	defer sub.Close()
	for {
		st, err := n.api.State(ctx)
		if err != nil {
			return err
		}
		if yes, err := ok(st); yes || err != nil {
			return err
		}
		if _, err := sub.Next(ctx); err != nil {
			return err
		}
	}
}

// waits until this node sees a contact as ok wants it.
func (n *node) waits(ctx context.Context, what string, id contacts.ServiceID, ok func(core.Contact) bool) error {
	err := n.until(ctx, func(st core.State) (bool, error) {
		for _, c := range st.Contacts {
			if c.ID == id && ok(c) {
				return true, nil
			}
		}
		return false, nil
	})
	if err == nil && what != "" {
		n.say(what + ".")
	}
	return err
}

// delivered waits until count messages to a contact are.
func (n *node) delivered(ctx context.Context, what string, id contacts.ServiceID, count int) error {
	err := n.until(ctx, func(core.State) (bool, error) {
		messages, err := n.api.History(ctx, id, 0, core.MaxHistory)
		got := 0
		for _, m := range messages {
			if m.Outgoing && m.Delivery == core.Delivered {
				got++
			}
		}
		return got >= count, err
	})
	if err == nil {
		n.say(what + ".")
	}
	return err
}
