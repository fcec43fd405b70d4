package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"carom/core"
	"carom/internal/testnet"
)

// torFile is the size of the file that goes over Tor, sparse where it is sent.
const torFile = 1_000_000_000

// torFiles moves a large file, and a folder of many small ones, between two nodes
// over the private network, and measures their memory: that of the program itself.
func torFiles(ctx context.Context, cfg config) ([]row, error) {
	return onNetwork(ctx, testnet.Options{}, func(dir string, network *testnet.Network) ([]row, error) {
		a, b, stop, err := startTwo(ctx, cfg, dir, network)
		if err != nil {
			return nil, err
		}
		defer stop()
		m := &mover{"torfile", dir, a.api, b.api, a.cmd.Process.Pid, b.cmd.Process.Pid}
		return m.run(ctx, "1 GB", torFile)
	})
}

// startTwo starts two nodes who are friends, the second of which takes all files of
// the first.
func startTwo(ctx context.Context, cfg config, dir string, network *testnet.Network) (a, b *process, stop func(), err error) {
	torrc := filepath.Join(dir, "torrc")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		return nil, nil, nil, err
	}
	a = &process{program: cfg.carom, dir: filepath.Join(dir, "a"), torrc: torrc}
	b = &process{program: cfg.carom, dir: filepath.Join(dir, "b"), torrc: torrc}
	stop = func() { a.kill(); b.kill() }
	err = errors.Join(a.start(ctx), b.start(ctx))
	if err == nil {
		err = befriendAndTake(ctx, a.api, b.api)
	}
	if err != nil {
		stop()
		return nil, nil, nil, err
	}
	return a, b, stop, nil
}

// befriendAndTake makes two nodes friends, the second of which takes all files.
func befriendAndTake(ctx context.Context, a, b core.API) error {
	if err := befriend(ctx, a, b); err != nil {
		return err
	}
	from, err := a.State(ctx)
	if err != nil {
		return err
	}
	_, err = b.SetAutoAccept(ctx, from.Self, 1<<50)
	return err
}
