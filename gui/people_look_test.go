//go:build minimal

package gui

import (
	"testing"
	"time"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	carom "carom/core"
	"carom/onion"
)

// acquaintances are people in every state, with names of every kind.
func acquaintances() []carom.Contact {
	now := time.Now()
	person := func(n int, name string, s contacts.State, last string) carom.Contact {
		c := carom.Contact{Contact: contacts.Contact{ID: testID(n), Nickname: name, State: s, Added: now.Add(-time.Duration(n) * time.Hour)}}
		if last != "" {
			c.Last = &carom.Message{ID: uint64(n), Contact: c.ID, Text: last, Written: now.Add(-time.Duration(n) * 7 * time.Hour), Outgoing: n%2 == 0}
		}
		return c
	}
	list := []carom.Contact{
		person(1, "Anna", contacts.Accepted, "See you at the library tomorrow, then"),
		person(2, "Wilhelmina Bartholomew-Fitzgera", contacts.Accepted, "I have put everything into the folder"),
		person(3, "مریم", contacts.Accepted, "سلام، حالت چطور است؟"),
		person(4, "Bob", contacts.Requesting, ""),
		person(5, "Carl", contacts.Rejected, "Hello?"),
		person(6, "Dmitri", contacts.Accepted, ""),
		person(7, "小明", contacts.Pending, ""),
		person(8, "Eve", contacts.Blocked, ""),
	}
	list[0].Online, list[0].Unread = true, 3
	list[2].Online = true
	list[5].Draft = "I wanted to tell you"
	list[6].Request = contacts.Request{Nickname: "小明", Message: "我是图书馆的小明。", Received: now}
	return list
}

// The screens of people, in both themes, large and from right to left, for
// somebody to look at. What must fit is that nothing is wider than the window.
func TestPeopleLooks(t *testing.T) {
	d := openTestDesktop(t)
	for _, look := range looks {
		d.wear(look)
		d.showAcquaintances(look.name)
	}
}

func (d *testDesktop) showAcquaintances(name string) {
	d.t.Helper()
	onGUI(d.t, func() {
		m := d.main()
		offline := onion.Status{Phase: onion.Bootstrapping, Percent: 45, Tag: "loading_descriptors", Problem: &onion.Problem{Kind: onion.ProblemBridges}}
		m.begin(carom.State{Self: m.state.Self, Network: offline, Contacts: acquaintances()}, nil, mainPlace{})
		m.people.refresh()
		m.show(testID(7))
	})
	d.shoot("window", "looks-"+name+"-request")
	d.look(name + ", request")
	for _, action := range []string{"action.mine", "action.add", "action.connection", "action.keep", "action.remove", "action.compare", "action.blocklist"} {
		onGUI(d.t, func() {
			if action == "action.keep" {
				d.main().show(testID(1))
			}
		})
		d.trigger(action)
		dialog := map[string]string{
			"action.mine": "address", "action.add": "addcontact", "action.connection": "presence", "action.keep": "keep",
			"action.remove": "remove", "action.compare": "theiraddress", "action.blocklist": "blocklist",
		}[action]
		d.wait(dialog)
		d.shoot(dialog, "looks-"+name+"-"+dialog)
		d.look(name + ", " + dialog)
		d.press(dialog, core.Qt__Key_Escape, core.Qt__NoModifier)
		d.gone(dialog)
	}
	onGUI(d.t, func() { d.main().show(contacts.ServiceID{}) })
	d.shoot("window", "looks-"+name)
	d.look(name)
}
