//go:build minimal

package gui

import (
	"slices"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// textSizes are offered, in percent. Any other between prefs.MinTextSize and
// prefs.MaxTextSize can be reached with the keyboard, and is offered then.
func textSizes(current int) []int {
	sizes := []int{80, 90, 100, 110, 125, 150, 175, 200, 250, 300}
	if at, found := slices.BinarySearch(sizes, current); !found {
		sizes = slices.Insert(sizes, at, current)
	}
	return sizes
}

func fillGeneral(f *form) {
	p, s := f.ui.desk.prefs, f.s
	f.languages()
	f.gap()
	themes := []prefs.Theme{prefs.ThemeSystem, prefs.ThemeLight, prefs.ThemeDark}
	f.choice("theme", i18n.SettingsTheme, f.texts(i18n.SettingsThemeSystem, i18n.SettingsThemeLight, i18n.SettingsThemeDark),
		slices.Index(themes, p.Theme), func(at int) {
			s.change("general.theme", func(p *prefs.Preferences) { p.Theme = themes[at] })
		})
	f.gap()
	sizes := textSizes(p.TextSize)
	var written []string
	for _, size := range sizes {
		written = append(written, f.ui.t.Percent(size))
	}
	f.choice("textsize", i18n.SettingsTextSize, written, slices.Index(sizes, p.TextSize), func(at int) {
		s.change("general.textsize", func(p *prefs.Preferences) { p.TextSize = sizes[at] })
	})
	f.gap()
	f.check("entersends", i18n.SettingsEnterSends, p.EnterSends, func(on bool) {
		s.change("general.entersends", func(p *prefs.Preferences) { p.EnterSends = on })
	})
	f.check("closing", i18n.SettingsClosing, p.CloseToTray, func(on bool) {
		s.change("general.closing", func(p *prefs.Preferences) { p.CloseToTray = on })
	})
}

// languages offers all by their own names, so that everybody finds theirs.
func (f *form) languages() {
	all := i18n.Languages()
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	current := slices.IndexFunc(all, func(l i18n.Language) bool { return l.Code == f.ui.t.Language().Code })
	f.choice("language", i18n.LanguageLabel, names, current, func(at int) {
		f.s.change("general.language", func(p *prefs.Preferences) { p.Language = all[at].Code })
	})
}

func (f *form) texts(messages ...*i18n.Message) (texts []string) {
	for _, m := range messages {
		texts = append(texts, f.ui.t.T(m))
	}
	return texts
}
