//go:build minimal

package gui

import (
	"math"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/look"
)

// Measures of a bubble in device-independent pixels.
const (
	bubblePadX, bubblePadY = 12, 8
	bubbleRadius           = 12
	bubbleGap              = 3  // between bubbles of one run
	bubbleRunGap           = 10 // before and after a run
	bubbleMargin           = 16 // to the window's edge
	clockGap               = 4
	lineRowPad             = 12
	ringWidth              = 2 // of the ring around what has the focus
)

// bubblePainter paints rows. It keeps fonts, colours and pens, which belong to
// one look and are made anew with the screens.
type bubblePainter struct {
	ui          *ui
	view        *widgets.QListView
	font, small *gui.QFont
	lengths     look.Metrics
	// ruler measures texts as p.DrawText6 will wrap them: at words, and within
	// those that are too long for a line. It paints on canvas, which nobody sees.
	ruler  *gui.QPainter
	canvas *gui.QImage
	wrap   *gui.QTextOption
	tiny   *gui.QFontMetrics
	line   int // of the small font
	colors bubbleColors
	// retry is written below a message that was not delivered, as a link.
	retry     string
	retryFont *gui.QFont
	cards     cardLook
}

type bubbleColors struct {
	own, peer, ownText, peerText, ownMuted, peerMuted *gui.QColor
	line, lineText, unread, failed, focus, selected   *gui.QColor
	card, cardText                                    *gui.QColor
}

func newBubblePainter(u *ui, view *widgets.QListView) *bubblePainter {
	b := &bubblePainter{ui: u, view: view}
	b.lengths = u.metrics()
	b.font = sizedFont(u.desk.app.font, b.lengths.Font)
	b.small = sizedFont(u.desk.app.font, b.lengths.Small)
	b.wrap = gui.NewQTextOption()
	b.wrap.SetWrapMode(gui.QTextOption__WrapAtWordBoundaryOrAnywhere)
	b.canvas = gui.NewQImage3(1, 1, gui.QImage__Format_RGB32)
	b.ruler = gui.NewQPainter2(b.canvas)
	b.ruler.SetLayoutDirection(core.Qt__LayoutDirectionAuto)
	b.ruler.SetFont(b.font)
	b.tiny = gui.NewQFontMetrics(b.small)
	b.line = b.tiny.LineSpacing()
	b.retry = u.t.T(i18n.DeliveryFailedRetry)
	b.retryFont = sizedFont(u.desk.app.font, b.lengths.Small)
	b.retryFont.SetUnderline(true)
	l := u.look
	b.colors = bubbleColors{
		own: qcolor(l.OwnBubble), peer: qcolor(l.PeerBubble), ownText: qcolor(l.OwnText), peerText: qcolor(l.PeerText),
		ownMuted: qcolor(l.OwnMuted), peerMuted: qcolor(l.PeerMuted), line: qcolor(l.Separator), lineText: qcolor(l.Muted),
		unread: qcolor(l.Accent), failed: qcolor(l.Danger), focus: qcolor(l.Focus), selected: qcolor(l.Outline),
		card: qcolor(l.Surface), cardText: qcolor(l.Text),
	}
	b.cards = newCardLook(b)
	return b
}

// textWidth is how wide the text of a bubble may be.
func (b *bubblePainter) textWidth(width int) int {
	return max(40, min(width*b.lengths.BubbleShare/100, b.lengths.BubbleWidth)-2*bubblePadX-2*bubbleMargin)
}

// measure finds out the size of a row's text at a width, once.
func (b *bubblePainter) measure(r *bubbleRow, width int) {
	if r.measured == width {
		return
	}
	r.measured = width
	r.textWidth, r.textHeight = b.sizeOf(r.text, b.font, width)
	r.retryHeight = 0
	if r.mark == markFailed {
		r.retryWidth, r.retryHeight = b.sizeOf(b.retry, b.retryFont, width)
	}
	r.clockWidth = b.tiny.HorizontalAdvance(r.clock, -1)
}

