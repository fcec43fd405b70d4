package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/onion"
)

const (
	// bigFile is sparse where it is sent, and whole where it is received.
	bigFile = 10 << 30
	// manyFiles is how many small ones there are in a folder, of smallFile bytes.
	manyFiles = 10_000
	smallFile = 700
)

// bigFiles moves a large file, and a folder of many small ones, between two nodes
// in processes of their own, over unix sockets, and measures their memory.
func bigFiles(ctx context.Context, cfg config) (rows []row, err error) {
	dir, err := os.MkdirTemp("", "carom-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var a, b *fileNode
	for name, n := range map[string]**fileNode{"a": &a, "b": &b} {
		if *n, err = startFileNode(ctx, cfg, filepath.Join(dir, name)); err != nil {
			return nil, err
		}
		defer (*n).stop()
	}
	if err := befriendAndTake(ctx, a.api, b.api); err != nil {
		return nil, err
	}
	m := &mover{"bigfile", dir, a.api, b.api, a.cmd.Process.Pid, b.cmd.Process.Pid}
	return m.run(ctx, "10 GB", bigFile)
}

// mover moves files from one node to another, and looks how large their processes
// have become.
type mover struct {
	name       string
	dir        string
	a, b       core.API
	pidA, pidB int
}

// run moves the folder, and a sparse file of a size.
func (m *mover) run(ctx context.Context, called string, size int64) (rows []row, err error) {
	folder := filepath.Join(m.dir, "many")
	if err := writeMany(folder); err != nil {
		return nil, err
	}
	large := filepath.Join(m.dir, "large")
	if err := errors.Join(os.WriteFile(large, nil, 0o600), os.Truncate(large, size)); err != nil {
		return nil, err
	}
	for _, what := range []struct{ name, path string }{
		{fmt.Sprintf("%d files in a folder", manyFiles), folder}, {"a sparse file of " + called, large},
	} {
		took, err := moveFile(ctx, m.a, m.b, what.path)
		if err != nil {
			return rows, fmt.Errorf("%s: %w", what.name, err)
		}
		ra, err := peakMiB(m.pidA)
		if err != nil {
			return rows, err
		}
		rb, err := peakMiB(m.pidB)
		if err != nil {
			return rows, err
		}
		rows = append(rows,
			row{m.name + ": " + what.name + ", read to published", seconds(took), "", ""},
			row{m.name + ": largest memory, sender and receiver", fmt.Sprintf("%.0f, %.0f MiB", ra, rb), "", "< 64 MiB"})
	}
	return rows, nil
}

func writeMany(dir string) error {
	content := make([]byte, smallFile)
	for i := range manyFiles {
		path := filepath.Join(dir, fmt.Sprint(i/100), fmt.Sprint(i))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			return err
		}
	}
	return nil
}

// moveFile sends and waits until it is done on both sides.
func moveFile(ctx context.Context, a, b core.API, path string) (time.Duration, error) {
	to, err := b.State(ctx)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	sent, err := a.SendFiles(ctx, to.Self, []string{path}, core.SendOptions{})
	if err != nil {
		return 0, err
	}
	for {
		list, err := a.Transfers(ctx, to.Self)
		if err != nil {
			return 0, err
		}
		t := list[len(list)-1]
		if t.ID == sent[0].ID && t.State == core.TransferDone {
			return time.Since(start), nil
		}
		if t.State.Ended() || t.State == core.TransferStalled {
			return 0, fmt.Errorf("it is %v: %s", t.State, t.Problem)
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// peakMiB is the most resident memory that a process has had: VmHWM.
func peakMiB(pid int) (float64, error) { return statusMiB(pid, "VmHWM:") }

// fileNode is a node in a process of its own, on unix sockets.
type fileNode struct {
	cmd  *exec.Cmd
	api  *control.Client
	stop func()
}

func startFileNode(ctx context.Context, cfg config, dir string) (*fileNode, error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, cfg.self, "-child-file", dir)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	stop := func() { cancel(); cmd.Wait() }
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		stop()
		return nil, fmt.Errorf("the node did not start: %w", err)
	}
	api, err := control.Dial(ctx, control.SocketPath(dir))
	if err != nil {
		stop()
		return nil, err
	}
	return &fileNode{cmd, api, func() { api.Close(); stop() }}, nil
}

// fileChild is such a node: it says when it is ready, and runs until it is killed.
func fileChild(ctx context.Context, dir string) error {
	profile, err := newProfile(dir)
	if err != nil {
		return err
	}
	network := &socketNet{&pipes{changed: make(chan struct{})}, filepath.Dir(dir)}
	engine, err := core.New(core.Config{Store: profile, Network: network, Files: &core.FileConfig{
		Partial: filepath.Join(dir, "partial"), Received: filepath.Join(dir, "received"),
	}})
	if err != nil {
		return err
	}
	served := make(chan error, 2)
	go func() { served <- engine.Serve(ctx) }()
	go func() {
		served <- control.NewServer(engine, nil).Serve(ctx, control.SocketPath(dir), func() { fmt.Println("ready") })
	}()
	return errors.Join(<-served, <-served, profile.Close())
}

// socketNet is an onion.Network of unix sockets in one folder, by their ids.
type socketNet struct {
	*pipes
	dir string
}

var _ onion.Network = (*socketNet)(nil)

func (n *socketNet) path(id string) string { return filepath.Join(n.dir, id[:16]) }

func (n *socketNet) Listen(key onion.Key, _ uint16) (net.Listener, error) {
	return net.Listen("unix", n.path(contacts.FromPublicKey(key.PublicKey()).Text()))
}

func (n *socketNet) Dial(ctx context.Context, id string, _ uint16, _ string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", n.path(id))
	if err != nil {
		return nil, onion.ErrUnreachable
	}
	return c, nil
}
