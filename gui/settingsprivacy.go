//go:build minimal

package gui

import (
	"slices"
	"time"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// lockTimes are offered: how long nobody may touch the window before it locks.
func lockTimes(current time.Duration) []time.Duration {
	times := []time.Duration{
		0, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
	}
	if at, found := slices.BinarySearch(times, current); !found {
		times = slices.Insert(times, at, current)
	}
	return times
}

func fillPrivacy(f *form) {
	f.presence()
	f.gap()
	f.panic()
	f.gap()
	times := lockTimes(f.ui.desk.prefs.LockAfter)
	var written []string
	for _, d := range times {
		written = append(written, lockTime(f.ui.t, d))
	}
	f.choice("lockafter", i18n.SettingsLockAfter, written, slices.Index(times, f.ui.desk.prefs.LockAfter), func(at int) {
		f.s.change("privacy.lockafter", func(p *prefs.Preferences) { p.LockAfter = times[at] })
	})
}

func lockTime(t *i18n.Printer, d time.Duration) string {
	switch {
	case d == 0:
		return t.T(i18n.SettingsLockNever)
	case d%time.Hour == 0:
		return t.N(i18n.Hours, int(d/time.Hour))
	}
	return t.N(i18n.Minutes, int(d/time.Minute))
}

// presence says who can see our user.
func (f *form) presence() {
	m := f.ui.desk.main
	group := f.group(i18n.PresenceLabel)
	for _, c := range presenceChoices() {
		r := f.radio(group, c.name, c.text, m.state.Presence == c.presence, func() { f.ui.desk.main.setPresence(c.presence) })
		r.SetAccessibleDescription(f.ui.t.T(c.hint))
		f.note(f.ui.t.T(c.hint), "small")
	}
}

// panic says what the shortcut does.
func (f *form) panic() {
	p := f.ui.desk.prefs
	group := f.group(i18n.SettingsPanic)
	var ask *widgets.QCheckBox
	set := func(does prefs.Panic, field string) func() {
		return func() {
			ask.SetEnabled(does == prefs.PanicWipe)
			f.s.change(f.called(field), func(p *prefs.Preferences) { p.Panic = does })
		}
	}
	f.radio(group, "paniclock", i18n.SettingsPanicLock, p.Panic == prefs.PanicLock, set(prefs.PanicLock, "paniclock"))
	f.radio(group, "panicwipe", i18n.SettingsPanicWipe, p.Panic == prefs.PanicWipe, set(prefs.PanicWipe, "panicwipe"))
	ask = f.check("panicask", i18n.SettingsPanicAsk, p.PanicAsk, func(on bool) {
		f.s.change(f.called("panicask"), func(p *prefs.Preferences) { p.PanicAsk = on })
	})
	ask.SetEnabled(p.Panic == prefs.PanicWipe)
	f.note(f.ui.t.T(i18n.SettingsPanicKey)+" "+shownPanic(f.ui.t), "small")
}