// sizeOf is how large a text is that is wrapped for a list of this width.
func (b *bubblePainter) sizeOf(text string, font *gui.QFont, width int) (w, h int) {
	area := core.NewQRectF4(0, 0, float64(b.textWidth(width)), 1<<20)
	b.ruler.SetFont(font)
	box := b.ruler.BoundingRect4(area, text, b.wrap)
	w, h = int(math.Ceil(box.Width())), int(math.Ceil(box.Height()))
	box.DestroyQRectF()
	area.DestroyQRectF()
	return w, h
}

// height is that of a whole row.
func (b *bubblePainter) height(r *bubbleRow, width int) int {
	switch r.kind {
	case rowMessage:
	case rowTransfer:
		b.measureCard(r.card, width)
		return r.card.height
	default:
		return b.line + 2*lineRowPad
	}
	b.measure(r, width)
	top, bottom := gaps(r)
	return top + b.bubbleHeight(r) + bottom
}

// bubbleHeight is that of a bubble which was measured.
func (b *bubblePainter) bubbleHeight(r *bubbleRow) int {
	height := r.textHeight + clockGap + b.line + 2*bubblePadY
	if r.retryHeight > 0 {
		height += clockGap + r.retryHeight
	}
	return height
}

// close ends the ruler, before its canvas goes.
func (b *bubblePainter) close() {
	b.ruler.End()
	b.forgetButtons()
}

func gaps(r *bubbleRow) (top, bottom int) {
	top, bottom = bubbleGap, 0
	if r.first {
		top = bubbleRunGap
	}
	return top, bottom
}

// paint paints a row; covered: its card is a widget, which paints itself.
func (b *bubblePainter) paint(p *gui.QPainter, option *widgets.QStyleOptionViewItem, r *bubbleRow, covered bool) {
	p.Save()
	p.SetRenderHint(gui.QPainter__Antialiasing, true)
	area := option.Rect()
	state := option.State()
	switch r.kind {
	case rowMessage:
		b.paintBubble(p, area, r, state)
	case rowTransfer:
		if !covered {
			b.paintCard(p, area, r)
		}
		b.paintCardRing(p, area, r, state)
	default:
		b.paintLine(p, area, r)
	}
	area.DestroyQRect()
	p.Restore()
}

// right reports whether a bubble is on the right: our own are, and in a
// language that is read from the right, the contact's.
func (b *bubblePainter) right(r *bubbleRow) bool { return r.own != b.ui.t.RTL() }

// place is where the bubble of a row is that has this area.
func (b *bubblePainter) place(area *core.QRect, r *bubbleRow) (x, y, width, height int) {
	b.measure(r, area.Width())
	foot := r.clockWidth
	if r.mark != markNone {
		foot += markWidth(b.line)
	}
	if r.retryHeight > 0 {
		foot = max(foot, r.retryWidth)
	}
	top, _ := gaps(r)
	width = min(b.textWidth(area.Width()), max(r.textWidth, foot)) + 2*bubblePadX
	x = area.X() + bubbleMargin
	if b.right(r) {
		x = area.X() + area.Width() - bubbleMargin - width
	}
	return x, area.Y() + top, width, b.bubbleHeight(r)
}

// retryArea is where a bubble that was refused says so, to be clicked. It is the
// caller's to destroy; nil for other rows.
func (b *bubblePainter) retryArea(area *core.QRect, r *bubbleRow) *core.QRect {
	if r.kind != rowMessage || r.mark != markFailed {
		return nil
	}
	x, y, width, _ := b.place(area, r)
	return core.NewQRect4(x+bubblePadX, y+bubblePadY+r.textHeight+clockGap, width-2*bubblePadX, r.retryHeight)
}

