//go:build minimal

package gui

import (
	"runtime"
	"slices"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// What is painted of a card is no widget. The functions of this file make one of
// it before a mouse or a keyboard needs it.

// newTabs makes the filter for the widgets from which Tab leads to a card.
func (b *bubbleList) newTabs() *core.QObject {
	filter := core.NewQObject(b.view)
	filter.ConnectEventFilter(func(_ *core.QObject, event *core.QEvent) bool {
		if event.Type() != core.QEvent__KeyPress {
			return false
		}
		switch key := gui.NewQKeyEventFromPointer(event.Pointer()); core.Qt__Key(key.Key()) {
		case core.Qt__Key_Tab:
			b.tabbing(key.Modifiers()&core.Qt__ShiftModifier == 0)
		case core.Qt__Key_Backtab:
			b.tabbing(false)
		}
		return false
	})
	return filter
}

// tabbing makes the card that the keyboard may go to from where it is: the next to
// one that has it, else the first or the last.
func (b *bubbleList) tabbing(forward bool) {
	step, row, at := 1, 0, b.focusedCard()
	if !forward {
		step, row = -1, len(b.rows)-1
	}
	if at >= 0 {
		row = at + step
	}
	for ; row >= 0 && row < len(b.rows); row += step {
		if b.rows[row].kind == rowTransfer {
			b.card(row)
			return
		}
	}
}

// focusedCard is the row of the card that has the keyboard, -1 when none has.
func (b *bubbleList) focusedCard() int {
	focus := widgets.QApplication_FocusWidget()
	if focus.Pointer() == nil {
		return -1
	}
	for i := range b.rows {
		if card := b.cards[b.rows[i].key]; card != nil && card.w.IsAncestorOf(focus) {
			return i
		}
	}
	return -1
}

// cardPress is a button that was pressed while its card was painted.
type cardPress struct {
	card   *transferCard
	button *widgets.QPushButton
}

// press takes a press of the mouse on a button that was painted, as after scrolling
// a mouse that has not moved does. It reports whether it was one.
func (b *bubbleList) press(event *gui.QMouseEvent) bool {
	index := b.view.IndexAt(event.Pos())
	if !index.IsValid() || event.Button() != core.Qt__LeftButton {
		return false
	}
	if row := index.Row(); row < len(b.rows) && b.cards[b.rows[row].key] != nil {
		return false // its own buttons are pressed without us
	}
	card := b.card(index.Row())
	if card == nil {
		return false
	}
	button, at := card.buttonAt(b.view.Viewport(), event.Pos())
	if button == nil {
		return false
	}
	b.pressed = cardPress{card, button}
	button.SetFocus(core.Qt__MouseFocusReason)
	passOn(button, event, at)
	return true
}

// release takes the end of such a press.
func (b *bubbleList) release(event *gui.QMouseEvent) bool {
	pressed := b.pressed
	if pressed.card == nil {
		return false
	}
	b.pressed = cardPress{}
	if slices.Contains(pressed.card.buttons, pressed.button) {
		passOn(pressed.button, event, pressed.button.MapFrom(b.view.Viewport(), event.Pos()))
	}
	return true
}

// passOn hands an event of the mouse on to a widget.
func passOn(w *widgets.QPushButton, event *gui.QMouseEvent, at *core.QPoint) {
	own := gui.NewQMouseEvent(event.Type(), core.NewQPointF2(at), event.Button(), event.Buttons(), event.Modifiers())
	core.QCoreApplication_SendEvent(w, own)
	runtime.KeepAlive(own)
}
