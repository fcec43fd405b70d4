//go:build minimal

package gui

import (
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// searchRow is a message that was found. All texts are plain and safe to show.
type searchRow struct {
	contact    contacts.ServiceID
	message    uint64
	name, when string
	line       string
	spoken     string
}

func searchRowOf(t *i18n.Printer, nickname string, m carom.Message, query string, now time.Time) searchRow {
	r := searchRow{contact: m.Contact, message: m.ID, name: peerLine(nickname), line: model.Excerpt(m.Text, query)}
	if m.Outgoing {
		r.name = t.T(i18n.SearchOwn, i18n.Args{"Name": nickname})
	}
	r.when = t.Day(m.Written, now) + " " + t.Clock(m.Written)
	r.spoken = t.T(i18n.SearchSpoken, i18n.Args{"Name": r.name, "Time": r.when, "Text": r.line})
	return r
}

// searchList is the list of what was found: who, when, and the line with the
// words.
type searchList struct {
	kept  kept
	ui    *ui
	view  *widgets.QListView
	model *core.QAbstractListModel
	paint *personPainter
	rows  []searchRow
}

func newSearchList(u *ui) *searchList {
	l := &searchList{ui: u, view: widgets.NewQListView(nil), paint: newPersonPainter(u)}
	l.view.SetObjectName("search.list")
	l.view.SetAccessibleName(u.t.T(i18n.SearchResults))
	l.view.SetUniformItemSizes(true)
	l.view.SetVerticalScrollMode(widgets.QAbstractItemView__ScrollPerPixel)
	l.view.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	l.view.SetEditTriggers(widgets.QAbstractItemView__NoEditTriggers)
	l.view.SetFrameShape(widgets.QFrame__NoFrame)
	l.view.SetMouseTracking(true)
	l.model = core.NewQAbstractListModel(l.view)
	l.model.ConnectRowCount(func(parent *core.QModelIndex) int {
		if parent.IsValid() {
			return 0
		}
		return len(l.rows)
	})
	l.model.ConnectData(l.data)
	delegate := widgets.NewQStyledItemDelegate(l.view)
	delegate.ConnectSizeHint(func(*widgets.QStyleOptionViewItem, *core.QModelIndex) *core.QSize {
		return l.kept.sized(10, l.paint.height())
	})
	delegate.ConnectPaint(func(p *gui.QPainter, option *widgets.QStyleOptionViewItem, index *core.QModelIndex) {
		if row := index.Row(); row >= 0 && row < len(l.rows) {
			l.paintRow(p, option, &l.rows[row])
		}
	})
	l.view.SetItemDelegate(delegate)
	l.view.SetModel(l.model)
	return l
}

func (l *searchList) data(index *core.QModelIndex, role int) *core.QVariant {
	row := index.Row()
	if row < 0 || row >= len(l.rows) || (role != int(core.Qt__DisplayRole) && role != accessibleText) {
		return l.kept.nothing()
	}
	return l.kept.text(l.rows[row].spoken)
}

func (l *searchList) paintRow(p *gui.QPainter, option *widgets.QStyleOptionViewItem, r *searchRow) {
	p.Save()
	pp, area, state := l.paint, option.Rect(), option.State()
	pp.ground(p, area, state, false)
	text, muted := pp.colors.text, pp.colors.muted
	if state&widgets.QStyle__State_Selected != 0 {
		text, muted = pp.colors.selectionText, pp.colors.selectionMuted
	}
	body := span{pp.lengths.Gap, area.Width() - 2*pp.lengths.Gap}
	upper, lower := pp.wideBold.LineSpacing(), pp.narrow.LineSpacing()
	top := area.Y() + (area.Height()-upper-lower)/2
	name := body
	name.width -= pp.atEnd(p, area, body, top, upper, r.when, muted)
	pp.line(p, area, name, top, upper, r.name, pp.bold, pp.wideBold, text)
	pp.line(p, area, body, top+upper, lower, r.line, pp.small, pp.narrow, text)
	area.DestroyQRect()
	p.Restore()
}

// setRows shows more rows, or others. What is chosen stays so; at first it is
// the newest message.
func (l *searchList) setRows(next []searchRow) {
	row := max(l.view.CurrentIndex().Row(), 0)
	at := l.view.VerticalScrollBar().Value()
	l.model.BeginResetModel()
	l.rows = next
	l.model.EndResetModel()
	if row < len(next) {
		l.view.SetCurrentIndex(l.model.Index(row, 0, core.NewQModelIndex()))
		l.view.VerticalScrollBar().SetValue(at)
	}
}

// current is the row that is chosen.
func (l *searchList) current() (searchRow, bool) {
	if row := l.view.CurrentIndex().Row(); row >= 0 && row < len(l.rows) {
		return l.rows[row], true
	}
	return searchRow{}, false
}
