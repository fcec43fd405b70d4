package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/internal/plaintext"
)

// maxInput is the most that `carom send` reads: far more than a message has.
const maxInput = 64 << 10

func (a *app) sendCommand() *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use: "send NAME [TEXT…]", Short: "Send a message, given or from standard input",
		Long: `Send a message to a contact. It is on your disk when the command ends, and is
sent as soon as they are online. Without TEXT, or with - in its place, it is
read from standard input.

With --wait the command ends when the contact has it, or fails with status 1
when they do not have it in time; the message stays queued then.`,
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			// Read before signals are caught: Ctrl-C ends the reading.
			text, err := a.text(args[1:])
			if err != nil {
				return err
			}
			return a.withNode(func(ctx context.Context, api core.API, args []string) error {
				return a.send(ctx, api, args[0], text, wait)
			})(cmd, args)
		},
	}
	cmd.Flags().DurationVarP(&wait, "wait", "w", 0, "wait so long until it is delivered, such as 30s")
	return cmd
}

func (a *app) send(ctx context.Context, api core.API, name, text string, wait time.Duration) error {
	c, err := find(ctx, api, name)
	if err != nil {
		return err
	}
	m, err := a.deliver(ctx, api, c, text, wait)
	if err != nil && err != errUndelivered {
		return err
	}
	if a.json {
		if perr := a.printJSON(messageJSON(m, c.Nickname)); perr != nil {
			return perr
		}
		return err
	}
	if err == nil {
		a.say("%s", outcome(m, c))
	}
	return err
}

// text is the message: the words, or standard input without its last line end.
func (a *app) text(words []string) (string, error) {
	if len(words) > 0 && (len(words) > 1 || words[0] != "-") {
		return strings.Join(words, " "), nil
	}
	data, err := io.ReadAll(io.LimitReader(a.in, maxInput))
	return strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r"), err
}

// deliver sends, and waits as long as it is told to.
func (a *app) deliver(ctx context.Context, api core.API, c core.Contact, text string, wait time.Duration) (core.Message, error) {
	sub, err := api.Subscribe(ctx) // before, so that nothing is missed
	if err != nil {
		return core.Message{}, err
	}
	defer sub.Close()
	m, err := api.Send(ctx, c.ID, text)
	if err != nil || wait <= 0 {
		return m, err
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		ev, err := sub.Next(waiting)
		if err == nil {
			m, err = changed(waiting, api, m, ev.Event)
		}
		if waiting.Err() != nil {
			return m, errUndelivered
		}
		if err != nil {
			return m, err
		}
		switch m.Delivery {
		case core.Delivered:
			return m, nil
		case core.Failed:
			return m, &core.UserError{Code: core.CodeConflict, Text: "Their program did not take the message. It is not sent again by itself; write it in another way."}
		}
	}
}

// changed is a message after an event; as it is kept when events were missed.
func changed(ctx context.Context, api core.API, m core.Message, ev core.Event) (core.Message, error) {
	switch ev := ev.(type) {
	case core.MessageChanged:
		if ev.Message.ID == m.ID {
			return ev.Message, nil
		}
	case core.Resync:
		now, err := api.HistoryAfter(ctx, m.Contact, m.ID-1, 1)
		if err != nil || len(now) == 0 || now[0].ID != m.ID {
			return m, err
		}
		return now[0], nil
	}
	return m, nil
}

func outcome(m core.Message, c core.Contact) string {
	name := plaintext.Line(c.Nickname)
	switch {
	case m.Delivery == core.Delivered:
		return "Delivered to " + name + "."
	case c.Online:
		return "Sent to " + name + "."
	}
	return "Queued: " + name + " is offline and gets it as soon as they are online."
}
