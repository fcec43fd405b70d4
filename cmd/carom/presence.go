package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/store"
)

func (a *app) presenceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "presence [online | no-requests | invisible]", Short: "Say, or choose, who may find you",
		Long: `Say who may find you, or choose it, from now on and after the next start:

  online         contacts see you, and strangers may ask to be contacts
  no-requests    contacts see you; strangers are hung up on, and can see no
                 more than that your address is online
  invisible      nobody sees you, and nobody is looked for; what you write waits`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.showPresence()
			}
			p, err := core.ParsePresence(args[0])
			if err != nil {
				return err
			}
			err = a.withNodeOrProfile(func(ctx context.Context, api core.API) error {
				return api.SetPresence(ctx, p)
			}, func(db *store.DB) error { return core.SavePresence(db, p) })
			if err != nil {
				return err
			}
			return a.printPresence(p)
		},
	}
}

func (a *app) showPresence() error {
	var p core.Presence
	err := a.withNodeOrProfile(func(ctx context.Context, api core.API) error {
		st, err := api.State(ctx)
		p = st.Presence
		return err
	}, func(db *store.DB) (err error) {
		p, err = core.LoadPresence(db)
		return err
	})
	if err != nil {
		return err
	}
	return a.printPresence(p)
}

func (a *app) printPresence(p core.Presence) error {
	if a.json {
		return a.printJSON(map[string]string{"presence": p.String()})
	}
	_, err := fmt.Fprintln(a.out, presenceLine(p))
	return err
}

// presenceLine says for a person who may find them.
func presenceLine(p core.Presence) string {
	switch p {
	case core.NoRequests:
		return "no-requests: strangers cannot ask you"
	case core.Invisible:
		return "invisible: nobody sees you, and what you write waits"
	}
	return p.String()
}
