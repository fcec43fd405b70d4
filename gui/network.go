//go:build minimal

package gui

import (
	"context"
	"sync"

	carom "carom/core"
	"carom/onion"
)

// followNetwork calls show on the GUI thread with the state of the network, now
// and whenever it changes, until stop is called or the screens are made anew.
// Only the newest state is shown, however many there were.
func followNetwork(u *ui, api carom.API, show func(onion.Status)) (stop context.CancelFunc) {
	ctx, stop := context.WithCancel(u.ctx)
	f := &follower{ctx: ctx, u: u, show: show}
	u.work.Go(func() { f.read(api) })
	return stop
}

// follower hands the newest status over.
type follower struct {
	ctx  context.Context
	u    *ui
	show func(onion.Status)

	mu     sync.Mutex
	newest onion.Status
	posted bool
}

// read is the follower's goroutine. What ends a node is told elsewhere.
func (f *follower) read(api carom.API) {
	sub, err := api.Subscribe(f.ctx)
	if err != nil {
		return
	}
	defer sub.Close()
	f.readState(api)
	for {
		ev, err := sub.Next(f.ctx)
		if err != nil {
			return
		}
		switch e := ev.Event.(type) {
		case carom.NetworkChanged:
			f.put(e.Network)
		case carom.Resync:
			f.readState(api)
		}
	}
}

func (f *follower) readState(api carom.API) {
	if st, err := api.State(f.ctx); err == nil {
		f.put(st.Network)
	}
}

func (f *follower) put(st onion.Status) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.newest = st
	if !f.posted {
		f.posted = true
		f.u.disp.post(f.deliver)
	}
}

func (f *follower) deliver() {
	f.mu.Lock()
	st := f.newest
	f.posted = false
	f.mu.Unlock()
	if f.ctx.Err() == nil {
		f.show(st)
	}
}
