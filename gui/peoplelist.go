//go:build minimal

package gui

import (
	"slices"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	"carom/gui/i18n"
	"carom/gui/model"
)

// peopleEvery is how often the list is made anew at most, however fast events
// come: no eye follows more.
const peopleEvery = 50 * time.Millisecond

// peopleList is the left side: our own state, a field to search, and the
// contacts.
type peopleList struct {
	kept    kept
	main    *mainScreen
	ui      *ui
	w       *widgets.QWidget
	own     *presenceButton
	filter  *widgets.QLineEdit
	stack   *widgets.QStackedWidget // the list, or what is said in its place
	view    *widgets.QListView
	empty   *widgets.QWidget
	noMatch *widgets.QLabel
	model   *core.QAbstractListModel
	menu    *widgets.QMenu

	rows []personRow
	// hidden are those that our user has just removed and may bring back.
	hidden map[contacts.ServiceID]bool
	// again brings the list up to date when it was too soon for that.
	again *core.QTimer
	shown time.Time
}

// personRow is a contact as it is painted and spoken.
type personRow struct {
	model.ContactRow
	line, when, spoken string
}

func newPeopleList(m *mainScreen) *peopleList {
	l := &peopleList{main: m, ui: m.ui, w: widgets.NewQWidget(nil, 0), hidden: make(map[contacts.ServiceID]bool)}
	l.w.SetObjectName("people")
	l.w.SetMinimumWidth(m.ui.metrics().Row * 3)
	box := widgets.NewQVBoxLayout2(l.w)
	box.SetContentsMargins(0, 8, 0, 0)
	box.SetSpacing(8)
	l.own = newPresenceButton(m)
	box.AddWidget(padded(l.own.button), 0, 0)
	l.makeFilter()
	box.AddWidget(padded(l.filter), 0, 0)
	l.stack = widgets.NewQStackedWidget(nil)
	box.AddWidget(l.stack, 1, 0)
	l.makeView()
	l.empty = newEmptyPeople(m)
	l.noMatch = plainLabel(m.ui.t.T(i18n.ContactsNoMatch))
	l.noMatch.SetObjectName("people.nomatch")
	l.noMatch.SetProperty("role", core.NewQVariant1("muted"))
	l.noMatch.SetAlignment(core.Qt__AlignHCenter | core.Qt__AlignTop)
	l.noMatch.SetMargin(16)
	l.stack.AddWidget(l.view)
	l.stack.AddWidget(l.empty)
	l.stack.AddWidget(l.noMatch)
	l.menu = widgets.NewQMenu(l.w)
	l.again = core.NewQTimer(l.w)
	l.again.SetSingleShot(true)
	l.again.ConnectTimeout(l.refresh)
	return l
}

// padded keeps a widget off the edges of the column.
func padded(w widgets.QWidget_ITF) *widgets.QWidget {
	outer := widgets.NewQWidget(nil, 0)
	box := widgets.NewQHBoxLayout2(outer)
	box.SetContentsMargins(8, 0, 8, 0)
	box.AddWidget(w, 1, 0)
	return outer
}

func (l *peopleList) makeFilter() {
	l.filter = widgets.NewQLineEdit(nil)
	l.filter.SetObjectName("people.filter")
	l.filter.SetPlaceholderText(l.ui.t.T(i18n.ContactsFilter))
	l.filter.SetAccessibleName(l.ui.t.T(i18n.ContactsFilter))
	l.filter.SetClearButtonEnabled(true)
	l.filter.ConnectTextChanged(func(text string) {
		l.main.roster.SetFilter(text)
		l.refresh()
	})
	l.filter.ConnectKeyPressEvent(l.filterKey)
}

func (l *peopleList) makeView() {
	v := widgets.NewQListView(nil)
	l.view = v
	v.SetObjectName("people.list")
	v.SetAccessibleName(l.ui.t.T(i18n.ContactsLabel))
	v.SetAccessibleDescription(l.ui.t.T(i18n.ContactsMenu))
	v.SetUniformItemSizes(true)
	v.SetVerticalScrollMode(widgets.QAbstractItemView__ScrollPerPixel)
	v.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	v.SetEditTriggers(widgets.QAbstractItemView__NoEditTriggers)
	v.SetFrameShape(widgets.QFrame__NoFrame)
	v.SetMouseTracking(true)
	l.model = core.NewQAbstractListModel(v)
	l.model.ConnectRowCount(func(parent *core.QModelIndex) int {
		if parent.IsValid() {
			return 0
		}
		return len(l.rows)
	})
	l.model.ConnectData(l.data)
	v.SetItemDelegate(l.delegate())
	v.SetModel(l.model)
	v.ConnectClicked(func(index *core.QModelIndex) { l.activate(index.Row()) })
	v.ConnectKeyPressEvent(l.key)
	v.ConnectContextMenuEvent(l.contextMenu)
}

