// Package disktest gives tests disks that get full.
package disktest

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// inside says to a test program that it may mount, since Run has started it.
const inside = "CAROM_DISKTEST"

// Disk is a disk in memory, mounted at Dir.
type Disk struct{ Dir string }

// Run calls f with a disk that has the options of tmpfs, "size=70m" for instance. To mount one takes root: where the test
// does not run as root, f runs in a process of its own that is root in a user
// namespace, and its failure is the test's. It is called outside any synctest bubble,
// by a test that is nobody's subtest and does nothing else.
func Run(t *testing.T, options string, f func(t *testing.T, disk *Disk)) {
	t.Helper()
	disk := &Disk{t.TempDir()}
	err := unix.Mount("carom-test", disk.Dir, "tmpfs", 0, options)
	if errors.Is(err, unix.EPERM) && os.Getenv(inside) == "" {
		again(t)
		return
	}
	if err != nil {
		t.Fatalf("mounting a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk.Dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	f(t, disk)
}

// again runs the test in a namespace of its own.
func again(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^"+regexp.QuoteMeta(t.Name())+"$", "-test.v", "-test.count=1")
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("As root in a user namespace (where those are switched off the test needs root): %v\n%s", err, out)
	}
}

// Remount gives the disk other options.
func (d *Disk) Remount(t *testing.T, options string) {
	t.Helper()
	if err := unix.Mount("carom-test", d.Dir, "tmpfs", unix.MS_REMOUNT, options); err != nil {
		t.Fatal(err)
	}
}

// Seal makes the disk read-only. The error is EBUSY where a file on it is open.
func (d *Disk) Seal() error {
	return unix.Mount("carom-test", d.Dir, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, "")
}
