//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/internal/profiles"
)

// languagePage greets in the desktop's language and offers the others.
type languagePage struct {
	textPage
	list *widgets.QListWidget
}

func newLanguagePage(s *startScreen) *languagePage {
	t := s.ui.t
	p := &languagePage{textPage: newTextPage(s, t.T(i18n.WelcomeText)), list: widgets.NewQListWidget(nil)}
	p.list.SetObjectName("start.language")
	languages := i18n.Languages()
	for i, l := range languages {
		p.list.AddItem(l.Name)
		if l.Code == t.Language().Code {
			p.list.SetCurrentRow(i)
		}
	}
	p.list.ConnectCurrentRowChanged(func(row int) {
		if row >= 0 && row < len(languages) {
			s.ui.later(func() { s.speak(languages[row].Code) })
		}
	})
	p.add(fieldLabel(t.T(i18n.LanguageLabel), p.list))
	p.box.AddWidget(p.list, 1, 0)
	return p
}

// speak changes the language: everything is made anew in it.
func (s *startScreen) speak(language string) {
	st := s.st
	s.ui.desk.setLanguage(language, func(u *ui) screen { return newStartScreen(u, st) })
}

func (p *languagePage) title() string { return p.s.ui.t.T(i18n.WelcomeTitle) }
func (p *languagePage) focus()        { p.list.SetFocus2() }
func (p *languagePage) next()         { p.s.show(stepProfile) }

// profilePage offers a new profile or one from elsewhere.
type profilePage struct {
	textPage
	create, bring *widgets.QRadioButton
	name          *widgets.QLineEdit
	nameWrong     *widgets.QLabel
}

func newProfilePage(s *startScreen) *profilePage {
	t := s.ui.t
	p := &profilePage{textPage: newTextPage(s, t.T(i18n.ProfileText))}
	p.create = newRadio("start.create", t.T(i18n.ProfileCreate))
	p.create.SetChecked(!s.st.bring)
	p.bring = newRadio("start.bring", t.T(i18n.ProfileImport))
	p.bring.SetChecked(s.st.bring)
	p.box.AddSpacing(8)
	p.choose(p.create)
	p.add(choiceHint(p.create.QWidget_PTR(), t.T(i18n.ProfileCreateHint)))
	p.choose(p.bring)
	p.add(choiceHint(p.bring.QWidget_PTR(), t.T(i18n.ProfileImportHint)))
	p.name = widgets.NewQLineEdit2(s.st.name, nil)
	p.name.SetObjectName("start.name")
	p.nameWrong = errorLabel("start.name.wrong")
	if s.st.more {
		p.box.AddSpacing(8)
		p.add(fieldLabel(t.T(i18n.ProfileName), p.name))
		p.add(p.name)
		p.add(p.nameWrong)
		p.name.ConnectTextEdited(func(string) { p.say("") })
		p.say("")
	} else {
		p.name.SetParent(p.w)
		p.name.Hide()
	}
	p.box.AddStretch(1)
	return p
}

func (p *profilePage) title() string { return p.s.ui.t.T(i18n.ProfileTitle) }

func (p *profilePage) focus() {
	if p.bring.IsChecked() {
		p.bring.SetFocus2()
		return
	}
	p.create.SetFocus2()
}

func (p *profilePage) say(wrong string) {
	complaint(p.name, p.nameWrong, wrong, p.s.ui.t.T(i18n.ProfileNameHint))
}

func (p *profilePage) next() {
	name, u := p.name.Text(), p.s.ui
	switch {
	case !p.s.st.more:
		p.goOn()
	case profiles.CheckName(name) != nil:
		p.refuse(i18n.ProfileNameBad)
	default:
		p.s.busy = true
		run(u, func(context.Context) (taken bool, _ error) {
			_, taken = u.desk.desk.Look(name)
			return taken, nil
		}, func(taken bool, _ error) {
			p.s.busy = false
			if taken {
				p.refuse(i18n.ProfileNameTaken)
				return
			}
			p.goOn()
		})
	}
}

// refuse says why the name cannot be used.
func (p *profilePage) refuse(why *i18n.Message) {
	p.say(p.s.ui.t.T(why))
	p.name.SetFocus2()
}

func (p *profilePage) goOn() {
	if p.bring.IsChecked() {
		p.s.show(stepBring)
		return
	}
	p.s.st.old = nil // of a file that was chosen before
	p.s.show(stepPassphrase)
}

func (p *profilePage) leave() {
	p.s.st.bring = p.bring.IsChecked()
	if name := p.name.Text(); profiles.CheckName(name) == nil {
		p.s.st.name = name
	}
}
