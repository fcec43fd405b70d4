//go:build minimal

package gui

import (
	"context"
	"errors"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/model"
)

// batchLimit is how much of a batch is shown at a time: what takes a few
// milliseconds at most.
const batchLimit = 60

// rereadAfter is when the state is read again that could not be read, in
// milliseconds.
const rereadAfter = 1000

// pump reads the node's events on a goroutine of its own and hands them to the
// main screen in bounded batches: however fast they come, the GUI thread does a
// bounded amount of work and then has its turn.
type pump struct {
	main    *mainScreen
	batcher *model.Batcher
	cancel  context.CancelFunc
	// at is where to go once the first state is there.
	at mainPlace
	// again reads the state that could not be read; failing: that was told.
	again   *core.QTimer
	failing bool
}

// newPump begins to read. The main screen gets the state, then what happens.
func newPump(m *mainScreen, at mainPlace) *pump {
	p := &pump{main: m, at: at}
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(m.ui.ctx)
	p.again = core.NewQTimer(m.w)
	p.again.SetSingleShot(true)
	p.again.ConnectTimeout(func() {
		if ctx.Err() == nil {
			m.ui.work.Go(func() { p.readState(ctx) })
		}
	})
	p.batcher = model.NewBatcher(func() { m.ui.disp.post(func() { p.deliver(ctx) }) })
	m.ui.work.Go(func() { p.read(ctx) })
	return p
}

func (p *pump) close() {
	p.again.Stop()
	p.cancel()
}

// open says whose messages are wanted.
func (p *pump) open(id contacts.ServiceID) { p.batcher.Open(id) }

// read is the pump's goroutine. It ends with ctx, or when the node has.
func (p *pump) read(ctx context.Context) {
	sub, err := p.main.api.Subscribe(ctx)
	if err != nil {
		return // the session's end is shown by Desktop.watch
	}
	defer sub.Close()
	p.readState(ctx)
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			return
		}
		p.batcher.Put(ev)
	}
}

// readState reads the state and shows it. It runs on any goroutine but the GUI's.
func (p *pump) readState(ctx context.Context) {
	state, err := p.main.api.State(ctx)
	var transfers []carom.Transfer
	if err == nil {
		transfers, err = p.main.api.Transfers(ctx, contacts.ServiceID{})
	}
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, carom.ErrClosed) {
			p.main.ui.disp.post(func() { p.failed(ctx, err) })
		}
		return
	}
	p.main.ui.disp.post(func() {
		if ctx.Err() == nil {
			p.main.begin(state, transfers, p.at)
			p.at, p.failing = mainPlace{}, false
			p.batcher.Restart(state.Seq)
		}
	})
}

// failed tells, once, that the state could not be read, and tries again: nothing is
// shown of what happens before it is known.
func (p *pump) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	if !p.failing {
		p.failing = true
		p.main.ui.desk.window.fail(p.main.ui.errorText(err))
	}
	p.again.Start(rereadAfter)
}

// deliver shows a batch, on the GUI thread, and comes back for the rest after
// the window has had its turn.
func (p *pump) deliver(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	batch := p.batcher.Take(batchLimit)
	if batch.Resync {
		p.main.ui.work.Go(func() { p.readState(ctx) })
		return
	}
	p.main.apply(batch)
	if batch.More {
		p.main.ui.disp.post(func() { p.deliver(ctx) })
	}
}
