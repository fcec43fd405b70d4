//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/look"
)

// lineFlags show a text as one line as it is: nothing makes Qt look for markup,
// and "&" means nothing.
const lineFlags = int(core.Qt__TextSingleLine) | int(core.Qt__AlignVCenter) | int(core.Qt__AlignAbsolute)

// mostUnread is the highest number in a badge.
const mostUnread = 999

// personPainter paints rows of the list of contacts. It keeps fonts and colours,
// which belong to one look and are made anew with the screens.
type personPainter struct {
	ui                     *ui
	lengths                look.Metrics
	font, bold, small      *gui.QFont
	wide, wideBold, narrow *gui.QFontMetrics
	colors                 personColors
	marks                  standingColors
}

type personColors struct {
	text, muted, selection, selectionText, selectionMuted *gui.QColor
	hover, accent, onAccent, focus                        *gui.QColor
}

// span is a part of a row: where it begins, from the side at which people begin
// to read, and how wide it is.
type span struct{ x, width int }

func newPersonPainter(u *ui) *personPainter {
	pp := &personPainter{ui: u, lengths: u.metrics(), marks: newStandingColors(u.look)}
	pp.font = sizedFont(u.desk.app.font, pp.lengths.Font)
	pp.bold = sizedFont(u.desk.app.font, pp.lengths.Font)
	pp.bold.SetBold(true)
	pp.small = sizedFont(u.desk.app.font, pp.lengths.Small)
	pp.wide, pp.wideBold, pp.narrow = gui.NewQFontMetrics(pp.font), gui.NewQFontMetrics(pp.bold), gui.NewQFontMetrics(pp.small)
	l := u.look
	pp.colors = personColors{
		text: qcolor(l.Text), muted: qcolor(l.Muted), selection: qcolor(l.Selection), selectionText: qcolor(l.SelectionText),
		selectionMuted: qcolor(l.SelectionMuted), hover: qcolor(l.Hover), accent: qcolor(l.Accent), onAccent: qcolor(l.OnAccent),
		focus: qcolor(l.Focus),
	}
	return pp
}

// height is that of every row.
func (pp *personPainter) height() int {
	return max(pp.lengths.Row, pp.wideBold.LineSpacing()+pp.narrow.LineSpacing()+pp.lengths.Space+pp.lengths.Gap)
}

// paint paints a row; open is for the contact that is shown on the right.
func (pp *personPainter) paint(p *gui.QPainter, option *widgets.QStyleOptionViewItem, r *personRow, open bool) {
	p.Save()
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	area := option.Rect()
	state := option.State()
	selected := state&widgets.QStyle__State_Selected != 0
	pp.ground(p, area, state, open)

	gap := pp.lengths.Gap
	mark := pp.wide.Ascent()
	pp.mark(p, area, span{gap, mark}, r)
	text, muted := pp.colors.text, pp.colors.muted
	if selected {
		text, muted = pp.colors.selectionText, pp.colors.selectionMuted
	}
	body := span{gap + mark + gap, area.Width() - 3*gap - mark}
	upper, lower := pp.wideBold.LineSpacing(), pp.narrow.LineSpacing()
	top := area.Y() + (area.Height()-upper-lower-pp.lengths.Space/2)/2
	below := top + upper + pp.lengths.Space/2

	name := body
	name.width -= pp.atEnd(p, area, body, top, upper, r.when, muted)
	font, metrics := pp.font, pp.wide
	if r.Unread > 0 {
		font, metrics = pp.bold, pp.wideBold
	}
	pp.line(p, area, name, top, upper, r.Name, font, metrics, text)
	last := body
	last.width -= pp.badge(p, area, body, below, lower, r.Unread)
	pp.line(p, area, last, below, lower, r.line, pp.small, pp.narrow, muted)
	area.DestroyQRect()
	p.Restore()
}

