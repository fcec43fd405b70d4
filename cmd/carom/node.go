package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/internal/plaintext"
	"carom/onion"
)

func (a *app) nodeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "node", Short: "Run a node in the foreground, until Ctrl-C or SIGTERM",
		Long: `Run a node in the foreground: your onion service, which your contacts reach as
long as it runs. Other commands speak to it. Ctrl-C or SIGTERM ends it in order.

With --json every event is printed, one object a line.`,
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			cfg, err := a.nodeConfig()
			if err != nil {
				return err
			}
			ctx, stop := interruptible()
			defer stop()
			var printErr error
			cfg.Ready = func(ctx context.Context, api core.API) { printErr = a.report(ctx, api) }
			if cfg.Profile, err = a.openWhenFree(ctx); err != nil {
				return err
			}
			err = noderun.Run(ctx, cfg)
			return errors.Join(err, printErr)
		},
	}
}

// report prints what happens on a node until it ends.
func (a *app) report(ctx context.Context, api core.API) error {
	sub, err := api.Subscribe(ctx)
	if err != nil {
		return ended(ctx, err)
	}
	defer sub.Close()
	st, err := api.State(ctx)
	if err != nil {
		return ended(ctx, err)
	}
	a.say("Your address: %s", st.Self.Address())
	r := &reporter{app: a, api: api, pending: make(map[contacts.ServiceID]bool)}
	for _, c := range st.Contacts {
		r.contact(c)
	}
	r.presence = st.Presence
	r.network(st.Network)
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			return ended(ctx, err)
		}
		if err := r.event(ev); err != nil {
			return err
		}
	}
}

// ended makes the end of the node no error.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, core.ErrClosed) {
		return nil
	}
	return err
}

// reporter prints events, each line only when it says something new.
type reporter struct {
	*app
	api      core.API
	line     string
	presence core.Presence
	problem  *onion.Problem
	pending  map[contacts.ServiceID]bool
}

func (r *reporter) event(ev core.Numbered) error {
	if r.json {
		return r.printJSON(eventJSON(ev))
	}
	switch e := ev.Event.(type) {
	case core.NetworkChanged:
		r.network(e.Network)
	case core.PresenceChanged:
		r.presence = e.Presence
		r.say("Presence: %s", presenceLine(e.Presence))
	case core.ContactChanged:
		r.contact(e.Contact)
	}
	return nil
}

func (r *reporter) network(n onion.Status) {
	if line := networkLine(n, r.presence); line != r.line {
		r.line = line
		r.say("Tor: %s", line)
	}
	if n.Problem != nil && (r.problem == nil || *n.Problem != *r.problem) {
		for _, line := range problemLines(n.Problem) {
			fmt.Fprintf(r.errOut, "  %s\n", line)
		}
	}
	r.problem = n.Problem
}

func (r *reporter) contact(c core.Contact) {
	waits := c.State == contacts.Pending
	if waits && !r.pending[c.ID] {
		r.say("%s  %s asks to be a contact: see `carom contact list`", time.Now().Format("15:04"), plaintext.Line(c.Nickname))
	}
	r.pending[c.ID] = waits
}

// eventJSON is an event for scripts.
func eventJSON(ev core.Numbered) any {
	out := struct {
		Seq     uint64       `json:"seq"`
		Event   string       `json:"event"`
		Network *jsonNetwork `json:"network,omitempty"`
		Contact *jsonContact `json:"contact,omitempty"`
		Address string       `json:"address,omitempty"`
		Message *jsonMessage `json:"message,omitempty"`
		// Of preferences only the name: their values are a user interface's.
		Presence   string `json:"presence,omitempty"`
		Preference string `json:"preference,omitempty"`
	}{Seq: ev.Seq}
	switch e := ev.Event.(type) {
	case core.NetworkChanged:
		n := networkJSON(e.Network)
		out.Event, out.Network = "network_changed", &n
	case core.ContactChanged:
		c := contactJSON(e.Contact)
		out.Event, out.Contact = "contact_changed", &c
	case core.ContactRemoved:
		out.Event, out.Address = "contact_removed", e.ID.Address()
	case core.MessageAdded:
		m := messageJSON(e.Message, "")
		out.Event, out.Message = "message_added", &m
	case core.MessageChanged:
		m := messageJSON(e.Message, "")
		out.Event, out.Message = "message_changed", &m
	case core.HistoryChanged:
		out.Event, out.Address = "history_changed", e.ID.Address()
	case core.PresenceChanged:
		out.Event, out.Presence = "presence_changed", e.Presence.String()
	case core.ConnectionChanged:
		out.Event = "connection_changed"
	case core.PreferenceChanged:
		out.Event, out.Preference = "preference_changed", e.Name
	case core.Resync:
		out.Event = "resync"
	}
	return out
}