func (b *bubblePainter) paintBubble(p *gui.QPainter, area *core.QRect, r *bubbleRow, state widgets.QStyle__StateFlag) {
	x, y, width, height := b.place(area, r)
	fill, ink, muted := b.colors.peer, b.colors.peerText, b.colors.peerMuted
	if r.own {
		fill, ink, muted = b.colors.own, b.colors.ownText, b.colors.ownMuted
	}
	b.fill(p, x, y, width, height, fill, state)

	p.SetLayoutDirection(core.Qt__LayoutDirectionAuto)
	p.SetFont(b.font)
	p.SetPen2(ink)
	box := core.NewQRectF4(float64(x+bubblePadX), float64(y+bubblePadY), float64(min(r.textWidth, b.textWidth(area.Width()))), float64(r.textHeight))
	p.DrawText6(box, r.text, b.wrap)
	box.DestroyQRectF()
	if retry := b.retryArea(area, r); retry != nil {
		b.paintRetry(p, retry)
		retry.DestroyQRect()
	}
	b.paintFoot(p, x+width-bubblePadX, y+height-bubblePadY-b.line, r, muted)
}

func (b *bubblePainter) paintRetry(p *gui.QPainter, area *core.QRect) {
	p.SetFont(b.retryFont)
	p.SetPen2(b.colors.failed)
	box := core.NewQRectF4(float64(area.X()), float64(area.Y()), float64(area.Width()), float64(area.Height()))
	p.DrawText6(box, b.retry, b.wrap)
	box.DestroyQRectF()
}

// fill paints the bubble itself, with a ring when it has the keyboard's focus.
func (b *bubblePainter) fill(p *gui.QPainter, x, y, width, height int, fill *gui.QColor, state widgets.QStyle__StateFlag) {
	brush := gui.NewQBrush3(fill, core.Qt__SolidPattern)
	p.SetPen3(core.Qt__NoPen)
	p.SetBrush(brush)
	p.DrawRoundedRect2(x, y, width, height, bubbleRadius, bubbleRadius, core.Qt__AbsoluteSize)
	brush.DestroyQBrush()
	b.ring(p, x, y, width, height, state)
}

// ring paints the ring within an area when that has the focus or is selected.
func (b *bubblePainter) ring(p *gui.QPainter, x, y, width, height int, state widgets.QStyle__StateFlag) {
	focused := state&widgets.QStyle__State_HasFocus != 0
	if !focused && state&widgets.QStyle__State_Selected == 0 {
		return
	}
	ring := b.colors.selected
	if focused {
		ring = b.colors.focus
	}
	pen := gui.NewQPen3(ring)
	pen.SetWidth(ringWidth)
	p.SetPen(pen)
	p.SetBrush2(core.Qt__NoBrush)
	p.DrawRoundedRect2(x+1, y+1, width-2, height-2, bubbleRadius, bubbleRadius, core.Qt__AbsoluteSize)
	pen.DestroyQPen()
}

// paintFoot writes the time and the delivery mark at the bubble's end.
func (b *bubblePainter) paintFoot(p *gui.QPainter, right, top int, r *bubbleRow, muted *gui.QColor) {
	if r.mark != markNone {
		color := muted
		if r.mark == markFailed {
			color = b.colors.failed
		}
		right -= markWidth(b.line)
		paintMark(p, right, top, b.line, r.mark, color)
	}
	p.SetFont(b.small)
	p.SetPen2(muted)
	width := r.clockWidth
	p.DrawText5(right-width, top, width+1, b.line, int(core.Qt__AlignVCenter), r.clock, nil)
}

// paintLine paints a row that is no bubble: a day, or the line above what is new.
func (b *bubblePainter) paintLine(p *gui.QPainter, area *core.QRect, r *bubbleRow) {
	ink, line := b.colors.lineText, b.colors.line
	if r.kind == rowUnread {
		ink, line = b.colors.unread, b.colors.unread
	}
	width := b.tiny.HorizontalAdvance(r.text, -1)
	middle := area.Y() + area.Height()/2
	left := area.X() + (area.Width()-width)/2
	p.SetPen2(line)
	if r.kind != rowBeginning {
		p.DrawLine3(area.X()+bubbleMargin, middle, left-bubblePadX, middle)
		p.DrawLine3(left+width+bubblePadX, middle, area.X()+area.Width()-bubbleMargin, middle)
	}
	p.SetLayoutDirection(core.Qt__LayoutDirectionAuto)
	p.SetFont(b.small)
	p.SetPen2(ink)
	p.DrawText5(left, area.Y(), width+1, area.Height(), int(core.Qt__AlignVCenter), r.text, nil)
}
