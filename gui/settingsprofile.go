//go:build minimal

package gui

import "carom/gui/i18n"

// fillProfile has what is done with the profile as a whole. A node that runs in
// another program has the profile's files: there is little to do then.
func fillProfile(f *form) {
	d := f.ui.desk
	if !d.session.Own {
		f.note(f.ui.t.T(i18n.SettingsElsewhere), "muted")
	}
	f.button("passphrase", i18n.SettingsPassphrase, func() { openPasswd(d, f.s.dialog.box) }).SetEnabled(d.session.Own)
	f.gap()
	f.button("export", i18n.SettingsExport, func() { openExport(d, f.s.dialog.box) }).SetEnabled(d.session.Own)
	f.gap()
	f.button("wipe", i18n.SettingsWipe, func() { openWipe(d, f.s.dialog.box) })
}
