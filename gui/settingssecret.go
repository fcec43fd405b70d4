//go:build minimal

package gui

import (
	"context"
	"errors"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/store"
)

// secretDialog asks for the profile's passphrase and for a new one, and then
// does something with the profile's files for which the node has to end.
type secretDialog struct {
	*dialog
	desk    *Desktop
	profile string
	old     *secretField // nil where the profile has no passphrase
	wrong   *widgets.QLabel
	next    *newPassphrase
	button  *widgets.QPushButton
}

func newSecretDialog(d *Desktop, parent widgets.QWidget_ITF, name string, title, text, own, next *i18n.Message) *secretDialog {
	t := d.ui.t
	s := &secretDialog{dialog: newDialog(d.ui, parent, name, t.T(title)), desk: d, profile: d.profile}
	s.text(t.T(text))
	if d.secret {
		s.old, s.wrong = newSecretField(name+".old"), errorLabel(name+".old.wrong")
		for _, w := range []widgets.QWidget_ITF{fieldLabel(t.T(own), s.old.edit), s.old.edit, s.wrong} {
			s.add(w)
		}
		s.wrong.Hide()
		s.old.edit.ConnectTextEdited(func(string) { complaint(s.old.edit, s.wrong, "", "") })
	}
	s.next = newNewPassphrase(d.ui, name+".new", next, s.profile)
	s.add(s.next.w)
	s.dialog.button(name+".cancel", t.T(i18n.Cancel), nil)
	s.box.ConnectFinished(func(int) {
		s.next.clear()
		if s.old != nil {
			s.old.clear()
		}
	})
	return s
}

// own is the profile's passphrase as our user typed it; empty where there is none.
func (s *secretDialog) own() store.Passphrase {
	if s.old == nil {
		return store.Passphrase{}
	}
	return s.old.take()
}

// check goes on with both passphrases when they can be used: that of the profile
// is tried, which takes a second on purpose.
func (s *secretDialog) check(then func(own, next store.Passphrase)) {
	own := s.own()
	if s.old != nil && own.IsEmpty() {
		s.refuse(i18n.PassphraseEmpty)
		return
	}
	next, ok := s.next.value()
	if !ok {
		return
	}
	s.button.SetEnabled(false)
	do(s.ui, func(context.Context) error { return s.desk.desk.CheckPassphrase(s.profile, own) }, func(err error) {
		if !s.box.IsVisible() {
			return // our user has thought better of it
		}
		s.button.SetEnabled(true)
		switch {
		case errors.Is(err, store.ErrPassphrase) && s.old != nil:
			s.refuse(i18n.PasswdWrong)
		case err != nil:
			s.desk.window.fail(s.ui.profileError(err))
		default:
			then(own, next)
		}
	})
}

// refuse says what is wrong with the profile's passphrase.
func (s *secretDialog) refuse(why *i18n.Message) {
	complaint(s.old.edit, s.wrong, s.ui.t.T(why), "")
	s.old.edit.SelectAll()
	s.old.edit.SetFocus2()
}

// openPasswd changes the passphrase.
func openPasswd(d *Desktop, parent widgets.QWidget_ITF) {
	s := newSecretDialog(d, parent, "passwd", i18n.PasswdTitle, i18n.PasswdText, i18n.PasswdOld, i18n.PasswdNew)
	s.button = s.primary("passwd.change", d.ui.t.T(i18n.PasswdButton), func() {
		s.check(func(own, next store.Passphrase) {
			d.between(i18n.PasswdWorking, func() error { return d.desk.ChangePassphrase(s.profile, own, next) }, func(err error) store.Passphrase {
				if err != nil {
					return own
				}
				return next
			}, i18n.PasswdDone)
		})
	})
	s.open()
}

// openExport makes an encrypted copy of the profile.
func openExport(d *Desktop, parent widgets.QWidget_ITF) {
	s := newSecretDialog(d, parent, "export", i18n.ExportTitle, i18n.ExportText, i18n.ExportOwn, i18n.ExportPassphrase)
	t := d.ui.t
	s.button = s.primary("export.make", t.T(i18n.ExportButton), func() {
		s.check(func(own, next store.Passphrase) {
			chooseFile(d.ui, fileToSave, t.T(i18n.ExportTitle), "", exportName, func(path string) { d.export(s.profile, path, own, next) })
		})
	})
	s.open()
}
