//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	"carom/gui/look"
	"carom/gui/prefs"
)

// palette is the one that the preferences ask for.
func (d *Desktop) palette() look.Palette {
	switch {
	case d.prefs.Theme == prefs.ThemeDark, d.prefs.Theme == prefs.ThemeSystem && (d.dark || d.app.dark):
		return look.Dark()
	}
	return look.Light()
}

// desktopDark asks whether the desktop is dark; not on the GUI thread.
func (d *Desktop) desktopDark(ctx context.Context) bool {
	return d.cfg.Dark != nil && d.cfg.Dark(ctx)
}

// followDesktop asks whether the desktop is dark by now: when it has told of a
// change, and when our user has come back to the window, for desktops that do not.
func (d *Desktop) followDesktop() {
	if d.ending || d.prefs.Theme != prefs.ThemeSystem {
		return
	}
	if d.asking {
		d.askAgain = true
		return
	}
	d.asking = true
	ctx := d.ui.ctx
	d.work.Go(func() {
		dark := d.desktopDark(ctx)
		d.disp.post(func() {
			again := d.askAgain
			d.asking, d.askAgain = false, false
			if ctx.Err() == nil && !again {
				d.recolour(dark)
			}
			if again {
				d.followDesktop()
			}
		})
	})
}

// recolour follows the desktop from light to dark or back, unless something is
// open above the window: that would have to be closed. Then the next time is
// early enough.
func (d *Desktop) recolour(dark bool) {
	above := widgets.QApplication_ActiveModalWidget().Pointer() != nil || widgets.QApplication_ActivePopupWidget().Pointer() != nil
	if dark == d.dark || above {
		return
	}
	d.dark = dark
	switch {
	case d.palette().Dark == d.ui.look.Dark:
	case d.main != nil:
		d.showMain()
	default:
		// Nothing is painted on these screens that would have to be made anew, and
		// what was typed is nowhere else.
		d.ui.look = d.palette()
		d.app.applyLook(d.ui.look, d.prefs.TextSize)
	}
}
