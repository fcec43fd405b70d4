package quarantine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"carom/internal/disktest"
)

func TestFault(t *testing.T) {
	for _, test := range []struct{ is, means error }{
		{syscall.ENOSPC, ErrDiskFull},
		{syscall.EDQUOT, ErrDiskFull},
		{syscall.EROFS, ErrReadOnly},
		{syscall.EACCES, ErrDenied},
		{syscall.EPERM, ErrDenied},
		{syscall.EFBIG, ErrTooLarge},
		{syscall.ENOENT, fs.ErrNotExist},
	} {
		for _, err := range []error{
			test.is,
			&fs.PathError{Op: "write", Path: "/home/secret", Err: test.is},
			&os.LinkError{Op: "rename", Old: "/home/secret", New: "secret", Err: test.is},
		} {
			got := fault("writing", err)
			if !errors.Is(got, test.means) || strings.Contains(got.Error(), "secret") {
				t.Errorf("%v becomes %v", err, got)
			}
		}
	}
	if fault("writing", nil) != nil {
		t.Error("no error becomes one")
	}
}

// TestDiskFull fills a real disk: writing fails with the sentinel, what is there
// stays, and goes on when there is room.
func TestDiskFull(t *testing.T) {
	disktest.Run(t, "size=1m", diskFull)
}

func diskFull(t *testing.T, disk *disktest.Disk) {
	dir := disk.Dir
	folder := openFolder(t, dir)
	stage := openStage(t, folder)
	f, err := stage.Create("big")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 512<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	written := 0
	for err == nil {
		var n int
		n, err = f.Write(make([]byte, 64<<10))
		written += n
	}
	if !errors.Is(err, ErrDiskFull) || strings.Contains(err.Error(), dir) {
		t.Fatalf("the disk is full: %v", err)
	}
	if size, err := f.Size(); size != int64(written) || err != nil {
		t.Errorf("%d bytes are there, %d were written: %v", size, written, err)
	}
	os.Remove(filler)
	if _, err := f.Write(make([]byte, 64<<10)); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := disk.Seal(); !errors.Is(err, unix.EBUSY) {
		t.Errorf("a disk with an open file becomes read-only: %v", err)
	}
	f.Close()
	if err := disk.Seal(); err != nil {
		t.Fatal(err)
	}
	if _, err := stage.Create("more"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("the disk is read-only: %v", err)
	}
	if _, err := stage.Publish("big", "big"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("the disk is read-only: %v", err)
	}
}

func TestRoom(t *testing.T) {
	for name, tt := range map[string]struct {
		stat unix.Statfs_t
		want uint64
	}{
		"much":                {unix.Statfs_t{Bsize: 4096, Blocks: 100, Bavail: 50, Files: 9000, Ffree: 5000}, 50 * 4096},
		"files have no bound": {unix.Statfs_t{Bsize: 4096, Blocks: 100, Bavail: 50}, 50 * 4096},
		"hardly another file": {unix.Statfs_t{Bsize: 4096, Blocks: 100, Bavail: 50, Files: 9000, Ffree: spareFiles - 1}, 0},
		"it does not say":     {unix.Statfs_t{Bsize: 4096}, 1 << 62},
		"more than there is":  {unix.Statfs_t{Bsize: 4096, Blocks: 1 << 60, Bavail: 1 << 60}, 1 << 62},
	} {
		if got := roomOf(&tt.stat); got != tt.want {
			t.Errorf("%s: %d bytes, want %d", name, got, tt.want)
		}
	}
}
