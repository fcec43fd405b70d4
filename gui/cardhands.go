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

// newHand makes the filter for the mouse over the list.
func (b *bubbleList) newHand() *core.QObject {
	filter := core.NewQObject(b.view)
	filter.ConnectEventFilter(func(_ *core.QObject, event *core.QEvent) bool {
		if event.Type() != core.QEvent__MouseMove {
			return false
		}
		b.stirred = true
		if b.pressed.card == nil {
			return false
		}
		// The list has not seen the press: it would select from an older one on.
		b.toPressed(gui.NewQMouseEventFromPointer(event.Pointer()))
		return true
	})
	return filter
}

// entered makes the card of a row that the mouse has come to by itself. Where the
// list moves under the mouse it makes none, in the time that a frame has: then the
// first move does, or a press.
func (b *bubbleList) entered(row int) {
	if b.stirred {
		b.stirred = false
		b.card(row)
	}
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
	card    *transferCard
	button  *widgets.QPushButton
	passing bool // an event is being handed on to it
}

// press takes a press of the mouse on a button that was painted, as after scrolling
// a mouse that has not moved does. It reports whether it was one.
func (b *bubbleList) press(event *gui.QMouseEvent) bool {
	b.pressed = cardPress{}
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
	b.pressed = cardPress{card: card, button: button}
	button.SetFocus(core.Qt__MouseFocusReason)
	passOn(button, event, at)
	return true
}

// release takes the end of such a press.
func (b *bubbleList) release(event *gui.QMouseEvent) bool {
	if b.pressed.card == nil || event.Button() != core.Qt__LeftButton {
		return b.pressed.card != nil
	}
	b.toPressed(event)
	b.pressed = cardPress{}
	return true
}

// toPressed hands an event on to the button that was pressed, if it is still there. Qt
// brings us those back that a button has no use for.
func (b *bubbleList) toPressed(event *gui.QMouseEvent) {
	p := b.pressed
	if p.passing || !slices.Contains(p.card.buttons, p.button) {
		return
	}
	b.pressed.passing = true
	passOn(p.button, event, p.button.MapFrom(b.view.Viewport(), event.Pos()))
	b.pressed.passing = false
}

// passOn hands an event of the mouse on to a widget.
func passOn(w *widgets.QPushButton, event *gui.QMouseEvent, at *core.QPoint) {
	own := gui.NewQMouseEvent(event.Type(), core.NewQPointF2(at), event.Button(), event.Buttons(), event.Modifiers())
	core.QCoreApplication_SendEvent(w, own)
	runtime.KeepAlive(own)
}
