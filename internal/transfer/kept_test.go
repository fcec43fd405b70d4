package transfer

import (
	"errors"
	"os"
	"testing"
	"time"

	"carom/internal/sources"
	"carom/protocol"
)

// A file that was closed and kept is sent without being read in full before: that
// another one is in its place is noticed when it is asked for, if the disk does not tell.
func TestKept(t *testing.T) {
	path := file(t, "report.pdf", random(300_000, 1))
	o := offer(t, path, 1)
	kept := o.Keep()
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if n := kept.Memory(); n != 5*64 {
		t.Errorf("it takes %d bytes", n)
	}
	again, err := kept.Open()
	if err != nil {
		t.Fatal(err)
	}
	o.Outgoing = again
	c := connect(t)
	c.sender.Send(again)
	c.receiver.Fetch(o.receive())
	if !c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] }) {
		t.Fatal(c.reason)
	}
	c.stop()
	same(t, o.land(), path)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}

	info, err := os.Stat(path)
	if err := errors.Join(err, os.WriteFile(path, random(300_000, 2), 0o600)); err != nil {
		t.Fatal(err)
	}
	for when, want := range map[time.Time]error{time.Unix(1, 0): sources.ErrChanged, info.ModTime(): nil} {
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
		other, err := kept.Open()
		if !errors.Is(err, want) {
			t.Errorf("changed at %v: %v", when, err)
		}
		if err != nil {
			continue
		}
		if _, err := other.read(protocol.BulkRequest{ID: o.ID, Length: protocol.RequestSize}); !errors.Is(err, sources.ErrChanged) {
			t.Errorf("another content: %v", err)
		}
		if _, err := other.PlainOffer(t.Context(), 1); !errors.Is(err, sources.ErrChanged) {
			t.Errorf("another content for a plain peer: %v", err)
		}
		other.Close()
	}
}

// Of what may take much there is nothing to keep.
func TestNotKept(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := offer(t, dir, 1); o.Keep() != nil || o.Keep().Memory() != 0 {
		t.Error("a folder is kept")
	}
	o, secret := offer(t, file(t, "x", random(1000, 1)), 1), NewSecret()
	n, err := o.store.Copy(secret, o.path, half)
	if err != nil {
		t.Fatal(err)
	}
	out, err := PrepareCopy(t.Context(), o.store, secret, "x", n, protocol.TransferID{2}, [32]byte{2})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if out.Keep() != nil {
		t.Error("a copy is kept")
	}
}
