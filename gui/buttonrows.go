//go:build minimal

package gui

import (
	"slices"

	"github.com/therecipe/qt/widgets"

	"carom/gui/model"
)

const buttonGap = 8 // between two buttons, in pixels

// buttonRows has buttons at the end of a row, and those that do not fit there in
// another one below. It is for the GUI thread.
type buttonRows struct {
	box  *widgets.QVBoxLayout
	rows []*widgets.QHBoxLayout
	// shown are the buttons that were arranged, each in the row at its place.
	shown []*widgets.QPushButton
	at    []int
}

// newButtonRows makes rows that come last in a box.
func newButtonRows(box *widgets.QVBoxLayout) *buttonRows { return &buttonRows{box: box} }

// remove takes a button out.
func (r *buttonRows) remove(b *widgets.QPushButton) {
	for i, other := range r.shown {
		if other == b {
			r.rows[r.at[i]].RemoveWidget(b)
			r.shown, r.at = slices.Delete(r.shown, i, i+1), slices.Delete(r.at, i, i+1)
			return
		}
	}
}

// arrange puts buttons into rows of at most width pixels.
func (r *buttonRows) arrange(buttons []*widgets.QPushButton, width int) {
	widths := make([]int, 0, len(buttons))
	for _, b := range buttons {
		b.EnsurePolished() // the style decides about its font
		widths = append(widths, b.SizeHint().Width())
	}
	at := model.Flow(widths, width, buttonGap)
	if slices.Equal(buttons, r.shown) && slices.Equal(at, r.at) {
		return
	}
	for _, b := range slices.Clone(r.shown) {
		r.remove(b)
	}
	for i, b := range buttons {
		r.row(at[i]).AddWidget(b, 0, 0)
	}
	r.shown, r.at = slices.Clone(buttons), at
}

// row is the row at a place, which is made where it is missing.
func (r *buttonRows) row(place int) *widgets.QHBoxLayout {
	for len(r.rows) <= place {
		row := widgets.NewQHBoxLayout()
		row.SetSpacing(buttonGap)
		row.AddStretch(1)
		r.box.AddLayout(row, 0)
		r.rows = append(r.rows, row)
	}
	return r.rows[place]
}
