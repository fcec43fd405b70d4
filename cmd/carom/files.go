package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
)

func (a *app) filesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "files [NAME]", Short: "List, accept, reject, pause, resume, cancel file transfers",
		Long: `List the file transfers with a contact, or with all. Each has a number, which
the other commands want.

Received files are in the folder "received" beside the profile, under names that
were made safe. They are as they came: not encrypted, and not checked for what
may be in them. Carom never opens one.`,
		Args: usage(cobra.MaximumNArgs(1)), RunE: a.withNode(a.listFiles),
	}
	list := &cobra.Command{
		Use: "list [NAME]", Short: "List file transfers", Args: usage(cobra.MaximumNArgs(1)), RunE: a.withNode(a.listFiles),
	}
	cmd.AddCommand(list,
		a.filesAction("accept", "Take what a contact offers", core.API.AcceptTransfer),
		a.filesAction("reject", "Refuse what a contact offers; they are told", core.API.RejectTransfer),
		a.filesAction("pause", "Pause a transfer", core.API.PauseTransfer),
		a.filesAction("resume", "Go on with a transfer", core.API.ResumeTransfer),
		a.filesAction("cancel", "End a transfer for good, and delete what has come of it", core.API.CancelTransfer),
		a.filesForget(), a.filesShow(), a.filesAutoAccept())
	return cmd
}

func (a *app) listFiles(ctx context.Context, api core.API, args []string) error {
	var id contacts.ServiceID
	if len(args) == 1 {
		c, err := find(ctx, api, args[0])
		if err != nil {
			return err
		}
		id = c.ID
	}
	list, err := api.Transfers(ctx, id)
	if err != nil {
		return err
	}
	known, err := contactsByID(ctx, api)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		a.say("No file transfers. Send a file with `carom send-file`.")
	}
	for _, t := range list {
		if err := a.printTransfer(t, known[t.Contact]); err != nil {
			return err
		}
	}
	return nil
}

func contactsByID(ctx context.Context, api core.API) (map[contacts.ServiceID]core.Contact, error) {
	st, err := api.State(ctx)
	known := make(map[contacts.ServiceID]core.Contact)
	for _, c := range st.Contacts {
		known[c.ID] = c
	}
	return known, err
}

func (a *app) printTransfer(t core.Transfer, with core.Contact) error {
	if a.json {
		return a.printJSON(transferJSON(t, with.Nickname))
	}
	_, err := fmt.Fprintln(a.out, transferLines(t, with))
	return err
}

// transferLines are a transfer for a person: one line, and one for a problem.
func transferLines(t core.Transfer, with core.Contact) string {
	who, name := plaintext.Line(with.Nickname), plaintext.Line(t.Name)
	from := who + ": "
	if t.Outgoing {
		from = "you -> " + who + ": "
	}
	what := bytesText(t.Size)
	if t.Folder {
		what = fmt.Sprintf("folder of %d files, %s", t.Files, what)
	}
	if t.Stripped {
		what = "without metadata, " + what
	}
	line := fmt.Sprintf("%s%s%s (%s)  [%s]", padded(strconv.FormatUint(t.ID, 10), 7), from, name, what, transferProgress(t, with.Online))
	if t.Problem != "" {
		line += "\n       " + t.Problem
	}
	if t.Skipped > 0 {
		line += fmt.Sprintf("\n       %d links, devices or unreadable files in it are not sent.", t.Skipped)
	}
	return line
}

// transferProgress says for a person where a transfer stands. online: the contact is.
func transferProgress(t core.Transfer, online bool) string {
	switch t.State {
	case core.TransferAsking:
		if t.Outgoing {
			return "waits for their answer"
		}
		return "waits for your answer"
	case core.TransferPausedByPeer:
		return "paused by them, " + percent(t)
	case core.TransferPaused, core.TransferStalled:
		return t.State.String() + ", " + percent(t)
	case core.TransferActive:
		text := percent(t)
		if t.Rate > 0 {
			text += ", " + bytesText(t.Rate) + "/s, " + timeText(t.Left) + " left"
		}
		return text
	case core.TransferQueued:
		text := "waits until they are online"
		if online {
			text = "waits for its turn"
		}
		if t.Moved > 0 {
			text += ", " + percent(t)
		}
		return text
	case core.TransferDone:
		if !t.Outgoing {
			return "done: " + t.Path
		}
	case core.TransferCancelled:
		switch t.CancelledBy {
		case core.CancelledByUs:
			return "cancelled by you"
		case core.CancelledByPeer:
			return "cancelled by them"
		}
	}
	return t.State.String()
}

