package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/internal/plaintext"
)

// What the node keeps for user interfaces, and tor's log.

func (a *app) torLogCommand() *cobra.Command {
	return &cobra.Command{
		Use: "tor-log", Short: "Print tor's newest lines, fit to show to somebody who helps",
		Long: `Print tor's newest lines. Addresses, names, keys, bridges and paths are taken
out of them. A Tor that the system runs keeps its log to itself.`,
		Args: usage(cobra.NoArgs),
		RunE: a.withNode(func(ctx context.Context, api core.API, _ []string) error {
			lines, err := api.TorLog(ctx)
			if err != nil {
				return err
			}
			for _, line := range lines {
				if a.json {
					err = a.printJSON(map[string]string{"line": line})
				} else {
					_, err = fmt.Fprintln(a.out, plaintext.Line(line))
				}
				if err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

func (a *app) draftCommand() *cobra.Command {
	var clear bool
	cmd := &cobra.Command{
		Use: "draft NAME [TEXT…]", Short: "Print, or keep, what you have begun to write to a contact",
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, show := "", len(args) == 1 && !clear
			if !show && !clear {
				var err error // read before signals are caught: Ctrl-C ends the reading
				if text, err = a.text(args[1:]); err != nil {
					return err
				}
			}
			return a.withNode(func(ctx context.Context, api core.API, args []string) error {
				c, err := find(ctx, api, args[0])
				if err != nil {
					return err
				}
				if show {
					return a.printDraft(c)
				}
				return api.SetDraft(ctx, c.ID, text)
			})(cmd, args)
		},
	}
	cmd.Flags().BoolVar(&clear, "clear", false, "forget it")
	return cmd
}

func (a *app) printDraft(c core.Contact) error {
	if a.json {
		return a.printJSON(map[string]string{"contact": c.ID.Address(), "draft": c.Draft})
	}
	if c.Draft == "" {
		return nil
	}
	_, err := fmt.Fprintln(a.out, plaintext.Block(c.Draft))
	return err
}

func (a *app) preferenceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "preference [NAME [VALUE]]", Short: "List, print or change what user interfaces keep in the profile",
		Long: `List, print or change what user interfaces keep in the profile. An empty VALUE
forgets it.`,
		Hidden: true, Args: usage(cobra.MaximumNArgs(2)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			if len(args) == 2 {
				return api.SetPreference(ctx, args[0], args[1])
			}
			all, err := api.Preferences(ctx)
			if err != nil {
				return err
			}
			names := slices.Sorted(maps.Keys(all))
			if len(args) == 1 {
				if _, ok := all[args[0]]; !ok {
					return &core.UserError{Code: core.CodeNotFound, Text: "There is no such preference. Without a name, all are listed."}
				}
				names = args
			}
			for _, name := range names {
				if err := a.printPreference(name, all[name], len(args) == 1); err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

func (a *app) printPreference(name, value string, alone bool) error {
	if a.json {
		return a.printJSON(map[string]string{"name": name, "value": value})
	}
	if alone {
		_, err := fmt.Fprintln(a.out, plaintext.Block(value))
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s\t%s\n", name, plaintext.Line(value))
	return err
}
