//go:build minimal

package gui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"carom/internal/profiles"
)

// darkWithin is how long the window may wait, before it is shown, for what the
// desktop says about its colours.
const darkWithin = 150 * time.Millisecond

// found are the profiles that there are, as they were when somebody looked.
type found struct {
	list []profiles.Profile
	err  error
}

// look looks which profiles there are: on the disk, and so never on the GUI thread.
func (d *Desktop) look() found {
	list, err := d.desk.Profiles()
	return found{list, err}
}

// Show shows the window, with the first screen in it: what is to be done depends
// on the profiles that there are.
func (d *Desktop) Show() {
	of := d.ui.ctx
	d.work.Go(func() {
		f := d.look()
		ctx, cancel := context.WithTimeout(of, darkWithin)
		defer cancel()
		dark := d.desktopDark(ctx)
		late := ctx.Err() != nil // the window asks again when it is in front
		d.disp.post(func() {
			if d.ending {
				return
			}
			if !late {
				d.recolour(dark)
			}
			if d.session == nil && d.window.screen == nil {
				d.begin(f)
			}
			d.window.show()
		})
	})
}

// begin chooses the screen for a program without a session.
func (d *Desktop) begin(f found) {
	if f.err != nil {
		d.window.fail(d.ui.errorText(f.err))
	}
	named := func(p profiles.Profile) bool { return d.cfg.Profile == "" || p.Name == d.cfg.Profile }
	if !slices.ContainsFunc(f.list, named) {
		d.window.put(newStartScreen(d.ui, startState{name: cmp.Or(d.cfg.Profile, profiles.Default)}))
		return
	}
	d.window.put(newUnlockScreen(d.ui, f.list, unlockState{name: cmp.Or(d.profile, d.cfg.Profile), locked: d.profile != ""}))
}

// beginAfter does work and then begins, with the screen that is shown in place
// until then; then is called after that, unless it is nil.
func (d *Desktop) beginAfter(work func(), then func()) {
	run(d.ui, func(context.Context) (found, error) {
		work()
		return d.look(), nil
	}, func(f found, _ error) {
		d.begin(f)
		if then != nil {
			then()
		}
	})
}
