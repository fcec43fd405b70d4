package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"carom/core"
	"carom/internal/testnet"
	"carom/protocol"
)

// amounts are how many bytes each measurement moves.
type amounts struct {
	name    string
	file    int
	turns   int // how many files, each between two stretches of the raw stream
	stretch int // of the raw stream
	stopped int // by the one that stops and waits
	plain   int // to a plain receiver
	pings   int // messages while idle
}

const slowLatency = 50 * time.Millisecond

// files measures on the network as it is, slowFiles with a delay.
func files(ctx context.Context, _ config) ([]row, error) {
	return filesOn(ctx, testnet.Options{}, amounts{"files", 100_000_000, 3, 25_000_000, 20_000_000, 50_000_000, 60})
}

func slowFiles(ctx context.Context, _ config) ([]row, error) {
	return filesOn(ctx, testnet.Options{Latency: slowLatency}, amounts{"slow files", 100_000_000, 1, 25_000_000, 3_000_000, 30_000_000, 20})
}

func filesOn(ctx context.Context, o testnet.Options, n amounts) ([]row, error) {
	network, err := testnet.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer network.Stop()
	return inFolder(network, func(dir string, network *testnet.Network) ([]row, error) {
		b := &fileBench{ctx: ctx, dir: dir, network: network, amounts: n}
		return b.run()
	})
}

// fileBench is a sender, a Carom that receives and a plain one.
type fileBench struct {
	amounts
	ctx     context.Context
	dir     string
	network *testnet.Network

	sender, carom, plain *local
}

func (b *fileBench) run() (rows []row, err error) {
	for name, start := range map[string]struct {
		node **local
		as   role
	}{"sender": {&b.sender, role{sends: true}}, "carom": {&b.carom, role{receives: true}}, "plain": {&b.plain, role{plain: true, receives: true}}} {
		if *start.node, err = startAs(b.network, filepath.Join(b.dir, name), start.as); err != nil {
			return nil, err
		}
		defer (*start.node).stop()
	}
	for _, to := range []*local{b.carom, b.plain} {
		if err := befriend(b.ctx, b.sender.engine, to.engine); err != nil {
			return nil, err
		}
		if _, err := to.engine.SetAutoAccept(b.ctx, b.sender.engine.Self(), 1<<40); err != nil {
			return nil, err
		}
	}
	return b.measure()
}

func (b *fileBench) measure() ([]row, error) {
	idle, err := b.chat(b.pings, nil)
	if err != nil {
		return nil, fmt.Errorf("chat: %w", err)
	}
	raw, rawRate, rate, err := b.inTurns(b.carom, b.file, b.turns)
	if err != nil {
		return nil, fmt.Errorf("a file: %w", err)
	}
	defer raw.close()
	beside, err := b.chatDuring(func() error { _, err := raw.push(b.file / 2); return err })
	if err != nil {
		return nil, fmt.Errorf("the raw stream: %w", err)
	}
	together, busy, err := b.fileAndChat()
	if err != nil {
		return nil, fmt.Errorf("a file and chat: %w", err)
	}
	waitRate, err := b.stopAndWait(raw)
	if err != nil {
		return nil, err
	}
	other, otherRaw, plainRate, err := b.inTurns(b.plain, b.amounts.plain, 1)
	if err != nil {
		return nil, fmt.Errorf("a file to a plain receiver: %w", err)
	}
	defer other.close()
	otherWait, err := b.stopAndWait(other)
	if err != nil {
		return nil, err
	}
	i50, b50, r50 := quantile(idle, 0.5), quantile(busy, 0.5), quantile(beside, 0.5)
	name := func(s string) string { return b.name + ": " + s }
	return []row{
		{name("Carom to Carom, 100 MB"), rate.String(), rawRate.String(), "raw onion stream"},
		{name("as a part of the raw stream's"), fmt.Sprintf("%.2f", float64(rate/rawRate)), "1.00", ">= 0.90"},
		{name("as a multiple of stop-and-wait's"), fmt.Sprintf("%.1f", float64(rate/waitRate)), waitRate.String(), ">= 10 under delay"},
		{name("to a 3.0-style receiver"), plainRate.String(), otherRaw.String(), "raw onion stream"},
		{name("as a multiple of stop-and-wait's"), fmt.Sprintf("%.1f", float64(plainRate/otherWait)), otherWait.String(), ">= 5 under delay"},
		{name("another while messages come and go"), rateOf(b.file, together).String(), rate.String(), "alone"},
		{name("chat meanwhile, median"), ms(b50), ms(i50), "idle x 2"},
		{name("as a multiple of the idle one's"), fmt.Sprintf("%.2f", float64(b50)/float64(i50)), "1.00", "<= 2.00"},
		{name("chat beside the raw stream, median"), ms(r50), ms(i50), "what a full network costs"},
	}, nil
}

