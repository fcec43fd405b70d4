package control

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// FrontName is for the tests from outside.
var FrontName = frontName

// frontOf has a window of a folder until stop is called. It comes to the front
// where it can; raised gets each time.
func frontOf(t *testing.T, dir string, can bool) (raised chan bool, stop func()) {
	t.Helper()
	front, err := TakeFront(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	raised = make(chan bool, frontTries)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		front.Serve(ctx, func(context.Context) bool {
			raised <- true
			return can
		})
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return raised, stop
}

// The second window of a folder brings the first one to the front, and gets the
// place only when the first has ended.
func TestFront(t *testing.T) {
	dir := t.TempDir()
	raised, stop := frontOf(t, dir, true)
	for range 3 {
		if _, err := TakeFront(t.Context(), dir); !errors.Is(err, ErrRaised) {
			t.Fatalf("the second window got %v", err)
		}
		if len(raised) != 1 {
			t.Fatalf("the first window was raised %d times", len(raised))
		}
		<-raised
	}
	frontOf(t, t.TempDir(), true) // another folder's window is another
	stop()
	frontOf(t, dir, true)
	if len(raised) > 0 {
		t.Error("the window that has ended was raised")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

// Of windows that start at the same time one gets the place, and is raised by all
// the others.
func TestFrontAtOnce(t *testing.T) {
	const windows = 8
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	raised, ended := make(chan bool, windows), make(chan error, windows)
	for range windows {
		go func() {
			front, err := TakeFront(ctx, dir)
			if err == nil {
				front.Serve(ctx, func(context.Context) bool { raised <- true; return true })
			}
			ended <- err
		}()
	}
	for range windows - 1 {
		if err := <-ended; !errors.Is(err, ErrRaised) {
			t.Errorf("one that was not the first got %v", err)
		}
	}
	cancel()
	if err := <-ended; err != nil || len(raised) != windows-1 {
		t.Errorf("the first got %v and was raised %d times", err, len(raised))
	}
}

// It is the same folder, whichever way leads there, and before it is made.
func TestFrontByAnotherWay(t *testing.T) {
	root := t.TempDir()
	link := filepath.Join(root, "link")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	raised, _ := frontOf(t, filepath.Join(root, "new", "carom"), true)
	if err := os.MkdirAll(filepath.Join(root, "new", "carom"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	for _, way := range []string{filepath.Join(root, "new", "carom"), filepath.Join(link, "new", "carom") + "/", "new/../new/carom"} {
		if _, err := TakeFront(t.Context(), way); !errors.Is(err, ErrRaised) {
			t.Errorf("by %q it got %v", way, err)
			continue
		}
		<-raised
	}
}

// busy is a listener of a process that has too many files open for a while.
type busy struct {
	net.Listener
	times int
}

func (b *busy) Accept() (net.Conn, error) {
	if b.times > 0 {
		b.times--
		return nil, unix.EMFILE
	}
	return b.Listener.Accept()
}

// A window that could not let somebody in keeps its place, and lets them in later.
func TestFrontIsBusy(t *testing.T) {
	dir := t.TempDir()
	front, err := TakeFront(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	front.listener = &busy{front.listener, 2}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		front.Serve(ctx, func(context.Context) bool { return true })
	}()
	if _, err := TakeFront(t.Context(), dir); !errors.Is(err, ErrRaised) {
		t.Errorf("the second window got %v", err)
	}
	cancel()
	<-ended
}

// A window that hangs, or cannot come to the front, is not told to be there.
func TestFrontHangs(t *testing.T) {
	dir := t.TempDir()
	front, err := TakeFront(t.Context(), dir) // nobody serves it
	if err != nil {
		t.Fatal(err)
	}
	defer front.listener.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := TakeFront(ctx, dir); err == nil || errors.Is(err, ErrRaised) {
		t.Errorf("of a window that hangs it says %v", err)
	}
	cannot := t.TempDir()
	raised, _ := frontOf(t, cannot, false)
	if _, err := TakeFront(t.Context(), cannot); !errors.Is(err, errNoFront) || len(raised) != frontTries {
		t.Errorf("of a window that cannot it says %v, after it was asked %d times", err, len(raised))
	}
}

// The name of a place is another one for every user, and does not say where the
// folder is.
func TestFrontName(t *testing.T) {
	name := frontName("/home/anna", 1)
	if name == frontName("/home/anna", 2) || name == frontName("/home/bob", 1) {
		t.Error("two have the same place")
	}
	if len(name) != len("@carom-1-window-")+16 {
		t.Errorf("the name is %q", name)
	}
}
