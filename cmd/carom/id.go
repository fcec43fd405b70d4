package main

import (
	"errors"
	"fmt"
	"path/filepath"

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
			if a.json {
				return a.printJSON(map[string]string{"address": id.Address()})
			}
			_, err = fmt.Fprintln(a.out, id.Address())
			return err
		},
	}
}

// ownID asks the running node, or reads the profile when there is none. A new
// profile gets its address here.
func (a *app) ownID() (contacts.ServiceID, error) {
	ctx, stop := interruptible()
	defer stop()
	api, err := a.client(ctx)
	if err == nil {
		defer api.Close()
		st, err := api.State(ctx)
		return st.Self, err
	}
	dir, err := a.dir()
	if err != nil {
		return contacts.ServiceID{}, err
	}
	profile, err := store.Open(noderun.ProfileDir(dir))
	if err != nil {
		return contacts.ServiceID{}, noderun.ProfileError(err)
	}
	key, err := core.LoadIdentity(profile)
	if err := errors.Join(err, profile.Close()); err != nil {
		return contacts.ServiceID{}, noderun.ProfileError(err)
	}
	if !a.quiet {
		fmt.Fprintf(a.errOut, "carom: the profile is in %s\n", filepath.Clean(dir))
	}
	return contacts.FromPublicKey(key.PublicKey()), nil
}
