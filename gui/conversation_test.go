//go:build minimal

package gui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// clipboardText is the clipboard's text.
func clipboardText() string { return gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) }

// inList waits until the window knows somebody as a contact: the node does before.
func (d *testDesktop) inList(p *testNode) {
	d.t.Helper()
	id := p.engine.Self()
	d.eventually(p.name+" is in the list", func() bool {
		c, ok := d.main().contact(id)
		return ok && c.State == contacts.Accepted
	})
}

// talk opens the conversation with somebody.
func (d *testDesktop) talk(p *testNode) {
	d.t.Helper()
	d.inList(p)
	onGUI(d.t, func() { d.main().show(p.engine.Self()) })
	d.wait("conversation.list")
	d.eventually("the conversation is read", func() bool { return !d.main().conversation.window.Loading() })
}

// shows waits until the conversation says a text, as a screen reader does.
func (d *testDesktop) shows(text string) {
	d.t.Helper()
	d.eventually("the conversation shows "+text, func() bool {
		list := seen("conversation.list")
		return list != nil && strings.Contains(textOf(list), text)
	})
}

func TestTalk(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	d.write("composer.text", "hello")
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
	anna.heard(d.node.engine.Self(), "hello")
	d.shows("hello\u2069. \u2068Delivered")
	anna.say(d.node, "hello you")
	d.shows("Anna")
	d.shows("hello you")
	if text := d.text("composer.text"); text != "" {
		t.Errorf("the composer still has %q", text)
	}
}

func TestEnterAndShiftEnter(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	d.write("composer.text", "one")
	d.press("composer.text", core.Qt__Key_Return, core.Qt__ShiftModifier)
	d.write("composer.text", "two")
	if text := d.text("composer.text"); text != "one\ntwo" {
		t.Fatalf("the composer has %q", text)
	}
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
	anna.heard(d.node.engine.Self(), "one\ntwo")
}

func TestCounterAndLimit(t *testing.T) {
	d := openTestDesktop(t)
	d.talk(d.peer("Anna"))
	onGUI(t, func() { d.main().conversation.composer.setText(strings.Repeat("x", 1999)) })
	d.wait("composer.counter")
	if text := d.text("composer.counter"); text != "1 character left" {
		t.Errorf("the counter says %q", text)
	}
	onGUI(t, func() { d.main().conversation.composer.setText(strings.Repeat("x", 2001)) })
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
	onGUI(t, func() {
		if seen("composer.send").IsEnabled() {
			fail("what is too long can be sent")
		}
	})
	if text := d.text("composer.text"); len(text) != 2001 {
		t.Errorf("%d characters are left of what was too long", len(text))
	}
}

func TestDraftIsKeptForEachContact(t *testing.T) {
	d := openTestDesktop(t)
	anna, bert := d.peer("Anna"), d.peer("Bert")
	d.talk(anna)
	d.write("composer.text", "dear anna")
	d.talk(bert)
	if text := d.text("composer.text"); text != "" {
		t.Errorf("bert gets anna's draft: %q", text)
	}
	d.node.until("the draft is stored", func(st carom.State) bool {
		for _, c := range st.Contacts {
			if c.Draft == "dear anna" {
				return true
			}
		}
		return false
	})
	d.talk(anna)
	if text := d.text("composer.text"); text != "dear anna" {
		t.Errorf("anna's draft is %q", text)
	}
}

// When the desktop's session is about to end, a draft is stored before Carom has
// agreed to that: the process may be gone the next moment.
func TestDraftIsKeptAtLogout(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	d.write("composer.text", "dear anna")
	onGUI(t, func() {
		d.desk.keepAll()
		st, err := d.node.engine.State(t.Context())
		if err != nil || st.Contacts[0].Draft != "dear anna" {
			fail("stored is %q, %v", st.Contacts[0].Draft, err)
		}
	})
}

