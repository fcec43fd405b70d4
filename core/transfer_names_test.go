package core_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"carom/core"
	"carom/internal/disktest"
	"carom/internal/quarantine"
	"carom/onion/oniontest"
	"carom/protocol"
)

// hostileNames are names that want to be somewhere else, or something else.
var hostileNames = []string{
	".", "..", "...", " ", "../x", "../../../../etc/passwd", "/etc/passwd", "/", "//", "a/../../b", "./a", "a/", "~", "~root", "-rf", "--help",
	`..\..\boot.ini`, `C:\x`, `\\server\share`, `\\?\C:\x`, "a.txt:evil.exe", "a\x00.exe", ".bashrc", ".ssh/authorized_keys", " .profile",
	"\u200b.profile", ".carom-0123456789abcdef", ".name-content", "content", "a\nb", "a\r\nb", "a\tb", "\x1b[2Ja", "a\u009bb", "a\x7fb",
	"a\u2028b", "photo\u202egnp.exe", "a\u202ab\u202cc", "a\u2066b\u2069", "a\u200eb", "a\ufeffb", "CON", "nul.txt", "COM1", "LPT1.pdf", "aux",
	"a.", "a ", "a. . .", `a"b`, "a<b>c", "a|b", "a?b*c", "a:b", "e\u0301", "ﬀ", strings.Repeat("x", 300), strings.Repeat("é", 250),
	strings.Repeat("../", 100), "a" + strings.Repeat(".", 200), "\u0301", "\U000e0041", "\u3164", "$(reboot)", "`id`", "a;b&c", "%2e%2e%2fx", "..%00/x",
}

