//go:build minimal

package gui

import (
	"context"
	"errors"
	"slices"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/profiles"
	"carom/store"
)

// unlockState is what outlives the widgets, which are made anew in another
// language.
type unlockState struct {
	// name of the profile that is chosen; locked: it was open before.
	name   string
	locked bool
}

// unlockScreen asks for the passphrase of a profile.
type unlockScreen struct {
	ui   *ui
	st   unlockState
	list []profiles.Profile

	w                       *widgets.QWidget
	which                   *widgets.QComboBox
	asked                   *widgets.QWidget // what is there for the passphrase
	secret                  *secretField
	wrong, status           *widgets.QLabel
	unlock, attach, another *widgets.QPushButton
	language                *widgets.QComboBox
	busy                    bool
}

func newUnlockScreen(u *ui, list []profiles.Profile, st unlockState) *unlockScreen {
	s := &unlockScreen{ui: u, st: st, list: list, w: widgets.NewQWidget(nil, 0)}
	t := u.t
	s.w.SetObjectName("unlock")
	title := plainLabel(t.T(i18n.UnlockTitle))
	title.SetObjectName("unlock.title")
	setRole(title, "heading")
	s.which = newComboBox(u, "unlock.profile")
	for i, p := range list {
		s.which.AddItem(p.Name, core.NewQVariant())
		if p.Name == st.name {
			s.which.SetCurrentIndex(i)
		}
	}
	which := fieldLabel(t.T(i18n.ProfileWhich), s.which)
	which.SetVisible(len(list) > 1)
	s.status = plainLabel("")
	s.status.SetObjectName("unlock.status")
	s.newAsked()
	s.unlock = newButton("unlock.unlock", t.T(i18n.UnlockButton))
	setRole(s.unlock, "main")
	s.unlock.ConnectClicked(func(bool) { s.open() })
	s.attach = newButton("unlock.attach", t.T(i18n.ProfileAttach))
	s.attach.ConnectClicked(func(bool) { s.use() })

	box := column(s.w)
	box.AddStretch(1)
	for _, w := range []widgets.QWidget_ITF{title, which, s.which, s.status, s.asked} {
		box.AddWidget(w, 0, 0)
	}
	row := widgets.NewQHBoxLayout()
	row.SetSpacing(8)
	row.AddWidget(s.unlock, 0, 0)
	row.AddWidget(s.attach, 0, 0)
	row.AddStretch(1)
	box.AddLayout(row, 0)
	box.AddStretch(2)
	box.AddLayout(s.newFoot(), 0)
	s.which.SetVisible(len(list) > 1)
	s.which.ConnectCurrentIndexChanged(func(int) { s.chosen() })
	s.w.ConnectKeyPressEvent(s.key)
	s.chosen()
	return s
}

// newAsked makes the field for the passphrase and what belongs to it.
func (s *unlockScreen) newAsked() {
	t := s.ui.t
	s.asked = widgets.NewQWidget(nil, 0)
	s.secret = newSecretField("unlock.passphrase")
	s.secret.edit.ConnectTextEdited(func(string) { complaint(s.secret.edit, s.wrong, "", "") })
	s.wrong = errorLabel("unlock.wrong")
	box := widgets.NewQVBoxLayout2(s.asked)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(8)
	for _, w := range []widgets.QWidget_ITF{
		fieldLabel(t.T(i18n.PassphraseLabel), s.secret.edit), s.secret.edit, s.wrong,
	} {
		box.AddWidget(w, 0, 0)
	}
	box.AddWidget(newReveal(s.ui, "unlock.show", s.secret), 0, core.Qt__AlignLeft)
}

// newFoot makes the row at the end: the language, and another profile.
func (s *unlockScreen) newFoot() *widgets.QHBoxLayout {
	t := s.ui.t
	s.language = newComboBox(s.ui, "unlock.language")
	languages := i18n.Languages()
	for i, l := range languages {
		s.language.AddItem(l.Name, core.NewQVariant())
		if l.Code == t.Language().Code {
			s.language.SetCurrentIndex(i)
		}
	}
	label := fieldLabel(t.T(i18n.LanguageLabel), s.language)
	label.SetWordWrap(false)
	s.language.ConnectCurrentIndexChanged(func(i int) {
		s.ui.later(func() { s.speak(languages[i].Code) })
	})
	s.another = newButton("unlock.another", t.T(i18n.ProfileMore))
	setRole(s.another, "flat")
	s.another.ConnectClicked(func(bool) { s.ui.later(s.more) })
	row := widgets.NewQHBoxLayout()
	row.SetSpacing(8)
	row.AddWidget(label, 0, 0)
	row.AddWidget(s.language, 0, 0)
	row.AddStretch(1)
	row.AddWidget(s.another, 0, 0)
	return row
}

// speak changes the language: everything is made anew in it.
func (s *unlockScreen) speak(language string) {
	list, st := s.list, s.st
	s.ui.desk.setLanguage(language, func(u *ui) screen { return newUnlockScreen(u, list, st) })
}

// more leads to another profile, with a name that none has yet: the default one
// when it is free.
func (s *unlockScreen) more() {
	if s.busy {
		return
	}
	s.busy = true
	desk := s.ui.desk.desk
	run(s.ui, func(context.Context) (string, error) {
		if _, exists := desk.Look(profiles.Default); !exists {
			return profiles.Default, nil
		}
		return desk.FreeName(), nil
	}, func(free string, _ error) {
		s.ui.desk.window.put(newStartScreen(s.ui, startState{step: stepProfile, name: free, more: true}))
	})
}

