//go:build minimal

package gui

import (
	"context"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/model"
	"carom/internal/desktop"
	"carom/onion"
)

// peopleWidth is how wide the list of contacts is at first.
const peopleWidth = 280

// mainScreen is the window while a profile is open: contacts on one side, the
// conversation with one of them on the other.
type mainScreen struct {
	closed  bool // close was called
	ui      *ui
	api     carom.API
	session *desktop.Session
	w       *widgets.QWidget
	split   *widgets.QSplitter
	right   *widgets.QStackedWidget

	people       *peopleList
	conversation *conversation
	request      *requestPanel
	nothing      *widgets.QWidget
	notices      *noticeBar
	actions      *actions

	state carom.State // as the newest events have it
	// now is the present; a test may say another. day is the one for which the
	// rows were written.
	now      func() time.Time
	day      time.Time
	dayTimer *core.QTimer

	roster     *model.Roster
	drafts     *model.Drafts
	transfers  *model.Transfers
	pump       *pump
	draftTimer *core.QTimer
	// sending counts, for each contact, the messages that are being stored. What
	// becomes of the draft is then up to them.
	sending  map[contacts.ServiceID]int
	notifier *notifier // of messages and requests
	newFiles *notifier // of files: none of the two hides the other
	// notified are the newest messages that a notification told of, by contact.
	notified map[contacts.ServiceID]uint64
	// open is who is shown on the right; zero for nobody.
	open contacts.ServiceID
	// searched is what our user has looked for last.
	searched searched
	// transfersOpen is the window with all transfers; nil when it is closed.
	transfersOpen *transfersWindow
	// torLog and other dialogs that follow the state ask to be told.
	onNetwork func(onion.Status)
}

// mainPlace is where in the main screen our user is, to come back to when it is
// made afresh.
type mainPlace struct {
	open contacts.ServiceID
	// drafts are what was begun: newer than what is stored. nil at first.
	drafts *model.Drafts
}

func newMainScreen(u *ui, s *desktop.Session, at mainPlace) *mainScreen {
	m := &mainScreen{now: time.Now, ui: u, api: s.API, session: s, roster: model.NewRoster(), drafts: model.NewDrafts(), sending: make(map[contacts.ServiceID]int), transfers: model.NewTransfers()}
	m.w = widgets.NewQWidget(nil, 0)
	m.w.SetObjectName("main")
	m.notifier, m.newFiles = newNotifier(u.desk.tray, m.w), newNotifier(u.desk.tray, m.w)
	m.notified = make(map[contacts.ServiceID]uint64)
	outer := widgets.NewQVBoxLayout2(m.w)
	outer.SetContentsMargins(0, 0, 0, 0)
	outer.SetSpacing(0)
	m.notices = newNoticeBar(m)
	outer.AddWidget(m.notices.w, 0, 0)
	m.split = widgets.NewQSplitter2(core.Qt__Horizontal, nil)
	m.split.SetObjectName("main.split")
	m.split.SetChildrenCollapsible(false)
	m.split.SetHandleWidth(1)
	outer.AddWidget(m.split, 1, 0)

	m.people = newPeopleList(m)
	m.split.AddWidget(m.people.w)
	m.right = widgets.NewQStackedWidget(nil)
	m.split.AddWidget(m.right)
	m.split.SetStretchFactor(0, 0)
	m.split.SetStretchFactor(1, 1)
	m.split.SetSizes([]int{peopleWidth, firstWidth - peopleWidth})

	m.nothing = newNothingPanel(m)
	m.conversation = newConversation(m)
	m.request = newRequestPanel(m)
	m.right.AddWidget(m.nothing)
	m.right.AddWidget(m.conversation.w)
	m.right.AddWidget(m.request.w)

	m.draftTimer, m.dayTimer = m.newDraftTimer(), m.newDayTimer()
	m.pump = newPump(m, at)
	m.actions = newActions(m)
	return m
}

func (m *mainScreen) widget() *widgets.QWidget { return m.w }

func (m *mainScreen) focus() {
	switch m.right.CurrentWidget().Pointer() {
	case m.request.w.Pointer():
		m.request.focus()
	case m.conversation.w.Pointer():
		m.conversation.focus()
	default:
		m.people.focus()
	}
}

// close keeps what was typed, does what could have been undone, and stops
// reading events.
func (m *mainScreen) close() {
	if m.closed {
		return
	}
	m.closed = true
	m.flush()
	m.dayTimer.Stop()
	m.notices.finish()
	m.notifier.close()
	m.newFiles.close()
	m.actions.close()
	m.pump.close()
	m.conversation.close()
}

// flush has the draft kept at once.
func (m *mainScreen) flush() { m.conversation.keepDraft() }

func (m *mainScreen) place() mainPlace { return mainPlace{open: m.open, drafts: m.drafts} }

// contact is a contact as it is now; false when there is none.
func (m *mainScreen) contact(id contacts.ServiceID) (carom.Contact, bool) {
	return m.roster.Contact(id)
}

// show opens what there is to see of a contact: the conversation, or a request
// to be answered.
func (m *mainScreen) show(id contacts.ServiceID) {
	c, ok := m.contact(id)
	if !ok {
		m.open = contacts.ServiceID{}
		m.conversation.leave()
		m.right.SetCurrentWidget(m.nothing)
		m.actions.update()
		return
	}
	changed := m.open != id
	m.open = id
	m.people.choose(id)
	if c.State == contacts.Pending {
		m.conversation.leave()
		m.request.show(c)
		m.right.SetCurrentWidget(m.request.w)
	} else {
		m.right.SetCurrentWidget(m.conversation.w)
		if changed || !m.conversation.showing(id) {
			m.conversation.show(c)
		} else {
			m.conversation.contactChanged(c)
		}
	}
	m.actions.update()
}

// seen: our user looks at the window again.
func (m *mainScreen) seen() {
	m.turnDay()
	m.conversation.seen()
}

// newDayTimer looks once a minute whether it is another day.
func (m *mainScreen) newDayTimer() *core.QTimer {
	m.day = m.now()
	t := core.NewQTimer(m.w)
	t.ConnectTimeout(m.turnDay)
	t.Start(int(time.Minute / time.Millisecond))
	return t
}

// turnDay writes anew what says how long ago something was, once it is another day.
func (m *mainScreen) turnDay() {
	now := m.now()
	if model.SameDay(m.day, now) {
		return
	}
	m.day = now
	m.people.refresh()
	m.conversation.turnDay()
}

// unread counts the messages that were not read, of all contacts, and requests.
func (m *mainScreen) unread() int {
	unread, requests := m.roster.Counts()
	return unread + requests
}

func (m *mainScreen) network() onion.Status { return m.state.Network }

// try runs a command and tells when it fails.
func (m *mainScreen) try(work func(ctx context.Context) error) { m.then(work, nil) }

// then runs a command, tells when it fails, and goes on when it worked.
func (m *mainScreen) then(work func(ctx context.Context) error, done func()) {
	do(m.ui, work, func(err error) {
		switch {
		case err != nil:
			m.ui.desk.window.fail(m.ui.errorText(err))
		case done != nil:
			done()
		}
	})
}
