//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// makeCards makes the cards that are not there and are not painted, and brings all
// up to date, before the rows are laid out.
func (b *bubbleList) makeCards(next []bubbleRow) {
	for i := range next {
		r := &next[i]
		if r.kind != rowTransfer {
			continue
		}
		if b.cards[r.key] == nil {
			if isPainted(r.transfer) {
				continue
			}
			b.cards[r.key] = b.newCard(b.view.Viewport(), r)
		}
		b.updateCard(r)
	}
}

// card is the card of a row, which is made in place of what is painted; nil when
// the row has none.
func (b *bubbleList) card(row int) *transferCard {
	if b.closed || row < 0 || row >= len(b.rows) || b.rows[row].kind != rowTransfer {
		return nil
	}
	r := &b.rows[row]
	if b.cards[r.key] == nil {
		painted := b.height(row)
		card := b.newCard(b.view.Viewport(), r)
		card.update(r.transfer, b.ui.t.Clock(r.transfer.Created))
		b.cards[r.key] = card
		if b.height(row) != painted {
			b.resized(row)
		}
		b.placeCards()
		b.orderCards()
	}
	return b.cards[r.key]
}

// updateCard shows a transfer as it is now, and makes room for it.
func (b *bubbleList) updateCard(r *bubbleRow) {
	taller := b.cards[r.key].update(r.transfer, b.ui.t.Clock(r.transfer.Created))
	if row := b.find(r.key); taller && row >= 0 {
		b.resized(row)
	}
}

// resized has a row laid out that may need more or less room.
func (b *bubbleList) resized(row int) {
	index := b.index(row)
	b.model.DataChanged(index, index, []int{int(core.Qt__SizeHintRole)})
}

// dropCards removes the cards of rows that go.
func (b *bubbleList) dropCards(rows []bubbleRow) {
	for i := range rows {
		if card := b.cards[rows[i].key]; card != nil {
			card.w.Hide()
			card.w.DeleteLater()
			delete(b.cards, rows[i].key)
			if b.pressed.card == card {
				b.pressed = cardPress{}
			}
		}
	}
}

// placeCards lays the cards over their rows. They are children of the viewport;
// the view's own way to put widgets into rows leaves room for texts and pictures.
func (b *bubbleList) placeCards() {
	if b.closed || len(b.cards) == 0 {
		return
	}
	for i := range b.rows {
		if card := b.cards[b.rows[i].key]; card != nil {
			area := b.rect(i)
			card.w.SetGeometry(area)
			card.w.Show()
			area.DestroyQRect()
		}
	}
}

// orderCards has the Tab key go through the buttons of the cards in the order in
// which they stand.
func (b *bubbleList) orderCards() {
	var before widgets.QWidget_ITF = b.view
	for i := range b.rows {
		card := b.cards[b.rows[i].key]
		if card == nil {
			continue
		}
		for _, button := range card.buttons {
			widgets.QWidget_SetTabOrder(before, button)
			before = button
		}
	}
}

// enters reports whether a key goes into what is chosen.
func enters(event *gui.QKeyEvent) bool {
	switch event.Key() {
	case int(core.Qt__Key_Return), int(core.Qt__Key_Enter), int(core.Qt__Key_Space):
		return event.Modifiers() == core.Qt__NoModifier
	}
	return false
}

// enterCard gives the keyboard to the card of the row that has it; false when
// that is no card.
func (b *bubbleList) enterCard() bool {
	card := b.card(b.view.CurrentIndex().Row())
	if card == nil {
		return false
	}
	card.focus()
	return true
}
