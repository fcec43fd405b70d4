//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/look"
)

// qcolor makes a colour of a palette's.
func qcolor(c look.Colour) *gui.QColor {
	r, g, b := c.RGB()
	return gui.NewQColor3(r, g, b, 255)
}

// applyLook gives all windows the colours of a palette and the size of text, in
// percent of the desktop's.
func (a *Application) applyLook(p look.Palette, percent int) {
	metrics := a.metrics(percent)
	a.qt.SetStyleSheet("")
	widgets.QApplication_SetPalette(qpalette(p), "")
	widgets.QApplication_SetFont(sizedFont(a.font, metrics.Font), "")
	a.qt.SetStyleSheet(look.StyleSheet(p, metrics))
}

// metrics are the lengths for the desktop's font at a size in percent.
func (a *Application) metrics(percent int) look.Metrics {
	return look.NewMetrics(points(a.font), float64(percent)/100)
}

// points is the size of a font, also of one that has it in pixels.
func points(f *gui.QFont) float64 {
	if size := f.PointSizeF(); size > 0 {
		return size
	}
	return float64(f.PixelSize()) * 72 / gui.QGuiApplication_PrimaryScreen().LogicalDotsPerInch()
}

// sizedFont is a font in another size, in points.
func sizedFont(f *gui.QFont, size float64) *gui.QFont {
	sized := gui.NewQFont5(f)
	sized.SetPointSizeF(size)
	return sized
}

// qpalette is for what the style draws by itself: check boxes and the like.
func qpalette(p look.Palette) *gui.QPalette {
	q := gui.NewQPalette()
	for role, c := range map[gui.QPalette__ColorRole]look.Colour{
		gui.QPalette__Window: p.Background, gui.QPalette__WindowText: p.Text, gui.QPalette__Base: p.Surface,
		gui.QPalette__AlternateBase: p.Background, gui.QPalette__Text: p.Text, gui.QPalette__Button: p.Surface,
		gui.QPalette__ButtonText: p.Text, gui.QPalette__BrightText: p.Danger, gui.QPalette__Highlight: p.Accent,
		gui.QPalette__HighlightedText: p.OnAccent, gui.QPalette__Link: p.Accent, gui.QPalette__LinkVisited: p.Accent,
		gui.QPalette__ToolTipBase: p.Surface, gui.QPalette__ToolTipText: p.Text, gui.QPalette__PlaceholderText: p.Muted,
	} {
		q.SetColor2(role, qcolor(c))
	}
	return q
}

// setRole chooses among the looks that the style sheet has for a kind of widget.
func setRole(w widgets.QWidget_ITF, role string) {
	q := w.QWidget_PTR()
	if q.Property("role").ToString() == role {
		return
	}
	q.SetProperty("role", core.NewQVariant1(role))
	q.Style().Unpolish(q)
	q.Style().Polish(q)
}

// appIcon paints Carom's icon: a ball that has bounced off two cushions. A dot
// says that something is unread.
func appIcon(p look.Palette, unread bool) *gui.QIcon {
	icon := gui.NewQIcon()
	for _, size := range []int{16, 22, 32, 48, 64, 128} {
		pixmap := gui.NewQPixmap2(core.NewQSize2(size, size))
		pixmap.Fill(gui.NewQColor3(0, 0, 0, 0))
		painter := gui.NewQPainter2(pixmap)
		painter.SetRenderHint(gui.QPainter__Antialiasing, true)
		painter.Scale(float64(size)/64, float64(size)/64)
		paintIcon(painter, p, unread)
		painter.End()
		painter.DestroyQPainter()
		icon.AddPixmap(pixmap, gui.QIcon__Normal, gui.QIcon__Off)
		pixmap.DestroyQPixmap()
	}
	return icon
}

// paintIcon paints on a square of 64.
func paintIcon(painter *gui.QPainter, p look.Palette, unread bool) {
	painter.SetPen3(core.Qt__NoPen)
	painter.SetBrush(gui.NewQBrush3(qcolor(p.Accent), core.Qt__SolidPattern))
	painter.DrawRoundedRect2(2, 2, 60, 60, 14, 14, core.Qt__AbsoluteSize)
	pen := gui.NewQPen3(qcolor(p.OnAccent))
	pen.SetWidthF(5)
	pen.SetCapStyle(core.Qt__RoundCap)
	pen.SetJoinStyle(core.Qt__RoundJoin)
	painter.SetPen(pen)
	painter.SetBrush2(core.Qt__NoBrush)
	painter.DrawLine3(14, 46, 30, 14)
	painter.DrawLine3(30, 14, 44, 40)
	painter.SetPen3(core.Qt__NoPen)
	painter.SetBrush(gui.NewQBrush3(qcolor(p.OnAccent), core.Qt__SolidPattern))
	painter.DrawEllipse3(38, 36, 16, 16)
	if unread {
		painter.SetBrush(gui.NewQBrush3(qcolor(p.Danger), core.Qt__SolidPattern))
		painter.DrawEllipse3(40, 2, 22, 22)
	}
}
