package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"carom/core"
	"carom/internal/plaintext"
)

func (a *app) sendFileCommand() *cobra.Command {
	f := &sendFile{app: a}
	cmd := &cobra.Command{
		Use: "send-file NAME PATH…", Short: "Send files and folders to a contact",
		Long: `Send files and folders to a contact. They wait until the contact is online and
takes them, and go on after every interruption; "carom files" lists them. They
must stay where they are, and as they are, until they were sent.

A folder is one transfer. Links, devices and what you may not read in it are not
sent.

Before, it shows what was found in the files that tells about you: names,
places, devices, times. It names what it could not look into, and why: a format
that it does not know, what it can read in part only, what it did not open, as
the files after the first 1000 of a folder. Where there is something of the two
it asks; where there is no terminal to ask, --yes is needed. What was not found
may be there all the same. With --strip a copy without metadata is sent, of
JPEG, PNG, GIF and WebP pictures; anything else is refused then. Of a folder
that is each file in it; --rest says what becomes of those of which there can
be no such copy: "refuse" sends nothing and names them, "leave-out" sends the
others, "as-is" sends them with all that they tell.

With --wait the command ends when they have everything, or with status 1 when
they do not have it in time or do not want it; what is not there yet waits on.`,
		Args: sendFileArgs, RunE: a.withNode(f.run),
	}
	cmd.Flags().BoolVar(&f.strip, "strip", false, "send copies without metadata, or nothing")
	cmd.Flags().StringVar(&f.rest, "rest", "refuse", "with --strip, of a folder: refuse, leave-out\nor as-is")
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask when something was found, or\ncould not be looked into")
	cmd.Flags().DurationVarP(&f.wait, "wait", "w", 0, "wait so long until they have it, such as 10m")
	return cmd
}

// sendFileArgs also refuses an empty path, which an empty variable of a script
// leaves: it would be the folder that one is in, with all that is in it.
func sendFileArgs(cmd *cobra.Command, args []string) error {
	if err := usage(cobra.MinimumNArgs(2))(cmd, args); err != nil {
		return err
	}
	if slices.Contains(args[1:], "") {
		return invalidInput("A path is empty, so nothing was sent. Name the file or the folder; . is the one that you are in.")
	}
	return nil
}

// errNotArrived: `send-file --wait` ran out of time, or not all was wanted.
var errNotArrived = errors.New("not all of it has arrived; `carom files` says how each is doing, and what waits goes on by itself")

type sendFile struct {
	*app
	wait  time.Duration
	strip bool
	rest  string
	yes   bool
}

func (f *sendFile) run(ctx context.Context, api core.API, args []string) error {
	c, err := find(ctx, api, args[0])
	if err != nil {
		return err
	}
	if !f.strip {
		if err := f.warn(ctx, api, args[1:]); err != nil {
			return err
		}
	}
	rest, err := f.restChoice()
	if err != nil {
		return err
	}
	sub, err := api.Subscribe(ctx) // before, so that nothing is missed
	if err != nil {
		return err
	}
	defer sub.Close()
	sent, err := api.SendFiles(ctx, c.ID, args[1:], core.SendOptions{Strip: f.strip, Rest: rest})
	if err != nil {
		return err
	}
	if f.wait > 0 {
		err = waitForFiles(ctx, api, sub, sent, f.wait)
		if err != nil && err != errNotArrived {
			return err
		}
	}
	for _, t := range sent {
		if f.json {
			if perr := f.printJSON(transferJSON(t, c.Nickname)); perr != nil {
				return perr
			}
			continue
		}
		f.say("%s", fileOutcome(t, c))
	}
	return err
}

// restChoice is what --rest says.
func (f *sendFile) restChoice() (core.Rest, error) {
	switch f.rest {
	case "refuse":
		return core.RestRefuse, nil
	case "leave-out":
		return core.RestLeaveOut, nil
	case "as-is":
		return core.RestAsIs, nil
	}
	return 0, invalidInput("%q is no choice of --rest. It is refuse, leave-out or as-is.", f.rest)
}

// waitForFiles updates sent, which are for one contact, until all have ended.
// errNotArrived: not all of them have arrived.
func waitForFiles(ctx context.Context, api core.API, sub core.Subscription, sent []core.Transfer, wait time.Duration) error {
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		open, failed := 0, false
		for _, t := range sent {
			if !t.State.Ended() {
				open++
			}
			failed = failed || t.State.Ended() && t.State != core.TransferDone
		}
		if open == 0 && failed {
			return errNotArrived
		}
		if open == 0 {
			return nil
		}
		ev, err := sub.Next(waiting)
		if err == nil {
			err = renew(waiting, api, sent, ev.Event)
		}
		if waiting.Err() != nil && ctx.Err() == nil {
			return errNotArrived
		}
		if err != nil {
			return err
		}
	}
}

// renew brings transfers with one contact up to date by an event; all of them when
// events were missed.
func renew(ctx context.Context, api core.API, sent []core.Transfer, ev core.Event) error {
	var list []core.Transfer
	switch ev := ev.(type) {
	case core.TransferChanged:
		list = []core.Transfer{ev.Transfer}
	case core.Resync:
		var err error
		if list, err = api.Transfers(ctx, sent[0].Contact); err != nil {
			return err
		}
	}
	for _, t := range list {
		if i := slices.IndexFunc(sent, func(s core.Transfer) bool { return s.ID == t.ID }); i >= 0 {
			sent[i] = t
		}
	}
	return nil
}

func fileOutcome(t core.Transfer, c core.Contact) string {
	name, who := plaintext.Line(t.Name), plaintext.Line(c.Nickname)
	switch t.State {
	case core.TransferDone:
		return name + ": " + who + " has it."
	case core.TransferRejected:
		return name + ": " + who + " did not want it."
	case core.TransferCancelled:
		if t.CancelledBy == core.CancelledByPeer {
			return name + ": " + who + " cancelled it."
		}
		return name + ": it was cancelled."
	case core.TransferFailed, core.TransferStalled:
		return name + ": " + t.Problem
	}
	if c.Online {
		return name + ": offered to " + who + "."
	}
	return name + ": queued. " + who + " is offline and is asked as soon as they are online."
}
