//go:build minimal

package gui

import (
	"context"

	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/store"
)

// exportName is what a copy is called unless our user calls it something else.
const exportName = "carom.age"

// export writes an encrypted copy of the profile. Our user has been asked about a
// file that is there.
func (d *Desktop) export(profile, path string, own, copyPassphrase store.Passphrase) {
	to, err := copyPassphrase.Recipient()
	if err != nil {
		d.window.fail(d.ui.errorText(err))
		return
	}
	d.between(i18n.ExportWorking, func() error { return d.desk.ExportOver(profile, path, to) },
		func(error) store.Passphrase { return own }, i18n.ExportDone)
}

// between ends the node, has work done on the profile's files, and starts the
// node again with the passphrase that is right then. Our user is told how it went.
func (d *Desktop) between(saying *i18n.Message, work func() error, then func(error) store.Passphrase, done *i18n.Message) {
	if d.session == nil {
		return
	}
	profile, s := d.profile, d.clear(saying)
	var worked error
	d.start(profile, func(ctx context.Context) (*desktop.Session, error) {
		d.stop(s)
		worked = work()
		return d.desk.Start(ctx, profile, then(worked), nil)
	}, func() {
		d.showMain()
		if worked != nil {
			d.window.fail(d.ui.profileError(worked))
			return
		}
		d.window.report(d.ui.t.T(done))
	}, func(err error) {
		d.beginAfter(func() {}, func() { d.window.fail(d.ui.profileError(err)) })
	})
}