func (s *unlockScreen) widget() *widgets.QWidget { return s.w }

func (s *unlockScreen) focus() {
	switch {
	case s.asked.IsVisibleTo(s.w):
		s.secret.edit.SetFocus2()
	case s.attach.IsVisibleTo(s.w):
		s.attach.SetFocus2()
	case s.unlock.IsVisibleTo(s.w):
		s.unlock.SetFocus2()
	default:
		s.another.SetFocus2()
	}
}

func (s *unlockScreen) close() { s.secret.clear() }

// profile is the one that is chosen.
func (s *unlockScreen) profile() profiles.Profile { return s.list[max(s.which.CurrentIndex(), 0)] }

// chosen shows what there is to do with the profile that is chosen.
func (s *unlockScreen) chosen() {
	t, p := s.ui.t, s.profile()
	s.st.locked = s.st.locked && p.Name == s.st.name
	s.st.name, s.ui.desk.target = p.Name, p.Name
	s.secret.clear()
	complaint(s.secret.edit, s.wrong, "", "")
	usable := p.Err == nil && !p.Running
	s.asked.SetVisible(p.Err == nil && p.Passphrase)
	s.unlock.SetVisible(usable)
	s.attach.SetVisible(p.Err == nil && p.Running)
	text, button := t.T(i18n.UnlockText), i18n.UnlockButton
	switch {
	case p.Err != nil:
		text = s.ui.profileError(p.Err)
	case p.Running:
		text = t.T(i18n.ProfileBusy)
	case s.st.locked:
		text = t.T(i18n.UnlockLocked)
	case !p.Passphrase:
		text = ""
	}
	if !p.Passphrase {
		button = i18n.UnlockOpen
	}
	s.unlock.SetText(t.T(button))
	s.unlock.SetAccessibleName(i18n.Unmarked(t.T(button)))
	s.say(text, "muted")
}

func (s *unlockScreen) say(text, role string) {
	setRole(s.status, role)
	setLabel(s.status, text)
	s.status.SetVisible(text != "")
}

// key makes Enter unlock, wherever the keyboard is.
func (s *unlockScreen) key(event *gui.QKeyEvent) {
	enter := core.Qt__Key(event.Key()) == core.Qt__Key_Return || core.Qt__Key(event.Key()) == core.Qt__Key_Enter
	switch {
	case enter && s.another.HasFocus():
		s.another.Click()
	case enter && s.attach.IsVisibleTo(s.w):
		s.use()
	case enter && s.unlock.IsVisibleTo(s.w):
		s.open()
	default:
		s.w.KeyPressEventDefault(event)
	}
}

func (s *unlockScreen) open() {
	s.withSecret(func(name string, secret store.Passphrase) { s.ui.desk.open(name, secret, nil, s.failed) })
}

// use uses the node that runs for the profile already. The passphrase is needed
// for that too: else whoever finds the window locked had only to press a button.
func (s *unlockScreen) use() {
	s.withSecret(func(name string, secret store.Passphrase) { s.ui.desk.attach(name, secret, s.failed) })
}

// withSecret goes on with the passphrase that was typed, where there is one.
func (s *unlockScreen) withSecret(then func(name string, secret store.Passphrase)) {
	p, t := s.profile(), s.ui.t
	switch {
	case s.busy:
	case p.Passphrase && s.secret.text() == "":
		complaint(s.secret.edit, s.wrong, t.T(i18n.PassphraseEmpty), "")
		s.secret.edit.SetFocus2()
	default:
		s.working(t.T(i18n.UnlockWorking))
		then(p.Name, s.secret.take())
	}
}

func (s *unlockScreen) working(text string) {
	s.busy = true
	s.say(text, "muted")
	s.w.SetEnabled(false)
}

// failed says why the profile was not opened. It is looked at again: it may run
// by now, or not any more.
func (s *unlockScreen) failed(err error) {
	i, desk := max(s.which.CurrentIndex(), 0), s.ui.desk.desk
	now := s.list[i]
	run(s.ui, func(context.Context) (profiles.Profile, error) {
		if p, ok := desk.Look(now.Name); ok {
			return p, nil
		}
		return now, nil
	}, func(now profiles.Profile, _ error) {
		s.busy, s.list[i] = false, now
		s.w.SetEnabled(true)
		s.chosen()
		if errors.Is(err, store.ErrPassphrase) {
			complaint(s.secret.edit, s.wrong, s.ui.t.T(i18n.UnlockWrong), "")
		} else if !now.Running {
			s.say(s.ui.profileError(err), "error")
		}
		s.focus()
	})
}

// profileError is what a person is told about a profile that cannot be used.
func (u *ui) profileError(err error) string {
	var user *carom.UserError
	if errors.As(err, &user) && slices.Contains([]carom.ErrorKind{carom.KindCopyInUse, carom.KindNoProfile, carom.KindNotOpened}, user.Kind) {
		return u.errorText(err) // that says more than what is behind it
	}
	for _, e := range []struct {
		err  error
		said *i18n.Message
	}{
		{store.ErrLocked, i18n.ProfileBusy},
		{store.ErrPassphrase, i18n.UnlockWrong},
		{store.ErrNewer, i18n.ProfileNewer},
		{store.ErrCorrupt, i18n.ProfileDamaged},
		{store.ErrInvalidCopy, i18n.ProfileImportBad},
		{store.ErrExists, i18n.ProfileNameTaken},
		{store.ErrNoProfile, i18n.ErrorNotFound},
	} {
		if errors.Is(err, e.err) {
			return u.t.T(e.said)
		}
	}
	return u.errorText(err)
}
