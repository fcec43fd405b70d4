package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"carom/core"
	"carom/internal/testnet"
)

const (
	// interrupted is the size of the file, interruptions how often its transfer is.
	interrupted   = 100_000_000
	interruptions = 10
)

// interrupt sends a file between two nodes. One after the other, or its tor, is
// killed, or their streams are cut; what goes twice is counted. slowInterrupt does
// so with a delay.
func interrupt(ctx context.Context, cfg config) ([]row, error) {
	return interruptOn(ctx, cfg, "interrupt", testnet.Options{})
}

func slowInterrupt(ctx context.Context, cfg config) ([]row, error) {
	return interruptOn(ctx, cfg, "slow interrupt", testnet.Options{Latency: slowLatency})
}

func interruptOn(ctx context.Context, cfg config, name string, o testnet.Options) ([]row, error) {
	return onNetwork(ctx, o, func(dir string, network *testnet.Network) ([]row, error) {
		from, to, stop, err := startTwo(ctx, cfg, dir, network)
		if err != nil {
			return nil, err
		}
		defer stop()
		b := &interruptBench{ctx: ctx, name: name, path: filepath.Join(dir, "file"), from: from, to: to}
		return b.run()
	})
}

type interruptBench struct {
	ctx      context.Context
	name     string
	path     string
	from, to *process
	again    uint64 // bytes that went twice
	struck   int    // interruptions that met it while it moved
}

func (b *interruptBench) run() ([]row, error) {
	to, err := b.to.api.State(b.ctx)
	if err != nil {
		return nil, err
	}
	if err := writeRandom(b.path, interrupted); err != nil {
		return nil, err
	}
	start := time.Now()
	if _, err := b.from.api.SendFiles(b.ctx, to.Self, []string{b.path}, core.SendOptions{}); err != nil {
		return nil, err
	}
	for i := range interruptions {
		if err := b.moved(uint64(interrupted / (interruptions + 1) * (i + 1))); err != nil {
			return nil, err
		}
		if err := b.interruption(i); err != nil {
			return nil, err
		}
	}
	if err := b.moved(interrupted + 1); err != nil {
		return nil, err
	}
	took := time.Since(start)
	if err := b.count(b.from); err != nil {
		return nil, err
	}
	return b.rows(took)
}

// moved waits until so much has arrived, or all, and counts it when it was not all.
func (b *interruptBench) moved(n uint64) error {
	for {
		t, err := only(b.ctx, b.to)
		switch {
		case err != nil:
			return err
		case t.State == core.TransferFailed || t.State == core.TransferStalled:
			return fmt.Errorf("the transfer is %v: %s", t.State, t.Problem)
		case t.State == core.TransferDone:
			return nil
		case t.State == core.TransferActive && t.Moved >= n:
			b.struck++
			return nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-b.ctx.Done():
			return b.ctx.Err()
		}
	}
}

// only returns the one transfer of a node; a zero one while there is none.
func only(ctx context.Context, p *process) (core.Transfer, error) {
	st, err := p.api.State(ctx)
	if err != nil || len(st.Contacts) == 0 {
		return core.Transfer{}, err
	}
	list, err := p.api.Transfers(ctx, st.Contacts[0].ID)
	if err != nil || len(list) == 0 {
		return core.Transfer{}, err
	}
	return list[0], nil
}

// interruption kills one of four things with SIGKILL: the receiver, the sender, or
// the tor of one of them; or it has a tor cut their streams. Of what went twice the
// sender knows exactly; when it is the one to be killed, the receiver knows how much
// it can have been at most.
func (b *interruptBench) interruption(i int) error {
	switch i % 5 {
	case 0:
		b.to.kill()
		return b.to.start(b.ctx)
	case 1:
		if err := b.count(b.from); err != nil {
			return err
		}
		before, err := only(b.ctx, b.to)
		if err != nil {
			return err
		}
		b.from.kill()
		if err := b.from.start(b.ctx); err != nil {
			return err
		}
		for {
			after, err := only(b.ctx, b.to)
			if err != nil {
				return err
			}
			if after.State != core.TransferActive || after.Again > before.Again {
				b.again += after.Again - before.Again
				return nil
			}
			<-time.After(10 * time.Millisecond)
		}
	case 2:
		return killTor(b.to)
	case 3:
		return killTor(b.from)
	}
	return cutStreams(b.from, b.to)
}

func killTor(p *process) error {
	var errs []error
	for _, pid := range children(p.cmd.Process.Pid) {
		errs = append(errs, syscall.Kill(pid, syscall.SIGKILL))
	}
	return errors.Join(errs...)
}

// count adds what a sender knows, which is about to be forgotten.
func (b *interruptBench) count(p *process) error {
	t, err := only(b.ctx, p)
	b.again += t.Again
	return err
}

func (b *interruptBench) rows(took time.Duration) ([]row, error) {
	t, err := only(b.ctx, b.to)
	if err != nil {
		return nil, err
	}
	sent, err := sumOf(b.path)
	if err != nil {
		return nil, err
	}
	got, err := sumOf(t.Path)
	if err != nil {
		return nil, err
	}
	identical := "yes"
	if !bytes.Equal(sent, got) {
		identical = "NO"
	}
	return []row{
		{b.name + ": 100 MB, identical", identical, "", "yes"},
		{b.name + ": interruptions while it moved", fmt.Sprint(b.struck), "", fmt.Sprint(interruptions)},
		{b.name + ": bytes that went twice", fmt.Sprintf("%.2f %%", 100*float64(b.again)/interrupted), "", "< 2 %"},
		{b.name + ": the whole took", seconds(took), "", ""},
	}, nil
}

func sumOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return h.Sum(nil), err
}
