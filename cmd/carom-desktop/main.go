//go:build minimal

// Command carom-desktop is Carom with a window.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/pflag"

	"carom/control"
	"carom/core"
	"carom/gui"
	"carom/internal/desktop"
	"carom/internal/harden"
	"carom/internal/noderun"
	"carom/internal/profiles"
	"carom/internal/safelog"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "development"

const exitUsage = int(core.CodeInvalid)

func main() {
	runtime.LockOSThread() // the GUI thread is the process's first one
	harden.NoCoreDump()
	os.Exit(run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// options are what the command line says.
type options struct {
	dataDir, profile, torrc, torPath string
	version                          bool
}

func parse(args []string, errOut io.Writer) (options, error) {
	var o options
	flags := pflag.NewFlagSet("carom-desktop", pflag.ContinueOnError)
	flags.SetOutput(errOut)
	flags.StringVar(&o.dataDir, "data-dir", "", "folder of the profiles (default $CAROM_DATA_DIR,\nelse ~/.local/share/carom)")
	flags.StringVar(&o.profile, "profile", "", "one of several profiles in that folder")
	flags.StringVar(&o.torrc, "torrc", "", "file with more lines for the configuration of\nthe tor that is started")
	flags.StringVar(&o.torPath, "tor", "", "the tor program (default: looked for)")
	flags.BoolVar(&o.version, "version", false, "print the version")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("carom-desktop takes no words besides its options; see `carom-desktop --help`")
	}
	if o.profile != "" {
		return o, profiles.CheckName(o.profile)
	}
	return o, nil
}

// run is the program without the process around it.
func run(args []string, getenv func(string) string, out, errOut io.Writer) int {
	o, err := parse(args, errOut)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return 0
	case err == nil && o.version:
		fmt.Fprintf(out, "carom-desktop %s\n", version)
		return 0
	case err == nil:
		err = show(o, getenv, out, errOut)
	}
	if err != nil {
		fmt.Fprintf(errOut, "carom-desktop: %v\n", err)
		return exitUsage
	}
	return 0
}

// show runs the window until it ends. Where there is one already, for the same
// profiles, that comes to the front instead.
func show(o options, getenv func(string) string, out, errOut io.Writer) error {
	log := safelog.New(errOut, slog.LevelWarn)
	cfg, err := config(o, getenv, log)
	if err != nil {
		return err
	}
	dir, err := cfg.Desk.Dir(o.profile)
	if err != nil {
		return err
	}
	front, err := control.TakeFront(context.Background(), dir)
	switch {
	case errors.Is(err, control.ErrRaised):
		fmt.Fprintln(out, "Carom is open already; its window was brought to the front.")
		return nil
	case err != nil: // the window itself says who has the profile
		log.Warn("a second start will not find this window", "err", err)
	default:
		cfg.Again = front.Serve
	}
	app := gui.NewApplication(os.Args[:1])
	d := gui.New(app, cfg, func() { app.Exit(0) })
	app.OnSessionEnd(d)
	stop := onSignal(d.Interrupt)
	d.Show()
	app.Exec()
	d.Finish()
	stop()
	return nil
}

// config is what the window works with.
func config(o options, getenv func(string) string, log *slog.Logger) (gui.Config, error) {
	dataDir, err := profiles.Root(o.dataDir, getenv)
	if err != nil {
		return gui.Config{}, err
	}
	lines, environ, err := noderun.TorOptions(o.torrc, o.torPath, getenv)
	if err != nil {
		return gui.Config{}, err
	}
	colours := desktop.NewColours(getenv)
	return gui.Config{
		Desk: desktop.New(desktop.Config{
			DataDir: dataDir, TorPath: o.torPath, ExtraTorrc: lines, Environ: environ, Version: version, Log: log,
		}),
		Profile:       o.profile,
		Locale:        []string{getenv("LANGUAGE"), getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")},
		Dark:          colours.Dark,
		WatchDark:     colours.Serve,
		Notifier:      desktop.NewNotifier("carom", getenv),
		Version:       version,
		DiskEncrypted: desktop.DiskEncrypted(),
		SystemTor:     environ.Attach,
	}, nil
}

// onSignal calls f at the first signal that asks to end; the second one ends
// the process at once. stop ends the watching.
func onSignal(f func()) (stop func()) {
	signals, done, ended := make(chan os.Signal, 1), make(chan struct{}), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		defer close(ended)
		defer signal.Stop(signals)
		select {
		case <-signals:
			f()
		case <-done:
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}
