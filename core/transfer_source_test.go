package core_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carom/core"
	"carom/internal/safelog"
	"carom/onion/oniontest"
)

// away takes a file or folder away, as a stick that is pulled out, and returns what
// puts it back.
func away(t *testing.T, path string) (back func()) {
	t.Helper()
	elsewhere := filepath.Join(t.TempDir(), "away")
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(path, elsewhere)
	return func() { move(elsewhere, path) }
}

// offeredThenAway is a file of the first node whose disk is gone when that is started
// again. Nothing ends by it.
func offeredThenAway(t *testing.T, fabric *oniontest.Fabric, a, b *node) (path string, again *node, back func()) {
	t.Helper()
	path = write(t, "x", random(100_000))
	a.sendFile(b.id(), path)
	eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
	a.stop()
	back = away(t, filepath.Dir(path))
	var log strings.Builder
	a.cfg.Log = safelog.New(&log, slog.LevelDebug)
	again = startNodeWith(t, fabric, a.store, a.cfg)
	eventually(t, 20*time.Minute, "it stands still", again.at(b.id(), core.TransferStalled))
	if x, _ := again.transfer(b.id()); x.ProblemKind != core.TransferProblemSourceGone {
		t.Errorf("it is %+v", x)
	}
	if said := log.String(); !strings.Contains(said, "why=source-gone") || strings.Contains(said, filepath.Dir(path)) {
		t.Errorf("the log says:\n%s", said)
	}
	return path, again, back
}

// The disk of a file is not there when the sender starts: it is offered all the same,
// and moves when the disk is back and either our user says so or Carom starts again.
func TestSourceAway(t *testing.T) {
	for name, goOn := range map[string]func(fabric *oniontest.Fabric, a, b *node) *node{
		"resumed": func(_ *oniontest.Fabric, a, b *node) *node {
			a.do((*core.Engine).ResumeTransfer, b.id())
			return a
		},
		"restarted": func(fabric *oniontest.Fabric, a, _ *node) *node { return a.restart(fabric) },
	} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				path, a, back := offeredThenAway(t, fabric, a, b)
				b.do((*core.Engine).AcceptTransfer, a.id())
				eventually(t, 20*time.Minute, "the receiver knows", b.at(a.id(), core.TransferPausedByPeer))
				a.do((*core.Engine).ResumeTransfer, b.id())
				eventually(t, time.Minute, "it stands still again", a.at(b.id(), core.TransferStalled))
				back()
				a = goOn(fabric, a, b)
				arrived(t, a, b, path)
			})
		})
	}
}

// To a program that is no Carom it is offered anew.
func TestSourceAwayPlain(t *testing.T) {
	plainPair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path, a, back := offeredThenAway(t, fabric, a, b)
		back()
		a.do((*core.Engine).ResumeTransfer, b.id())
		eventually(t, 20*time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		b.accept(a.id())
		arrived(t, a, b, path)
	})
}

// A file of a folder is not there when its turn comes: what has come stays.
func TestSourceOfFolderAway(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(100_000))
		dir := filepath.Dir(path)
		if err := os.WriteFile(filepath.Join(dir, "y"), random(100_000), 0o600); err != nil {
			t.Fatal(err)
		}
		a.sendFile(b.id(), dir)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		back := away(t, path)
		b.do((*core.Engine).AcceptTransfer, a.id())
		eventually(t, time.Minute, "both stand still", func() bool {
			return a.at(b.id(), core.TransferStalled)() && b.at(a.id(), core.TransferPausedByPeer)()
		})
		back()
		a.do((*core.Engine).ResumeTransfer, b.id())
		got := bothDone(t, a, b)
		sameFiles(t, filepath.Join(got.Path, "x"), path)
		sameFiles(t, filepath.Join(got.Path, "y"), filepath.Join(dir, "y"))
	})
}

