//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/store"
)

// passphrasePage has a passphrase chosen for a new profile.
type passphrasePage struct {
	textPage
	fields *newPassphrase
	none   *widgets.QCheckBox
}

func newPassphrasePage(s *startScreen) *passphrasePage {
	t := s.ui.t
	p := &passphrasePage{textPage: newTextPage(s, t.T(i18n.PassphraseText)), fields: newNewPassphrase(s.ui, "start.passphrase", i18n.PassphraseLabel, s.st.name)}
	p.box.AddSpacing(8)
	p.add(p.fields.w)
	if s.st.old != nil {
		key := plainLabel(t.T(i18n.ProfileImportKey))
		setRole(key, "warning")
		p.add(key)
	}
	p.none = newCheckBox(s.ui, "start.passphrase.none", t.T(i18n.PassphraseNone))
	p.none.SetParent(p.w)
	p.none.Hide()
	if s.ui.desk.cfg.DiskEncrypted {
		p.box.AddSpacing(8)
		p.choose(p.none)
		p.none.Show()
		p.add(choiceHint(p.none.QWidget_PTR(), t.T(i18n.PassphraseNoneHint)))
		p.none.ConnectToggled(func(none bool) { p.fields.w.SetEnabled(!none) })
	}
	p.box.AddStretch(1)
	return p
}

func (p *passphrasePage) title() string { return p.s.ui.t.T(i18n.PassphraseTitle) }
func (p *passphrasePage) focus()        { p.fields.focus() }
func (p *passphrasePage) leave()        { p.fields.clear() }

func (p *passphrasePage) nextText() string {
	if p.s.ui.desk.cfg.SystemTor {
		return p.s.ui.t.T(i18n.CreateButton)
	}
	return p.textPage.nextText()
}

func (p *passphrasePage) next() {
	if p.none.IsChecked() {
		p.s.st.passphrase = store.Passphrase{}
		p.s.afterPassphrase()
		return
	}
	secret, ok := p.fields.value()
	if !ok {
		return
	}
	p.s.st.passphrase = secret
	p.s.afterPassphrase()
}

// newPassphrase are the fields for a passphrase that is chosen: twice, with a
// hint how hard it is to guess.
type newPassphrase struct {
	ui            *ui
	w             *widgets.QWidget
	first, second *secretField
	bar           *widgets.QProgressBar
	hint, wrong   *widgets.QLabel
	known         []string // words that a guesser tries first
}

func newNewPassphrase(u *ui, name string, label *i18n.Message, known ...string) *newPassphrase {
	p := &newPassphrase{ui: u, w: widgets.NewQWidget(nil, 0), known: known}
	p.w.SetObjectName(name)
	p.first, p.second = newSecretField(name+".first"), newSecretField(name+".second")
	p.bar = widgets.NewQProgressBar(nil)
	p.bar.SetObjectName(name + ".strength")
	p.bar.SetAccessibleName(u.t.T(i18n.PassphraseStrength))
	p.bar.SetRange(0, 4)
	p.bar.SetTextVisible(false)
	p.hint = plainLabel("")
	p.hint.SetObjectName(name + ".hint")
	p.wrong = errorLabel(name + ".wrong")
	box := widgets.NewQVBoxLayout2(p.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(8)
	for _, w := range []widgets.QWidget_ITF{
		fieldLabel(u.t.T(label), p.first.edit), p.first.edit, p.bar, p.hint,
		fieldLabel(u.t.T(i18n.PassphraseRepeat), p.second.edit), p.second.edit, p.wrong,
	} {
		box.AddWidget(w, 0, 0)
	}
	box.AddWidget(newReveal(u, name+".show", p.first, p.second), 0, core.Qt__AlignLeft)
	p.first.edit.ConnectTextEdited(func(string) { p.typed() })
	p.second.edit.ConnectTextEdited(func(string) { p.complain("") })
	p.typed()
	return p
}

func (p *newPassphrase) focus() { p.first.edit.SetFocus2() }

func (p *newPassphrase) clear() {
	p.first.clear()
	p.second.clear()
}

// typed says how hard it is to guess what was typed.
func (p *newPassphrase) typed() {
	s := model.Measure(p.first.text(), p.known...)
	p.bar.SetValue(s.Level)
	setLabel(p.hint, s.Text(p.ui.t))
	role := "small"
	if s.Level == 1 {
		role = "warning"
	}
	setRole(p.hint, role)
	p.first.edit.SetAccessibleDescription(p.hint.Text())
	p.complain("")
}

func (p *newPassphrase) complain(wrong string) { complaint(p.second.edit, p.wrong, wrong, "") }

// value is the passphrase, when it was typed twice alike; else the fields say
// what is wrong.
func (p *newPassphrase) value() (store.Passphrase, bool) {
	switch {
	case p.first.text() == "":
		p.complain(p.ui.t.T(i18n.PassphraseEmpty))
		p.first.edit.SetFocus2()
	case p.first.text() != p.second.text():
		p.complain(p.ui.t.T(i18n.PassphraseDiffer))
		p.second.edit.SetFocus2()
		p.second.edit.SelectAll()
	default:
		return p.first.take(), true
	}
	return store.Passphrase{}, false
}
