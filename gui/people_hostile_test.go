//go:build minimal

package gui

import (
	"strings"
	"testing"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/internal/hostile"
)

// strangers are people whose every word is hostile, in every state in turn.
func strangers(t *testing.T, texts []string) []carom.Contact {
	t.Helper()
	states := []contacts.State{contacts.Pending, contacts.Accepted, contacts.Blocked, contacts.Rejected, contacts.Requesting}
	list := make([]carom.Contact, len(texts))
	for i, text := range texts {
		id := testID(i)
		list[i] = carom.Contact{
			Contact: contacts.Contact{
				ID: id, Nickname: text, State: states[i%len(states)], Added: time.Unix(int64(i), 0),
				Request: contacts.Request{Nickname: text, Message: text, Received: time.Unix(int64(i), 0)},
			},
			Draft: strings.Repeat(text, i/len(states)%2), Unread: i, Last: &carom.Message{ID: uint64(i + 1), Contact: id, Text: text, Written: time.Unix(int64(i), 0)},
		}
	}
	return list
}

// testID is an address for a test's contact of this number.
func testID(n int) contacts.ServiceID {
	key := make([]byte, 32)
	key[0], key[1] = byte(n), byte(n>>8)
	return contacts.FromPublicKey(key)
}

// Whatever people call themselves and write, it is shown as text and leaves the
// window as it is, wherever it stands.
func TestHostilePeople(t *testing.T) {
	d := openTestDesktop(t)
	list := strangers(t, hostile.Texts())
	if len(list) < 200 {
		t.Fatalf("only %d texts", len(list))
	}
	onGUI(t, func() {
		m := d.main()
		width := d.desk.window.main.Width()
		m.begin(carom.State{Self: m.state.Self, Network: m.state.Network, Contacts: list}, nil, mainPlace{})
		m.people.refresh()
		for _, c := range list {
			m.show(c.ID)
			core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
			checkPlain(c.Nickname)
			header := m.conversation.header
			words := m.request.greeting.ToPlainText() + header.name.Text() + header.barText.Text()
			if strings.ContainsAny(words, "\u202e\u202d\x1b\x00") {
				fail("%v: what changes direction or commands is shown", c.State)
			}
			if now := d.desk.window.main.Width(); now != width {
				fail("%q: the window was %d wide and is %d", c.Nickname[:min(len(c.Nickname), 40)], width, now)
			}
		}
		if said := listText(m.people.view.QAbstractItemView_PTR()); strings.ContainsAny(said, "\u202e\u202d\x1b\x00") {
			fail("the list says what changes direction or commands")
		}
	})
	d.shoot("window", "people-hostile")
}

// The dialogs about such people are shown, and closed again.
func TestHostilePeopleInDialogs(t *testing.T) {
	d := openTestDesktop(t)
	list := strangers(t, hostile.Texts())
	for i := range list {
		list[i].State = contacts.Rejected
	}
	found := func(m *mainScreen, c carom.Contact) { openSearch(m, c.ID) }
	onGUI(t, func() {
		m := d.main()
		m.begin(carom.State{Self: m.state.Self, Network: m.state.Network, Contacts: list}, nil, mainPlace{})
		for _, c := range list {
			for _, open := range []func(*mainScreen, carom.Contact){openRename, openRemove, openBlock, openTheirAddress, openKeep, openClear, openAskAgain, openAlways, unblock, found} {
				open(m, c)
				front := widgets.QApplication_ActiveModalWidget()
				if front.Pointer() == nil {
					fail("no dialog is open")
				}
				checkPlain(c.Nickname)
				if w := front.Width(); w > d.desk.window.main.Width() {
					fail("%s is %d wide", front.ObjectName(), w)
				}
				front.Close()
				// What is gone need not be looked at again.
				core.QCoreApplication_SendPostedEvents(nil, int(core.QEvent__DeferredDelete))
			}
		}
	})
}

// checkPlain sees that no label guesses, and no tooltip or title holds somebody's
// words.
func checkPlain(words string) {
	for _, w := range widgets.QApplication_AllWidgets() {
		if w.Inherits("QLabel") && widgets.NewQLabelFromPointer(w.Pointer()).TextFormat() != core.Qt__PlainText {
			fail("%s guesses what its text is", w.ObjectName())
		}
		if w.Inherits("QTextEdit") || w.Inherits("QTextBrowser") {
			fail("%s can show markup", w.ObjectName())
		}
		if len(words) > 8 && strings.Contains(w.ToolTip()+w.WindowTitle()+w.WhatsThis(), words) {
			fail("%s has somebody's words where Qt or others may take them for markup", w.ObjectName())
		}
	}
}

// Five hundred contacts are shown and searched at once.
func TestManyPeople(t *testing.T) {
	d := openTestDesktop(t)
	list := make([]carom.Contact, 500)
	for i := range list {
		list[i] = carom.Contact{Contact: contacts.Contact{ID: testID(i), Nickname: "contact " + strings.Repeat("x", i%10) + string(rune('a'+i%26)), State: contacts.Accepted, Added: time.Unix(int64(i), 0)}}
	}
	onGUI(t, func() {
		m := d.main()
		m.begin(carom.State{Self: m.state.Self, Network: m.state.Network, Contacts: list}, nil, mainPlace{})
		m.people.refresh()
		began := time.Now()
		for range 100 {
			m.people.refresh()
		}
		t.Logf("refresh of %d rows: %v", len(m.people.rows), time.Since(began)/100)
		began = time.Now()
		m.people.filter.SetText("xxxxx")
		t.Logf("search: %v", time.Since(began))
		if n := len(m.people.rows); n == 0 || n == 500 {
			fail("%d rows are left", n)
		}
	})
}