// ground paints what is behind a row, and the ring of the keyboard's focus.
func (pp *personPainter) ground(p *gui.QPainter, area *core.QRect, state widgets.QStyle__StateFlag, open bool) {
	switch {
	case state&widgets.QStyle__State_Selected != 0:
		p.FillRect6(area, pp.colors.selection)
	case state&widgets.QStyle__State_MouseOver != 0:
		p.FillRect6(area, pp.colors.hover)
	}
	if open {
		bar := span{0, pp.lengths.Focus * 2}
		p.FillRect5(pp.left(area, bar), area.Y(), bar.width, area.Height(), pp.colors.accent)
	}
	if state&widgets.QStyle__State_HasFocus == 0 {
		return
	}
	pen := gui.NewQPen3(pp.colors.focus)
	pen.SetWidth(pp.lengths.Focus)
	p.SetPen(pen)
	p.SetBrush2(core.Qt__NoBrush)
	inset := pp.lengths.Focus / 2
	p.DrawRect2(area.X()+inset, area.Y()+inset, area.Width()-2*inset-1, area.Height()-2*inset-1)
	pen.DestroyQPen()
}

// left is where a part begins on the screen.
func (pp *personPainter) left(area *core.QRect, s span) int {
	if pp.ui.t.RTL() {
		return area.X() + area.Width() - s.x - s.width
	}
	return area.X() + s.x
}

// line writes a text as far as there is room, from the side of the reader.
func (pp *personPainter) line(p *gui.QPainter, area *core.QRect, s span, top, height int, text string, font *gui.QFont, metrics *gui.QFontMetrics, ink *gui.QColor) {
	if s.width <= 0 || text == "" {
		return
	}
	flags := lineFlags | int(core.Qt__AlignLeft)
	if pp.ui.t.RTL() {
		flags = lineFlags | int(core.Qt__AlignRight)
	}
	p.SetLayoutDirection(core.Qt__LayoutDirectionAuto)
	p.SetFont(font)
	p.SetPen2(ink)
	p.DrawText5(pp.left(area, s), top, s.width, height, flags, metrics.ElidedText(text, core.Qt__ElideRight, s.width, 0), nil)
}

// atEnd writes a short text at the far end of a part, and returns how much room
// that took.
func (pp *personPainter) atEnd(p *gui.QPainter, area *core.QRect, s span, top, height int, text string, ink *gui.QColor) int {
	width := pp.narrow.HorizontalAdvance(text, -1)
	if text == "" || width*2 > s.width {
		return 0
	}
	pp.line(p, area, span{s.x + s.width - width, width + 1}, top, height, text, pp.small, pp.narrow, ink)
	return width + pp.lengths.Space
}

// badge paints how many messages are unread at the far end of a part, and
// returns how much room that took.
func (pp *personPainter) badge(p *gui.QPainter, area *core.QRect, s span, top, height, unread int) int {
	if unread == 0 {
		return 0
	}
	text := pp.ui.t.Number(min(unread, mostUnread))
	if unread > mostUnread {
		text += "+"
	}
	width := max(height, pp.narrow.HorizontalAdvance(text, -1)+pp.lengths.Gap)
	x := pp.left(area, span{s.x + s.width - width, width})
	brush := gui.NewQBrush3(pp.colors.accent, core.Qt__SolidPattern)
	p.SetPen3(core.Qt__NoPen)
	p.SetBrush(brush)
	p.DrawRoundedRect2(x, top, width, height, float64(height)/2, float64(height)/2, core.Qt__AbsoluteSize)
	brush.DestroyQBrush()
	p.SetFont(pp.small)
	p.SetPen2(pp.colors.onAccent)
	p.DrawText5(x, top, width, height, int(core.Qt__AlignCenter)|int(core.Qt__TextSingleLine), text, nil)
	return width + pp.lengths.Space
}

func (pp *personPainter) mark(p *gui.QPainter, area *core.QRect, s span, r *personRow) {
	y := area.Y() + (area.Height()-s.width)/2
	paintStanding(p, pp.left(area, s), y, s.width, r.Standing, pp.marks)
}
