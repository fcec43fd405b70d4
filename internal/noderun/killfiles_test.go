package noderun_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
)

const (
	killFiles = "CAROM_KILL_FILES" // set: the child moves files
	killSend  = "CAROM_KILL_SEND"  // the file that it sends, once
	// fileKills is how many times a node is killed at most, fileKillSize the size of the
	// file in bytes.
	fileKills    = 10
	fileKillSize = 60 << 20
)

// runFileChild is a node that sends a file, or takes one, and prints how far it is,
// until it is killed.
func runFileChild(dir string) error {
	peer, db, err := openChild(dir)
	if err != nil {
		return err
	}
	engine, err := core.New(core.Config{
		Store: db, Network: &sockets{filepath.Dir(dir), make(chan struct{})},
		Files: &core.FileConfig{Partial: filepath.Join(dir, "partial"), Received: filepath.Join(dir, "received")},
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		bufio.NewReader(os.Stdin).ReadByte() // the end of the test
		cancel()
	}()
	go moveFile(ctx, engine, peer)
	return errors.Join(engine.Serve(ctx), db.Close())
}

// moveFile prints how many bytes have moved, and "empty" when all is done.
func moveFile(ctx context.Context, engine *core.Engine, peer contacts.ServiceID) {
	for ctx.Err() == nil {
		list, err := engine.Transfers(ctx, peer)
		switch {
		case err != nil:
			return
		case len(list) == 0 && os.Getenv(killSend) != "":
			// Its error is that the node is ending.
			_, _ = engine.SendFiles(ctx, peer, []string{os.Getenv(killSend)}, core.SendOptions{})
		case len(list) == 1 && list[0].State.Ended():
			fmt.Println(list[0].State, list[0].Path)
			fmt.Println("empty")
			return
		case len(list) == 1:
			fmt.Println("moved", list[0].Moved)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// moved is what a node has said last of how far it is, in bytes.
func (v *victim) moved() (n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.stored) > 0 {
		// Another line is none about bytes.
		_, _ = fmt.Sscanf(v.stored[len(v.stored)-1], "moved %d", &n)
	}
	return n
}

// last is the last line that a node has printed.
func (v *victim) last() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.stored) == 0 {
		return ""
	}
	return v.stored[len(v.stored)-1]
}

// A file goes from one node to another while one or the other is killed with kill
// -9 in the middle of it. It arrives, once, and both say so.
func TestKillsWithFiles(t *testing.T) {
	root, err := os.MkdirTemp("", "kill-") // short, for the sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	content := make([]byte, fileKillSize)
	_, _ = mrand.NewChaCha8([32]byte{1}).Read(content)
	path := filepath.Join(root, "report.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	a, b := newVictim(t, filepath.Join(root, "a")), newVictim(t, filepath.Join(root, "b"))
	a.peer, b.peer = b, a
	a.befriend(t)
	b.befriend(t)
	start := map[*victim]func() *running{
		a: func() *running { return a.startWith(t, killFiles+"=1", killSend+"="+path) },
		b: func() *running { return b.startWith(t, killFiles+"=1") },
	}
	nodes := map[*victim]*running{a: start[a](), b: start[b]()}
	kills := killOnTheWay(t, a, b, nodes, start)
	for v, r := range nodes {
		select {
		case <-r.empty:
		case <-time.After(3 * time.Minute):
			t.Errorf("it has not come to its end in three minutes: %q", v.last())
		}
	}
	for _, r := range nodes {
		r.end(0)
	}
	if a.last() != "done "+path {
		t.Errorf("the sender says %q", a.last())
	}
	received := filepath.Join(b.dir, "received", "report.pdf")
	if b.last() != "done "+received {
		t.Errorf("the receiver says %q", b.last())
	}
	if got, err := os.ReadFile(received); err != nil || !bytes.Equal(got, content) {
		t.Errorf("another file arrived: %v", err)
	}
	for _, dir := range []string{filepath.Join(a.dir, "partial"), filepath.Join(b.dir, "partial")} {
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%d files are left over, %v", len(left), err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(b.dir, "received")); err != nil || len(left) != 1 {
		t.Errorf("%d files were received, %v", len(left), err)
	}
	if kills == 0 {
		t.Error("nobody was killed on the way")
	}
	t.Logf("killed %d times on the way", kills)
}

// killOnTheWay kills the nodes in turn, each time after some more of the file has
// come, and starts them again. It returns how often.
func killOnTheWay(t *testing.T, a, b *victim, nodes map[*victim]*running, start map[*victim]func() *running) (kills int) {
	t.Helper()
	for ; kills < fileKills; kills++ {
		goal := fileKillSize*kills/fileKills + mrand.IntN(fileKillSize/fileKills)
		for deadline := time.Now().Add(2 * time.Minute); b.moved() < max(goal, 1); {
			select {
			case <-nodes[b].empty:
				return kills
			case <-time.After(5 * time.Millisecond):
			}
			if time.Now().After(deadline) {
				t.Fatalf("after %d kills the receiver has %d bytes, and no more in two minutes", kills, b.moved())
			}
		}
		v := []*victim{a, b}[kills%2]
		nodes[v].end(syscall.SIGKILL)
		nodes[v] = start[v]()
	}
	return kills
}
