// Package safelog makes the log of a program: lines in which an error is told by
// its kind. What an error says for a person may have a path in it, the name of a
// file or an address, and a log is read by others, and kept where nobody expects
// anything private.
//
// Only errors are looked after. Everything else that is logged is of the one who
// logs it, and so are the words of an error that has them for a log: one with a
// method LogValue (slog.LogValuer).
package safelog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
)

// New returns a log that writes lines from a level on to w.
func New(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: scrub}))
}

// scrub puts the kind of an error in its place.
func scrub(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() != slog.KindAny {
		return a
	}
	if err, ok := a.Value.Any().(error); ok {
		a.Value = slog.StringValue(Kind(err))
	}
	return a
}

// fixed are errors of the standard library with words of their own.
var fixed = []error{
	context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed,
	os.ErrDeadlineExceeded, fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, fs.ErrClosed, fs.ErrInvalid,
}

// Kind says what kind of an error err is: what was done, where the standard
// library says it, and the words of the system, or else the type. What is joined
// is told in turn, each kind once.
func Kind(err error) string {
	var kinds []string
	add(err, "", &kinds)
	return strings.Join(kinds, ", ")
}

// add adds the kinds of err to those that there are; doing is what was done.
func add(err error, doing string, kinds *[]string) {
	switch e := err.(type) {
	case nil:
		return
	case slog.LogValuer:
		put(doing+e.LogValue().Resolve().String(), kinds)
		return
	case syscall.Errno:
		put(doing+e.Error(), kinds)
		return
	case *fs.PathError:
		doing = e.Op + ": "
	case *os.LinkError:
		doing = e.Op + ": "
	case *os.SyscallError:
		doing = e.Syscall + ": "
	case *net.OpError:
		doing = e.Op + ": "
	}
	if i := slices.Index(fixed, err); i >= 0 {
		put(doing+fixed[i].Error(), kinds)
		return
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			add(part, doing, kinds)
		}
	case interface{ Unwrap() error }:
		if inner := errors.Unwrap(err); inner != nil {
			add(inner, doing, kinds)
			return
		}
		put(doing+fmt.Sprintf("%T", err), kinds)
	default:
		put(doing+fmt.Sprintf("%T", err), kinds)
	}
}

func put(kind string, kinds *[]string) {
	if !slices.Contains(*kinds, kind) {
		*kinds = append(*kinds, kind)
	}
}
