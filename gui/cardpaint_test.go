//go:build minimal

package gui

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	"carom/gui/model"
)

// rowPicture is what is seen of a row of the conversation, which is brought to the
// middle. It is for the GUI thread.
func rowPicture(list *bubbleList, row int) *gui.QImage {
	list.view.ScrollTo(list.index(row), widgets.QAbstractItemView__PositionAtCenter)
	return list.view.Viewport().Grab(list.rect(row)).ToImage()
}

// otherPixels counts the pixels of the upper rows in which two pictures of one size
// are not nearly the same, and all.
func otherPixels(a, b *gui.QImage, rows int) (other, all int) {
	width := a.Size().Width()
	for y := range rows {
		for x := range width {
			p, q := a.Pixel2(x, y), b.Pixel2(x, y)
			for shift := 0; shift < 24; shift += 8 {
				if c, e := int(p>>shift&0xff), int(q>>shift&0xff); max(c-e, e-c) > 24 {
					other++
					break
				}
			}
		}
	}
	return other, width * rows
}

// parkMouse moves the mouse away from where cards are, before there is a window.
func parkMouse(t *testing.T) {
	t.Helper()
	onGUI(t, func() { gui.QCursor_SetPos(0, 0) })
}

// What is painted of a transfer that is over looks as the card of widgets that
// takes its place: no button moves away from the mouse.
func TestPaintedCards(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	names := []string{"report.pdf", "Wilhelmina Bartholomew-Fitzgerald, letters.docx", "تقرير.pdf"}
	for len(names) < 22 {
		names = append(names, fmt.Sprint("photo ", len(names), " with a name that needs more than one line, as long as it is.jpg"))
	}
	for _, look := range looks {
		d.wear(look)
		list := d.showFiles(names)
		onGUI(t, func() {
			bubbles, painted := d.main().conversation.list, 0
			for _, tr := range list {
				if row := bubbles.find(rowKey{rowTransfer, tr.ID}); bubbles.cards[bubbles.rows[row].key] == nil {
					painted++
					checkPainted(bubbles, row, look.name)
				}
			}
			if painted != 8 {
				fail("%s: %d were painted", look.name, painted)
			}
		})
	}
}

// checkPainted compares what is painted of a row with the card that takes its place.
func checkPainted(list *bubbleList, row int, look string) {
	height, before := list.height(row), rowPicture(list, row)
	card := list.card(row)
	if now := list.height(row); now != height {
		fail("%s, %s: painted it is %d high, the card %d", look, card.name, height, now)
	}
	after, words := rowPicture(list, row), height
	list.paint.eachButton(list.rect(row), &list.rows[row], func(a model.TransferAction, x, y int) {
		words = min(words, y-list.rect(row).Y())
		widget, picture := card.buttons[slices.Index(card.actions, a)], list.paint.button(a)
		at := widget.MapTo(list.view.Viewport(), core.NewQPoint2(0, 0))
		painted, now := [4]int{x, y, picture.width, picture.height}, [4]int{at.X(), at.Y(), widget.Width(), widget.Height()}
		if painted != now {
			fail("%s, %s: it was painted at %v, and is at %v", look, widget.ObjectName(), painted, now)
		}
	})
	// On a screen of which a pixel is not a whole number of ours, buttons are painted
	// up to a pixel beside.
	words = words * before.Size().Height() / height
	if other, all := otherPixels(before, after, words); other > all/500 {
		fail("%s, %s: %d of %d pixels of the words are others", look, card.name, other, all)
	}
	if other, all := otherPixels(before, after, before.Size().Height()); other > all/25 {
		fail("%s, %s: %d of %d pixels are others", look, card.name, other, all)
	}
}

// showEnded shows a conversation with a file that Bob has sent and which has come,
// as it is when it is opened: painted.
func (d *testDesktop) showEnded() {
	d.t.Helper()
	bob := d.talkWith("Bob")
	d.offer(bob, file(d.t, "report.bin", noise(1000)))
	d.click("transfer.1.accept")
	d.wait("transfer.1.show")
	onGUI(d.t, func() {
		d.main().conversation.list.clear()
		d.main().conversation.transfersChanged()
	})
	d.eventually("the transfer is painted", func() bool {
		list := d.main().conversation.list
		return list.find(rowKey{rowTransfer, 1}) >= 0 && len(list.cards) == 0
	})
}

// paintedButton is the middle of a button that is painted. It is for the GUI thread.
func paintedButton(list *bubbleList, a model.TransferAction) (at *core.QPoint) {
	row := list.find(rowKey{rowTransfer, 1})
	list.view.ScrollTo(list.index(row), widgets.QAbstractItemView__EnsureVisible)
	list.paint.eachButton(list.rect(row), &list.rows[row], func(b model.TransferAction, x, y int) {
		if button := list.paint.button(b); a == b {
			at = core.NewQPoint2(x+button.width/2, y+button.height/2)
		}
	})
	return at
}

// Who clicks a button that is painted, with a mouse that nobody has moved, has
// clicked it.
func TestClickPaintedButton(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	d.showEnded()
	d.front("conversation.list")
	onGUI(t, func() {
		list := d.main().conversation.list
		clickAt(list.view.Viewport(), paintedButton(list, model.ShowTransfer))
	})
	d.click("place.close")
	d.gone("place")
	d.click("transfer.1.forget") // a real one by now
	d.eventually("the transfer is gone", func() bool {
		return d.main().conversation.list.find(rowKey{rowTransfer, 1}) < 0
	})
}

