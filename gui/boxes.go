//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/look"
)

// A style sheet draws the frames of boxes in our colours, so that they are seen
// in the dark too, but knows no shapes other than those that are read from a
// file. The tick, the dot and the arrow are painted here.

// newCheckBox makes a check box.
func newCheckBox(u *ui, name, text string) *widgets.QCheckBox {
	c := widgets.NewQCheckBox2(text, nil)
	c.SetObjectName(name)
	c.SetAccessibleName(i18n.Unmarked(text))
	lengths := u.metrics()
	c.ConnectPaintEvent(func(event *gui.QPaintEvent) {
		c.PaintEventDefault(event)
		if !c.IsChecked() {
			return
		}
		side := float64(lengths.Box)
		x := float64(lengths.Focus) + 1
		if c.LayoutDirection() == core.Qt__RightToLeft {
			x = float64(c.Width()-lengths.Focus) - 1 - side
		}
		y := (float64(c.Height()) - side) / 2
		colour := u.look.OnAccent
		if !c.IsEnabled() {
			colour = u.look.Surface
		}
		stroke(c, colour, side/8, [][2]float64{{x + side*0.24, y + side*0.52}, {x + side*0.43, y + side*0.71}, {x + side*0.77, y + side*0.30}})
	})
	return c
}

// newComboBox makes a list that opens.
func newComboBox(u *ui, name string) *widgets.QComboBox {
	c := widgets.NewQComboBox(nil)
	c.SetObjectName(name)
	lengths := u.metrics()
	c.QWidget.ConnectPaintEvent(func(event *gui.QPaintEvent) {
		c.QWidget.PaintEventDefault(event)
		middle := float64(c.Width() - lengths.Margin/2 - lengths.Focus)
		if c.LayoutDirection() == core.Qt__RightToLeft {
			middle = float64(lengths.Margin/2 + lengths.Focus)
		}
		half, y := float64(lengths.Space)*0.7, float64(c.Height())/2
		stroke(c, u.look.Muted, float64(lengths.Space)/4, [][2]float64{{middle - half, y - half/2}, {middle, y + half/2}, {middle + half, y - half/2}})
	})
	return c
}

// paintDot paints what tells that a radio button is chosen.
func paintDot(r *widgets.QRadioButton) {
	lengths := look.NewMetrics(points(r.Font()), 1)
	side := float64(lengths.Box)
	x := float64(lengths.Focus) + 1
	if r.LayoutDirection() == core.Qt__RightToLeft {
		x = float64(r.Width()-lengths.Focus) - 1 - side
	}
	y := (float64(r.Height()) - side) / 2
	p := gui.NewQPainter2(r)
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	brush := gui.NewQBrush3(r.Palette().Color2(gui.QPalette__Highlight), core.Qt__SolidPattern)
	p.SetPen3(core.Qt__NoPen)
	p.SetBrush(brush)
	p.Translate3(x, y)
	p.Scale(side/14, side/14)
	p.DrawEllipse3(3, 3, 8, 8)
	p.DestroyQPainter()
	brush.DestroyQBrush()
}

// stroke paints a line through some points of a widget.
func stroke(w widgets.QWidget_ITF, colour look.Colour, width float64, points [][2]float64) {
	p := gui.NewQPainter2(w.QWidget_PTR())
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	c := qcolor(colour)
	pen := gui.NewQPen3(c)
	pen.SetWidthF(width)
	pen.SetCapStyle(core.Qt__RoundCap)
	pen.SetJoinStyle(core.Qt__RoundJoin)
	p.SetPen(pen)
	path := gui.NewQPainterPath()
	for i, point := range points {
		if i == 0 {
			path.MoveTo2(point[0], point[1])
		} else {
			path.LineTo2(point[0], point[1])
		}
	}
	p.DrawPath(path)
	p.DestroyQPainter()
	path.DestroyQPainterPath()
	pen.DestroyQPen()
	c.DestroyQColor()
}
