//go:build minimal

package gui

import (
	"context"
	"sync"

	"carom/gui/i18n"
	"carom/gui/look"
	"carom/gui/model"
)

// ui is what every screen works with. It belongs to the GUI thread; run's work
// is what other goroutines do.
type ui struct {
	t    *i18n.Printer
	look look.Palette
	disp *dispatcher
	desk *Desktop

	ctx  context.Context // of the work that screens set off
	work *sync.WaitGroup
}

// run does work on a goroutine and then has done run on the GUI thread with
// what came of it, unless the screens that asked were closed meanwhile.
func run[T any](u *ui, work func(ctx context.Context) (T, error), done func(T, error)) {
	ctx := u.ctx
	if ctx.Err() != nil {
		return // Desktop.quit waits for the work there is
	}
	u.work.Go(func() {
		value, err := work(ctx)
		u.disp.post(func() {
			if ctx.Err() == nil {
				done(value, err)
			}
		})
	})
}

// do is run for work that gives nothing but an error.
func do(u *ui, work func(ctx context.Context) error, done func(error)) {
	run(u, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// later runs f once what is going on now is done with: where f takes away the
// widget whose signal it answers.
func (u *ui) later(f func()) {
	u.disp.post(func() {
		if u.ctx.Err() == nil {
			f()
		}
	})
}

// metrics are the lengths at the size of text that our user wants.
func (u *ui) metrics() look.Metrics { return u.desk.app.metrics(u.desk.prefs.TextSize) }

// errorText is what a person is told.
func (u *ui) errorText(err error) string { return model.ErrorText(u.t, err) }
