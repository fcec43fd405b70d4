package core_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"carom/core"
	"carom/onion/oniontest"
)

// mountDisk mounts a disk of a size of its own at dir.
func mountDisk(t *testing.T, dir, size string, flags uintptr) {
	t.Helper()
	if err := unix.Mount("carom-test", dir, "tmpfs", flags, "size="+size); err != nil {
		t.Skipf("mounting a small disk takes root: %v", err)
	}
}

// A disk without room for a file stalls its transfer with a reason, on both
// sides; it goes on when there is room and the user says so, and not before.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	mountDisk(t, disk, "70m", 0)
	t.Cleanup(func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		a := startNodeWith(t, fabric, newStore(t), fileConfig(t))
		cfg := fileConfig(t)
		cfg.Files.Partial = disk
		b := startNodeWith(t, fabric, newStore(t), cfg)
		friends(t, a, b)
		path := write(t, "x", random(9_000_000))
		a.sendFile(b.id(), path)
		b.accept(a.id())
		eventually(t, time.Minute, "both know that it stands still", func() bool {
			return b.at(a.id(), core.TransferStalled)() && a.at(b.id(), core.TransferPausedByPeer)()
		})
		if x, _ := b.transfer(a.id()); !strings.Contains(x.Problem, "room") {
			t.Errorf("the user is told %q", x.Problem)
		}
		b.do((*core.Engine).ResumeTransfer, a.id())
		eventually(t, time.Minute, "it stands still again", b.at(a.id(), core.TransferStalled))
		b = b.restart(fabric)
		time.Sleep(time.Hour)
		if !b.at(a.id(), core.TransferStalled)() {
			t.Error("it does not stand still after a restart")
		}
		mountDisk(t, disk, "200m", unix.MS_REMOUNT)
		b.do((*core.Engine).ResumeTransfer, a.id())
		arrived(t, a, b, path)
	})
}
