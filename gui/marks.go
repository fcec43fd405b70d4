//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
)

// markWidth is the space that a delivery mark takes, in device-independent pixels.
const markWidth = 20

// paintMark paints how far a message has come: a clock while it waits, a tick
// when it was sent, two when it is there, an exclamation mark when it failed.
// Shape tells them apart, not only colour.
func paintMark(p *gui.QPainter, x, y, height int, mark bubbleMark, color *gui.QColor) {
	pen := gui.NewQPen3(color)
	pen.SetWidthF(1.5)
	p.SetPen(pen)
	p.SetBrush2(core.Qt__NoBrush)
	middle := y + height/2
	left := x + 5
	switch mark {
	case markQueued:
		p.DrawEllipse3(left+1, middle-5, 10, 10)
		p.DrawLine3(left+6, middle, left+6, middle-3)
		p.DrawLine3(left+6, middle, left+8, middle)
	case markSent:
		paintTick(p, left+2, middle)
	case markDelivered:
		paintTick(p, left-1, middle)
		paintTick(p, left+4, middle)
	case markFailed:
		p.DrawEllipse3(left+1, middle-6, 12, 12)
		p.DrawLine3(left+7, middle-3, left+7, middle+1)
		p.DrawPoint3(left+7, middle+3)
	}
	pen.DestroyQPen()
}

func paintTick(p *gui.QPainter, x, middle int) {
	p.DrawLine3(x, middle, x+3, middle+3)
	p.DrawLine3(x+3, middle+3, x+9, middle-4)
}