// The disk of a whole folder is not connected: where it was, the folder is empty.
func TestSourceIsMountPoint(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(100_000))
		dir := filepath.Dir(path)
		a.sendFile(b.id(), dir)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a.stop()
		back := away(t, path)
		a = startNodeWith(t, fabric, a.store, a.cfg)
		eventually(t, 20*time.Minute, "it stands still", a.at(b.id(), core.TransferStalled))
		if x, _ := a.transfer(b.id()); x.ProblemKind != core.TransferProblemSourceGone {
			t.Errorf("it is %+v", x)
		}
		back()
		b.do((*core.Engine).AcceptTransfer, a.id())
		a.do((*core.Engine).ResumeTransfer, b.id())
		got := bothDone(t, a, b)
		sameFiles(t, filepath.Join(got.Path, "x"), path)
	})
}

// A part of a folder is not there, or cannot be read, when the sender starts: what it
// offered is kept until it is as it was.
func TestSourcePartAway(t *testing.T) {
	for name, c := range map[string]struct {
		instead func(t *testing.T, part string)
		why     core.TransferProblem
	}{
		"gone": {func(*testing.T, string) {}, core.TransferProblemSourceGone},
		"unreadable": {func(t *testing.T, part string) {
			if err := os.Symlink("elsewhere", part); err != nil {
				t.Fatal(err)
			}
		}, core.TransferProblemSource},
	} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				dir, part := folderWithPart(t)
				a.sendFile(b.id(), dir)
				eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
				a.stop()
				back := away(t, part)
				c.instead(t, part)
				a = startNodeWith(t, fabric, a.store, a.cfg)
				eventually(t, 20*time.Minute, "it stands still", a.at(b.id(), core.TransferStalled))
				if x, _ := a.transfer(b.id()); x.ProblemKind != c.why {
					t.Errorf("it is %+v", x)
				}
				if err := os.RemoveAll(part); err != nil {
					t.Fatal(err)
				}
				back()
				b.do((*core.Engine).AcceptTransfer, a.id())
				a.do((*core.Engine).ResumeTransfer, b.id())
				got := bothDone(t, a, b)
				sameFiles(t, filepath.Join(got.Path, "part", "y"), filepath.Join(part, "y"))
			})
		})
	}
}

// folderWithPart is a folder with a file in it and one in a folder below.
func folderWithPart(t *testing.T) (dir, part string) {
	t.Helper()
	dir = filepath.Dir(write(t, "x", random(100_000)))
	part = filepath.Join(dir, "part")
	if err := os.Mkdir(part, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(part, "y"), random(100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, part
}

// A folder has a file more when the sender starts: it is over.
func TestSourceOfFolderChanged(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		dir, part := folderWithPart(t)
		a.sendFile(b.id(), dir)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a.stop()
		if err := os.WriteFile(filepath.Join(part, "z"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		a = startNodeWith(t, fabric, a.store, a.cfg)
		eventually(t, 20*time.Minute, "it is over", a.at(b.id(), core.TransferFailed))
		if x, _ := a.transfer(b.id()); x.ProblemKind != core.TransferProblemChanged {
			t.Errorf("it is %+v", x)
		}
	})
}

// The file changes while it waits: both sides are told, and it is over.
func TestSourceChanged(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		path := write(t, "x", random(100_000))
		a.sendFile(b.id(), path)
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a.stop()
		if err := os.WriteFile(path, random(99_999), 0o600); err != nil {
			t.Fatal(err)
		}
		a = startNodeWith(t, fabric, a.store, a.cfg)
		eventually(t, 20*time.Minute, "both know", func() bool {
			return a.at(b.id(), core.TransferFailed)() && b.at(a.id(), core.TransferFailed)()
		})
		mine, _ := a.transfer(b.id())
		theirs, _ := b.transfer(a.id())
		if mine.ProblemKind != core.TransferProblemChanged || theirs.ProblemKind != core.TransferProblemPeerSource {
			t.Errorf("they are %+v and %+v", mine, theirs)
		}
	})
}
