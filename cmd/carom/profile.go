package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/internal/noderun"
	"carom/onion"
	"carom/store"
)

func (a *app) profileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "profile", Short: "Make, list, protect, copy and destroy profiles",
		Long: `A profile is an identity: an address, its contacts, what was said. Choose one with
--profile NAME; several are several people to everybody else, as long as they are
not online at the same time.`,
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
			if err := a.createProfile(profile); err != nil {
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
			root, err := a.root()
			if err != nil {
				return err
			}
			names, err := profiles(root)
			if err != nil {
				return err
			}
			for _, name := range names {
				if err := a.printProfile(root, name); err != nil {
					return err
				}
			}
			if len(names) == 0 {
				a.say("No profiles yet. Make one with `carom profile new`, or begin with `carom chat`.")
			}
			return nil
		},
	}
}

func (a *app) printProfile(root, name string) error {
	dir, err := profileDir(root, name)
	if err != nil {
		return nil // a folder that is none of ours
	}
	profile := noderun.ProfileDir(dir)
	running := store.InUse(profile)
	needed, err := store.NeedsPassphrase(profile)
	if err != nil {
		fmt.Fprintf(a.errOut, "carom: %s: %v\n", name, noderun.ProfileError(err))
		return nil
	}
	if a.json {
		return a.printJSON(struct {
			Name       string `json:"name"`
			Folder     string `json:"folder"`
			Passphrase bool   `json:"passphrase"`
			Running    bool   `json:"running"`
		}{name, dir, needed, running})
	}
	note := "passphrase"
	if !needed {
		note = "NO passphrase"
	}
	if running {
		note += ", running"
	}
	_, err = fmt.Fprintf(a.out, "%s  %s\n", padded(name, 24), note)
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
		Long: `Destroy the profile, for good: first the keys, which takes a moment and makes all
the rest unreadable, then the files. A node that runs ends. There is no way back.

It cannot reach copies: backups, snapshots of the disk, what your contacts have.
On flash (USB sticks, SSDs) the old key may survive in blocks that the device
keeps to itself; who can read those still needs the passphrase.`,
		RunE: func(*cobra.Command, []string) error {
			dir, err := a.dir()
			if err != nil {
				return err
			}
			// Without a key file there may still be the rest: of a wipe that was
			// cut short, or of a profile whose key is somewhere else just now.
			if _, err := os.Lstat(noderun.ProfileDir(dir)); errors.Is(err, os.ErrNotExist) {
				return noderun.ProfileError(store.ErrNoProfile)
			}
			if !yes {
				if err := a.confirm("This destroys the profile in "+dir+" and the files received with it, for good.", "wipe"); err != nil {
					return err
				}
			}
			return a.wipe(dir)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

const (
	// wipeAnswer is how long a running node may take to say that it ends;
	// wipePatience until it has.
	wipeAnswer   = 2 * time.Second
	wipePatience = 15 * time.Second
)

// wipe destroys the keys first, whatever a running node does; then that node is
// told to end, and removes its files, or they are removed here.
func (a *app) wipe(dir string) error {
	ctx, stop := interruptible()
	defer stop()
	began := time.Now()
	profile := noderun.ProfileDir(dir)
	if err := store.DestroyKey(profile); err != nil && store.Exists(profile) {
		return &core.UserError{Code: core.CodeStorage, Text: "The keys could not be destroyed (" + err.Error() + "). Remove the folder by hand: " + profile}
	}
	keys := time.Since(began)
	told := wipeRunning(ctx, dir)
	for store.InUse(profile) {
		if time.Since(began) > wipePatience || told != nil {
			return &core.UserError{Code: core.CodeStorage, Text: "The keys on the disk are destroyed, but a process still runs with this profile and has them in its memory. End it, then wipe again."}
		}
		time.Sleep(lockPause)
	}
	if err := noderun.RemoveAll(dir); err != nil {
		return &core.UserError{Code: core.CodeStorage, Text: "The keys are destroyed and nothing can be read any more, but files are left (" + err.Error() + ")."}
	}
	os.Remove(dir) // where nothing else is in it
	if a.profile != "" {
		os.Remove(filepath.Dir(dir))
	}
	a.say("The keys are destroyed (%d ms), and the files removed.", keys.Milliseconds())
	return nil
}

// wipeRunning tells the node, when there is one.
func wipeRunning(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, wipeAnswer)
	defer cancel()
	api, err := control.Dial(ctx, control.SocketPath(dir))
	if err != nil {
		return err
	}
	defer api.Close()
	return api.Wipe(ctx)
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

// ownerOf is the id of a key blob.
func ownerOf(blob string) (contacts.ServiceID, error) {
	key, err := onion.ParseKey(blob)
	if err != nil {
		return contacts.ServiceID{}, err
	}
	return contacts.FromPublicKey(key.PublicKey()), nil
}
