//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/onion"
)

// fillConnection has how Tor is reached, and how far it is. What is chosen is in
// force when our user says so: half of it may be of no use.
func fillConnection(f *form) {
	t, api := f.ui.t, f.ui.desk.session.API
	if f.ui.desk.cfg.SystemTor {
		f.note(t.T(i18n.SettingsSystemTor), "muted")
	}
	var page *connectPage
	where := widgets.NewQVBoxLayout()
	f.box.AddLayout(where, 0)
	wrong := errorLabel(f.called("wrong"))
	f.box.AddWidget(wrong, 0, 0)
	apply := f.button("apply", i18n.HistoryApply, func() {
		settings, err := page.value()
		if err != nil {
			return // said beside the fields
		}
		complaint(page.w, wrong, "", "")
		do(f.ui, func(ctx context.Context) error { return api.SetConnection(ctx, settings) }, func(err error) {
			if err != nil {
				complaint(page.w, wrong, f.ui.errorText(err), "")
			}
		})
	})
	setRole(apply, "main")
	complaint(f.w, wrong, "", "")
	apply.SetEnabled(false)
	f.gap()
	f.progress(func() {
		if page != nil { // it may not be known yet, or ever, how Tor is reached
			page.focus()
		}
	})
	run(f.ui, api.Connection, func(s onion.Settings, err error) {
		if err != nil {
			complaint(f.w, wrong, f.ui.errorText(err), "")
			return
		}
		page = newConnectPage(f.ui, s)
		page.w.SetEnabled(!f.ui.desk.cfg.SystemTor)
		where.AddWidget(page.w, 0, 0)
		apply.SetEnabled(!f.ui.desk.cfg.SystemTor)
	})
}

// progress shows how far Tor is for as long as the settings are open.
func (f *form) progress(change func()) {
	p := newProgressPanel(f.ui)
	p.change = change
	f.box.AddWidget(p.w, 0, 0)
	stop := followNetwork(f.ui, f.ui.desk.session.API, p.update)
	f.s.dialog.box.ConnectFinished(func(int) { stop() })
}