// A window over a long conversation is bounded, scrolls to its beginning, and
// back to its end.
func TestLongConversation(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	const many = 700
	for i := range many {
		anna.say(d.node, fmt.Sprintf("message %d.", i))
	}
	d.node.heard(anna.engine.Self(), fmt.Sprintf("message %d.", many-1))
	d.talk(anna)
	list := func() *bubbleList { return d.main().conversation.list }
	onGUI(t, func() { d.main().conversation.goToNewest() })
	d.shows(fmt.Sprintf("message %d.", many-1))
	for _, way := range []struct {
		what string
		turn func(bar *widgets.QScrollBar)
		end  func() bool
	}{
		{"the beginning", func(bar *widgets.QScrollBar) { bar.SetValue(bar.Value() - 300) }, func() bool { return d.main().conversation.window.AtBeginning() }},
		{"the end", func(bar *widgets.QScrollBar) { bar.SetValue(bar.Value() + 300) }, func() bool { return d.main().conversation.window.AtEnd() && list().atEnd() }},
	} {
		d.eventually("scrolling reaches "+way.what, func() bool {
			way.turn(list().view.VerticalScrollBar())
			if n := len(list().rows); n > 2*model.MaxMessages {
				fail("%d rows are in memory", n)
			}
			return way.end()
		})
	}
}

// What our user looks at stays where it is while older messages come above it.
func TestPageAboveKeepsThePlace(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	for i := range 600 { // more than are read at once
		anna.say(d.node, fmt.Sprintf("message %d.\n%s", i, strings.Repeat("line\n", i%4)))
	}
	d.node.heard(anna.engine.Self(), "message 599.\nline\nline\nline\n")
	d.talk(anna)
	onGUI(t, func() { d.main().conversation.goToNewest() })
	d.shows("message 599.")
	var key, top rowKey
	var y int
	onGUI(t, func() {
		list := d.main().conversation.list
		list.settling = true // look away: no page is asked for yet
		list.view.VerticalScrollBar().SetValue(50)
		list.settling = false
		key, y = list.anchor()
		for i := range list.rows {
			if list.rows[i].kind == rowMessage {
				top = list.rows[i].key
				break
			}
		}
		list.moved()
	})
	d.eventually("the page is there", func() bool { return d.main().conversation.list.find(top) > 10 })
	onGUI(t, func() {
		list := d.main().conversation.list
		if got := list.rect(list.find(key)).Y(); got != y {
			fail("what was at %d is at %d", y, got)
		}
	})
}

func TestJumpToAMessage(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	for i := range 500 {
		anna.say(d.node, fmt.Sprintf("message %d.", i))
	}
	d.node.heard(anna.engine.Self(), "message 499.")
	found, err := d.node.engine.Search(t.Context(), "42", anna.engine.Self(), 0, 1)
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	d.inList(anna)
	onGUI(t, func() { d.main().jump(anna.engine.Self(), found[0].ID) })
	d.eventually("the message is current", func() bool {
		list := d.main().conversation.list
		at := list.view.CurrentIndex()
		return at.IsValid() && at.Row() < len(list.rows) && list.rows[at.Row()].key.id == found[0].ID
	})
}

func TestCopyAndDelete(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	anna.say(d.node, "a < b & <i>c</i>")
	anna.say(d.node, "keep this")
	d.talk(anna)
	d.shows("keep this")
	row := func() int {
		for i, r := range d.main().conversation.list.rows {
			if strings.HasPrefix(r.original, "a <") {
				return i
			}
		}
		return -1
	}
	var at int
	onGUI(t, func() { at = row() })
	d.clickRow("conversation.list", at)
	d.press("conversation.list", core.Qt__Key_C, core.Qt__ControlModifier)
	onGUI(t, func() {
		if got := clipboardText(); got != "a < b & <i>c</i>" {
			fail("the clipboard has %q", got)
		}
	})
	d.press("conversation.list", core.Qt__Key_Delete, core.Qt__NoModifier)
	d.titled("confirm", i18n.MessageDeleteTitle, 1)
	d.click("confirm.yes")
	d.eventually("the message is gone", func() bool { return row() < 0 })
	d.shows("keep this")
}

