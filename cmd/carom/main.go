// Command carom is Carom without a window: a node, a messenger for the
// terminal, and commands for scripts that speak to a running node.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/internal/harden"
)

func main() {
	harden.NoCoreDump()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit statuses; those of core.Code come beside them.
const (
	exitOK    = 0
	exitOther = 1
	exitUsage = int(core.CodeInvalid)
)

// errUndelivered: `send --wait` ran out of time.
var errUndelivered = errors.New("not delivered yet; it stays queued and is sent as soon as they are online")

// errUsage marks errors of cobra about how a command was called.
type errUsage struct{ error }

// run is the program without the process around it.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	app := &app{in: in, out: out, errOut: errOut, fromEnvironment: os.Getenv(passphraseVariable)}
	os.Unsetenv(passphraseVariable) // no child process is to inherit it
	root := app.command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	return status(root.Execute(), errOut)
}

// status says what went wrong and returns the exit status for it.
func status(err error, errOut io.Writer) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(errOut, "carom: %v\n", err)
	var user *core.UserError
	var usage errUsage
	switch {
	case errors.As(err, &user):
		return int(user.Code)
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitOther
}

// usage makes a cobra argument check's error a usage error.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return errUsage{fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())}
		}
		return nil
	}
}
