//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// accessibleText is Qt::AccessibleTextRole: what a screen reader says of a row.
const accessibleText = int(core.Qt__AccessibleTextRole)

// bubbleList is a conversation on the screen: a list view over the rows that
// the window over the conversation holds, each painted as a bubble.
type bubbleList struct {
	kept  kept
	ui    *ui
	view  *widgets.QListView
	model *core.QAbstractListModel
	paint *bubblePainter
	rows  []bubbleRow
	// cards are the widgets of those rows with transfers that have some; newCard
	// makes one.
	cards   map[rowKey]*transferCard
	newCard func(parent widgets.QWidget_ITF, r *bubbleRow) *transferCard
	// tabs is for the widgets from which the keyboard may go to a card, pressed is
	// where the mouse is held down on a button that was painted.
	tabs    *core.QObject
	pressed cardPress
	// hand looks at the mouse over the list; stirred is that it has moved
	// since a row was entered.
	hand    *core.QObject
	stirred bool
	// settling: rows are being changed, and what the scroll bar says is not
	// what our user did.
	settling bool

	closed bool

	// spoken says what a screen reader says of a row.
	spoken func(*bubbleRow) string
	// nearTop and nearBottom are called when our user has scrolled close to an
	// end, scrolled whenever they have scrolled.
	nearTop, nearBottom, scrolled func()
	// ends reports whether the rows that are being shown reach the newest message,
	// whole that those which are shown did.
	ends  func() bool
	whole bool
}

func newBubbleList(u *ui) *bubbleList {
	b := &bubbleList{ui: u, cards: make(map[rowKey]*transferCard)}
	b.view = widgets.NewQListView(nil)
	b.view.SetObjectName("conversation.list")
	b.view.SetProperty("role", core.NewQVariant1("conversation"))
	b.view.SetVerticalScrollMode(widgets.QAbstractItemView__ScrollPerPixel)
	b.view.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	b.view.SetSelectionMode(widgets.QAbstractItemView__ExtendedSelection)
	b.view.SetEditTriggers(widgets.QAbstractItemView__NoEditTriggers)
	b.view.SetResizeMode(widgets.QListView__Adjust)
	b.view.SetFrameShape(widgets.QFrame__NoFrame)
	b.view.SetAutoScroll(false)
	b.view.VerticalScrollBar().SetSingleStep(24)
	b.paint = newBubblePainter(u, b.view)
	b.model = core.NewQAbstractListModel(b.view)
	b.model.ConnectRowCount(func(parent *core.QModelIndex) int {
		if parent.IsValid() {
			return 0
		}
		return len(b.rows)
	})
	b.model.ConnectData(b.data)
	b.model.ConnectFlags(b.flags)
	delegate := widgets.NewQStyledItemDelegate(b.view)
	delegate.ConnectSizeHint(func(_ *widgets.QStyleOptionViewItem, index *core.QModelIndex) *core.QSize {
		return b.kept.sized(10, b.height(index.Row()))
	})
	delegate.ConnectPaint(func(p *gui.QPainter, option *widgets.QStyleOptionViewItem, index *core.QModelIndex) {
		if row := index.Row(); !b.closed && row >= 0 && row < len(b.rows) {
			b.paint.paint(p, option, &b.rows[row], b.cards[b.rows[row].key] != nil)
		}
	})
	b.view.SetItemDelegate(delegate)
	b.view.SetModel(b.model)
	b.view.VerticalScrollBar().ConnectValueChanged(func(int) { b.moved() })
	b.view.SetMouseTracking(true)
	b.hand = b.newHand()
	b.view.Viewport().InstallEventFilter(b.hand)
	b.view.ConnectEntered(func(index *core.QModelIndex) { b.entered(index.Row()) })
	b.tabs = b.newTabs()
	b.view.InstallEventFilter(b.tabs)
	b.view.ConnectUpdateGeometries(func() {
		b.view.UpdateGeometriesDefault()
		b.placeCards()
	})
	return b
}