func percent(t core.Transfer) string {
	if t.Size == 0 {
		return "100%"
	}
	return fmt.Sprintf("%d%%", t.Moved*100/t.Size)
}

// filesAction is a command about one or more transfers.
func (a *app) filesAction(name, short string, act func(core.API, context.Context, uint64) (core.Transfer, error)) *cobra.Command {
	return &cobra.Command{
		Use: name + " NUMBER…", Short: short, Args: usage(cobra.MinimumNArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			known, err := contactsByID(ctx, api)
			if err != nil {
				return err
			}
			return eachTransfer(args, func(id uint64) error {
				t, err := act(api, ctx, id)
				if err != nil {
					return err
				}
				return a.printTransfer(t, known[t.Contact])
			})
		}),
	}
}

func eachTransfer(args []string, act func(id uint64) error) error {
	for _, arg := range args {
		id, err := strconv.ParseUint(arg, 10, 64)
		if err != nil {
			return invalidInput("%q is not the number of a transfer. `carom files` lists them.", arg)
		}
		if err := act(id); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) filesForget() *cobra.Command {
	return &cobra.Command{
		Use: "forget NUMBER…", Short: "Remove transfers that are over from the list", Args: usage(cobra.MinimumNArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			return eachTransfer(args, func(id uint64) error { return api.ForgetTransfer(ctx, id) })
		}),
	}
}

func (a *app) filesShow() *cobra.Command {
	return &cobra.Command{
		Use: "show NUMBER", Short: "Print where the files of a transfer are", Args: usage(cobra.ExactArgs(1)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			list, err := api.Transfers(ctx, contacts.ServiceID{})
			if err != nil {
				return err
			}
			return eachTransfer(args, func(id uint64) error {
				for _, t := range list {
					if t.ID == id && t.Path != "" {
						_, err := fmt.Fprintln(a.out, plaintext.Line(t.Path))
						return err
					}
				}
				return &core.UserError{Code: core.CodeNotFound, Text: "There are no files of such a transfer here. `carom files` lists what there is."}
			})
		}),
	}
}

func (a *app) filesAutoAccept() *cobra.Command {
	return &cobra.Command{
		Use: "auto-accept NAME SIZE", Short: "Always take files of a contact up to a size, such as 5MB, or off",
		Args: usage(cobra.ExactArgs(2)),
		RunE: a.withNode(func(ctx context.Context, api core.API, args []string) error {
			c, err := find(ctx, api, args[0])
			if err != nil {
				return err
			}
			size, err := parseBytes(args[1])
			if err != nil {
				return err
			}
			if c, err = api.SetAutoAccept(ctx, c.ID, size); err != nil {
				return err
			}
			if size == 0 {
				a.say("You are asked about every file of %s.", plaintext.Line(c.Nickname))
				return nil
			}
			a.say("Files of %s up to %s are taken without asking.", plaintext.Line(c.Nickname), bytesText(size))
			return nil
		}),
	}
}

// jsonTransfer is the form of --json. Names stay; new ones may come.
type jsonTransfer struct {
	ID       uint64    `json:"id"`
	Contact  string    `json:"contact"`
	Nickname string    `json:"nickname,omitempty"`
	Outgoing bool      `json:"outgoing"`
	Name     string    `json:"name"`
	Folder   bool      `json:"folder,omitempty"`
	Files    int       `json:"files"`
	Size     uint64    `json:"size"`
	Moved    uint64    `json:"moved"`
	Skipped  int       `json:"skipped,omitempty"`
	State    string    `json:"state"`
	Problem  string    `json:"problem,omitempty"`
	Kind     string    `json:"problem_kind,omitempty"`
	By       string    `json:"cancelled_by,omitempty"`
	Rate     uint64    `json:"rate,omitempty"`
	Left     float64   `json:"seconds_left,omitempty"`
	Path     string    `json:"path,omitempty"`
	Stripped bool      `json:"stripped,omitempty"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
}

func transferJSON(t core.Transfer, nickname string) jsonTransfer {
	return jsonTransfer{
		ID: t.ID, Contact: t.Contact.Address(), Nickname: nickname, Outgoing: t.Outgoing, Name: t.Name, Folder: t.Folder,
		Files: t.Files, Size: t.Size, Moved: t.Moved, Skipped: t.Skipped, State: t.State.String(), Problem: t.Problem,
		Kind: string(t.ProblemKind), By: t.CancelledBy.String(),
		Rate: t.Rate, Left: t.Left.Seconds(), Path: strings.ToValidUTF8(t.Path, "\uFFFD"), Stripped: t.Stripped, Created: t.Created, Changed: t.Changed,
	}
}
