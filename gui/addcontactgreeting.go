//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	"carom/gui/i18n"
	"carom/gui/model"
)

// greeting is what travels with a contact request: what our user calls
// themselves, and some words. Both may be empty.
type greeting struct {
	ui                        *ui
	own                       *widgets.QLineEdit
	greeting                  *widgets.QPlainTextEdit
	ownCounter, greetingCount *widgets.QLabel
	// changed is called when something was typed.
	changed func()
}

// newGreeting adds the fields to a dialog.
func newGreeting(u *ui, d *dialog, name, own, words string) *greeting {
	t := u.t
	g := &greeting{ui: u, own: widgets.NewQLineEdit2(own, nil), greeting: plainEdit()}
	g.own.SetObjectName(name + ".own")
	g.ownCounter = errorLabel(name + ".own.counter")
	g.greeting.SetObjectName(name + ".greeting")
	g.greeting.SetPlaceholderText(t.T(i18n.AddGreetingPlaceholder))
	g.greeting.SetPlainText(words)
	g.greeting.SetMaximumHeight(4*g.greeting.FontMetrics().LineSpacing() + 20)
	g.greetingCount = errorLabel(name + ".greeting.counter")
	d.add(fieldLabel(t.T(i18n.AddOwnNickname), g.own))
	d.add(g.own)
	d.add(g.ownCounter)
	d.add(fieldLabel(t.T(i18n.AddGreeting), g.greeting))
	d.add(g.greeting)
	d.add(g.greetingCount)
	g.own.ConnectTextChanged(func(string) { g.typed() })
	g.greeting.ConnectTextChanged(g.typed)
	g.typed()
	return g
}

func (g *greeting) values() (own, words string) { return g.own.Text(), g.greeting.ToPlainText() }

func (g *greeting) ok() bool {
	own, words := g.values()
	return checkOwnNickname(own).OK && model.CheckGreeting(words).OK
}

// typed shows how much room is left, and what is wrong.
func (g *greeting) typed() {
	own, words := g.values()
	showVerdict(g.ui, g.own, g.ownCounter, checkOwnNickname(own), g.left(own, contacts.MaxNickname))
	showVerdict(g.ui, g.greeting, g.greetingCount, model.CheckGreeting(words), g.left(words, contacts.MaxGreeting))
	if g.changed != nil {
		g.changed()
	}
}

func (g *greeting) left(text string, most int) string {
	return g.ui.t.N(i18n.ComposerCount, most-contacts.UTF16Len(text))
}

// checkOwnNickname says whether our user may call themselves this.
func checkOwnNickname(name string) model.Verdict {
	switch {
	case contacts.UTF16Len(name) > contacts.MaxNickname:
		return model.Verdict{Wrong: true, Message: i18n.NicknameLong}
	case contacts.ValidateNickname(name) != nil:
		return model.Verdict{Wrong: true, Message: i18n.NicknameBad}
	}
	return model.Verdict{OK: true}
}
