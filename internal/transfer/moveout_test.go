package transfer

import (
	"context"
	"crypto/sha3"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"carom/internal/disktest"
	"carom/internal/hashtree"
	"carom/protocol"
)

// smallDisk is one that has room for 40 MiB and spareRoom, and not for 80.
const smallDisk = "size=110m"

// tired is a context that ends after so many questions.
type tired struct {
	context.Context
	left int
}

func (t *tired) Err() error {
	if t.left--; t.left < 0 {
		return context.Canceled
	}
	return nil
}

// onSmallDisk has the file of an offer come whole to a disk that has no room for
// it twice.
func onSmallDisk(t *testing.T, disk *disktest.Disk, size int) *offered {
	t.Helper()
	o := offer(t, file(t, "x.bin", random(size, 2)), 1)
	o.dir = disk.Dir
	var err error
	if o.store, err = OpenStore(filepath.Join(o.dir, "partial")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] })
	c.stop()
	o.have = o.in.shape.Pieces()
	return o
}

// A file for which there is no room twice is moved out, and goes on where it was
// however often that is interrupted.
func TestMoveOut(t *testing.T) { disktest.Run(t, smallDisk, moveOut) }

func moveOut(t *testing.T, disk *disktest.Disk) {
	o := onSmallDisk(t, disk, 40<<20)
	to, reads := o.quarantine(), 2*moveBatch/(32<<10) // of io.Copy
	for i, left := range []int{10, reads / 4, reads, 3 * reads / 4, 5} {
		if err := o.in.Fill(&tired{t.Context(), left}, to, o.secret); !errors.Is(err, context.Canceled) {
			t.Fatalf("interruption %d: %v", i, err)
		}
		if begun := newMover(o.in.part, o.in.Offer.ListSize).begun(); begun != (i >= 2) {
			t.Errorf("after interruption %d pieces were given up: %v", i, begun)
		}
		if err := o.in.Close(); err != nil {
			t.Fatal(err)
		}
		o.receive()
	}
	same(t, o.land(), o.path)
}

// So is one of a plain Ricochet-Refresh, which cannot come again, and none of it is
// needed from its sender.
func TestMoveOutPlain(t *testing.T) { disktest.Run(t, smallDisk, moveOutPlain) }

func moveOutPlain(t *testing.T, disk *disktest.Disk) {
	const size = 40 << 20
	o := offer(t, file(t, "x.bin", random(size, 2)), 1)
	o.dir = disk.Dir
	store, err := OpenStore(filepath.Join(o.dir, "partial"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	content, err := os.ReadFile(o.path)
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReceivePlain(store, o.secret, protocol.FileOffer{Size: size, Hash: sha3.Sum512(content)})
	if err != nil {
		t.Fatal(err)
	}
	if _, whole, err := in.Take(content); err != nil || !whole {
		t.Fatalf("it is whole: %v, %v", whole, err)
	}
	to, reads := o.quarantine(), 2*moveBatch/(32<<10) // of io.Copy
	for i, left := range []int{10, reads, 5, 1 << 20} {
		err := errors.Join(in.Fill(&tired{t.Context(), left}, to, o.secret), in.Close())
		if last := left == 1<<20; err != nil == last || err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("attempt %d: %v", i, err)
		}
		if in, err = PlainWhole(store, o.secret, size); err != nil {
			t.Fatal(err)
		}
	}
	name, err := Publish(to, o.secret, "x.bin")
	if err := errors.Join(err, in.Close()); err != nil {
		t.Fatal(err)
	}
	same(t, filepath.Join(o.dir, "received", name), o.path)
}

// When the part that was moved out is gone, or shorter than it was, the file has to
// come again, and nothing of it stays in plain text.
func TestMoveOutLost(t *testing.T) { disktest.Run(t, smallDisk, moveOutLost) }

func moveOutLost(t *testing.T, disk *disktest.Disk) {
	o := onSmallDisk(t, disk, 40<<20)
	to := o.quarantine()
	if err := o.in.Fill(&tired{t.Context(), 2 * moveBatch / (32 << 10)}, to, o.secret); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	stage, err := to.Stage(o.secret.Name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := stage.Reopen(stageEntry)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(hashtree.MinPiece), f.Close(), stage.Close()); err != nil {
		t.Fatal(err)
	}
	if err := o.in.Fill(t.Context(), to, o.secret); !errors.Is(err, ErrMissing) {
		t.Errorf("a part is missing: %v", err)
	}
	if stages, err := to.Stages(); err != nil || len(stages) > 0 {
		t.Errorf("left are %v, %v", stages, err)
	}
	if err := o.in.Fill(t.Context(), to, o.secret); !errors.Is(err, ErrMissing) {
		t.Errorf("all of it is missing: %v", err)
	}
	if err := o.in.Close(); err != nil {
		t.Fatal(err)
	}
}

// A folder is not moved out, so that it needs room twice: that is told before it
// comes.
func TestFolderNeedsRoomTwice(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), random(1<<20, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	o := offer(t, dir, 1)
	for free, want := range map[uint64]error{spareRoom + 3<<19: ErrNoRoom, spareRoom + 3<<20: nil} {
		o.store.free = func(*os.File) (uint64, error) { return free, nil }
		in, err := Receive(o.store, o.secret, o.Offer, 0, 0)
		if !errors.Is(err, want) {
			t.Errorf("with %d bytes free: %v", free, err)
		}
		if err == nil {
			in.Close()
		}
	}
}
