//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
)

// openAskAgain asks somebody again who declined, or no longer has us.
func openAskAgain(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "askagain", i18n.Unmarked(t.T(i18n.ChatAskAgain)))
	narrow(d.heading(t.T(i18n.AskAgainTitle, i18n.Args{"Name": c.Nickname})))
	g := newGreeting(m.ui, d, "askagain", c.OwnNickname, c.Greeting)
	wrong := errorLabel("askagain.error")
	wrong.Hide()
	d.add(wrong)
	d.button("askagain.cancel", t.T(i18n.Cancel), nil)
	ok := d.primary("askagain.ok", t.T(i18n.AddButton), func() {
		if g.ok() {
			askAgain(m, d, wrong, c, g)
		}
	})
	g.changed = func() { ok.SetEnabled(g.ok()) }
	d.open()
	g.greeting.SetFocus2()
}

func askAgain(m *mainScreen, d *dialog, wrong *widgets.QLabel, c carom.Contact, g *greeting) {
	own, words := g.values()
	do(m.ui, func(ctx context.Context) error {
		_, err := m.api.AddContact(ctx, c.ID.Address(), c.Nickname, own, words)
		return err
	}, func(err error) {
		if err != nil {
			sayWrong(m.ui, wrong, err)
			return
		}
		d.close()
		m.notices.say(m.ui.t.T(i18n.AddDone, i18n.Args{"Name": c.Nickname}))
	})
}

// sayWrong says beside what a person did why it did not work.
func sayWrong(u *ui, l *widgets.QLabel, err error) {
	setLabel(l, u.errorText(err))
	setRole(l, "error")
	l.Show()
}
