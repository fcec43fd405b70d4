//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
	"carom/onion"
)

// presenceButton says how we are to be reached, above the contacts, and leads
// to where that is changed.
type presenceButton struct {
	main   *mainScreen
	button *widgets.QPushButton
	shown  string
	mark   model.Standing
}

// presencePad is what is beside the text on the button, in device-independent
// pixels: the mark and the margins.
const presencePad = 64

func newPresenceButton(m *mainScreen) *presenceButton {
	b := &presenceButton{main: m, button: newButton("people.presence", "")}
	b.button.SetProperty("role", core.NewQVariant1("state"))
	b.button.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Fixed)
	b.button.ConnectClicked(func(bool) { openPresence(m) })
	b.button.ConnectResizeEvent(func(event *gui.QResizeEvent) {
		b.button.ResizeEventDefault(event)
		b.fit()
	})
	return b
}

// update shows our own state as it is now.
func (b *presenceButton) update() {
	t := b.main.ui.t
	text, mark := ownState(t, b.main.state.Network, b.main.state.Presence)
	if text == b.shown && mark == b.mark {
		return
	}
	b.shown, b.mark = text, mark
	b.fit()
	if mark == model.Declined {
		text = t.T(i18n.StatusProblem)
	}
	b.button.SetAccessibleName(t.T(i18n.PresenceButton, i18n.Args{"State": text}))
	tooltip(b.button, text)
	b.button.SetIcon(standingIcon(b.main.ui, mark))
}

// fit shows as much of the text as there is room for.
func (b *presenceButton) fit() {
	text := b.button.FontMetrics().ElidedText(b.shown, core.Qt__ElideRight, b.button.Width()-presencePad, 0)
	if text = " " + menuText(text); b.button.Text() != text {
		b.button.SetText(text)
	}
}

// ownState says how we are to be reached, and which mark goes with it.
func ownState(t *i18n.Printer, n onion.Status, p carom.Presence) (string, model.Standing) {
	switch {
	case p == carom.Invisible:
		return t.T(i18n.StatusInvisible), model.Offline
	case n.Phase != onion.Online && n.Problem != nil:
		return t.T(i18n.ProgressStopped), model.Declined
	case n.Phase != onion.Online:
		return t.T(i18n.StatusConnecting, i18n.Args{"Percent": n.Percent}), model.Asked
	case !n.Published:
		return t.T(i18n.StatusPublishing), model.Asked
	case p == carom.NoRequests:
		return t.T(i18n.StatusNoRequests), model.Online
	}
	return t.T(i18n.StatusOnline), model.Online
}

func standingIcon(u *ui, s model.Standing) *gui.QIcon {
	icon := gui.NewQIcon()
	for _, size := range []int{16, 32, 48} {
		pixmap := gui.NewQPixmap2(core.NewQSize2(size, size))
		pixmap.Fill(gui.NewQColor3(0, 0, 0, 0))
		painter := gui.NewQPainter2(pixmap)
		paintStanding(painter, 0, 0, size, s, newStandingColors(u.look))
		painter.End()
		painter.DestroyQPainter()
		icon.AddPixmap(pixmap, gui.QIcon__Normal, gui.QIcon__Off)
		pixmap.DestroyQPixmap()
	}
	return icon
}
