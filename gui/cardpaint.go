//go:build minimal

package gui

import (
	"math"
	"slices"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// cardSpace is between two lines of a card, in pixels.
const cardSpace = 6

// paintedCard is a transfer as it is painted in a conversation: it looks as a
// transferCard does, which takes a hundred times longer to make. What is over is
// painted until somebody's mouse or keyboard comes to it.
type paintedCard struct {
	transfer carom.Transfer
	// with is what the contact is called.
	with  string
	texts [3]string // of the title, about it, and of its state
	// actions have a button each.
	actions []model.TransferAction

	// The rest holds at a width of the list: how high the texts and all are, and
	// in which row each button stands.
	measured, height int
	heights          [3]int
	rows             []int
}

// isPainted reports whether a transfer is painted: what can still change by itself
// is a card of widgets.
func isPainted(t carom.Transfer) bool { return t.State.Ended() }

// cardWords are the texts of a card: its title, what is said about it, and how far
// it is.
func cardWords(p *i18n.Printer, t carom.Transfer, contact carom.Contact, about string) [3]string {
	state := model.TransferState(p, t, contact.Nickname, contact.Online)
	return [3]string{sided(p, model.TransferTitle(p, t)), sided(p, about), sided(p, model.Breakable(state))}
}

// cardLook is what cards are painted with. Its fonts are those of the style sheet,
// which has a tenth of a point.
type cardLook struct {
	fonts [3]*gui.QFont
	inks  [3]*gui.QColor
	// flags are those with which a label paints its text.
	flags   int
	buttons map[model.TransferAction]cardButton
	// ratio is how many pixels of the sharpest screen one of the pictures is.
	ratio float64
}

// cardButton is the picture of a button.
type cardButton struct {
	picture       *gui.QPixmap
	width, height int
}

func newCardLook(b *bubblePainter) cardLook {
	tenths := func(points float64) float64 { return math.Round(points*10) / 10 }
	font := sizedFont(b.ui.desk.app.font, tenths(b.lengths.Font))
	small := sizedFont(b.ui.desk.app.font, tenths(b.lengths.Small))
	flags := core.Qt__AlignLeft | core.Qt__AlignAbsolute
	direction := core.Qt__TextForceLeftToRight
	if b.ui.t.RTL() {
		flags = core.Qt__AlignRight | core.Qt__AlignAbsolute
		direction = core.Qt__TextForceRightToLeft
	}
	return cardLook{
		fonts: [3]*gui.QFont{font, small, font}, inks: [3]*gui.QColor{b.colors.cardText, b.colors.lineText, b.colors.cardText},
		flags:   int(flags) | int(direction) | int(core.Qt__TextWordWrap),
		buttons: make(map[model.TransferAction]cardButton),
	}
}

// cardWidth is how wide a card is in a list of a width.
func (b *bubblePainter) cardWidth(width int) int {
	return min(width-2*bubbleMargin, b.lengths.BubbleWidth)
}

// measureCard finds out the sizes of a card at a width of the list, once.
func (b *bubblePainter) measureCard(c *paintedCard, width int) {
	if c.measured == width {
		return
	}
	room := b.cardWidth(width) - 2*(bubblePadX+cardBorder)
	c.measured, c.height = width, bubbleRunGap+2*(cardBorder+bubblePadY+2)-cardSpace
	for i, text := range c.texts {
		b.ruler.SetFont(b.cards.fonts[i])
		box := b.ruler.BoundingRect3(0, 0, room, 1<<20, b.cards.flags, text)
		c.heights[i] = box.Height()
		box.DestroyQRect()
		c.height += c.heights[i] + cardSpace
	}
	widths := make([]int, len(c.actions))
	for i, a := range c.actions {
		widths[i] = b.button(a).width
	}
	c.rows = model.Flow(widths, room, buttonGap)
	for i, row := range c.rows {
		if i == 0 || row != c.rows[i-1] {
			c.height += b.button(c.actions[i]).height + cardSpace
		}
	}
}

// button is the picture of an action's button, which is taken of a real one.
func (b *bubblePainter) button(a model.TransferAction) cardButton {
	if ratio := b.ui.desk.app.qt.DevicePixelRatio(); ratio != b.cards.ratio {
		b.forgetButtons()
		b.cards.ratio = ratio
	}
	picture, there := b.cards.buttons[a]
	if !there {
		picture = b.shootButton(a)
		b.cards.buttons[a] = picture
	}
	return picture
}

func (b *bubblePainter) shootButton(a model.TransferAction) cardButton {
	w := newTransferButton(b.ui.t, "", a)
	defer w.DestroyQPushButton()
	w.EnsurePolished()
	w.Resize(w.SizeHint())
	width, height := w.Width(), w.Height()
	pixels := func(length int) int { return int(math.Ceil(float64(length) * b.cards.ratio)) }
	picture := gui.NewQPixmap2(core.NewQSize2(pixels(width), pixels(height)))
	picture.SetDevicePixelRatio(b.cards.ratio)
	picture.Fill(b.colors.card)
	origin, all := core.NewQPoint2(0, 0), gui.NewQRegion()
	w.Render(picture, origin, all, widgets.QWidget__DrawChildren)
	origin.DestroyQPoint()
	all.DestroyQRegion()
	return cardButton{picture, width, height}
}

func (b *bubblePainter) forgetButtons() {
	for _, button := range b.cards.buttons {
		button.picture.DestroyQPixmap()
	}
	clear(b.cards.buttons)
}

// cardPlace is where the card of a row is that has this area.
func (b *bubblePainter) cardPlace(area *core.QRect, r *bubbleRow) (x, y, width, height int) {
	width = b.cardWidth(area.Width())
	x = area.X() + bubbleMargin
	if b.right(r) {
		x = area.X() + area.Width() - bubbleMargin - width
	}
	return x, area.Y() + bubbleRunGap/2, width, area.Height() - bubbleRunGap
}

// paintCard paints a card, paintCardRing the ring around one that has the focus.
func (b *bubblePainter) paintCard(p *gui.QPainter, area *core.QRect, r *bubbleRow) {
	c := r.card
	b.measureCard(c, area.Width())
	x, y, width, height := b.cardPlace(area, r)
	b.paintFrame(p, x, y, width, height)
	y += cardBorder + bubblePadY + 2
	for i, text := range c.texts {
		p.SetFont(b.cards.fonts[i])
		p.SetPen2(b.cards.inks[i])
		inside := width - 2*(bubblePadX+cardBorder)
		p.DrawText5(x+bubblePadX+cardBorder, y, inside, c.heights[i], b.cards.flags, text, nil)
		y += c.heights[i] + cardSpace
	}
	b.eachButton(area, r, func(a model.TransferAction, x, y int) { p.DrawPixmap9(x, y, b.button(a).picture) })
}

func (b *bubblePainter) paintFrame(p *gui.QPainter, x, y, width, height int) {
	brush := gui.NewQBrush3(b.colors.card, core.Qt__SolidPattern)
	p.SetBrush(brush)
	p.SetPen2(b.colors.line)
	half := float64(cardBorder) / 2 // a line stands on both sides of where it is drawn
	box := core.NewQRectF4(float64(x)+half, float64(y)+half, float64(width-cardBorder), float64(height-cardBorder))
	radius := float64(b.lengths.Radius) - half
	p.DrawRoundedRect(box, radius, radius, core.Qt__AbsoluteSize)
	box.DestroyQRectF()
	brush.DestroyQBrush()
}

func (b *bubblePainter) paintCardRing(p *gui.QPainter, area *core.QRect, r *bubbleRow, state widgets.QStyle__StateFlag) {
	x, y, width, height := b.cardPlace(area, r)
	b.ring(p, x-ringWidth, y-ringWidth, width+2*ringWidth, height+2*ringWidth, state)
}

// eachButton tells where the buttons of a painted card are: at the end of their
// rows, as reading goes.
func (b *bubblePainter) eachButton(area *core.QRect, r *bubbleRow, do func(a model.TransferAction, x, y int)) {
	x, y, width, height := b.cardPlace(area, r)
	left, right := x+cardBorder+bubblePadX, x+width-cardBorder-bubblePadX
	y += height - cardBorder - bubblePadY - 2
	c, end := r.card, 0
	for i, a := range slices.Backward(c.actions) {
		button := b.button(a)
		if i == len(c.actions)-1 || c.rows[i] != c.rows[i+1] {
			if end > 0 {
				y -= cardSpace
			}
			y, end = y-button.height, 0
		}
		end += button.width
		if b.ui.t.RTL() {
			do(a, left+end-button.width, y)
		} else {
			do(a, right-end, y)
		}
		end += buttonGap
	}
}
