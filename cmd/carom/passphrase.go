package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"carom/core"
	"carom/store"
)

const (
	// maxPassphrase bounds what is read from a file or a descriptor, in bytes.
	maxPassphrase = 4096
	// tries is how often a person may type a passphrase wrong.
	tries = 3

	credentialName     = "carom.passphrase"
	credentialsFolder  = "CREDENTIALS_DIRECTORY"
	passphraseVariable = "CAROM_PASSPHRASE"
)

// secretSource says where a passphrase comes from, if not from a terminal.
type secretSource struct {
	file string
	fd   int
}

func (s *secretSource) flags(flags *pflag.FlagSet, name, what string) {
	flags.StringVar(&s.file, name+"-file", "", "file of mode 0600 with the\n"+what)
	flags.IntVar(&s.fd, name+"-fd", -1, "file descriptor with the\n"+what)
}

// read returns the secret; false when no source was named.
func (s secretSource) read() (store.Passphrase, bool, error) {
	switch {
	case s.file != "":
		p, err := passphraseFile(s.file)
		return p, true, err
	case s.fd >= 0:
		f := os.NewFile(uintptr(s.fd), "passphrase")
		if f == nil {
			return store.Passphrase{}, true, invalidInput("There is no file descriptor %d.", s.fd)
		}
		defer f.Close()
		p, err := readPassphrase(f)
		return p, true, err
	}
	return store.Passphrase{}, false, nil
}

func invalidInput(format string, args ...any) error {
	return &core.UserError{Code: core.CodeInvalid, Text: fmt.Sprintf(format, args...)}
}

// passphraseFile reads a file that nobody else can read.
func passphraseFile(path string) (store.Passphrase, error) {
	text, err := secretFile(path, "passphrase")
	defer clear(text)
	return store.NewPassphrase(text), err
}

// secretFile reads a secret, such as a "passphrase", from a file that nobody
// else can read.
func secretFile(path, what string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, invalidInput("The file with the %s cannot be read: %v.", what, errors.Unwrap(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, invalidInput("The file with the %s cannot be read: %v.", what, errors.Unwrap(err))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, invalidInput("Others can read the file with the %s, so it was not used. Change that: chmod 600 %s", what, path)
	}
	return readSecret(f, what)
}

func readPassphrase(r io.Reader) (store.Passphrase, error) {
	text, err := readSecret(r, "passphrase")
	defer clear(text)
	return store.NewPassphrase(text), err
}

func readSecret(r io.Reader, what string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPassphrase+1))
	if err != nil {
		return nil, invalidInput("The %s cannot be read: %v.", what, err)
	}
	text := bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	if len(data) > maxPassphrase || len(text) == 0 {
		return nil, invalidInput("A %s has 1 to %d bytes; there is none, or a longer one.", what, maxPassphrase)
	}
	return text, nil
}

// given is the passphrase that did not come from a person: of a flag, of
// systemd (LoadCredential=carom.passphrase:PATH), or of the environment.
func (a *app) given() (store.Passphrase, bool, error) {
	if p, ok, err := a.secret.read(); ok {
		return p, true, err
	}
	if dir := os.Getenv(credentialsFolder); dir != "" {
		f, err := os.Open(filepath.Join(dir, credentialName))
		if err == nil {
			defer f.Close()
			p, err := readPassphrase(f)
			return p, true, err
		}
	}
	if text := a.fromEnvironment; text != "" {
		fmt.Fprintf(a.errOut, "carom: warning: the passphrase came from $%s, which\nother programs of this user can read; --passphrase-file is safer\n", passphraseVariable)
		return store.NewPassphrase([]byte(text)), true, nil
	}
	return store.Passphrase{}, false, nil
}

// terminal is the file descriptor of the terminal that a person types at.
func (a *app) terminal() (int, bool) {
	f, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// prompt asks for a secret; what is typed is not shown.
func (a *app) prompt(question string) (store.Passphrase, error) {
	fd, ok := a.terminal()
	if !ok {
		return store.Passphrase{}, invalidInput("There is no terminal to ask for the passphrase. Give it with --passphrase-file or --passphrase-fd, or as the systemd credential %s.", credentialName)
	}
	text, err := a.typed(fd, question)
	if err != nil {
		return store.Passphrase{}, invalidInput("No passphrase was typed.")
	}
	defer clear(text)
	return store.NewPassphrase(text), nil
}

// typed is what a person types at a terminal that does not show it.
func (a *app) typed(fd int, question string) ([]byte, error) {
	defer restoring(fd)()
	fmt.Fprint(a.errOut, question)
	defer fmt.Fprintln(a.errOut)
	return term.ReadPassword(fd)
}

// restoring has Ctrl-C at a prompt end the program with the terminal as it was:
// nothing has been opened yet that would have to be closed.
func restoring(fd int) (done func()) {
	state, err := term.GetState(fd)
	if err != nil {
		return func() {}
	}
	signals, end := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case <-signals:
			term.Restore(fd, state)
			os.Exit(exitOther)
		case <-end:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(end)
	}
}

// newPassphrase asks for one twice, or takes what source has.
func (a *app) newPassphrase(what string, source func() (store.Passphrase, bool, error)) (store.Passphrase, error) {
	if p, ok, err := source(); ok {
		return p, err
	}
	if _, ok := a.terminal(); !ok {
		return store.Passphrase{}, invalidInput("There is no terminal to ask for %s. Give it with a --…-file or --…-fd flag, or use --no-passphrase where the disk is encrypted already.", what)
	}
	for range tries {
		first, err := a.prompt("Choose " + what + ": ")
		if err != nil {
			return store.Passphrase{}, err
		}
		if first.IsEmpty() {
			fmt.Fprintln(a.errOut, "An empty one protects nothing. Type one, or use --no-passphrase where the disk is\nencrypted already, as on Tails.")
			continue
		}
		fmt.Fprintln(a.errOut, strength(first.Length()))
		again, err := a.prompt("Type it again: ")
		if err != nil {
			return store.Passphrase{}, err
		}
		if first.Equal(again) {
			return first, nil
		}
		fmt.Fprintln(a.errOut, "These were two different ones.")
	}
	return store.Passphrase{}, invalidInput("No passphrase was chosen. Nothing was changed; try again.")
}

// strength is a hint by length, in characters: only its chooser knows how
// random it is.
func strength(length int) string {
	switch {
	case length < 12:
		return "That is short: a thief with a few computers may guess it. Six random words are\nsafe, and easier to remember."
	case length < 20:
		return "That is safe if it is random. If it is a sentence that somebody wrote, or a name\nand a year, it is not."
	}
	return "That is long enough, if nobody else has ever written it."
}
