package core_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/internal/disktest"
	"carom/onion/oniontest"
)

// A disk without room for a file stalls its transfer with a reason, on both
// sides; it goes on when there is room and the user says so, and not before.
func TestDiskFull(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		synctest.Test(t, func(t *testing.T) { diskFull(t, disk) })
	})
}

// pairOn is two friends; the second has its files where place says.
func pairOn(t *testing.T, place func(files *core.FileConfig)) (fabric *oniontest.Fabric, a, b *node) {
	t.Helper()
	fabric = oniontest.NewFabric()
	a = startNodeWith(t, fabric, newStore(t), fileConfig(t))
	cfg := fileConfig(t)
	place(cfg.Files)
	b = startNodeWith(t, fabric, newStore(t), cfg)
	friends(t, a, b)
	return fabric, a, b
}

func diskFull(t *testing.T, disk *disktest.Disk) {
	fabric, a, b := pairOn(t, func(files *core.FileConfig) { files.Partial = disk.Dir })
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
	disk.Remount(t, "size=200m")
	b.do((*core.Engine).ResumeTransfer, a.id())
	arrived(t, a, b, path)
}

// A file of a plain peer that has come whole, and found no room to land, lands when there
// is some: without the connection, and after a restart.
func TestPlainFilledLater(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, _, a *node) {
			cfg := fileConfig(t)
			cfg.Files.Received = disk.Dir
			b := startNodeWith(t, fabric, newStore(t), cfg)
			friends(t, a, b)
			path := write(t, "x", random(9_000_000))
			a.sendFile(b.id(), path)
			b.accept(a.id())
			eventually(t, time.Minute, "it stands still", b.at(a.id(), core.TransferStalled))
			if x, _ := b.transfer(a.id()); x.ProblemKind != core.TransferProblemDiskFull || x.Moved != x.Size {
				t.Errorf("%d bytes are there, and the user is told %q", x.Moved, x.Problem)
			}
			a.network.SetOnline(false)
			eventually(t, time.Minute, "they are apart", func() bool { return !b.online(a.id())() })
			b = b.restart(fabric)
			if !b.at(a.id(), core.TransferStalled)() {
				t.Error("it does not stand still after a restart")
			}
			disk.Remount(t, "size=200m")
			b.do((*core.Engine).ResumeTransfer, a.id())
			eventually(t, time.Minute, "it is done", b.at(a.id(), core.TransferDone))
			got, _ := b.transfer(a.id())
			sameFiles(t, got.Path, path)
			empty(t, b.cfg.Files.Partial)
		})
	})
}

// A plain peer can take a file back as long as it has not landed.
func TestPlainCancelledUnfilled(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, _, a *node) {
			cfg := fileConfig(t)
			cfg.Files.Received = disk.Dir
			b := startNodeWith(t, fabric, newStore(t), cfg)
			friends(t, a, b)
			a.sendFile(b.id(), write(t, "x", random(9_000_000)))
			b.accept(a.id())
			eventually(t, time.Minute, "it stands still", b.at(a.id(), core.TransferStalled))
			a.do((*core.Engine).CancelTransfer, b.id())
			eventually(t, time.Minute, "it is over", b.at(a.id(), core.TransferCancelled))
			cancelledBy(t, a, b)
			empty(t, cfg.Files.Partial)
		})
	})
}

// What has come whole is unpacked when there is room again, also while its sender is
// away, and stays away.
func TestFilledWithoutItsSender(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		synctest.Test(t, func(t *testing.T) {
			_, a, b := pairOn(t, func(files *core.FileConfig) { files.Received = disk.Dir })
			a.sendFile(b.id(), write(t, "x", random(9_000_000)))
			b.accept(a.id())
			eventually(t, time.Minute, "it stands still", b.at(a.id(), core.TransferStalled))
			a.network.SetOnline(false)
			eventually(t, time.Minute, "they are apart", func() bool { return !b.online(a.id())() })
			disk.Remount(t, "size=200m")
			b.do((*core.Engine).ResumeTransfer, a.id())
			eventually(t, time.Minute, "it is done", b.at(a.id(), core.TransferDone))
		})
	})
}

// What has come is damaged whenever all of it is there: it comes again, but not for ever.
func TestDamagedAgainAndAgain(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		synctest.Test(t, func(t *testing.T) { damagedAgainAndAgain(t, disk) })
	})
}

func damagedAgainAndAgain(t *testing.T, disk *disktest.Disk) {
	fabric, a, b := pairOn(t, func(files *core.FileConfig) { files.Received = disk.Dir })
	path := write(t, "x", random(9_000_000))
	a.sendFile(b.id(), path)
	b.accept(a.id())
	stands := func(why core.TransferProblem) func() bool {
		return func() bool {
			x, _ := b.transfer(a.id())
			return x.State == core.TransferStalled && x.ProblemKind == why
		}
	}
	for range 2 {
		eventually(t, time.Minute, "all has come and finds no room", stands(core.TransferProblemDiskFull))
		damage(t, b.cfg.Files.Partial)
		fabric.Bound(1) // nothing comes
		disk.Remount(t, "size=200m")
		b.do((*core.Engine).ResumeTransfer, a.id())
		eventually(t, time.Minute, "it is found damaged", func() bool {
			x, _ := b.transfer(a.id())
			return x.State != core.TransferStalled && x.Moved < x.Size
		})
		disk.Remount(t, "size=70m")
		fabric.Bound(0)
	}
	eventually(t, time.Minute, "all has come and finds no room", stands(core.TransferProblemDiskFull))
	damage(t, b.cfg.Files.Partial)
	disk.Remount(t, "size=200m")
	b.do((*core.Engine).ResumeTransfer, a.id())
	eventually(t, time.Minute, "it stands still", stands(core.TransferProblemDisk))
	b.do((*core.Engine).ResumeTransfer, a.id())
	arrived(t, a, b, path)
}

// damage changes a byte in the middle of the one file in a folder.
func damage(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	path := filepath.Join(dir, entries[0].Name())
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte{^data[len(data)/2]}, int64(len(data)/2))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}