// Who deletes several messages is told how many.
func TestDeleteSeveral(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	for _, text := range []string{"one", "two", "three"} {
		anna.say(d.node, text)
	}
	d.talk(anna)
	d.shows("three")
	d.press("conversation.list", core.Qt__Key_A, core.Qt__ControlModifier)
	d.press("conversation.list", core.Qt__Key_Delete, core.Qt__NoModifier)
	d.titled("confirm", i18n.MessageDeleteTitle, 3)
	d.click("confirm.yes")
	d.eventually("all are gone", func() bool {
		return !slices.ContainsFunc(d.main().conversation.list.rows, func(r bubbleRow) bool { return r.kind == rowMessage })
	})
}

// titled sees that the title of a dialog, and what it says, have a number in them.
func (d *testDesktop) titled(name string, title *i18n.Message, count int) {
	d.t.Helper()
	d.wait(name)
	onGUI(d.t, func() {
		want := d.main().ui.t.N(title, count)
		if got, said := seen(name).WindowTitle(), textOf(seen(name+".text")); got != want || !strings.HasPrefix(said, want) {
			fail("the title is %q, and it says %q; want %q", got, said, want)
		}
	})
}

// Messages that are seen count as read, others do not.
func TestReadWhenSeen(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	onGUI(t, d.desk.window.raise)
	anna.say(d.node, "look")
	d.shows("look")
	unread := func(want int) func(carom.State) bool {
		return func(st carom.State) bool { return st.Contacts[0].Unread == want }
	}
	d.node.until("it is read", unread(0))
	onGUI(t, func() { d.main().show(d.node.engine.Self()) }) // nobody: our user is elsewhere
	anna.say(d.node, "later")
	d.node.until("it is not read", unread(1))
	d.talk(anna)
	d.node.until("it is read when it is opened", unread(0))
}

// hasUnread waits until the list says that so many messages of somebody are unread:
// 90 fill some screens.
func (d *testDesktop) hasUnread(n int, from *testNode) {
	d.t.Helper()
	for i := range n {
		from.say(d.node, fmt.Sprintf("message %d.\nwith\nfour\nlines", i))
	}
	d.eventually("the list says how many are unread", func() bool {
		c, _ := d.main().contact(from.engine.Self())
		return c.Unread == n
	})
}

// atUnread reports whether the first unread message is at the top.
func (d *testDesktop) atUnread() bool {
	list := d.main().conversation.list
	first := list.firstVisible()
	return first < len(list.rows) && (list.rows[first].kind == rowUnread || list.rows[first].kind == rowDay && list.rows[first+1].kind == rowUnread)
}

// A message that is stored while another conversation is shown leaves that one
// where it is.
func TestSentWhileElsewhere(t *testing.T) {
	d := openTestDesktop(t)
	anna, ben := d.peer("Anna"), d.peer("Ben")
	d.hasUnread(90, ben)
	d.talk(anna)
	onGUI(t, func() {
		d.main().conversation.send("on my way")
		d.main().show(ben.engine.Self())
	})
	anna.heard(d.node.engine.Self(), "on my way")
	d.eventually("what was sent is told", func() bool { return d.main().sending[anna.engine.Self()] == 0 })
	d.eventually("the other conversation is read", func() bool { return !d.main().conversation.window.Loading() })
	onGUI(t, func() {
		if !d.atUnread() {
			fail("the other conversation has moved")
		}
	})
}

// A conversation opens at the first unread message, also where more are unread than
// are in memory, and what is below it stays unread until it is seen.
func TestOpensAtTheFirstUnreadMessage(t *testing.T) {
	for _, many := range []int{90, 2 * model.MaxMessages} {
		t.Run(strconv.Itoa(many), func(t *testing.T) {
			d := openTestDesktop(t)
			anna := d.peer("Anna")
			onGUI(t, d.desk.window.raise)
			d.hasUnread(many, anna)
			d.talk(anna)
			d.eventually("the first unread message is at the top", d.atUnread)
			d.node.until("some are read", func(st carom.State) bool { return st.Contacts[0].Unread < many })
			d.node.until("not all", func(st carom.State) bool { return st.Contacts[0].Unread > many-40 })
			onGUI(t, func() { d.main().conversation.goToNewest() })
			d.node.until("all are read at the end", func(st carom.State) bool { return st.Contacts[0].Unread == 0 })
		})
	}
}

