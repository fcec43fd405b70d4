package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

func (a *app) profileExport() *cobra.Command {
	var recipients []string
	var secret secretSource
	cmd := &cobra.Command{
		Use: "export FILE", Short: "Write an encrypted copy of the profile", Args: usage(cobra.ExactArgs(1)),
		Long: `Write a copy of the whole profile into one file, encrypted with age: with a
passphrase for the copy, or for recipients (age1…), who need no passphrase for it.
Whoever restores it needs the profile's own passphrase too. No node may be running.`,
		RunE: func(_ *cobra.Command, args []string) error {
			dir, err := a.dir()
			if err != nil {
				return err
			}
			to, err := a.copyRecipients(recipients, secret)
			if err != nil {
				return err
			}
			err = writeCopy(args[0], func(w io.Writer) error { return store.Export(noderun.ProfileDir(dir), w, to...) })
			if err != nil {
				return copyError(err)
			}
			a.say("The copy is in %s.", args[0])
			return nil
		},
	}
	cmd.Flags().StringArrayVarP(&recipients, "recipient", "r", nil, "an age recipient, age1…; may be repeated")
	secret.flags(cmd.Flags(), "copy-passphrase", "passphrase of the copy")
	return cmd
}

func (a *app) copyRecipients(names []string, secret secretSource) ([]age.Recipient, error) {
	var to []age.Recipient
	for _, name := range names {
		r, err := age.ParseX25519Recipient(name)
		if err != nil {
			return nil, invalidInput("%q is not an age recipient. One begins with age1.", name)
		}
		to = append(to, r)
	}
	if len(to) > 0 {
		return to, nil
	}
	p, err := a.newPassphrase("a passphrase for the copy", secret.read)
	if err != nil {
		return nil, err
	}
	r, err := p.Recipient()
	return []age.Recipient{r}, err
}

// writeCopy writes a new file, which is whole or not there.
func writeCopy(path string, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return invalidInput("%s is there already and was not changed. Choose another name.", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".carom-export-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOTSUP) { // a stick without links
		err = os.Rename(f.Name(), path)
	}
	return err
}

func copyError(err error) error {
	var user *core.UserError
	switch {
	case errors.As(err, &user):
		return err
	case errors.Is(err, store.ErrLocked):
		return &core.UserError{Code: core.CodeConflict, Text: "A node is running for this profile. End it first, so that the copy is of one moment."}
	case errors.Is(err, store.ErrPassphrase):
		return &core.UserError{Code: core.CodeStorage, Text: "This passphrase or identity does not open the copy. Nothing was changed; try again."}
	case errors.Is(err, store.ErrInvalidCopy), errors.Is(err, store.ErrNewer):
		return &core.UserError{Code: core.CodeStorage, Text: "This file cannot be taken over (" + err.Error() + "). Nothing was changed."}
	case errors.Is(err, store.ErrExists), errors.Is(err, store.ErrNoProfile):
		return noderun.ProfileError(err)
	}
	return &core.UserError{Code: core.CodeStorage, Text: "That did not work (" + err.Error() + "). Nothing was changed."}
}

func (a *app) profileImport() *cobra.Command {
	var identity string
	var secret secretSource
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Restore a copy, or take over from Ricochet-Refresh", Args: usage(cobra.ExactArgs(1)),
		Long: `Restore a copy that ` + "`carom profile export`" + ` wrote, or take over the identity and all
contacts of Ricochet-Refresh 3.0 from its ricochet.json. There must be no profile yet:
choose a new name with --profile.`,
		RunE: func(_ *cobra.Command, args []string) error {
			dir, err := a.dir()
			if err != nil {
				return err
			}
			profile := noderun.ProfileDir(dir)
			if store.Exists(profile) {
				return noderun.ProfileError(store.ErrExists)
			}
			f, err := os.Open(args[0])
			if err != nil {
				return invalidInput("The file cannot be read: %v.", errors.Unwrap(err))
			}
			defer f.Close()
			r := bufio.NewReader(f)
			start, _ := r.Peek(64)
			start = bytes.TrimPrefix(start, []byte("\uFEFF"))
			if bytes.HasPrefix(bytes.TrimSpace(start), []byte("{")) {
				return a.importRicochet(r, profile)
			}
			return a.importCopy(r, profile, identity, secret)
		},
	}
	cmd.Flags().StringVarP(&identity, "identity", "i", "", "file with an age identity (AGE-SECRET-KEY-1…)")
	secret.flags(cmd.Flags(), "copy-passphrase", "passphrase of the copy")
	return cmd
}

func (a *app) importCopy(r io.Reader, profile, identity string, secret secretSource) error {
	with, err := a.copyIdentities(identity, secret)
	if err != nil {
		return err
	}
	if err := store.Import(r, profile, with...); err != nil {
		return copyError(err)
	}
	a.say("The profile is restored. Do not run it on two machines at once.")
	return nil
}

func (a *app) copyIdentities(path string, secret secretSource) ([]age.Identity, error) {
	if path != "" {
		f, err := os.Open(path)
		if err != nil {
			return nil, invalidInput("The file with the identity cannot be read: %v.", errors.Unwrap(err))
		}
		defer f.Close()
		ids, err := age.ParseIdentities(f)
		if err != nil {
			return nil, invalidInput("There is no age identity in %s.", path)
		}
		return ids, nil
	}
	p, ok, err := secret.read()
	if err == nil && !ok {
		p, err = a.prompt("Passphrase of the copy: ")
	}
	if err != nil {
		return nil, err
	}
	id, err := p.Identity()
	return []age.Identity{id}, err
}

// importRicochet makes a new profile of a ricochet.json.
func (a *app) importRicochet(r io.Reader, profile string) error {
	old, err := store.ReadRicochet(r, time.Now(), ownerOf)
	if err != nil {
		return copyError(err)
	}
	if err := a.createProfile(profile); err != nil {
		return err
	}
	if err := a.fill(profile, old); err != nil {
		return errors.Join(noderun.ProfileError(err), store.Destroy(profile))
	}
	counts := make(map[contacts.State]int)
	for _, c := range old.Contacts {
		counts[c.State]++
	}
	var parts []string
	for _, s := range []contacts.State{contacts.Accepted, contacts.Pending, contacts.Requesting, contacts.Rejected, contacts.Blocked} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], s))
		}
	}
	a.say("Taken over: your address and %d contacts (%s).", len(old.Contacts), strings.Join(parts, ", "))
	if old.Skipped > 0 {
		a.say("%d entries were no contacts and are left out.", old.Skipped)
	}
	a.say("ricochet.json holds your private key, readable: destroy it, and use only one of the\ntwo programs with this address.")
	return nil
}

func (a *app) fill(profile string, old store.Ricochet) error {
	db, err := a.unlock(profile)
	if err != nil {
		return err
	}
	changes := []store.Change{store.SetIdentity{Blob: old.Identity}}
	for _, c := range old.Contacts {
		changes = append(changes, store.PutContact{Contact: c})
	}
	done := make(chan error, 1)
	db.Commit(changes, func(err error) { done <- err })
	return errors.Join(<-done, db.Close())
}
