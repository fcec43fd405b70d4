package safelog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

const private = "/home/anna/leak.pdf"

// spoken has words for a log, and others for a person.
type spoken struct{}

func (spoken) Error() string        { return private }
func (spoken) LogValue() slog.Value { return slog.StringValue("for the log") }

// uncomparable is an error that must not be compared with another.
type uncomparable struct{ _ []string }

func (uncomparable) Error() string { return private }

func TestKind(t *testing.T) {
	noSpace := &fs.PathError{Op: "write", Path: private, Err: syscall.ENOSPC}
	_, missing := os.Open(private)
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"none":           {nil, ""},
		"path":           {noSpace, "write: no space left on device"},
		"missing":        {missing, "open: no such file or directory"},
		"wrapped":        {fmt.Errorf("sending %s: %w", private, noSpace), "write: no space left on device"},
		"link":           {&os.LinkError{Op: "rename", Old: private, New: private, Err: syscall.EXDEV}, "rename: invalid cross-device link"},
		"socket":         {&net.OpError{Op: "accept", Net: "unix", Addr: &net.UnixAddr{Name: private, Net: "unix"}, Err: os.NewSyscallError("accept4", syscall.EMFILE)}, "accept4: too many open files"},
		"closed":         {&net.OpError{Op: "accept", Addr: &net.UnixAddr{Name: private}, Err: net.ErrClosed}, "accept: use of closed network connection"},
		"ended":          {context.Canceled, "context canceled"},
		"joined":         {errors.Join(noSpace, fmt.Errorf("%s: %w", private, fs.ErrNotExist), noSpace), "write: no space left on device, file does not exist"},
		"words":          {errors.New(private), "*errors.errorString"},
		"no cause":       {fmt.Errorf("%s: %w", private, error(nil)), "*fmt.wrapError"},
		"for the log":    {fmt.Errorf("%s: %w", private, spoken{}), "for the log"},
		"not to compare": {uncomparable{}, "safelog.uncomparable"},
	} {
		if got := Kind(test.err); got != test.want {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
	}
}

// Whatever an error says, and wherever in a line it is, the line tells its kind.
func TestLog(t *testing.T) {
	var out strings.Builder
	log := New(&out, slog.LevelInfo)
	_, err := os.Open(private)
	log.With("cause", err).WithGroup("group").Warn("it failed", "err", err, slog.Group("inner", "err", fmt.Errorf("again %w", err)), "in", 3)
	log.Debug("nobody asked")
	if said := out.String(); strings.Contains(said, "anna") || strings.Count(said, "open: no such file or directory") != 3 ||
		!strings.Contains(said, "group.in=3") || strings.Contains(said, "nobody") {
		t.Errorf("the log is %s", said)
	}
}
