package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
)

// padded fills a name up to so many columns.
func padded(s string, columns int) string { return runewidth.FillRight(s, columns) }

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Say how the node and Tor are doing", Args: usage(cobra.NoArgs),
		RunE: a.withNode(func(ctx context.Context, api core.API, _ []string) error {
			st, err := api.State(ctx)
			if err != nil {
				return err
			}
			c := count(st)
			if a.json {
				return a.printJSON(struct {
					Address  string      `json:"address"`
					Presence string      `json:"presence"`
					Version  string      `json:"version"`
					Network  jsonNetwork `json:"network"`
					Contacts int         `json:"contacts"`
					Online   int         `json:"online"`
					Requests int         `json:"requests"`
					Unread   int         `json:"unread"`
				}{st.Self.Address(), st.Presence.String(), st.Version, networkJSON(st.Network), c.contacts, c.online, c.requests, c.unread})
			}
			fmt.Fprintf(a.out, "Address   %s\n", st.Self.Address())
			fmt.Fprintf(a.out, "Presence  %s\n", presenceLine(st.Presence))
			fmt.Fprintf(a.out, "Tor       %s\n", networkLine(st.Network, st.Presence))
			for _, line := range problemLines(st.Network.Problem) {
				fmt.Fprintf(a.out, "          %s\n", line)
			}
			fmt.Fprintf(a.out, "Contacts  %d, of which %d online\n", c.contacts, c.online)
			fmt.Fprintf(a.out, "Requests  %d waiting for your answer\n", c.requests)
			fmt.Fprintf(a.out, "Unread    %d\n", c.unread)
			fmt.Fprintf(a.out, "Versions  Carom %s, Tor %s\n", st.Version, cmp.Or(st.Network.TorVersion, "not known yet"))
			return nil
		}),
	}
}

type counts struct{ contacts, online, requests, unread int }

func count(st core.State) counts {
	var n counts
	for _, c := range st.Contacts {
		switch c.State {
		case contacts.Accepted:
			n.contacts++
		case contacts.Pending:
			n.requests++
		}
		if c.Online {
			n.online++
		}
		n.unread += c.Unread
	}
	return n
}
