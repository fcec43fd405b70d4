package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"carom/contacts"
	"carom/core"
)

func (a *app) historyCommand() *cobra.Command {
	h := &history{app: a}
	cmd := &cobra.Command{
		Use: "history [NAME]", Short: "Print, search or delete what was said, and say how long it is kept",
		Long: `Print what was said with a contact, or search it for words; without a name, in
all conversations. Messages are numbered with --numbers or --json.

How long a conversation is kept is chosen for each contact: "forever", for a
time from 1h to 1y (12h, 30d, 2w), or "off": then it is in memory only, and
gone when the node ends. A message that waits to be sent is kept until it is
delivered.`,
		Args: usage(cobra.MaximumNArgs(1)), RunE: a.withNode(h.run),
	}
	flags := cmd.Flags()
	flags.StringVarP(&h.search, "search", "s", "", "only messages with all these words in them")
	flags.IntVarP(&h.lines, "lines", "n", 100, "messages at most, the newest; up to 1000")
	flags.Uint64Var(&h.after, "after", 0, "only messages after that with this number, from\nthere on; for one contact")
	flags.BoolVar(&h.numbers, "numbers", false, "print the number of each message")
	flags.StringVar(&h.keep, "keep", "", "how long to keep this conversation")
	flags.Uint64Var(&h.delete, "delete", 0, "delete the message with this number")
	flags.BoolVar(&h.clear, "clear", false, "delete the conversation, or all without a name")
	cmd.MarkFlagsMutuallyExclusive("search", "keep", "delete", "clear", "after")
	flags.BoolVar(&h.yes, "yes", false, "do not ask before deleting")
	return cmd
}

type history struct {
	*app
	search, keep        string
	lines               int
	delete, after       uint64
	numbers, clear, yes bool
}

// checkLines refuses a number of messages that no command can print.
func checkLines(n int) error {
	if n < 0 || n > core.MaxHistory {
		return errUsage{fmt.Errorf("--lines is a number from 0 to %d", core.MaxHistory)}
	}
	return nil
}

func (h *history) run(ctx context.Context, api core.API, args []string) error {
	if err := checkLines(h.lines); err != nil {
		return err
	}
	var c core.Contact
	if len(args) == 1 {
		var err error
		if c, err = find(ctx, api, args[0]); err != nil {
			return err
		}
	}
	switch {
	case h.keep != "":
		return h.setKeep(ctx, api, c)
	case h.delete != 0:
		if c.ID.IsZero() {
			return errUsage{fmt.Errorf("--delete is for one contact: name it")}
		}
		list, err := api.History(ctx, c.ID, h.delete+1, 1)
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].ID != h.delete {
			return &core.UserError{Code: core.CodeNotFound, Text: "There is no such message with this contact."}
		}
		if err := api.DeleteMessage(ctx, h.delete); err != nil {
			return err
		}
		h.say("Deleted here. What they have of it stays with them.")
		return nil
	case h.clear:
		return h.clearAll(ctx, api, c)
	}
	return h.print(ctx, api, c)
}

func (h *history) setKeep(ctx context.Context, api core.API, c core.Contact) error {
	if c.ID.IsZero() {
		return errUsage{fmt.Errorf("--keep is for one contact: name it")}
	}
	keep, err := contacts.ParseKeep(h.keep)
	if err != nil {
		return invalidInput("%v", err)
	}
	if c, err = api.SetKeep(ctx, c.ID, keep); err != nil {
		return err
	}
	if h.json {
		return h.printJSON(contactJSON(c))
	}
	h.say("The conversation with %s is kept: %s.", c.Nickname, keep)
	return nil
}

func (h *history) clearAll(ctx context.Context, api core.API, c core.Contact) error {
	question := "This deletes all messages with everybody, those that wait to be sent included."
	if !c.ID.IsZero() {
		question = "This deletes all messages with " + c.Nickname + ", those that wait to be sent included."
	}
	if !h.yes {
		if err := h.confirm(question, "delete"); err != nil {
			return err
		}
	}
	if err := api.ClearHistory(ctx, c.ID); err != nil {
		return err
	}
	h.say("Deleted here. What they have of it stays with them.")
	return nil
}

func (h *history) print(ctx context.Context, api core.API, c core.Contact) error {
	st, err := api.State(ctx)
	if err != nil {
		return err
	}
	names := make(map[contacts.ServiceID]string)
	for _, c := range st.Contacts {
		names[c.ID] = c.Nickname
	}
	messages, err := h.messages(ctx, api, c, st)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if h.json {
			err = h.printJSON(messageJSON(m, names[m.Contact]))
		} else {
			number := ""
			if h.numbers {
				number = padded(strconv.FormatUint(m.ID, 10), 7)
			}
			_, err = fmt.Fprintf(h.out, "%s%s\n", number, messageLines(m, names[m.Contact]))
		}
		if err != nil {
			return err
		}
	}
	if len(messages) == 0 && h.search != "" {
		h.say("Nothing found. Only what is kept can be searched.")
	}
	return nil
}

// messages are what is to be printed, oldest first.
func (h *history) messages(ctx context.Context, api core.API, c core.Contact, st core.State) ([]core.Message, error) {
	if h.search != "" {
		found, err := api.Search(ctx, h.search, c.ID, 0, h.lines)
		slices.Reverse(found)
		return found, err
	}
	if h.after != 0 {
		if c.ID.IsZero() {
			return nil, errUsage{fmt.Errorf("--after is for one contact: name it")}
		}
		return api.HistoryAfter(ctx, c.ID, h.after, h.lines)
	}
	var all []core.Message
	for _, x := range st.Contacts {
		if !c.ID.IsZero() && x.ID != c.ID {
			continue
		}
		list, err := api.History(ctx, x.ID, 0, h.lines)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortFunc(all, func(x, y core.Message) int { return int(int64(x.ID) - int64(y.ID)) })
	return all[max(0, len(all)-max(h.lines, 0)):], nil
}
