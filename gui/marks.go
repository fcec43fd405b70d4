//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// A delivery mark is drawn on a grid that is markGrid high and markGridWidth
// wide, and as large as the line of text that it stands in.
const markGrid, markGridWidth = 16, 20

// markWidth is the space that a delivery mark takes in a line of this height.
func markWidth(line int) int { return line * markGridWidth / markGrid }

// paintMark paints how far a message has come: a clock while it waits, a tick
// when it was sent, two when it is there, an exclamation mark when it failed.
// Shape tells them apart, not only colour.
func paintMark(p *gui.QPainter, x, y, line int, mark bubbleMark, color *gui.QColor) {
	p.Save()
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	p.Translate3(float64(x), float64(y))
	p.Scale(float64(line)/markGrid, float64(line)/markGrid)
	pen := gui.NewQPen3(color)
	pen.SetWidthF(1.5)
	pen.SetCapStyle(core.Qt__RoundCap)
	p.SetPen(pen)
	p.SetBrush2(core.Qt__NoBrush)
	switch mark {
	case markQueued:
		p.DrawEllipse3(6, 3, 10, 10)
		p.DrawLine3(11, 8, 11, 5)
		p.DrawLine3(11, 8, 13, 8)
	case markSent:
		paintTick(p, 7)
	case markDelivered:
		paintTick(p, 4)
		paintTick(p, 9)
	case markFailed:
		p.DrawEllipse3(6, 2, 12, 12)
		p.DrawLine3(12, 5, 12, 9)
		p.DrawPoint3(12, 11)
	}
	pen.DestroyQPen()
	p.Restore()
}

func paintTick(p *gui.QPainter, x int) {
	p.DrawLine3(x, 8, x+3, 11)
	p.DrawLine3(x+3, 11, x+9, 4)
}

// newMark makes a widget with a delivery mark, as it is in a bubble.
func newMark(u *ui, name string, mark bubbleMark) *widgets.QWidget {
	ruler := gui.NewQFontMetrics(sizedFont(u.desk.app.font, u.metrics().Small))
	line := ruler.LineSpacing()
	ruler.DestroyQFontMetrics()
	w := widgets.NewQWidget(nil, 0)
	w.SetObjectName(name)
	w.SetFixedSize2(markWidth(line), line)
	w.ConnectPaintEvent(func(*gui.QPaintEvent) {
		colour := u.look.Muted
		if mark == markFailed {
			colour = u.look.Danger
		}
		p, ink := gui.NewQPainter2(w), qcolor(colour)
		paintMark(p, 0, 0, line, mark, ink)
		p.DestroyQPainter()
		ink.DestroyQColor()
	})
	return w
}
