//go:build minimal

package gui

import (
	"runtime"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	carom "carom/core"
)

// list waits until the list of contacts says something.
func (d *testDesktop) list(want string) {
	d.t.Helper()
	d.eventually("the list says "+want, func() bool { return strings.Contains(d.listed(), want) })
}

// unlisted waits until it does not say something any more.
func (d *testDesktop) unlisted(what string) {
	d.t.Helper()
	d.eventually("the list does not say "+what, func() bool { return !strings.Contains(d.listed(), what) })
}

// listed is what a screen reader says of the list; for the GUI thread.
func (d *testDesktop) listed() string {
	if list := seen("people.list"); list != nil {
		return textOf(list)
	}
	return ""
}

// openIs waits until this contact is shown on the right; zero is nobody.
func (d *testDesktop) openIs(id contacts.ServiceID) {
	d.t.Helper()
	d.eventually("the right contact is open", func() bool { return d.main().open == id })
}

// known is a contact as our user's node has it.
func (d *testDesktop) known(id contacts.ServiceID) (carom.Contact, bool) {
	d.t.Helper()
	st, err := d.node.engine.State(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range st.Contacts {
		if c.ID == id {
			return c, true
		}
	}
	return carom.Contact{}, false
}

func TestPeopleEmpty(t *testing.T) {
	d := openTestDesktop(t)
	d.shoot("window", "people-empty")
	d.click("people.empty.add")
	d.wait("addcontact")
	d.press("addcontact.address", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("addcontact")
	d.click("people.empty.mine")
	d.wait("address")
}

func TestPeopleList(t *testing.T) {
	d := openTestDesktop(t)
	bob, anna := d.peer("Bob"), d.peer("Anna")
	d.list("Bob")
	d.list("Anna")
	bob.say(d.node, "the documents are in the usual place")
	d.list("1 unread message")
	d.list("the usual place")
	d.shoot("window", "people")

	// What is typed on the list is searched for; Enter opens.
	d.press("people.list", core.Qt__Key_Down, core.Qt__NoModifier)
	d.write("people.list", "an")
	d.unlisted("Bob")
	if got := d.text("people.filter"); got != "an" {
		t.Errorf("the field says %q", got)
	}
	d.press("people.filter", core.Qt__Key_Down, core.Qt__NoModifier)
	d.press("people.list", core.Qt__Key_Return, core.Qt__NoModifier)
	d.openIs(anna.engine.Self())
	d.press("people.filter", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.list("Bob")
	d.rewrite("people.filter", "nobody at all")
	d.wait("people.nomatch")
	d.press("people.filter", core.Qt__Key_Escape, core.Qt__NoModifier)

	// The menus lead to the next unread conversation, and around.
	d.trigger("action.nextunread")
	d.openIs(bob.engine.Self())
	d.trigger("action.next")
	d.openIs(anna.engine.Self())
	d.trigger("action.previous")
	d.openIs(bob.engine.Self())
}

func TestPeopleMenuByKeyboard(t *testing.T) {
	d := openTestDesktop(t)
	d.peer("Bob")
	d.list("Bob")
	d.press("people.list", core.Qt__Key_Down, core.Qt__NoModifier)
	onGUI(t, func() {
		l := d.main().people
		event := newContextMenuEvent(l)
		core.QCoreApplication_SendEvent(l.view, event)
		runtime.KeepAlive(event)
		names := ""
		for _, a := range l.menu.Actions() {
			names += a.ObjectName() + " "
		}
		if !l.menu.IsVisible() || !strings.Contains(names, "action.rename") || strings.Contains(names, "action.unblock") {
			fail("the menu is shown: %v, with %s", l.menu.IsVisible(), names)
		}
		l.menu.Close()
	})
}

func TestRenameBlockUnblock(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.peer("Bob")
	id := bob.engine.Self()
	d.list("Bob")
	d.clickRow("people.list", 0)
	d.openIs(id)

	d.trigger("action.rename")
	d.rewrite("rename.name", strings.Repeat("x", 31))
	d.eventually("too long a name is refused", func() bool { return !seen("rename.ok").IsEnabled() })
	d.shoot("rename", "rename")
	d.rewrite("rename.name", "Robert")
	d.press("rename.name", core.Qt__Key_Return, core.Qt__NoModifier)
	d.gone("rename")
	d.list("Robert")

	d.trigger("action.block")
	d.shoot("block", "block")
	d.press("", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("block")
	d.trigger("action.block")
	d.click("block.yes")
	d.gone("block")
	d.wait("people.empty")
	if c, _ := d.known(id); c.State != contacts.Blocked {
		t.Errorf("they are %v", c.State)
	}

	d.trigger("action.blocklist")
	d.wait("blocklist.list")
	d.shoot("blocklist", "blocklist")
	d.click("blocklist.unblock")
	d.click("blocklist.unblock") // and back
	d.click("blocklist.close")
	d.gone("blocklist")
	if c, _ := d.known(id); c.State != contacts.Blocked {
		t.Errorf("undone, they are %v", c.State)
	}
	d.trigger("action.blocklist")
	d.click("blocklist.unblock")
	d.click("blocklist.close")
	d.eventually("the block list is empty", func() bool { return len(d.main().roster.BlockedRows()) == 0 })
	d.trigger("action.blocklist")
	d.wait("blocklist.empty")
}

func TestRemove(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.peer("Bob")
	id := bob.engine.Self()
	d.list("Bob")
	onGUI(t, func() { d.main().notices.lasts = int(patience.Milliseconds()) }) // a slow machine has its time
	d.clickRow("people.list", 0)
	remove := func() {
		d.trigger("action.remove")
		d.click("remove.yes")
		d.gone("remove")
		d.wait("people.empty")
		d.openIs(contacts.ServiceID{})
	}
	remove()
	d.shoot("window", "removed")
	d.click("notices.undo")
	d.list("Bob")
	d.openIs(id)
	if _, ok := d.known(id); !ok {
		t.Error("undone, and yet they are gone")
	}

	// What was not undone happens when something else is said, or at the end.
	remove()
	if _, ok := d.known(id); !ok {
		t.Error("they are gone before the time is over")
	}
	onGUI(t, func() { d.main().notices.say("something else") })
	d.node.until("nobody is left", func(st carom.State) bool { return len(st.Contacts) == 0 })
}

func TestRemoveAtTheEnd(t *testing.T) {
	d := openTestDesktop(t)
	d.peer("Bob")
	d.list("Bob")
	d.clickRow("people.list", 0)
	d.trigger("action.remove")
	d.click("remove.yes")
	d.wait("notices.undo")
	removed := make(chan struct{})
	sub, err := d.node.engine.Subscribe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(removed)
		defer sub.Close()
		for {
			ev, err := sub.Next(t.Context())
			if err != nil {
				t.Error("the node ended before they were removed")
				return
			}
			if _, ok := ev.Event.(carom.ContactRemoved); ok {
				return
			}
		}
	}()
	d.quit()
	<-removed
}

func TestAskAgain(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.stranger("Bob")
	id := bob.engine.Self()
	if _, err := d.node.engine.AddContact(t.Context(), bob.address(), "Bob", "me", "hello"); err != nil {
		t.Fatal(err)
	}
	bob.until("a request", func(st carom.State) bool { return len(st.Contacts) == 1 })
	if err := bob.engine.RejectRequest(t.Context(), d.node.engine.Self()); err != nil {
		t.Fatal(err)
	}
	d.list("declined")
	d.clickRow("people.list", 0)
	d.trigger("action.askagain")
	d.shoot("askagain", "askagain")
	d.rewrite("askagain.greeting", "it is really me")
	d.click("askagain.ok")
	d.gone("askagain")
	d.node.until("asked again", func(st carom.State) bool {
		return len(st.Contacts) == 1 && st.Contacts[0].ID == id && st.Contacts[0].State == contacts.Requesting && st.Contacts[0].Greeting == "it is really me"
	})
}

func TestKeepAndClear(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.peer("Bob")
	id := bob.engine.Self()
	bob.say(d.node, "hello")
	d.node.heard(id, "hello")
	d.list("Bob")
	d.clickRow("people.list", 0)
	d.trigger("action.keep")
	d.shoot("keep", "keep")
	d.click("keep.1w")
	d.click("keep.ok")
	d.gone("keep")
	d.node.until("kept for a week", func(st carom.State) bool { return st.Contacts[0].Keep == 7*keepDay })
	d.trigger("action.clear")
	d.click("clear.yes")
	d.eventually("the messages are gone", func() bool {
		h, err := d.node.engine.History(t.Context(), id, 0, 10)
		return err == nil && len(h) == 0
	})
}
