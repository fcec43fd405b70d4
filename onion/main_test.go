package onion_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"carom/internal/testnet"
)

// network is the private Tor network that all tests of this package use: a
// running one is shared by every package of a `go test` run.
var network *testnet.Network

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		childMain(dir)
		return
	}
	flag.Parse()
	if fuzzing := flag.Lookup("test.fuzz"); fuzzing != nil && fuzzing.Value.String() != "" {
		os.Exit(m.Run()) // without Tor; every worker comes by here
	}
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	var err error
	network, err = testnet.Shared(ctx)
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	if err := network.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}