func (l *peopleList) delegate() *widgets.QStyledItemDelegate {
	paint := newPersonPainter(l.ui)
	d := widgets.NewQStyledItemDelegate(l.view)
	d.ConnectSizeHint(func(*widgets.QStyleOptionViewItem, *core.QModelIndex) *core.QSize {
		return l.kept.sized(10, paint.height())
	})
	d.ConnectPaint(func(p *gui.QPainter, option *widgets.QStyleOptionViewItem, index *core.QModelIndex) {
		if row := index.Row(); row >= 0 && row < len(l.rows) {
			paint.paint(p, option, &l.rows[row], l.rows[row].ID == l.main.open)
		}
	})
	return d
}

func (l *peopleList) data(index *core.QModelIndex, role int) *core.QVariant {
	row := index.Row()
	if row < 0 || row >= len(l.rows) || (role != int(core.Qt__DisplayRole) && role != accessibleText) {
		return l.kept.nothing()
	}
	return l.kept.text(l.rows[row].spoken)
}

// update shows the contacts as they are now, or very soon.
func (l *peopleList) update() {
	l.own.update()
	if l.again.IsActive() {
		return
	}
	if wait := peopleEvery - time.Since(l.shown); wait > 0 {
		l.again.Start(int(wait/time.Millisecond) + 1)
		return
	}
	l.refresh()
}

// refresh shows the contacts as they are now.
func (l *peopleList) refresh() {
	l.again.Stop()
	l.shown = time.Now()
	next := make([]personRow, 0, len(l.rows))
	for _, r := range l.main.roster.Rows() {
		if !l.hidden[r.ID] {
			next = append(next, l.row(r))
		}
	}
	l.setRows(next)
	switch {
	case len(next) > 0:
		l.stack.SetCurrentWidget(l.view)
	case l.filter.Text() != "":
		l.stack.SetCurrentWidget(l.noMatch)
	default:
		l.stack.SetCurrentWidget(l.empty)
	}
}

func (l *peopleList) row(r model.ContactRow) personRow {
	t, now := l.ui.t, l.main.now()
	return personRow{ContactRow: r, line: r.Line(t), when: r.When(t, now), spoken: r.Spoken(t, now)}
}

// setRows shows other rows. Who is current stays so, and in sight when they were.
func (l *peopleList) setRows(next []personRow) {
	same := slices.EqualFunc(l.rows, next, func(a, b personRow) bool { return a.ID == b.ID })
	if same {
		l.rows = next
		if len(next) > 0 {
			l.model.DataChanged(l.index(0), l.index(len(next)-1), nil)
		}
		return
	}
	current, at := l.current(), l.view.VerticalScrollBar().Value()
	l.model.BeginResetModel()
	l.rows = next
	l.model.EndResetModel()
	l.setCurrent(current)
	l.view.VerticalScrollBar().SetValue(at)
}

func (l *peopleList) index(row int) *core.QModelIndex {
	return l.model.Index(row, 0, core.NewQModelIndex())
}

// current is who the keyboard acts on; zero for nobody.
func (l *peopleList) current() contacts.ServiceID {
	if row := l.view.CurrentIndex().Row(); row >= 0 && row < len(l.rows) {
		return l.rows[row].ID
	}
	return contacts.ServiceID{}
}

func (l *peopleList) find(id contacts.ServiceID) int {
	return slices.IndexFunc(l.rows, func(r personRow) bool { return r.ID == id })
}

func (l *peopleList) setCurrent(id contacts.ServiceID) {
	if row := l.find(id); row >= 0 {
		l.view.SetCurrentIndex(l.index(row))
	}
}

// choose marks who is shown on the right.
func (l *peopleList) choose(id contacts.ServiceID) {
	if l.current() != id {
		l.setCurrent(id)
	}
	l.view.Viewport().Update()
}

func (l *peopleList) focus() {
	if l.stack.CurrentWidget().Pointer() == l.empty.Pointer() {
		l.empty.SetFocus2()
		return
	}
	l.view.SetFocus2()
}

// setHidden takes somebody out of the list, or puts them back.
func (l *peopleList) setHidden(id contacts.ServiceID, hide bool) {
	if hide {
		l.hidden[id] = true
	} else {
		delete(l.hidden, id)
	}
	l.refresh()
}
