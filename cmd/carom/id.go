package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

func (a *app) idCommand() *cobra.Command {
	return &cobra.Command{
		Use: "id", Short: "Print your address, which you give to people who may ask you", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			id, err := a.ownID()
			if err != nil {
				return err
			}
			return a.printAddress(id)
		},
	}
}

// ownID asks the running node, or reads the profile when there is none. A new
// profile gets its address here.
func (a *app) ownID() (contacts.ServiceID, error) {
	ctx, stop := interruptible()
	defer stop()
	dir, err := a.dir()
	if err != nil {
		return contacts.ServiceID{}, err
	}
	var db *store.DB
	for deadline := time.Now().Add(lockPatience); db == nil; {
		api, err := a.client(ctx)
		if err == nil {
			defer api.Close()
			st, err := api.State(ctx)
			return st.Self, err
		}
		// A node that is just starting has the profile and no socket yet.
		if db, err = a.openProfile(); err != nil && (!isRunning(err) || time.Now().After(deadline)) {
			return contacts.ServiceID{}, err
		}
		if db == nil {
			time.Sleep(lockPause)
		}
	}
	key, err := core.LoadIdentity(db)
	if err := errors.Join(err, db.Close()); err != nil {
		return contacts.ServiceID{}, noderun.ProfileError(err)
	}
	if !a.quiet {
		fmt.Fprintf(a.errOut, "carom: the profile is in %s\n", filepath.Clean(dir))
	}
	return contacts.FromPublicKey(key.PublicKey()), nil
}
