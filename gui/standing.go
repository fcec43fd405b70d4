//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"

	"carom/gui/look"
	"carom/gui/model"
)

// standingColors are those of the marks that say how somebody stands to us.
type standingColors struct{ online, offline, accent, onAccent, danger *gui.QColor }

func newStandingColors(l look.Palette) standingColors {
	return standingColors{
		online: qcolor(l.Online), offline: qcolor(l.Offline), accent: qcolor(l.Accent), onAccent: qcolor(l.OnAccent), danger: qcolor(l.Danger),
	}
}

// paintStanding paints how somebody stands to us, in a square. Shape tells the
// marks apart, not only colour: a disc is online, a ring offline, a ring with a
// clock's hands has been asked, a plus asks, a cross has declined or gone, a
// slash is blocked.
func paintStanding(p *gui.QPainter, x, y, size int, s model.Standing, c standingColors) {
	p.Save()
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	p.Translate3(float64(x), float64(y))
	p.Scale(float64(size)/16, float64(size)/16)
	switch s {
	case model.Online:
		paintDisc(p, c.online)
	case model.Waiting:
		paintDisc(p, c.accent)
		withPen(p, c.onAccent, func() {
			p.DrawLine3(8, 4, 8, 12)
			p.DrawLine3(4, 8, 12, 8)
		})
	default:
		withPen(p, c.offline, func() { paintRing(p, s) })
	}
	p.Restore()
}

func paintDisc(p *gui.QPainter, color *gui.QColor) {
	brush := gui.NewQBrush3(color, core.Qt__SolidPattern)
	p.SetPen3(core.Qt__NoPen)
	p.SetBrush(brush)
	p.DrawEllipse3(1, 1, 14, 14)
	brush.DestroyQBrush()
}

// paintRing paints a ring and what is in it.
func paintRing(p *gui.QPainter, s model.Standing) {
	p.DrawEllipse3(2, 2, 12, 12)
	switch s {
	case model.Asked:
		p.DrawLine3(8, 5, 8, 8)
		p.DrawLine3(8, 8, 10, 9)
	case model.Declined, model.Gone:
		p.DrawLine3(6, 6, 10, 10)
		p.DrawLine3(10, 6, 6, 10)
	case model.Blocked:
		p.DrawLine3(4, 12, 12, 4)
	}
}

func withPen(p *gui.QPainter, color *gui.QColor, draw func()) {
	pen := gui.NewQPen3(color)
	pen.SetWidthF(2)
	pen.SetCapStyle(core.Qt__RoundCap)
	p.SetPen(pen)
	p.SetBrush2(core.Qt__NoBrush)
	draw()
	pen.DestroyQPen()
}
