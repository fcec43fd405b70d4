package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/internal/noderun"
	"carom/internal/profiles"
	"carom/store"
)

func (a *app) profileExport() *cobra.Command {
	var recipients []string
	var secret secretSource
	cmd := &cobra.Command{
		Use: "export FILE", Short: "Write an encrypted copy of the profile", Args: usage(cobra.ExactArgs(1)),
		Long: `Write a copy of the whole profile into one file, encrypted with age: with a
passphrase for the copy, or for recipients (age1…), who need no passphrase for
it. Whoever restores it needs the profile's own passphrase too. No node may be
running.`,
		RunE: func(_ *cobra.Command, args []string) error {
			to, err := a.copyRecipients(recipients, secret)
			if err != nil {
				return err
			}
			folder, err := a.folder()
			if err != nil {
				return err
			}
			if err := folder.Export(a.profile, args[0], to...); err != nil {
				return err
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

func (a *app) profileImport() *cobra.Command {
	var identity string
	var secret secretSource
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Restore a copy, or take over from Ricochet-Refresh", Args: usage(cobra.ExactArgs(1)),
		Long: `Restore a copy that ` + "`carom profile export`" + ` wrote, or take over the identity and
all contacts of Ricochet-Refresh 3.0 from its ricochet.json. There must be no
profile yet: choose a new name with --profile.`,
		RunE: func(_ *cobra.Command, args []string) error {
			folder, err := a.folder()
			if err != nil {
				return err
			}
			if _, exists := folder.Look(a.profile); exists {
				return noderun.ProfileError(store.ErrExists)
			}
			f, err := os.Open(args[0])
			if err != nil {
				return invalidInput("The file cannot be read: %v.", errors.Unwrap(err))
			}
			defer f.Close()
			r := bufio.NewReader(f)
			if profiles.KindOf(r) == profiles.Ricochet {
				return a.importRicochet(r, folder)
			}
			return a.importCopy(r, folder, identity, secret)
		},
	}
	cmd.Flags().StringVarP(&identity, "identity", "i", "", "file with an age identity\n(AGE-SECRET-KEY-1…)")
	secret.flags(cmd.Flags(), "copy-passphrase", "passphrase of the copy")
	return cmd
}

func (a *app) importCopy(r io.Reader, folder profiles.Folder, identity string, secret secretSource) error {
	with, err := a.copyIdentities(identity, secret)
	if err != nil {
		return err
	}
	if err := folder.ImportCopy(a.profile, r, with...); err != nil {
		return err
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
func (a *app) importRicochet(r io.Reader, folder profiles.Folder) error {
	old, err := profiles.ReadRicochet(r)
	if err != nil {
		return err
	}
	p, err := a.choosePassphrase()
	if err != nil {
		return err
	}
	if err := folder.ImportRicochet(a.profile, old, p); err != nil {
		return err
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
