package transfer

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"carom/internal/disktest"
	"carom/internal/hashtree"
	"carom/internal/quarantine"
	"carom/protocol"
)

// A disk that gets full while pieces come, long before the last byte: what has
// come stays, and the rest comes when there is room.
func TestNoRoom(t *testing.T) {
	o := offer(t, file(t, "x", random(3<<20, 1)), 1)
	in := o.receive()
	free, asked := uint64(spareRoom+(4<<20)), 0
	in.part.free = func(*os.File) (uint64, error) {
		if asked++; asked == 10 {
			free = spareRoom + hashtree.MinPiece - 1
		}
		return free, nil
	}
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(in)
	c.got.wait(t, c.down.closed, func() bool { return c.got.failed[o.ID] != nil })
	c.stop()
	if err := c.got.failed[o.ID]; !errors.Is(err, ErrNoRoom) {
		t.Errorf("with a disk almost full: %v", err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	o.store.free = func(*os.File) (uint64, error) { return free, nil }
	if _, err := Receive(o.store, o.secret, o.Offer, 0, 0); !errors.Is(err, ErrNoRoom) {
		t.Errorf("what has no room is begun: %v", err)
	}
	o.store.free = quarantine.Room
	c = connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] })
	c.stop()
	if c.down.bytes > 3<<20+100-8*hashtree.MinPiece {
		t.Errorf("%d bytes came again", c.down.bytes)
	}
	same(t, o.land(), o.path)
}

// A folder of files without a byte does not take the last room for files of the disk
// that it goes to.
func TestFillLeavesRoom(t *testing.T) {
	disktest.Run(t, "size=100m,nr_inodes=4106", fillLeavesRoom)
}

func fillLeavesRoom(t *testing.T, disk *disktest.Disk) {
	dir := t.TempDir()
	for i := range 20 {
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := offer(t, dir, 1)
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] })
	c.stop()
	to, err := quarantine.Open(disk.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if err := o.in.Fill(t.Context(), to, o.secret); !errors.Is(err, ErrNoRoom) {
		t.Errorf("on a disk that takes few files: %v", err)
	}
	if stages, err := to.Stages(); err != nil || len(stages) > 0 {
		t.Errorf("left are %v, %v", stages, err)
	}
	disk.Remount(t, "size=100m,nr_inodes=5000")
	if err := o.in.Fill(t.Context(), to, o.secret); err != nil {
		t.Errorf("on one that takes more: %v", err)
	}
}

// What is not there cannot get a name, and none is guessed.
func TestPublishNothing(t *testing.T) {
	o := offer(t, file(t, "x", random(10, 1)), 1)
	to := o.quarantine()
	if name, err := Publish(to, NewSecret(), "report.pdf"); name != "" || !errors.Is(err, ErrMissing) {
		t.Errorf("nothing was published as %q, %v", name, err)
	}
}

// Parts of an odd size, which another program may send, do not make odd questions
// after an interruption.
func TestOddParts(t *testing.T) {
	o := offer(t, file(t, "x", random(300_000, 1)), 1)
	in := o.receive()
	defer in.Close()
	in.opened(o.Salt())
	offset, n, _ := in.ask()
	data := make([]byte, 50_000)
	o.Outgoing.mu.Lock()
	err := o.Outgoing.readAt(data, offset)
	o.Outgoing.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.take(protocol.BulkPart{ID: o.ID, Offset: offset, Data: data}); err != nil {
		t.Fatal(err)
	}
	if came := in.restart(); came != 32<<10 {
		t.Errorf("%d bytes count", came)
	}
	again, m, _ := in.ask()
	if again != offset+(32<<10) || m != n-(32<<10) {
		t.Errorf("asked for %d bytes from %d on", m, again)
	}
	if _, err := o.read(protocol.BulkRequest{ID: o.ID, Offset: again, Length: m}); err != nil {
		t.Error(err)
	}
}