func (b *bubbleList) data(index *core.QModelIndex, role int) *core.QVariant {
	row := index.Row()
	if row < 0 || row >= len(b.rows) || (role != int(core.Qt__DisplayRole) && role != accessibleText) {
		return b.kept.nothing()
	}
	return b.kept.text(b.spoken(&b.rows[row]))
}

// height is that of a row at the present width.
func (b *bubbleList) height(row int) int {
	if b.closed || row < 0 || row >= len(b.rows) {
		return 0
	}
	if card := b.cards[b.rows[row].key]; card != nil {
		return card.height(b.view.Viewport().Width())
	}
	return b.paint.height(&b.rows[row], b.view.Viewport().Width())
}

// setRows shows other rows. Whoever is at the end of the conversation stays there;
// whoever is elsewhere, also where only the rows ended, keeps what they look at where
// it is, and can scroll on.
func (b *bubbleList) setRows(next []bubbleRow) {
	b.settling = true
	atEnd := b.whole && b.atEnd()
	b.whole = b.ends == nil || b.ends()
	anchor, offset := b.anchor()
	b.removeMissing(next)
	b.makeCards(next)
	b.insertNew(next)
	was := b.rows
	b.rows = next
	b.tellChanged(was)
	b.orderCards()
	b.view.ScrollToBottom() // lays out what is new, too
	if at := b.find(anchor); !atEnd && at >= 0 {
		bar := b.view.VerticalScrollBar()
		bar.SetValue(bar.Value() + b.rect(at).Y() - offset)
	}
	b.settling = false
	b.placeCards()
	b.view.Viewport().Update()
}

// byKey are the rows that there are.
func (b *bubbleList) byKey() map[rowKey]*bubbleRow {
	rows := make(map[rowKey]*bubbleRow, len(b.rows))
	for i := range b.rows {
		rows[b.rows[i].key] = &b.rows[i]
	}
	return rows
}

// removeMissing removes the rows that are not among the next ones, run by run.
func (b *bubbleList) removeMissing(next []bubbleRow) {
	stays := make(map[rowKey]bool, len(next))
	for i := range next {
		stays[next[i].key] = true
	}
	root := core.NewQModelIndex()
	for end := len(b.rows); end > 0; {
		if stays[b.rows[end-1].key] {
			end--
			continue
		}
		begin := end - 1
		for begin > 0 && !stays[b.rows[begin-1].key] {
			begin--
		}
		b.dropCards(b.rows[begin:end])
		b.model.BeginRemoveRows(root, begin, end-1)
		b.rows = append(b.rows[:begin:begin], b.rows[end:]...)
		b.model.EndRemoveRows()
		end = begin
	}
}

// insertNew inserts the rows that were not there, run by run.
func (b *bubbleList) insertNew(next []bubbleRow) {
	there := make(map[rowKey]bool, len(b.rows))
	for i := range b.rows {
		there[b.rows[i].key] = true
	}
	root := core.NewQModelIndex()
	for begin := 0; begin < len(next); {
		if there[next[begin].key] {
			begin++
			continue
		}
		end := begin + 1
		for end < len(next) && !there[next[end].key] {
			end++
		}
		b.model.BeginInsertRows(root, begin, end-1)
		b.rows = append(append(append(make([]bubbleRow, 0, len(b.rows)+end-begin), b.rows[:begin]...), next[begin:end]...), b.rows[begin:]...)
		b.model.EndInsertRows()
		begin = end
	}
}

func (b *bubbleList) index(row int) *core.QModelIndex {
	return b.model.Index(row, 0, core.NewQModelIndex())
}

func (b *bubbleList) rect(row int) *core.QRect { return b.view.VisualRect(b.index(row)) }

// anchor is the first message that is seen, and where it begins.
func (b *bubbleList) anchor() (key rowKey, y int) {
	for row := b.firstVisible(); row >= 0 && row < len(b.rows); row++ {
		if kind := b.rows[row].kind; kind == rowMessage || kind == rowTransfer {
			return b.rows[row].key, b.rect(row).Y()
		}
	}
	return rowKey{}, 0
}

func (b *bubbleList) firstVisible() int {
	at := b.view.IndexAt(core.NewQPoint2(b.view.Viewport().Width()/2, 1))
	if !at.IsValid() {
		return 0
	}
	return at.Row()
}

