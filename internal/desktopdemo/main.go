// Command desktopdemo starts a private Tor network on this machine and two
// windows on it, for a person to be two people. It ends when both are closed,
// or with Ctrl-C, and leaves nothing. Each keeps its files in a folder of its
// own that is removed at the end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"carom/internal/testnet"
)

const (
	// startWithin bounds the start of the network, endWithin that of a window's end.
	startWithin = 60 * time.Second
	endWithin   = 15 * time.Second
)

func main() {
	program := flag.String("desktop", "bin/carom-desktop", "the program with a window")
	flag.Parse()
	ctx, stop := testnet.Interruptible()
	err := run(ctx, *program)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "desktopdemo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, program string) (err error) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no screen here, so nobody could see the windows. Run this on a desktop, or `xvfb-run make desktop-demo`")
	}
	fmt.Println("Starting a private Tor network on this machine (nothing leaves it): about ten seconds …")
	starting, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	network, err := testnet.Start(starting, testnet.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, network.Stop()) }()
	torrc := filepath.Join(network.Dir(), "client-torrc")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		return err
	}
	fmt.Println(`The network is up, and two windows open: be Alice in one and Bob in the other.

  1. In both: choose a language, create a profile, type a passphrase, connect directly.
  2. Bob: Carom > My address, and copy it.
  3. Alice: Add a contact, and paste it. Bob accepts. Then talk.

Close both windows (Carom > Quit), or press Ctrl-C here, to end it.`)
	var windows sync.WaitGroup
	failures := make(chan error, 2)
	for _, name := range []string{"alice", "bob"} {
		windows.Go(func() { failures <- window(ctx, program, filepath.Join(network.Dir(), name), torrc) })
	}
	windows.Wait()
	return errors.Join(<-failures, <-failures)
}

// window runs the program until it ends. With ctx it is asked to end in order.
func window(ctx context.Context, program, dir, torrc string) error {
	cmd := exec.CommandContext(ctx, program, "--data-dir", dir, "--torrc", torrc)
	cmd.Env = testnet.Environ()
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = endWithin
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %w", filepath.Base(dir), err)
	}
	return nil
}