// inQuarantine checks that all that is beneath a folder's parent is in it, and is
// what received files are. It returns how many files there are.
func inQuarantine(t *testing.T, received string) (files int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Dir(received), func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == filepath.Dir(received) || path == received || e.IsDir() && e.Name() == "partial" {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(received, path)
		switch {
		case err != nil || !filepath.IsLocal(rel):
			t.Errorf("%q is outside", rel)
		case e.IsDir() && info.Mode().Perm() != 0o700, !e.IsDir() && info.Mode() != 0o600:
			t.Errorf("%q has the mode %v", rel, info.Mode())
		case quarantine.SafeName(e.Name()) != e.Name():
			t.Errorf("%q has an unsafe name", rel)
		}
		if !e.IsDir() {
			files++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A contact sends files of all those names, each by itself, and a folder of them.
func TestHostileNames(t *testing.T) {
	if len(hostileNames) < 60 {
		t.Fatalf("there are %d names", len(hostileNames))
	}
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		if _, err := n.engine.SetAutoAccept(t.Context(), c.p.ServiceID(), 10_000_000); err != nil {
			t.Fatal(err)
		}
		var streams []*stream
		var list []protocol.ListFile
		for i, name := range hostileNames {
			streams = append(streams, streamOf(t, uint32(i+1), name, []protocol.ListFile{{Path: []string{name}, Size: 1}}, []byte("x")))
			list = append(list, protocol.ListFile{Path: []string{name}, Size: 1}, protocol.ListFile{Path: []string{fmt.Sprint(i), name, "sub", name}, Size: 1})
		}
		streams = append(streams, streamOf(t, 1000, "../..", list, make([]byte, len(list))))
		c.bulk(streams...)
		for _, s := range streams {
			c.say(s.offer)
			eventually(t, time.Minute, "it is here", c.told(s.offer.ID, protocol.TransferDone))
		}
		empty(t, n.cfg.Files.Partial)
		if got := inQuarantine(t, n.cfg.Files.Received); got != len(hostileNames)+len(list) {
			t.Errorf("%d files have arrived of %d", got, len(hostileNames)+len(list))
		}
		for _, x := range n.transfers() {
			if x.State != core.TransferDone || !strings.HasPrefix(x.Path, n.cfg.Files.Received+"/") {
				t.Errorf("%q is %v at %q", x.Name, x.State, x.Path)
			}
		}
	})
}

// A name that is none breaks the protocol: nothing is kept.
func TestNoName(t *testing.T) {
	withCarom(t, func(t *testing.T, n *node, c *caromCall) {
		s := streamOf(t, 1, "x", []protocol.ListFile{{Path: []string{"x"}, Size: 1}}, []byte("x"))
		s.offer.Name = ""
		c.say(s.offer)
		eventually(t, time.Minute, "the channel or the connection is closed", func() bool {
			return c.hasEnded()() || errors.Is(c.conn.SendTransfer(protocol.TransferAccept{ID: s.offer.ID}), protocol.ErrNotReady)
		})
		if list := n.transfers(); len(list) != 0 {
			t.Errorf("it is taken as %+v", list)
		}
	})
}

// A link, a pipe and a device are no files: they are not opened, nor are those in a
// folder, and who sends them is told.
func TestStrangeSources(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		dir := t.TempDir()
		link, pipe, file := filepath.Join(dir, "link"), filepath.Join(dir, "pipe"), filepath.Join(dir, "file")
		if err := errors.Join(os.Symlink("/etc/passwd", link), unix.Mkfifo(pipe, 0o600), os.WriteFile(file, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
		dirLink := filepath.Join(t.TempDir(), "folder")
		if err := os.Symlink(dir, dirLink); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{link, pipe, "/dev/null", dirLink} {
			x := a.sendFile(b.id(), path)
			eventually(t, time.Minute, path+" is refused", a.at(b.id(), core.TransferFailed))
			if got, _ := a.transfer(b.id()); got.ID != x.ID || got.ProblemKind != core.TransferProblemLink || !strings.Contains(got.Problem, "link or a device") {
				t.Errorf("%s: %+v", path, got)
			}
		}
		a.sendFile(b.id(), dir)
		b.accept(a.id())
		eventually(t, time.Minute, "the folder is here", func() bool {
			return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
		})
		if got := inQuarantine(t, b.cfg.Files.Received); got != 1 {
			t.Errorf("%d files of the folder arrived", got)
		}
		if sent, _ := a.transfer(b.id()); sent.Skipped != 2 {
			t.Errorf("%d are said to be left out", sent.Skipped)
		}
		if list := b.transfers(); len(list) != 1 {
			t.Errorf("the receiver has %d transfers", len(list))
		}
	})
}

// Two files come at once, for each of which there would be room: the disk gets full
// on the way. It says so, keeps what has come, and goes on when there is room.
func TestDiskFullOnTheWay(t *testing.T) {
	disktest.Run(t, "size=94m", func(t *testing.T, disk *disktest.Disk) {
		synctest.Test(t, func(t *testing.T) { diskFullOnTheWay(t, disk) })
	})
}

func diskFullOnTheWay(t *testing.T, disk *disktest.Disk) {
	const spare = 64 << 20 // that is kept free
	fabric := oniontest.NewFabric()
	a := startNodeWith(t, fabric, newStore(t), fileConfig(t))
	b := startNodeWith(t, fabric, newStore(t), core.Config{Files: &core.FileConfig{
		Partial: filepath.Join(disk.Dir, "partial"), Received: filepath.Join(disk.Dir, "received"),
	}})
	friends(t, a, b)
	if _, err := b.engine.SetAutoAccept(t.Context(), a.id(), 1<<40); err != nil {
		t.Fatal(err)
	}
	paths := []string{write(t, "x", random(20<<20)), write(t, "y", random(20<<20))}
	if _, err := a.engine.SendFiles(t.Context(), b.id(), paths, core.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	var stalled core.Transfer
	eventually(t, time.Minute, "one stands still", func() bool {
		for _, x := range b.transfers() {
			if x.State == core.TransferStalled {
				stalled = x
			}
		}
		return stalled.ID != 0
	})
	if !strings.HasPrefix(stalled.Problem, "The disk is full.") {
		t.Errorf("it stands still: %s", stalled.Problem)
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(disk.Dir, &stat); err != nil || stat.Bavail*uint64(stat.Bsize) < spare {
		t.Errorf("%d bytes are left on the disk, %v", stat.Bavail*uint64(stat.Bsize), err)
	}
	states := func(s core.TransferState) func() bool {
		return func() bool {
			return slices.ContainsFunc(a.transfers(), func(x core.Transfer) bool { return x.State == s })
		}
	}
	eventually(t, time.Minute, "the sender knows", states(core.TransferPausedByPeer))
	disk.Remount(t, "size=164m")
	for _, x := range b.transfers() {
		if x.State == core.TransferStalled {
			if _, err := b.engine.ResumeTransfer(t.Context(), x.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	eventually(t, time.Minute, "all is here", func() bool {
		all := append(a.transfers(), b.transfers()...)
		return len(all) == 4 && !slices.ContainsFunc(all, func(x core.Transfer) bool { return x.State != core.TransferDone })
	})
	arrived(t, a, b, paths[1])
	b.stop()
}