// A press on a button that is painted counts only when the mouse is let go there,
// and a press beside the buttons does nothing.
func TestPressPaintedCard(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	d.showEnded()
	d.front("conversation.list")
	onGUI(t, func() {
		list := d.main().conversation.list
		at := paintedButton(list, model.ForgetTransfer)
		mouse(list, core.QEvent__MouseButtonPress, at)
		mouse(list, core.QEvent__MouseButtonRelease, core.NewQPoint2(at.X(), at.Y()-80))
		if list.pressed.card != nil {
			fail("the button is still held down")
		}
	})
	onGUI(t, func() {
		list := d.main().conversation.list
		list.clear()
		d.main().conversation.transfersChanged()
		at := paintedButton(list, model.ForgetTransfer)
		clickAt(list.view.Viewport(), core.NewQPoint2(at.X(), at.Y()-40))
	})
	d.wait("transfer.1.forget")
	list, err := d.node.engine.Transfers(t.Context(), contacts.ServiceID{})
	if err != nil || len(list) != 1 {
		t.Errorf("there are %v, %v", list, err)
	}
}

// mouse sends the list an event of the left button at a point.
func mouse(list *bubbleList, kind core.QEvent__Type, at *core.QPoint) {
	held := core.Qt__LeftButton
	if kind != core.QEvent__MouseButtonPress {
		held = core.Qt__NoButton
	}
	button := core.Qt__LeftButton
	if kind == core.QEvent__MouseMove {
		button = core.Qt__NoButton
	}
	sendMouse(list, kind, at, button, held)
}

// sendMouse sends the list an event of the mouse: which button it is about, and which
// are held down.
func sendMouse(list *bubbleList, kind core.QEvent__Type, at *core.QPoint, button, held core.Qt__MouseButton) {
	event := gui.NewQMouseEvent(kind, core.NewQPointF2(at), button, held, core.Qt__NoModifier)
	core.QCoreApplication_SendEvent(list.view.Viewport(), event)
	runtime.KeepAlive(event)
}

// A list that moves under a mouse that does not makes no cards.
func TestScrollUnderTheMouse(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	d.showEnded()
	onGUI(t, func() {
		list := d.main().conversation.list
		list.view.Entered(list.index(list.find(rowKey{rowTransfer, 1})))
		if len(list.cards) != 0 {
			fail("there are %d cards", len(list.cards))
		}
	})
}

// A button that was pressed as it was painted has the mouse until that is let go.
func TestDragFromPaintedCard(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	d.showEnded()
	onGUI(t, func() {
		list := d.main().conversation.list
		at := paintedButton(list, model.ForgetTransfer)
		mouse(list, core.QEvent__MouseButtonPress, at)
		drag(list, core.NewQPoint2(at.X(), at.Y()-20))
		drag(list, core.NewQPoint2(at.X(), at.Y()-60))
		if n := len(list.chosen()); n != 0 {
			fail("%d rows are selected", n)
		}
		mouse(list, core.QEvent__MouseButtonRelease, core.NewQPoint2(at.X(), at.Y()-60))
		if list.pressed.card != nil {
			fail("the button is held still")
		}
	})
	d.wait("transfer.1.forget")
}

// drag moves the mouse with the left button down.
func drag(list *bubbleList, to *core.QPoint) {
	sendMouse(list, core.QEvent__MouseMove, to, core.Qt__NoButton, core.Qt__LeftButton)
}

// A mouse that moves over what is painted finds buttons.
func TestHoverPaintedCard(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	d.showEnded()
	onGUI(t, func() {
		list := d.main().conversation.list
		mouse(list, core.QEvent__MouseMove, paintedButton(list, model.ShowTransfer))
	})
	d.wait("transfer.1.show")
	d.whole("transfer.1")
}

// Tab reaches the buttons of what is painted, forwards from the list and backwards
// from the composer, and a screen reader says what the row is.
func TestPaintedCardByKeyboard(t *testing.T) {
	parkMouse(t)
	d := openTestDesktop(t)
	list := d.showFiles([]string{"1", "2", "3", "4", "5", "6", "7", "8.pdf", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"})
	at := func() (name string) {
		onGUI(t, func() { name = widgets.QApplication_FocusWidget().ObjectName() })
		return name
	}
	reach := func(from string, key core.Qt__Key, want string) {
		t.Helper()
		d.with(from, func(w *widgets.QWidget) { w.SetFocus2() })
		var passed []string
		for range 3 * len(list) {
			d.press("", key, core.Qt__NoModifier)
			if passed = append(passed, at()); passed[len(passed)-1] == want {
				return
			}
		}
		t.Fatalf("from %s %s is not reached, but %v", from, want, passed)
	}
	reach("conversation.list", core.Qt__Key_Tab, "transfer.8.forget")
	reach("composer.text", core.Qt__Key_Backtab, "transfer.20.forget")
	onGUI(t, func() {
		bubbles := d.main().conversation.list
		row := bubbles.find(rowKey{rowTransfer, 19})
		if bubbles.cards[bubbles.rows[row].key] != nil {
			fail("there is a card where nobody was")
		}
		bubbles.view.SetFocus2()
		bubbles.view.SetCurrentIndex(bubbles.index(row))
	})
	d.eventually("a screen reader says what is painted", func() bool {
		_, rows := spoken(seen("conversation.list"))
		for _, said := range rows {
			if said == d.main().conversation.spokenTransfer(list[18]) {
				return true
			}
		}
		return false
	})
	d.press("conversation.list", core.Qt__Key_Return, core.Qt__NoModifier)
	d.eventually("Enter goes into the card", func() bool {
		return widgets.QApplication_FocusWidget().ObjectName() == "transfer.19.forget"
	})
}
