package tui

import (
	"context"
	"errors"
	"io"
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"carom/core"
)

// Run shows the messenger until the user quits, ctx is done or the node ends.
func Run(ctx context.Context, api core.API, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sub, err := api.Subscribe(ctx)
	if err != nil {
		return err
	}
	defer sub.Close()
	st, err := api.State(ctx)
	if err != nil {
		return err
	}
	p := tea.NewProgram(newModel(ctx, api, st), tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out),
		tea.WithAltScreen(), tea.WithoutSignalHandler())
	var pump sync.WaitGroup
	pump.Go(func() { forward(ctx, sub, p) })
	_, err = p.Run()
	cancel()
	pump.Wait()
	if errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, context.Canceled) {
		return nil // the context ended it
	}
	return err
}

// eventMsg is an event of the node, endedMsg its end.
type (
	eventMsg struct{ core.Event }
	endedMsg struct{}
)

// forward hands events to the program until either ends.
func forward(ctx context.Context, sub core.Subscription, p *tea.Program) {
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			if ctx.Err() == nil {
				p.Send(endedMsg{})
			}
			return
		}
		p.Send(eventMsg{ev.Event})
	}
}
