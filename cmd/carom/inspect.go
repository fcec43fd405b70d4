package main

import (
	"context"
	"fmt"
	"strings"

	"carom/core"
	"carom/internal/filereport"
)

// warn shows what files tell about their author, and what could not be looked into, and
// asks whether they are to be sent all the same. It asks only where there is such a thing.
func (f *sendFile) warn(ctx context.Context, api core.API, paths []string) error {
	reports, err := api.InspectFiles(ctx, paths)
	if err != nil {
		return err
	}
	found, unseen, strippable := false, false, false
	for _, r := range reports {
		for _, line := range filereport.Lines(r) {
			fmt.Fprintln(f.errOut, line)
		}
		found = found || len(r.Findings) > 0
		unseen = unseen || !r.Seen()
		strippable = strippable || len(r.Findings) > 0 && r.CanStrip
	}
	if !found && !unseen || f.yes {
		return nil
	}
	if strippable {
		fmt.Fprintln(f.errOut, "With --strip a copy without this is sent.")
	}
	if _, ok := f.terminal(); !ok {
		why := "the files tell what is listed above"
		if !found {
			why = "what is listed above could not be looked into"
		}
		return invalidInput("Nothing was sent: %s, and there is no terminal to ask. Say --yes to send them all the same.", why)
	}
	fmt.Fprint(f.errOut, "Send all the same? Type yes: ")
	var typed string
	if _, err := fmt.Fscanln(f.in, &typed); err != nil || !strings.EqualFold(typed, "yes") {
		return &core.UserError{Code: core.CodeConflict, Text: "Nothing was sent."}
	}
	return nil
}
