//go:build minimal

package gui

import "carom/gui/prefs"

// appearance is how a window can look.
type appearance struct {
	name, language string
	theme          prefs.Theme
	size           int // of the text, in percent
}

// looks are those in which every screen is looked at: both themes, large, and
// from right to left.
var looks = []appearance{
	{"light", "en", prefs.ThemeLight, 100},
	{"dark", "de", prefs.ThemeDark, 100},
	{"large", "de", prefs.ThemeLight, 200},
	{"rtl", "fa", prefs.ThemeDark, 100},
}

// wear makes the window look so.
func (d *testDesktop) wear(l appearance) {
	d.t.Helper()
	onGUI(d.t, func() {
		next := d.desk.prefs
		next.Language, next.Theme, next.TextSize = l.language, l.theme, l.size
		d.desk.setPreferences(next)
	})
	d.eventually("the screen is made afresh", func() bool { return d.desk.main != nil && !d.main().state.Self.IsZero() })
}
