//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
)

// presenceChoice is one of the answers to who can see our user.
type presenceChoice struct {
	presence   carom.Presence
	name       string
	text, hint *i18n.Message
}

func presenceChoices() []presenceChoice {
	return []presenceChoice{
		{carom.Online, "presence.online", i18n.PresenceOnline, i18n.PresenceOnlineHint},
		{carom.NoRequests, "presence.norequests", i18n.PresenceNoRequests, i18n.PresenceNoRequestsHint},
		{carom.Invisible, "presence.invisible", i18n.PresenceInvisible, i18n.PresenceInvisibleHint},
	}
}

// openPresence shows what Tor is doing, and who can see our user, to be chosen.
// A choice takes effect at once.
func openPresence(m *mainScreen) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "presence", t.T(i18n.PresenceTitle))
	addNetworkState(m, d)
	d.heading(t.T(i18n.PresenceLabel))
	for _, choice := range presenceChoices() {
		radio := newRadio(choice.name, t.T(choice.text))
		radio.SetAccessibleDescription(t.T(choice.hint))
		radio.SetChecked(m.state.Presence == choice.presence)
		radio.ConnectClicked(func(bool) { m.setPresence(choice.presence) })
		d.content.AddWidget(radio, 0, core.Qt__AlignLeft) // clicks beside the words do nothing
		d.hint(t.T(choice.hint))
	}
	d.button("presence.connection", t.T(i18n.PresenceConnection), func() { openConnectionSettings(m, d) })
	d.primary("presence.close", t.T(i18n.Close), nil)
	d.open()
}

// setPresence says who may find us from now on. Choices take effect in the order
// in which they were made: whoever ends at invisible is.
func (m *mainScreen) setPresence(p carom.Presence) {
	m.lastly(func(ctx context.Context) error { return m.api.SetPresence(ctx, p) }, func(error) {})
}

// addNetworkState adds what Tor is doing, kept up to date while the dialog is
// open.
func addNetworkState(m *mainScreen, d *dialog) {
	panel := newProgressPanel(m.ui)
	panel.change = func() { openConnectionSettings(m, d) }
	panel.update(m.state.Network)
	d.add(panel.w)
	m.onNetwork = panel.update
	d.box.ConnectFinished(func(int) { m.onNetwork = nil })
}

// openConnectionSettings leads from a dialog to where the connection is mended.
func openConnectionSettings(m *mainScreen, d *dialog) {
	d.close()
	openSettingsAt(m, "connection", "")
}

// setLabel changes a text only when it is another one, so that a screen reader
// does not repeat itself and a selection stays.
func setLabel(l *widgets.QLabel, text string) {
	if l.Text() != text {
		l.SetText(text)
	}
}

// heading adds the title of a part of a dialog.
func (d *dialog) heading(text string) *widgets.QLabel {
	l := d.text(text)
	l.SetProperty("role", core.NewQVariant1("heading"))
	l.EnsurePolished() // or the dialog is made for the height of smaller letters
	return l
}

// hint adds a small text that belongs to what is above it.
func (d *dialog) hint(text string) *widgets.QLabel {
	l := d.text(text)
	l.SetProperty("role", core.NewQVariant1("small"))
	l.EnsurePolished()
	return l
}

func newRadio(name, text string) *widgets.QRadioButton {
	r := widgets.NewQRadioButton2(text, nil)
	r.SetObjectName(name)
	r.SetAccessibleName(i18n.Unmarked(text))
	r.ConnectPaintEvent(func(event *gui.QPaintEvent) {
		r.PaintEventDefault(event)
		if r.IsChecked() {
			paintDot(r)
		}
	})
	return r
}