// inTurns measures files, and before and after each of them a raw stream on the same
// circuit, so that what else the machine does hits both.
func (b *fileBench) inTurns(to *local, size, turns int) (raw *rawStream, rawRate, fileRate rate, err error) {
	// The connection for files is made when there is one to send.
	if _, err := b.send(to, 1<<20); err != nil {
		return nil, 0, 0, err
	}
	self := to.engine.Self()
	if raw, err = b.sender.dialer.beside(b.ctx, self, to.receiver); err != nil {
		return nil, 0, 0, fmt.Errorf("the raw stream: %w", err)
	}
	var pushed, moved time.Duration
	for turn := range turns + 1 {
		d, err := raw.push(b.stretch)
		if err != nil {
			raw.close()
			return nil, 0, 0, fmt.Errorf("the raw stream: %w", err)
		}
		pushed += d
		if turn == turns {
			break
		}
		if d, err = b.send(to, size); err != nil {
			raw.close()
			return nil, 0, 0, err
		}
		moved += d
	}
	if !b.sender.dialer.same(self, raw) {
		raw.close()
		return nil, 0, 0, errors.New("the connection ended meanwhile: the file and the raw stream were on two circuits")
	}
	return raw, rateOf((turns+1)*b.stretch, pushed), rateOf(turns*size, moved), nil
}

func (b *fileBench) stopAndWait(raw *rawStream) (rate, error) {
	waited, err := raw.stopAndWait(b.stopped)
	if err != nil {
		return 0, fmt.Errorf("stop and wait: %w", err)
	}
	return rateOf(b.stopped/protocol.MaxFileChunk*protocol.MaxFileChunk, waited), nil
}

// rate is in bytes per second.
type rate float64

func (r rate) String() string { return fmt.Sprintf("%.2f MB/s", float64(r)/1e6) }

func rateOf(n int, d time.Duration) rate { return rate(float64(n) / d.Seconds()) }

// send times a file from the moment it moves to the moment both have it as done.
func (b *fileBench) send(to *local, size int) (time.Duration, error) {
	path := filepath.Join(b.dir, fmt.Sprintf("file-%d", time.Now().UnixNano()))
	if err := writeRandom(path, size); err != nil {
		return 0, err
	}
	sub, err := b.sender.engine.Subscribe(b.ctx)
	if err != nil {
		return 0, err
	}
	defer sub.Close()
	sent, err := b.sender.engine.SendFiles(b.ctx, to.engine.Self(), []string{path}, core.SendOptions{})
	if err != nil {
		return 0, err
	}
	var start time.Time
	for {
		ev, err := sub.Next(b.ctx)
		if err != nil {
			return 0, err
		}
		changed, ok := ev.Event.(core.TransferChanged)
		if !ok || changed.Transfer.ID != sent[0].ID {
			continue
		}
		switch t := changed.Transfer; {
		case t.State == core.TransferActive && start.IsZero():
			start = time.Now()
		case t.State == core.TransferDone:
			return time.Since(start), os.Remove(path)
		case t.State.Ended() || t.State == core.TransferStalled:
			return 0, fmt.Errorf("it is %v: %s", t.State, t.Problem)
		}
	}
}

func writeRandom(path string, size int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	buf := make([]byte, 1<<20)
	for left := size; left > 0 && err == nil; left -= len(buf) {
		rand.Read(buf)
		_, err = f.Write(buf[:min(left, len(buf))])
	}
	// What the system writes later it would write while the file moves.
	return errors.Join(err, f.Sync(), f.Close())
}

// chat times messages one after the other: n of them, or until stop is closed.
func (b *fileBench) chat(n int, stop <-chan struct{}) (times []time.Duration, err error) {
	sub, err := b.sender.engine.Subscribe(b.ctx)
	if err != nil {
		return nil, err
	}
	defer sub.Close()
	for i := 0; n == 0 || i < n; i++ {
		d, err := timeMessage(b.ctx, b.sender.engine, b.carom.engine.Self(), sub, strings.Repeat("x", echoBytes-20))
		if err != nil {
			return nil, err
		}
		times = append(times, d)
		select {
		case <-stop:
			return times, nil
		case <-time.After(20 * time.Millisecond):
		}
	}
	return times, nil
}

func (b *fileBench) fileAndChat() (moved time.Duration, busy []time.Duration, err error) {
	busy, err = b.chatDuring(func() (err error) {
		moved, err = b.send(b.carom, b.file)
		return err
	})
	return moved, busy, err
}

// chatDuring times messages as long as f runs.
func (b *fileBench) chatDuring(f func() error) (times []time.Duration, err error) {
	over := make(chan struct{})
	var chatting sync.WaitGroup
	var chatErr error
	chatting.Go(func() { times, chatErr = b.chat(0, over) })
	err = f()
	close(over)
	chatting.Wait()
	return times, errors.Join(err, chatErr)
}
