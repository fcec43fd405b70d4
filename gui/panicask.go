//go:build minimal

package gui

import "carom/gui/i18n"

// askToWipe asks, with nothing to be seen behind the question, whether to
// destroy the profile that panic is about.
func (d *Desktop) askToWipe() {
	t := d.ui.t
	d.questions++
	question := d.questions
	d.window.closeDialogs()
	d.window.cover()
	d.window.raise()
	text := t.T(i18n.PanicWipeText, i18n.Args{"Profile": d.target}) + "\n\n" + t.T(i18n.WipeText)
	if d.session != nil {
		text += "\n\n" + t.T(i18n.PanicCancelText)
	}
	asked := confirm(d.ui, d.window.main, t.T(i18n.PanicTitle), text, t.T(i18n.PanicConfirm), d.wipe)
	asked.box.ConnectFinished(func(int) {
		d.disp.post(func() { // a "yes" has begun to wipe by then
			if question == d.questions && !d.ending {
				d.answered()
			}
		})
	})
}

// answered shows the window again. Where nothing was destroyed it does not show
// what our user wanted hidden: a session is locked, also one without a
// passphrase, and one that was being opened is not shown any more.
func (d *Desktop) answered() {
	switch beginning := d.beginning; {
	case d.wiping:
	case d.session != nil:
		d.lock()
	case beginning != nil:
		d.window.put(newWaitScreen(d.ui, d.ui.t.T(i18n.LockWorking)))
		d.renew()
		d.beginAfter(func() { <-beginning }, nil)
	}
	d.window.uncover()
}
