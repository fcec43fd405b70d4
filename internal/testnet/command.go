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
// it: Ctrl-C or a closed terminal. When nobody reads its output any more it goes
// on to its end, where Go would end it at once.
func Interruptible() (context.Context, context.CancelFunc) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
}

// Environ is the environment for a program that is to use a private network:
// without what would make it attach to the system's Tor.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TOR_") })
}
