package main

import (
	"context"
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
	var id contacts.ServiceID
	err := a.withNodeOrProfile(func(ctx context.Context, api core.API) error {
		st, err := api.State(ctx)
		id = st.Self
		return err
	}, func(db *store.DB) error {
		key, err := core.LoadIdentity(db)
		if err != nil {
			return noderun.ProfileError(err)
		}
		id = contacts.FromPublicKey(key.PublicKey())
		return nil
	})
	return id, err
}

// withNodeOrProfile runs a command on the running node, or on the profile when
// there is none. A new profile is made for it.
func (a *app) withNodeOrProfile(onNode func(context.Context, core.API) error, onProfile func(*store.DB) error) error {
	ctx, stop := interruptible()
	defer stop()
	dir, err := a.dir()
	if err != nil {
		return err
	}
	var db *store.DB
	for deadline := time.Now().Add(lockPatience); db == nil; {
		api, err := a.client(ctx)
		if err == nil {
			defer api.Close()
			return onNode(ctx, api)
		}
		// A node that is just starting has the profile and no socket yet.
		if db, err = a.openProfile(); err != nil && (!isRunning(err) || time.Now().After(deadline)) {
			return err
		}
		if db == nil {
			time.Sleep(lockPause)
		}
	}
	if !a.quiet {
		fmt.Fprintf(a.errOut, "carom: the profile is in %s\n", filepath.Clean(dir))
	}
	err = onProfile(db)
	if cerr := db.Close(); cerr != nil {
		err = errors.Join(err, noderun.ProfileError(cerr))
	}
	return err
}
