//go:build minimal

package gui

import (
	"context"
	"strings"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

const (
	// searchPage is how many messages are found at a time.
	searchPage = 50
	// searchAfter is how long nothing may be typed before it is searched, in
	// milliseconds.
	searchAfter = 250
)

// searched is what our user has looked for last, to go on with.
type searched struct {
	query string
	in    contacts.ServiceID // zero: everywhere
}

// searchDialog finds messages in one conversation or in all.
type searchDialog struct {
	*dialog
	main       *mainScreen
	field      *widgets.QLineEdit
	list       *searchList
	state      *widgets.QLabel
	more, show *widgets.QPushButton
	timer      *core.QTimer

	now searched
	// asked counts the searches: an answer to an earlier one is dropped.
	asked int
}

// openSearch searches the conversation with a contact; all of them when id is zero.
func openSearch(m *mainScreen, id contacts.ServiceID) {
	t := m.ui.t
	s := &searchDialog{dialog: newDialog(m.ui, m.ui.desk.window.main, "search", t.T(i18n.SearchTitle)), main: m}
	s.now.in = id
	s.field = widgets.NewQLineEdit(nil)
	s.field.SetObjectName("search.words")
	s.field.SetPlaceholderText(t.T(i18n.SearchPlaceholder))
	s.field.SetClearButtonEnabled(true)
	s.add(fieldLabel(t.T(i18n.SearchLabel), s.field))
	s.add(s.field)
	s.places(id)
	s.list = newSearchList(m.ui)
	s.content.AddWidget(s.list.view, 1, 0)
	s.state = s.text("")
	s.state.SetObjectName("search.state")
	s.state.SetProperty("role", core.NewQVariant1("muted"))
	s.more = s.button("search.more", t.T(i18n.SearchMore), s.next)
	s.button("search.close", t.T(i18n.Close), nil)
	s.show = s.primary("search.show", t.T(i18n.SearchShow), s.jump)

	s.timer = core.NewQTimer(s.box)
	s.timer.SetSingleShot(true)
	s.timer.ConnectTimeout(s.search)
	s.field.ConnectTextChanged(func(string) { s.timer.Start(searchAfter) })
	s.field.ConnectKeyPressEvent(s.key)
	s.list.view.ConnectActivated(func(*core.QModelIndex) { s.jump() })
	s.box.ConnectFinished(func(int) { s.asked++ }) // an answer that comes later finds no list
	s.field.SetText(m.searched.query)
	s.field.SelectAll()
	s.search()
	s.box.Resize2(settingsSize(m.ui.desk.window.main, m.ui.metrics().Row))
	s.open()
	s.field.SetFocus2()
}

// places lets our user choose where to search, when there is a choice.
func (s *searchDialog) places(id contacts.ServiceID) {
	c, ok := s.main.contact(id)
	if !ok {
		return
	}
	one := newRadio("search.one", s.ui.t.T(i18n.SearchInOne, i18n.Args{"Name": i18n.Marked(peerLine(c.Nickname))}))
	one.SetChecked(true)
	one.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Fixed) // however long the name is
	all := newRadio("search.all", s.ui.t.T(i18n.SearchInAll))
	one.ConnectToggled(func(on bool) {
		s.now.in = contacts.ServiceID{}
		if on {
			s.now.in = id
		}
		s.search()
	})
	s.add(one)
	s.add(all)
}

// key moves in the list while the keyboard is in the field, and searches at
// once with Enter.
func (s *searchDialog) key(event *gui.QKeyEvent) {
	switch core.Qt__Key(event.Key()) {
	case core.Qt__Key_Up, core.Qt__Key_Down, core.Qt__Key_PageUp, core.Qt__Key_PageDown:
		core.QCoreApplication_SendEvent(s.list.view, event)
		return
	case core.Qt__Key_Return, core.Qt__Key_Enter:
		if s.timer.IsActive() {
			s.search()
			return
		}
	}
	s.field.KeyPressEventDefault(event)
}

// search begins anew.
func (s *searchDialog) search() {
	s.timer.Stop()
	s.now.query = strings.TrimSpace(s.field.Text())
	s.main.searched = s.now
	s.list.setRows(nil)
	s.asked++
	if s.now.query == "" {
		s.found(nil, false)
		return
	}
	s.read(0)
}

// next goes on with older messages.
func (s *searchDialog) next() {
	if n := len(s.list.rows); n > 0 {
		s.more.SetEnabled(false)
		s.read(s.list.rows[n-1].message)
	}
}

func (s *searchDialog) read(before uint64) {
	asked, now, api := s.asked, s.now, s.main.api
	run(s.ui, func(ctx context.Context) ([]carom.Message, error) {
		return api.Search(ctx, now.query, now.in, before, searchPage)
	}, func(list []carom.Message, err error) {
		switch {
		case asked != s.asked:
		case err != nil:
			setLabel(s.state, s.ui.errorText(err))
		default:
			s.found(list, len(list) == searchPage)
		}
	})
}

// found shows more messages; many says that there may be others.
func (s *searchDialog) found(list []carom.Message, many bool) {
	rows := s.list.rows
	for _, m := range list {
		c, _ := s.main.contact(m.Contact)
		rows = append(rows, searchRowOf(s.ui.t, c.Nickname, m, s.now.query, time.Now()))
	}
	s.list.setRows(rows)
	text := ""
	switch {
	case s.now.query == "":
	case len(rows) == 0:
		text = s.ui.t.T(i18n.SearchNone)
	case many:
		text = s.ui.t.N(i18n.SearchMany, len(rows))
	default:
		text = s.ui.t.N(i18n.SearchCount, len(rows))
	}
	setLabel(s.state, text)
	s.state.SetVisible(text != "")
	s.more.SetEnabled(many)
	s.show.SetEnabled(len(rows) > 0)
}

// jump goes to the message that is chosen, in its conversation.
func (s *searchDialog) jump() {
	row, ok := s.list.current()
	if !ok {
		return
	}
	s.close()
	s.main.jump(row.contact, row.message)
}
