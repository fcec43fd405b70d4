//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// requestPanel shows somebody's request, to be answered. All of it but our own
// words is theirs: a name that anybody can claim, and a greeting.
type requestPanel struct {
	main *mainScreen
	ui   *ui
	w    *widgets.QScrollArea
	box  *widgets.QVBoxLayout

	title, theyCall, came *widgets.QLabel
	greeting              *widgets.QPlainTextEdit
	noGreeting            *widgets.QLabel
	address               *addressView
	name                  *widgets.QLineEdit
	nameError             *widgets.QLabel
	accept                *widgets.QPushButton
	contact               carom.Contact
	answering             bool // an answer is under way
}

func newRequestPanel(m *mainScreen) *requestPanel {
	r := &requestPanel{main: m, ui: m.ui, w: widgets.NewQScrollArea(nil)}
	r.w.SetObjectName("request")
	r.w.SetFocusPolicy(core.Qt__NoFocus) // it follows what has the focus
	r.w.SetWidgetResizable(true)
	r.w.SetFrameShape(widgets.QFrame__NoFrame)
	r.w.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	inner := widgets.NewQWidget(nil, 0)
	r.box = widgets.NewQVBoxLayout2(inner)
	r.box.SetContentsMargins(24, 24, 24, 24)
	r.box.SetSpacing(10)
	r.addWords()
	r.addName()
	r.addAnswers()
	r.box.AddStretch(1)
	r.w.SetWidget(inner)
	return r
}

// addWords adds what they say of themselves.
func (r *requestPanel) addWords() {
	t := r.ui.t
	r.title = narrowLabel("")
	r.title.SetObjectName("request.title")
	r.title.SetProperty("role", core.NewQVariant1("heading"))
	r.came = plainLabel("")
	r.came.SetProperty("role", core.NewQVariant1("small"))
	r.theyCall = narrowLabel("")
	r.theyCall.SetObjectName("request.theycall")
	write := plainLabel(t.T(i18n.RequestTheyWrite))
	r.greeting = plainEdit()
	r.greeting.SetObjectName("request.greeting")
	r.greeting.SetReadOnly(true)
	r.greeting.SetAccessibleName(i18n.Unmarked(t.T(i18n.RequestTheyWrite)))
	write.SetBuddy(r.greeting)
	r.noGreeting = plainLabel(t.T(i18n.RequestNoGreeting))
	r.noGreeting.SetProperty("role", core.NewQVariant1("muted"))
	warning := plainLabel(t.T(i18n.RequestWarning))
	warning.SetProperty("role", core.NewQVariant1("warning"))
	r.address = newAddressView(r.ui, "request.address")
	for _, w := range []widgets.QWidget_ITF{r.title, r.came, r.theyCall, write, r.greeting, r.noGreeting, warning, plainLabel(t.T(i18n.RequestAddress)), r.address.w} {
		r.box.AddWidget(w, 0, 0)
	}
}

// addName adds the field for our user's name for them.
func (r *requestPanel) addName() {
	r.name = widgets.NewQLineEdit(nil)
	r.name.SetObjectName("request.name")
	r.name.ConnectTextChanged(func(string) { r.check() })
	r.name.ConnectReturnPressed(r.answerYes)
	label := fieldLabel(r.ui.t.T(i18n.RequestName), r.name)
	r.nameError = errorLabel("request.name.error")
	r.box.AddWidget(label, 0, 0)
	r.box.AddWidget(r.name, 0, 0)
	r.box.AddWidget(r.nameError, 0, 0)
}

// addAnswers adds the three buttons, and what each means.
func (r *requestPanel) addAnswers() {
	t := r.ui.t
	r.accept = r.answer("request.accept", i18n.RequestAccept, i18n.RequestAcceptHint, r.answerYes)
	r.accept.SetProperty("role", core.NewQVariant1("main"))
	r.answer("request.reject", i18n.RequestReject, i18n.RequestRejectHint, r.answerNo)
	r.answer("request.block", i18n.RequestBlock, i18n.RequestBlockHint, func() {
		r.once(blocking(r.main, r.contact))
	}).SetAccessibleDescription(t.T(i18n.RequestBlockHint))
}

func (r *requestPanel) answer(name string, text, hint *i18n.Message, click func()) *widgets.QPushButton {
	t := r.ui.t
	row := widgets.NewQHBoxLayout()
	row.SetSpacing(12)
	b := newButton(name, t.T(text))
	b.SetAccessibleDescription(t.T(hint))
	b.SetMinimumWidth(r.ui.metrics().Target * 4)
	b.ConnectClicked(func(bool) { click() })
	label := plainLabel(t.T(hint))
	label.SetProperty("role", core.NewQVariant1("muted"))
	row.AddWidget(b, 0, 0)
	row.AddWidget(label, 1, 0)
	r.box.AddLayout(row, 0)
	return b
}

// show shows a request. What our user has typed stays as long as it is the same
// person's.
func (r *requestPanel) show(c carom.Contact) {
	t := r.ui.t
	another := r.contact.ID != c.ID
	r.contact = c
	setLabel(r.title, t.T(i18n.RequestTitle, i18n.Args{"Name": c.Nickname}))
	setLabel(r.came, t.T(i18n.RequestReceived, i18n.Args{"Date": t.Date(c.Request.Received), "Time": t.Clock(c.Request.Received)}))
	call := t.T(i18n.RequestNoName)
	if c.Request.Nickname != "" {
		call = t.T(i18n.RequestTheyCall, i18n.Args{"Name": c.Request.Nickname})
	}
	setLabel(r.theyCall, call)
	if words := peerBlock(c.Request.Message); r.greeting.ToPlainText() != words {
		r.greeting.SetPlainText(words)
	}
	r.greeting.SetVisible(c.Request.Message != "")
	r.noGreeting.SetVisible(c.Request.Message == "")
	r.address.show(c.ID)
	if another {
		r.name.SetText(c.Nickname)
		r.w.EnsureVisible(0, 0, 0, 0)
	}
	r.check()
}

// check says what is wrong with the name as it is typed.
func (r *requestPanel) check() bool {
	v := model.CheckNickname(r.name.Text(), func(name string) bool { return r.main.roster.Taken(name, r.contact.ID) })
	showVerdict(r.ui, r.name, r.nameError, v, "")
	r.accept.SetEnabled(v.OK)
	return v.OK
}

func (r *requestPanel) answerYes() {
	if !r.check() {
		return
	}
	id, name := r.contact.ID, r.name.Text()
	r.once(func(ctx context.Context) error {
		_, err := r.main.api.AcceptRequest(ctx, id, name)
		return err
	}, func() { r.main.notices.say(r.ui.t.T(i18n.RequestAccepted, i18n.Args{"Name": name})) })
}

func (r *requestPanel) answerNo() {
	id := r.contact.ID
	r.once(func(ctx context.Context) error { return r.main.api.RejectRequest(ctx, id) }, func() {
		if r.main.open == id {
			r.main.show(contacts.ServiceID{})
		}
		r.main.notices.say(r.ui.t.T(i18n.RequestRejected))
	})
}

// once answers a request. A second click on the way has nothing to answer.
func (r *requestPanel) once(work func(ctx context.Context) error, done func()) {
	if r.answering {
		return
	}
	r.answering = true
	do(r.ui, work, func(err error) {
		r.answering = false
		if err != nil {
			r.ui.desk.window.fail(r.ui.errorText(err))
			return
		}
		done()
	})
}

func (r *requestPanel) focus() { r.name.SetFocus2() }
