package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

func (a *app) contactCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "contact", Short: "Add, list, accept, reject, block, rename, remove contacts",
		Args: usage(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.contactAdd(), a.contactList(), a.contactAccept(),
		a.contactAction("reject", "Refuse a contact request; they are told", func(ctx context.Context, api core.API, c core.Contact) error {
			return api.RejectRequest(ctx, c.ID)
		}, "Refused %s."),
		a.contactAction("unblock", "Forget a blocked contact, who may then ask again", func(ctx context.Context, api core.API, c core.Contact) error {
			return api.Unblock(ctx, c.ID)
		}, "Unblocked %s."),
		a.contactAction("remove", "Delete a contact and the conversation with them", func(ctx context.Context, api core.API, c core.Contact) error {
			return api.Remove(ctx, c.ID)
		}, "Removed %s and the conversation with them."),
		a.contactBlock(), a.contactRename())
	return cmd
}

func (a *app) contactAdd() *cobra.Command {
	var nickname, own, message string
	cmd := &cobra.Command{
		Use: "add ADDRESS", Short: "Ask somebody to be a contact", Args: usage(cobra.ExactArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := api.AddContact(ctx, args[0], nickname, own, message)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(contactJSON(c))
			}
			if c.State == contacts.Accepted {
				a.say("They had asked you: %s is a contact now.", plaintext.Line(c.Nickname))
				return nil
			}
			a.say("Asked %s. The request is repeated until they answer.", plaintext.Line(c.Nickname))
			return nil
		}),
	}
	cmd.Flags().StringVarP(&nickname, "nickname", "n", "", "your name for them")
	cmd.Flags().StringVar(&own, "as", "", "what you call yourself in the request")
	cmd.Flags().StringVarP(&message, "message", "m", "", "a greeting that goes with the request")
	return cmd
}

func (a *app) contactList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List contacts and requests", Args: usage(cobra.NoArgs),
		RunE: a.withNode(func(ctx context.Context, api core.API, _ []string) error {
			st, err := api.State(ctx)
			if err != nil {
				return err
			}
			if len(st.Contacts) == 0 {
				a.say("No contacts yet. Give somebody your address (`carom id`), or add theirs\n(`carom contact add`).")
			}
			for _, c := range st.Contacts {
				if a.json {
					if err := a.printJSON(contactJSON(c)); err != nil {
						return err
					}
					continue
				}
				a.listed(c)
			}
			return nil
		}),
	}
}

// listed prints a contact in a line, and a stranger's greeting below it.
func (a *app) listed(c core.Contact) {
	unread := ""
	if c.Unread > 0 {
		unread = fmt.Sprintf("  %d unread", c.Unread)
	}
	fmt.Fprintf(a.out, "%s  %s%s\n", padded(plaintext.Line(c.Nickname), contacts.MaxNickname), stateName(c), unread)
	if c.State != contacts.Pending {
		return
	}
	for line := range strings.Lines(plaintext.Block(c.Request.Message)) {
		fmt.Fprintf(a.out, "    | %s\n", strings.TrimRight(line, "\n"))
	}
}

func (a *app) contactAccept() *cobra.Command {
	var nickname string
	cmd := &cobra.Command{
		Use: "accept NAME", Short: "Accept a contact request", Args: usage(cobra.ExactArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := find(ctx, api, args[0])
			if err != nil {
				return err
			}
			if c, err = api.AcceptRequest(ctx, c.ID, nickname); err != nil {
				return err
			}
			return a.changed(c, "%s is a contact now.")
		}),
	}
	cmd.Flags().StringVarP(&nickname, "nickname", "n", "", "your name for them (default: theirs)")
	return cmd
}

// changed prints a contact that a command changed.
func (a *app) changed(c core.Contact, format string) error {
	if a.json {
		return a.printJSON(contactJSON(c))
	}
	a.say(format, plaintext.Line(c.Nickname))
	return nil
}

// contactAction is a command about one contact that leaves nothing to print of it.
func (a *app) contactAction(name, short string, act func(context.Context, core.API, core.Contact) error, done string) *cobra.Command {
	return &cobra.Command{
		Use: name + " NAME", Short: short, Args: usage(cobra.ExactArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := find(ctx, api, args[0])
			if err != nil {
				return err
			}
			if err := act(ctx, api, c); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"address": c.ID.Address(), "done": name})
			}
			a.say(done, plaintext.Line(c.Nickname))
			return nil
		}),
	}
}

func (a *app) contactBlock() *cobra.Command {
	return &cobra.Command{
		Use: "block NAME|ADDRESS", Short: "Hear nothing from somebody any more", Args: usage(cobra.ExactArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := find(ctx, api, args[0])
			if err != nil {
				// Somebody who is no contact can be blocked too.
				id, perr := contacts.ParseAddress(args[0])
				if perr != nil {
					return err
				}
				c.ID = id
			}
			if c, err = api.Block(ctx, c.ID); err != nil {
				return err
			}
			return a.changed(c, "Blocked %s.")
		}),
	}
}

func (a *app) contactRename() *cobra.Command {
	return &cobra.Command{
		Use: "rename NAME NEW", Short: "Change your name for a contact", Args: usage(cobra.ExactArgs(2)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := find(ctx, api, args[0])
			if err != nil {
				return err
			}
			if c, err = api.Rename(ctx, c.ID, args[1]); err != nil {
				return err
			}
			return a.changed(c, "The contact is called %s now.")
		}),
	}
}
