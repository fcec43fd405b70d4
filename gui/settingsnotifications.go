//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

func fillNotifications(f *form) {
	p, s := f.ui.desk.prefs, f.s
	var name, text, sound *widgets.QCheckBox
	enable := func() {
		now := f.ui.desk.prefs
		name.SetEnabled(now.Notify)
		text.SetEnabled(now.Notify && now.NotifyName)
		sound.SetEnabled(now.Notify)
	}
	check := func(field string, label *i18n.Message, on bool, set func(p *prefs.Preferences, on bool)) *widgets.QCheckBox {
		return f.check(field, label, on, func(on bool) {
			s.change(f.called(field), func(p *prefs.Preferences) { set(p, on) })
			enable()
		})
	}
	check("notify", i18n.SettingsNotify, p.Notify, func(p *prefs.Preferences, on bool) { p.Notify = on })
	f.note(f.ui.t.T(i18n.SettingsNotifyNone), "small")
	name = check("name", i18n.SettingsNotifyName, p.NotifyName, func(p *prefs.Preferences, on bool) { p.NotifyName = on })
	text = check("text", i18n.SettingsNotifyText, p.NotifyText, func(p *prefs.Preferences, on bool) { p.NotifyText = on })
	f.note(f.ui.t.T(i18n.SettingsNotifyWarning), "warning")
	f.gap()
	sound = check("sound", i18n.SettingsSound, p.Sound, func(p *prefs.Preferences, on bool) { p.Sound = on })
	enable()
}
