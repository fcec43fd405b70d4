package control

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// raiseWithin is how long the window that is there may take to come to the
	// front: it may be starting itself.
	raiseWithin = 5 * time.Second
	// frontTries is how often the place is asked for whose owner is just about to
	// listen there, or to go.
	frontTries = 100
	// acceptPause and longestPause are how long the owner waits, longer each time,
	// where nobody can be let in, as while too many files are open.
	acceptPause, longestPause = 50 * time.Millisecond, 5 * time.Second
)

var (
	// ErrRaised: a window has the folder already, and was brought to the front.
	ErrRaised = errors.New("the window that is open was brought to the front")
	// errNoFront: the place can neither be had nor asked.
	errNoFront = errors.New("somebody has the window's place and does not listen")
	// errNotRaised: the window has ended, or could not come to the front.
	errNotRaised = errors.New("the window did not come to the front")
)

// Front is the place of the one window that a data folder has. It is an abstract
// socket (unix(7)): the kernel gives it to one process only and takes it back
// however that ends, and nothing of it is on the disk. Over it nothing is said but
// that the window is in front: a connection means that our user has started the
// program again.
//
// Serve is the owner's goroutine.
type Front struct{ listener net.Listener }

// TakeFront makes the caller the one window of a data folder, which need not be
// there yet. ErrRaised when there is another one, which is in front now. Any other
// error, as of a window that hangs, says nothing against opening one.
func TakeFront(ctx context.Context, dataDir string) (*Front, error) {
	ctx, cancel := context.WithTimeout(ctx, raiseWithin)
	defer cancel()
	name := frontName(dataDir, unix.Getuid())
	for range frontTries {
		l, err := net.Listen("unix", name)
		if err == nil {
			return &Front{&guarded{l.(*net.UnixListener)}}, nil
		}
		if !errors.Is(err, unix.EADDRINUSE) {
			return nil, fmt.Errorf("taking the window's place: %w", err)
		}
		switch err := raise(ctx, name); {
		case err == nil:
			return nil, ErrRaised
		case errors.Is(err, errForeign), ctx.Err() != nil:
			return nil, fmt.Errorf("asking the open window to come to the front: %w", err)
		}
	}
	return nil, errNoFront
}

// frontName is the address of a folder's window, whichever way leads there. Every
// process of the machine can read it, and so it does not say where the folder is.
func frontName(dataDir string, uid int) string {
	sum := sha256.Sum256([]byte(realPath(dataDir)))
	return "@carom-" + strconv.Itoa(uid) + "-window-" + hex.EncodeToString(sum[:8])
}

// realPath is a path without symbolic links, of which the end may not be there yet.
func realPath(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	real, err := filepath.EvalSymlinks(path)
	switch parent := filepath.Dir(path); {
	case err == nil:
		return real
	case errors.Is(err, fs.ErrNotExist) && parent != path:
		return filepath.Join(realPath(parent), filepath.Base(path))
	}
	return path
}

// raise asks the window that is there, and waits until it is in front.
func raise(ctx context.Context, name string) error {
	c, err := dialOwn(ctx, name)
	if err != nil {
		return err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	if _, err := c.Read(make([]byte, 1)); err != nil {
		return errNotRaised
	}
	return nil
}

// Serve calls raised for each time that the program was started again, until ctx
// is done; it reports whether the window is in front, at the latest when its own
// ctx is done. Then the place is free for another window: not before, whatever goes
// wrong with one that asks.
func (f *Front) Serve(ctx context.Context, raised func(ctx context.Context) bool) {
	stop := context.AfterFunc(ctx, func() { f.listener.Close() })
	defer f.listener.Close()
	defer stop()
	pause := acceptPause
	for {
		c, err := f.listener.Accept()
		if err == nil {
			pause = acceptPause
			answer(ctx, c, raised)
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
	}
}

// answer answers one who has started the program again. Whoever does not wait for
// the answer does not hold up the next one.
func answer(ctx context.Context, c net.Conn, raised func(ctx context.Context) bool) {
	defer c.Close()
	ctx, cancel := context.WithTimeout(ctx, raiseWithin)
	defer cancel()
	if raised(ctx) {
		c.Write([]byte{1})
	}
}
