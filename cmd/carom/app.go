package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/internal/noderun"
	"carom/internal/safelog"
	"carom/store"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "development"

// app is what all commands share: the global flags and the streams.
type app struct {
	in          io.Reader
	out, errOut io.Writer

	dataDir, profile, torrc, torPath, logLevel string
	json, quiet, noPassphrase                  bool
	secret                                     secretSource
	// fromEnvironment is $CAROM_PASSPHRASE.
	fromEnvironment string
	// chosen is the passphrase of a profile that was just made.
	chosen store.Passphrase
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "carom",
		Short: "A messenger over Tor: every user is an onion service, there is no server",
		Long: `Carom is a messenger over Tor in which nobody but the two people talking knows
that they talk. Every user is a v3 onion service; there is no server, no
account, no phone number. It talks with Ricochet-Refresh users too.

Begin with ` + "`carom chat`" + `. For a machine that answers day and night, run
` + "`carom node`" + ` and speak to it with the other commands.

NAME is a contact's name, the beginning of it, or an address.

Exit status: 0 done; 1 something else failed; 2 wrong call or input; 3 no such
contact or message; 4 not possible now; 5 the profile cannot be read or written;
6 no node or no tor. With --json, output is one JSON object a line.`,
		SilenceUsage: true, SilenceErrors: true, Version: version,
		Args: usage(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return errUsage{fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())}
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.dataDir, "data-dir", "", "folder of the profile (default $CAROM_DATA_DIR,\nelse ~/.local/share/carom)")
	flags.StringVar(&a.profile, "profile", "", "one of several profiles in that folder")
	a.secret.flags(flags, "passphrase", "profile's passphrase")
	flags.BoolVar(&a.noPassphrase, "no-passphrase", false, "make a new profile without one, for a disk\nthat is encrypted already")
	flags.StringVar(&a.torrc, "torrc", "", "file with more lines for the configuration of\nthe tor that is started")
	flags.StringVar(&a.torPath, "tor", "", "the tor program (default: looked for)")
	flags.StringVar(&a.logLevel, "log-level", "warn", "debug, info, warn or error, for the log on\nstandard error")
	flags.BoolVar(&a.json, "json", false, "one JSON object a line")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print nothing that is not asked for")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(a.idCommand(), a.nodeCommand(), a.chatCommand(), a.contactCommand(), a.sendCommand(), a.sendFileCommand(), a.filesCommand(),
		a.historyCommand(), a.profileCommand(), a.tailCommand(), a.statusCommand(), a.versionCommand(),
		a.connectionCommand(), a.presenceCommand(), a.draftCommand(), a.torLogCommand(), a.preferenceCommand())
	return root
}

// nodeConfig is the configuration of a node of our own.
func (a *app) nodeConfig() (noderun.Config, error) {
	dir, err := a.dir()
	if err != nil {
		return noderun.Config{}, err
	}
	lines, environ, err := noderun.TorOptions(a.torrc, a.torPath, os.Getenv)
	if err != nil {
		return noderun.Config{}, err
	}
	log, err := a.logger()
	if err != nil {
		return noderun.Config{}, err
	}
	return noderun.Config{DataDir: dir, TorPath: a.torPath, ExtraTorrc: lines, Environ: environ, Version: version, Log: log}, nil
}

func (a *app) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
		return nil, errUsage{fmt.Errorf("--log-level is debug, info, warn or error")}
	}
	return safelog.New(a.errOut, level), nil
}

// client connects to the running node.
func (a *app) client(ctx context.Context) (*control.Client, error) {
	dir, err := a.dir()
	if err != nil {
		return nil, err
	}
	return control.Dial(ctx, control.SocketPath(dir))
}

// withNode runs a command against the running node.
func (a *app) withNode(run func(ctx context.Context, api core.API, args []string) error) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		ctx, stop := interruptible()
		defer stop()
		api, err := a.client(ctx)
		if err != nil {
			return err
		}
		defer api.Close()
		return run(ctx, api, args)
	}
}

// interruptible is a context that ends with the first Ctrl-C or SIGTERM, or when
// the terminal is closed; the second one ends the process. A program that was
// told to outlive its terminal (nohup) does.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// find looks a contact up by what the user calls it.
func find(ctx context.Context, api core.API, name string) (core.Contact, error) {
	st, err := api.State(ctx)
	if err != nil {
		return core.Contact{}, err
	}
	list := make([]contacts.Contact, len(st.Contacts))
	for i, c := range st.Contacts {
		list[i] = c.Contact
	}
	book, err := contacts.NewBook(st.Self, list)
	if err != nil {
		return core.Contact{}, err
	}
	found, err := book.Lookup(name)
	if err != nil {
		return core.Contact{}, &core.UserError{Code: lookupCode(err), Text: err.Error()}
	}
	for _, c := range st.Contacts {
		if c.ID == found.ID {
			return c, nil
		}
	}
	return core.Contact{}, &core.UserError{Code: core.CodeNotFound, Text: "There is no such contact."}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			goVersion := "unknown"
			if info, ok := debug.ReadBuildInfo(); ok {
				goVersion = strings.TrimPrefix(info.GoVersion, "go")
			}
			if a.json {
				return a.printJSON(map[string]string{"version": version, "go": goVersion})
			}
			_, err := fmt.Fprintf(a.out, "carom %s (Go %s)\n", version, goVersion)
			return err
		},
	}
}
