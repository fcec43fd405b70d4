package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
)

func (a *app) tailCommand() *cobra.Command {
	var lines int
	var follow, read bool
	cmd := &cobra.Command{
		Use: "tail [NAME]", Short: "Print the last messages, then new ones as they come",
		Long: `Print the last messages with one contact, or with all, then new ones as they
come, until Ctrl-C. With --follow=false only those that are there.`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			if err := checkLines(lines); err != nil {
				return err
			}
			t := &tail{app: a, api: api, read: read, names: make(map[contacts.ServiceID]string)}
			if len(args) == 1 {
				c, err := find(ctx, api, args[0])
				if err != nil {
					return err
				}
				t.only = c.ID
			}
			return t.run(ctx, lines, follow)
		}),
	}
	cmd.Flags().IntVarP(&lines, "lines", "n", 10, "messages to begin with, at most 1000")
	cmd.Flags().BoolVarP(&follow, "follow", "f", true, "go on with new messages")
	cmd.Flags().BoolVar(&read, "mark-read", false, "mark what is printed as read")
	return cmd
}

// tail prints messages, each once.
type tail struct {
	*app
	api   core.API
	only  contacts.ServiceID // zero: all
	read  bool
	names map[contacts.ServiceID]string
	last  uint64 // the newest message that was printed
}

func (t *tail) run(ctx context.Context, lines int, follow bool) error {
	sub, err := t.api.Subscribe(ctx)
	if err != nil {
		return err
	}
	defer sub.Close()
	if err := t.catchUp(ctx, lines); err != nil {
		return err
	}
	for follow {
		ev, err := sub.Next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return t.lost(err)
		}
		switch e := ev.Event.(type) {
		case core.MessageAdded:
			err = t.print(ctx, e.Message)
		case core.ContactChanged:
			t.names[e.Contact.ID] = e.Contact.Nickname
		case core.Resync:
			err = t.catchUp(ctx, core.MaxHistory)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tail) lost(err error) error {
	if err == core.ErrClosed {
		return &core.UserError{Code: core.CodeUnavailable, Text: "The node has ended."}
	}
	return err
}

// catchUp prints the messages that are there and were not printed yet.
func (t *tail) catchUp(ctx context.Context, lines int) error {
	st, err := t.api.State(ctx)
	if err != nil {
		return err
	}
	var all []core.Message
	for _, c := range st.Contacts {
		t.names[c.ID] = c.Nickname
		if !t.only.IsZero() && c.ID != t.only {
			continue
		}
		messages, err := t.api.History(ctx, c.ID, 0, lines)
		if err != nil {
			return err
		}
		all = append(all, messages...)
	}
	slices.SortFunc(all, func(x, y core.Message) int { return int(int64(x.ID) - int64(y.ID)) })
	if extra := len(all) - max(lines, 0); extra > 0 {
		all = all[extra:]
	}
	for _, m := range all {
		if err := t.print(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (t *tail) print(ctx context.Context, m core.Message) error {
	if m.ID <= t.last || (!t.only.IsZero() && m.Contact != t.only) {
		return nil
	}
	t.last = m.ID
	if t.read && !m.Outgoing {
		if err := t.api.MarkRead(ctx, m.Contact, m.ID); err != nil {
			return err
		}
	}
	if t.json {
		return t.printJSON(messageJSON(m, t.names[m.Contact]))
	}
	_, err := fmt.Fprintln(t.out, messageLines(m, t.names[m.Contact]))
	return err
}
