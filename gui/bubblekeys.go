//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
)

// flags: only what is somebody's can be selected; the lines between can be
// reached, for screen readers.
func (b *bubbleList) flags(index *core.QModelIndex) core.Qt__ItemFlag {
	row := index.Row()
	if row < 0 || row >= len(b.rows) {
		return core.Qt__NoItemFlags
	}
	if kind := b.rows[row].kind; kind == rowMessage || kind == rowTransfer {
		return core.Qt__ItemIsEnabled | core.Qt__ItemIsSelectable
	}
	return core.Qt__ItemIsEnabled
}

// tellChanged tells the view, and through it a screen reader, of the rows that
// say something else than before. was has the same rows in the same order.
func (b *bubbleList) tellChanged(was []bubbleRow) {
	for i := range was {
		if i >= len(b.rows) || was[i].key != b.rows[i].key {
			return
		}
		if was[i].delivery != b.rows[i].delivery {
			b.model.DataChanged(b.index(i), b.index(i), []int{int(core.Qt__DisplayRole), accessibleText})
		}
	}
}

// isArrow reports whether a key goes through the rows.
func isArrow(event *gui.QKeyEvent) bool {
	switch core.Qt__Key(event.Key()) {
	case core.Qt__Key_Up, core.Qt__Key_Down, core.Qt__Key_PageUp, core.Qt__Key_PageDown:
		return true
	}
	return false
}

// enter goes to the newest message on the screen when none is current: Qt would
// go to the oldest. It reports whether it did.
func (b *bubbleList) enter() bool {
	if b.view.CurrentIndex().IsValid() {
		return false
	}
	for row := min(b.lastVisible(), len(b.rows)-1); row >= 0; row-- {
		if kind := b.rows[row].kind; kind == rowMessage || kind == rowTransfer {
			b.view.SetCurrentIndex(b.index(row))
			return true
		}
	}
	return false
}
