package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/internal/profiles"
	"carom/store"
)

func (a *app) profileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "profile", Short: "Make, list, protect, copy and destroy profiles",
		Long: `A profile is an identity: an address, its contacts, what was said. Choose one
with --profile NAME; several are several people to everybody else, as long as
they are not online at the same time.`,
		Args: usage(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.profileNew(), a.profileList(), a.profilePasswd(), a.profileExport(), a.profileImport(), a.profileVerify(), a.profileWipe())
	return cmd
}

// onProfile runs f with the chosen profile's folder.
func (a *app) onProfile(f func(profile string) error) func(*cobra.Command, []string) error {
	return func(*cobra.Command, []string) error {
		dir, err := a.dir()
		if err != nil {
			return err
		}
		return f(noderun.ProfileDir(dir))
	}
}

func (a *app) profileNew() *cobra.Command {
	return &cobra.Command{
		Use: "new", Short: "Make a new profile", Args: usage(cobra.NoArgs),
		RunE: a.onProfile(func(profile string) error {
			if store.Exists(profile) {
				return noderun.ProfileError(store.ErrExists)
			}
			if err := a.createProfile(); err != nil {
				return err
			}
			id, err := a.readID(profile)
			if err != nil {
				return err
			}
			return a.printAddress(id)
		}),
	}
}

func (a *app) profileList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the profiles of the data folder", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			folder, err := a.folder()
			if err != nil {
				return err
			}
			list, err := folder.Profiles()
			if err != nil {
				return err
			}
			for _, p := range list {
				if err := a.printProfile(folder, p); err != nil {
					return err
				}
			}
			if len(list) == 0 {
				a.say("No profiles yet. Make one with `carom profile new`, or begin with `carom chat`.")
			}
			return nil
		},
	}
}

func (a *app) printProfile(folder profiles.Folder, p profiles.Profile) error {
	dir, err := folder.Dir(p.Name)
	if err != nil {
		return err
	}
	if p.Err != nil {
		fmt.Fprintf(a.errOut, "carom: %s: %v\n", p.Name, p.Err)
		return nil
	}
	if a.json {
		return a.printJSON(struct {
			Name       string `json:"name"`
			Folder     string `json:"folder"`
			Passphrase bool   `json:"passphrase"`
			Running    bool   `json:"running"`
		}{p.Name, dir, p.Passphrase, p.Running})
	}
	note := "passphrase"
	if !p.Passphrase {
		note = "NO passphrase"
	}
	if p.Running {
		note += ", running"
	}
	_, err = fmt.Fprintf(a.out, "%s  %s\n", padded(p.Name, 24), note)
	return err
}

func (a *app) profilePasswd() *cobra.Command {
	var next secretSource
	cmd := &cobra.Command{
		Use: "passwd", Short: "Change the passphrase", Args: usage(cobra.NoArgs),
		Long: `Change the passphrase. When this returns, the old one opens nothing any more; a
copy that was exported before keeps the one it had.

With --no-passphrase the profile has none afterwards.`,
		RunE: a.onProfile(func(profile string) error {
			needed, err := store.NeedsPassphrase(profile)
			if err != nil {
				return noderun.ProfileError(err)
			}
			var old, chosen store.Passphrase
			if needed {
				var ok bool
				if old, ok, err = a.given(); err == nil && !ok {
					old, err = a.prompt("Present passphrase: ")
				}
			}
			if a.noPassphrase {
				a.warnNoPassphrase()
			}
			if err == nil && !a.noPassphrase {
				chosen, err = a.newPassphrase("the new passphrase", next.read)
			}
			if err != nil {
				return err
			}
			if err := store.ChangePassphrase(profile, old, chosen); err != nil {
				return noderun.ProfileError(err)
			}
			a.say("The passphrase is changed.")
			return nil
		}),
	}
	next.flags(cmd.Flags(), "new-passphrase", "new passphrase")
	return cmd
}

func (a *app) profileVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Read everything and say whether it is whole", Args: usage(cobra.NoArgs),
		RunE: a.onProfile(func(profile string) error {
			db, err := a.unlock(profile)
			if err != nil {
				return err
			}
			if err := errors.Join(db.Verify(), db.Close()); err != nil {
				return noderun.ProfileError(err)
			}
			a.say("The profile is whole.")
			return nil
		}),
	}
}

func (a *app) profileWipe() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "wipe", Short: "Destroy the profile, for good", Args: usage(cobra.NoArgs),
		Long: `Destroy the profile, for good: first the keys, which takes a moment and makes
all the rest unreadable, then the files. A node that runs ends. There is no way
back.

It cannot reach copies: backups, snapshots of the disk, what your contacts have.
On flash (USB sticks, SSDs) the old key may survive in blocks that the device
keeps to itself; who can read those still needs the passphrase.`,
		RunE: func(*cobra.Command, []string) error {
			folder, err := a.folder()
			if err != nil {
				return err
			}
			dir, err := folder.Dir(a.profile)
			if err != nil {
				return err
			}
			if _, err := os.Lstat(noderun.ProfileDir(dir)); errors.Is(err, os.ErrNotExist) {
				return noderun.ProfileError(store.ErrNoProfile)
			}
			if !yes {
				if err := a.confirm("This destroys the profile in "+dir+" and the files received with it, for good.", "wipe"); err != nil {
					return err
				}
			}
			ctx, stop := interruptible()
			defer stop()
			keys, err := folder.Wipe(ctx, a.profile)
			if err != nil {
				return err
			}
			a.say("The keys are destroyed (%d ms), and the files removed.", keys.Milliseconds())
			return nil
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// readID opens a profile for its address, which a new one gets here.
func (a *app) readID(profile string) (contacts.ServiceID, error) {
	db, err := a.unlock(profile)
	if err != nil {
		return contacts.ServiceID{}, err
	}
	key, err := core.LoadIdentity(db)
	if err := errors.Join(err, db.Close()); err != nil {
		return contacts.ServiceID{}, noderun.ProfileError(err)
	}
	return contacts.FromPublicKey(key.PublicKey()), nil
}

func (a *app) printAddress(id contacts.ServiceID) error {
	if a.json {
		return a.printJSON(map[string]string{"address": id.Address()})
	}
	_, err := fmt.Fprintln(a.out, id.Address())
	return err
}
