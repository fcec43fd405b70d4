package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"carom/core"
	"carom/internal/noderun"
	"carom/internal/tui"
)

func (a *app) chatCommand() *cobra.Command {
	return &cobra.Command{
		Use: "chat", Short: "Talk, in the terminal",
		Long: `Talk with your contacts in the terminal. When a node runs for this profile it is
used; otherwise one runs as long as this does.`,
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if !a.onScreen() {
				return invalidInput("`carom chat` needs a terminal. Scripts use `carom send` and `carom tail`.")
			}
			ctx, stop := interruptible()
			defer stop()
			if api, err := a.client(ctx); err == nil {
				defer api.Close()
				return tui.Run(ctx, api, a.in, a.out)
			}
			return a.chatWithOwnNode(ctx)
		},
	}
}

// onScreen reports whether a person sees what is printed, and types.
func (a *app) onScreen() bool {
	_, in := a.terminal()
	out, ok := a.out.(*os.File)
	return in && ok && term.IsTerminal(int(out.Fd()))
}

// chatWithOwnNode runs a node under the messenger. Its log has no place on the
// screen: what a user must know is in the status line.
func (a *app) chatWithOwnNode(ctx context.Context) error {
	cfg, err := a.nodeConfig()
	if err != nil {
		return err
	}
	cfg.Log = slog.New(slog.DiscardHandler)
	ctx, quit := context.WithCancel(ctx)
	defer quit()
	var chatErr error
	cfg.Ready = func(ctx context.Context, api core.API) {
		defer quit()
		chatErr = tui.Run(ctx, api, a.in, a.out)
	}
	if cfg.Profile, err = a.openWhenFree(ctx); err != nil {
		return err
	}
	err = noderun.Run(ctx, cfg)
	return errors.Join(err, chatErr)
}