// Reading a conversation again leaves our user where they are, also when there is
// a line above what was unread.
func TestReadAgainKeepsThePlace(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.hasUnread(90, anna)
	d.talk(anna)
	d.eventually("the first unread message is at the top", d.atUnread)
	var key rowKey
	onGUI(t, func() {
		c := d.main().conversation
		bar := c.list.view.VerticalScrollBar()
		bar.SetValue(bar.Value() + 2*c.list.view.Viewport().Height())
		key, _ = c.list.anchor()
		c.reload()
	})
	d.eventually("it is read again", func() bool { return !d.main().conversation.window.Loading() })
	onGUI(t, func() {
		if now, _ := d.main().conversation.list.anchor(); now != key {
			fail("at the top was %v and is %v", key, now)
		}
	})
}

// Older messages come also where the rows in memory all fit, so that nobody can
// scroll: when most of them were deleted, or in a high window.
func TestOlderWhereNothingScrolls(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	const many = 4 * model.PageSize
	for i := range many {
		anna.say(d.node, fmt.Sprintf("message %d.", i))
	}
	d.node.heard(anna.engine.Self(), fmt.Sprintf("message %d.", many-1))
	if err := d.node.engine.MarkRead(t.Context(), anna.engine.Self(), math.MaxInt64); err != nil {
		t.Fatal(err)
	}
	d.eventually("all are read", func() bool { c, _ := d.main().contact(anna.engine.Self()); return c.Unread == 0 })
	scrolls := func() bool {
		c := d.main().conversation
		return !c.window.Loading() && (c.list.view.VerticalScrollBar().Maximum() > 0 || c.window.AtBeginning())
	}
	d.talk(anna)
	var ids []uint64
	onGUI(t, func() {
		list := d.main().conversation.list
		list.view.VerticalScrollBar().SetValue(list.view.VerticalScrollBar().Maximum() - 50) // only those at the end stay there
		for i := range list.rows {
			if list.rows[i].kind == rowMessage {
				ids = append(ids, list.rows[i].key.id)
			}
		}
	})
	for _, id := range ids[3:] {
		if err := d.node.engine.DeleteMessage(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	d.eventually("what was deleted is gone", func() bool {
		_, there := d.main().conversation.window.Message(ids[len(ids)-1])
		return !there && !d.main().conversation.window.Loading()
	})
	d.eventually("there is something to scroll after messages were deleted", scrolls)
	onGUI(t, func() { d.desk.window.main.Resize2(firstWidth, 100*d.main().ui.metrics().Target) })
	d.eventually("there is something to scroll in a high window", scrolls)
	onGUI(t, func() { d.main().show(contacts.ServiceID{}) })
	d.talk(anna)
	d.eventually("there is something to scroll in what is opened there", scrolls)
}

// The end of what is shown is not the end of the conversation: whoever is there goes
// on, as the End key does, until it is.
func TestEndLeadsToTheEnd(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	for i := range 400 {
		anna.say(d.node, fmt.Sprintf("message %d.", i))
	}
	d.node.heard(anna.engine.Self(), "message 399.")
	d.talk(anna)
	toEnd := func(bar *widgets.QScrollBar) { bar.SetValue(bar.Maximum()) }
	up := func(bar *widgets.QScrollBar) { bar.SetValue(bar.Value() - 300) }
	scroll := func(what string, move func(bar *widgets.QScrollBar), there func() bool) {
		d.eventually(what, func() bool {
			move(d.main().conversation.list.view.VerticalScrollBar())
			return there()
		})
	}
	scroll("the beginning", up, func() bool { return d.main().conversation.window.AtBeginning() })
	scroll("the end", toEnd, func() bool { return d.main().conversation.window.AtEnd() })
	scroll("the beginning again", up, func() bool { return d.main().conversation.window.AtBeginning() })
	onGUI(t, func() { d.main().conversation.goToNewest() })
	d.eventually("the newest", func() bool {
		c := d.main().conversation
		return c.window.AtEnd() && c.list.atEnd()
	})
}
