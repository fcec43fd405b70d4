// Command cmd keeps a private Tor network up, for a person to play with or for
// another command to use:
//
//	go run ./internal/testnet/cmd                    until Ctrl-C
//	go run ./internal/testnet/cmd run -- go test ./...
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
	"syscall"
	"time"

	"carom/internal/testnet"
)

// startWithin bounds the start of the network.
const startWithin = 60 * time.Second

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	var o testnet.Options
	flags := flag.NewFlagSet("testnet", flag.ContinueOnError)
	flags.DurationVar(&o.Latency, "latency", 0, "one-way delay of every connection between two tors")
	flags.IntVar(&o.Relays, "relays", 0, "relays in all, at least 4")
	wrap := len(args) > 0 && args[0] == "run"
	if wrap {
		args = args[1:]
	}
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if wrap == (flags.NArg() == 0) {
		fmt.Fprintln(os.Stderr, "usage: testnet [flags]   or   testnet run [flags] -- command [arguments]")
		return 2
	}
	ctx, stop := testnet.Interruptible()
	defer stop()
	network, err := start(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testnet:", err)
		return 1
	}
	status := 0
	if wrap {
		status = runWith(ctx, network, flags.Args())
	} else {
		status = stay(ctx, network)
	}
	if err := network.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "testnet:", err)
		return 1
	}
	return status
}

func start(ctx context.Context, o testnet.Options) (*testnet.Network, error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	fmt.Fprintln(os.Stderr, "testnet: starting a private Tor network, about ten seconds …")
	began := time.Now()
	network, err := testnet.Start(ctx, o)
	if err == nil {
		fmt.Fprintf(os.Stderr, "testnet: up after %.1f s\n", time.Since(began).Seconds())
	}
	return network, err
}

// runWith runs a command that finds the network by its environment.
func runWith(ctx context.Context, network *testnet.Network, args []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(testnet.Environ(), testnet.Environment+"="+network.Dir())
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "testnet:", err)
	return 1
}

// stay says how to join, and waits for the end.
func stay(ctx context.Context, network *testnet.Network) int {
	torrc := filepath.Join(network.Dir(), "client-torrc")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "testnet:", err)
		return 1
	}
	fmt.Printf(`The network is up. In two other terminals, be two people:

  %[3]sbin/carom --data-dir %[1]s/alice --torrc %[2]s --no-passphrase chat
  %[3]sbin/carom --data-dir %[1]s/bob --torrc %[2]s --no-passphrase chat

Ctrl-C here ends it and removes its files, theirs too.
`, network.Dir(), torrc, unset())
	<-ctx.Done()
	fmt.Println()
	return 0
}

// unset begins a command line where the environment names the system's Tor,
// which the command must not use.
func unset() string {
	var out strings.Builder
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "TOR_") {
			fmt.Fprintf(&out, " -u %s", name)
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return "env" + out.String() + " "
}