// lastVisible is the last row of which something is seen.
func (b *bubbleList) lastVisible() int {
	at := b.view.IndexAt(core.NewQPoint2(b.view.Viewport().Width()/2, b.view.Viewport().Height()-2))
	if !at.IsValid() {
		return len(b.rows) - 1
	}
	return at.Row()
}

func (b *bubbleList) find(key rowKey) int {
	for i := range b.rows {
		if b.rows[i].key == key {
			return i
		}
	}
	return -1
}

// atEnd reports whether the newest row is seen, near enough.
func (b *bubbleList) atEnd() bool {
	bar := b.view.VerticalScrollBar()
	return bar.Value() >= bar.Maximum()-8
}

// short reports whether the rows are no more than two screens, so that whoever is
// at one end may be near the other.
func (b *bubbleList) short() bool {
	return b.view.VerticalScrollBar().Maximum() <= b.view.Viewport().Height()
}

// scrollToUnread brings the line above the first unread message to the top, where
// there is one.
func (b *bubbleList) scrollToUnread() {
	for i := range b.rows {
		if b.rows[i].kind == rowUnread {
			b.settling = true
			b.view.ScrollTo(b.index(i), widgets.QAbstractItemView__PositionAtTop)
			b.settling = false
		}
	}
}

func (b *bubbleList) scrollToEnd() { b.view.ScrollToBottom() }

// scrollTo brings a message to the middle and makes it current; false when it
// is not there.
func (b *bubbleList) scrollTo(key rowKey) bool {
	row := b.find(key)
	if row < 0 {
		return false
	}
	b.view.ScrollTo(b.index(row), widgets.QAbstractItemView__PositionAtCenter)
	b.view.SetCurrentIndex(b.index(row))
	return true
}

// lastSeen is the newest message of which something is on the screen; 0 when
// there is none.
func (b *bubbleList) lastSeen() uint64 {
	for row := min(b.lastVisible(), len(b.rows)-1); row >= 0; row-- {
		if b.rows[row].kind == rowMessage {
			return b.rows[row].key.id
		}
	}
	return 0
}

// clear shows nothing.
func (b *bubbleList) clear() { b.setRows(nil) }

// close ends what the view would still report while it is being deleted.
func (b *bubbleList) close() {
	b.closed = true
	b.paint.close()
}

// moved tells when our user has scrolled close to an end.
func (b *bubbleList) moved() {
	if b.settling || b.closed {
		return
	}
	b.placeCards()
	bar := b.view.VerticalScrollBar()
	near := b.view.Viewport().Height()
	if bar.Value() <= near && b.nearTop != nil {
		b.nearTop()
	}
	if bar.Value() >= bar.Maximum()-near && b.nearBottom != nil {
		b.nearBottom()
	}
	if b.scrolled != nil {
		b.scrolled()
	}
}

// chosen are the messages that are selected, oldest first.
func (b *bubbleList) chosen() []bubbleRow {
	var out []bubbleRow
	for i := range b.rows {
		if b.rows[i].kind == rowMessage && b.view.SelectionModel().IsSelected(b.index(i)) {
			out = append(out, b.rows[i])
		}
	}
	return out
}

// at is the message under a point of the viewport, nil when there is none.
func (b *bubbleList) at(pos core.QPoint_ITF) *bubbleRow {
	index := b.view.IndexAt(pos)
	if !index.IsValid() || index.Row() >= len(b.rows) || b.rows[index.Row()].kind != rowMessage {
		return nil
	}
	return &b.rows[index.Row()]
}

// onRetry reports whether a point of the viewport is on what a message says that
// was not delivered.
func (b *bubbleList) onRetry(pos core.QPoint_ITF) bool {
	r := b.at(pos)
	if r == nil {
		return false
	}
	row := b.rect(b.find(r.key))
	area := b.paint.retryArea(row, r)
	row.DestroyQRect()
	if area == nil {
		return false
	}
	defer area.DestroyQRect()
	return area.Contains(pos, false)
}
