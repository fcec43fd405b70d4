//go:build minimal

package gui

import (
	"slices"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// transferCard shows a file transfer: its name and size, how far it is in words
// and as a bar, and a button for each thing that can be done. It is made of
// widgets, so that keyboard and screen reader find the buttons; the card is a
// row of a conversation or of the window with all transfers.
type transferCard struct {
	main *mainScreen
	// name is what the names of the card's widgets begin with.
	name     string
	w        *widgets.QWidget
	frame    *widgets.QFrame
	title    *widgets.QLabel
	about    *widgets.QLabel
	state    *widgets.QLabel
	warning  *widgets.QLabel
	bar      *widgets.QProgressBar
	rows     *buttonRows
	buttons  []*widgets.QPushButton
	actions  []model.TransferAction
	transfer carom.Transfer

	// left is where the keyboard goes with Escape, focused is called when a
	// button has got it.
	left, focused func()
	// hears, where there is one, is the filter for what the buttons are told.
	hears *core.QObject
	// measured and tall are the height at a width, until something changes.
	measured, tall int
}

// newTransferCard makes a card below parent. side: the card stands on the side
// of whoever sends, as bubbles do.
func newTransferCard(m *mainScreen, parent widgets.QWidget_ITF, name string, t carom.Transfer, side bool) *transferCard {
	c := &transferCard{main: m, name: name, w: widgets.NewQWidget(parent, 0), transfer: t}
	c.w.SetObjectName(name)
	outer := widgets.NewQHBoxLayout2(c.w)
	outer.SetSpacing(0)
	margin := 0
	if side {
		margin = bubbleMargin
	}
	outer.SetContentsMargins(margin, bubbleRunGap/2, margin, bubbleRunGap/2)
	c.frame = widgets.NewQFrame(nil, 0)
	c.frame.SetProperty("role", core.NewQVariant1("card"))
	if side {
		c.frame.SetMaximumWidth(m.ui.metrics().BubbleWidth)
	}
	if side && t.Outgoing {
		outer.AddStretch(0)
	}
	outer.AddWidget(c.frame, 1, 0)
	if side && !t.Outgoing {
		outer.AddStretch(0)
	}
	c.fill()
	c.w.ConnectKeyPressEvent(func(event *gui.QKeyEvent) {
		if event.Key() == int(core.Qt__Key_Escape) && c.left != nil {
			c.left()
			return
		}
		c.w.KeyPressEventDefault(event)
	})
	return c
}

func (c *transferCard) fill() {
	box := widgets.NewQVBoxLayout2(c.frame)
	box.SetContentsMargins(bubblePadX, bubblePadY+2, bubblePadX, bubblePadY+2)
	box.SetSpacing(cardSpace)
	c.title = c.label("title", "")
	c.about = c.label("about", "small")
	c.state = c.label("state", "")
	c.warning = c.label("warning", "warning")
	c.bar = widgets.NewQProgressBar(nil)
	c.bar.SetObjectName(c.name + ".bar")
	c.bar.SetRange(0, 1000)
	c.bar.SetTextVisible(false)
	for _, w := range []widgets.QWidget_ITF{c.title, c.about, c.state, c.bar, c.warning} {
		box.AddWidget(w, 0, 0)
	}
	c.rows = newButtonRows(box)
	c.w.ConnectResizeEvent(func(event *gui.QResizeEvent) {
		c.w.ResizeEventDefault(event)
		c.rows.arrange(c.buttons, c.room(c.w.Width()))
	})
}

const cardBorder = 1 // pixels, as the style has it

// room is how wide a row of buttons can be in a card of a width.
func (c *transferCard) room(width int) int {
	margins := c.w.Layout().ContentsMargins()
	return min(width-margins.Left()-margins.Right(), c.frame.MaximumWidth()) - 2*(bubblePadX+cardBorder)
}

func (c *transferCard) label(name, role string) *widgets.QLabel {
	l := plainLabel("")
	l.SetObjectName(c.name + "." + name)
	l.SetProperty("role", core.NewQVariant1(role))
	return l
}

// update shows a transfer as it is now, and reports whether the card's height
// may be another.
func (c *transferCard) update(t carom.Transfer, about string) (taller bool) {
	p := c.main.ui.t
	c.transfer = t
	contact, _ := c.main.contact(t.Contact)
	words := cardWords(p, t, contact, about)
	for i, label := range []*widgets.QLabel{c.title, c.about, c.state} {
		taller = relabel(label, words[i]) || taller
	}
	warning := ""
	if model.Offered(t) {
		warning = p.T(i18n.FileOfferWarning)
	}
	taller = relabel(c.warning, warning) || taller
	thousandths, shown := model.TransferProgress(t)
	taller = taller || shown == c.bar.IsHidden()
	c.bar.SetVisible(shown)
	c.bar.SetValue(thousandths)
	c.bar.SetAccessibleName(p.T(i18n.FileProgressLabel, i18n.Args{"File": model.ShortName(t.Name)}))
	taller = c.setActions(model.TransferActions(t)) || taller
	if taller {
		c.measured = 0
	}
	return taller
}

// sided has a text stand on the side of the reader, also one that has no letters
// of their language: a label takes its side from its text.
func sided(p *i18n.Printer, text string) string {
	if p.RTL() && text != "" {
		return "\u200f" + text
	}
	return text
}

// relabel shows another text, or nothing at all, and reports whether that may
// need more or less room.
func relabel(l *widgets.QLabel, text string) bool {
	if l.Text() == text && l.IsHidden() == (text == "") {
		return false
	}
	l.SetText(text)
	l.SetVisible(text != "")
	return true
}

// setActions shows other buttons. The keyboard stays within the card.
func (c *transferCard) setActions(actions []model.TransferAction) bool {
	if slices.Equal(c.actions, actions) {
		return false
	}
	had := false
	for _, b := range c.buttons {
		had = had || b.HasFocus()
		c.rows.remove(b)
		b.Hide()
		b.DeleteLater()
	}
	c.actions, c.buttons = actions, nil
	for _, a := range actions {
		c.button(a)
	}
	c.rows.arrange(c.buttons, c.room(c.w.Width()))
	for _, b := range c.buttons {
		b.Show() // or it has no size until the event loop shows it
	}
	if had {
		c.focus()
	}
	return true
}

// button makes the button of an action, after those that there are.
func (c *transferCard) button(a model.TransferAction) {
	b := newTransferButton(c.main.ui.t, c.name, a)
	b.SetParent(c.frame)
	if c.hears != nil {
		b.InstallEventFilter(c.hears)
	}
	b.ConnectClicked(func(bool) { c.main.onTransfer(a, c.transfer) })
	b.ConnectFocusInEvent(func(event *gui.QFocusEvent) {
		b.FocusInEventDefault(event)
		// A mouse is there already, and a list that moves would take the button away.
		if c.focused != nil && event.Reason() != core.Qt__MouseFocusReason {
			c.focused()
		}
	})
	c.buttons = append(c.buttons, b)
}

// buttonAt is the button at a point of an ancestor, and where in it that is; nil
// when there is none.
func (c *transferCard) buttonAt(ancestor widgets.QWidget_ITF, pos core.QPoint_ITF) (*widgets.QPushButton, *core.QPoint) {
	for _, b := range c.buttons {
		if at := b.MapFrom(ancestor, pos); b.Rect().Contains(at, false) {
			return b, at
		}
	}
	return nil, nil
}

// focus gives the keyboard to the first button.
func (c *transferCard) focus() {
	if len(c.buttons) > 0 {
		c.buttons[0].SetFocus(core.Qt__TabFocusReason)
	}
}

// height is that of the card at a width.
func (c *transferCard) height(width int) int {
	if c.measured != width {
		parts := []widgets.QWidget_ITF{c.frame, c.title, c.about, c.state, c.warning, c.bar}
		for _, b := range c.buttons {
			parts = append(parts, b)
		}
		for _, part := range parts { // the style decides about fonts and lengths
			part.QWidget_PTR().EnsurePolished()
			part.QWidget_PTR().UpdateGeometry()
		}
		c.rows.arrange(c.buttons, c.room(width))
		c.measured, c.tall = width, c.w.HeightForWidth(width)
	}
	return c.tall
}
