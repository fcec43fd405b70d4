package testnet

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// Interruptible is a context for a command that has to clean up whatever ends
// it: Ctrl-C, a closed terminal, or nobody reading its output any more.
func Interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
}

// Environ is the environment for a program that is to use a private network:
// without what would make it attach to the system's Tor.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TOR_") })
}
