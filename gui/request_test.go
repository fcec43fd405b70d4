//go:build minimal

package gui

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/model"
	"carom/onion"
)

// asked has a stranger ask our user, and opens the request.
func (d *testDesktop) asked(own, greeting string) *testNode {
	d.t.Helper()
	s := d.stranger("somebody")
	if _, err := s.engine.AddContact(d.t.Context(), d.node.address(), "us", own, greeting); err != nil {
		d.t.Fatal(err)
	}
	d.list("wants to be a contact")
	d.clickRow("people.list", 0)
	d.wait("request.accept")
	return s
}

func TestRequestAccept(t *testing.T) {
	d := openTestDesktop(t)
	s := d.asked("Anna", "It is me, from the library.\n<b>really</b>")
	if got := d.text("request.greeting"); got != "It is me, from the library.\n<b>really</b>" {
		t.Errorf("the greeting shown is %q", got)
	}
	if got := d.text("request.address"); got != s.address() {
		t.Errorf("the address shown is %q", got)
	}
	d.shoot("window", "request")
	d.rewrite("request.name", "Anna from the library")
	d.press("request.name", core.Qt__Key_Return, core.Qt__NoModifier)
	d.wait("composer.text")
	if c, _ := d.known(s.engine.Self()); c.State != contacts.Accepted || c.Nickname != "Anna from the library" {
		t.Errorf("they are %v, called %q", c.State, c.Nickname)
	}
	d.openIs(s.engine.Self())
}

func TestRequestDecline(t *testing.T) {
	d := openTestDesktop(t)
	d.asked("", "")
	d.shoot("window", "request-empty")
	d.click("request.reject")
	d.openIs(contacts.ServiceID{})
	d.wait("people.empty")
	d.eventually("it is said", func() bool {
		w := seen("notices.notice.text")
		return w != nil && strings.Contains(textOf(w), "Declined")
	})
}

// slowToReject is a node that rejects somebody, and says so when it may.
type slowToReject struct {
	carom.API
	may chan struct{}
}

func (s slowToReject) RejectRequest(ctx context.Context, id contacts.ServiceID) error {
	err := s.API.RejectRequest(ctx, id)
	<-s.may
	return err
}

// Whoever goes to another conversation while a request is being declined stays there.
func TestRequestDeclinedWhileElsewhere(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.inList(anna)
	somebody := d.stranger("somebody")
	if _, err := somebody.engine.AddContact(t.Context(), d.node.address(), "us", "", ""); err != nil {
		t.Fatal(err)
	}
	d.eventually("somebody asks", func() bool { _, known := d.main().contact(somebody.engine.Self()); return known })
	may := make(chan struct{})
	onGUI(t, func() {
		d.main().api = slowToReject{d.main().api, may}
		d.main().show(somebody.engine.Self())
	})
	d.click("request.reject")
	d.node.until("it is declined", func(st carom.State) bool {
		return !slices.ContainsFunc(st.Contacts, func(c carom.Contact) bool { return c.State == contacts.Pending })
	})
	d.talk(anna)
	close(may)
	d.wait("notices.notice.text")
	d.openIs(anna.engine.Self())
}

func TestRequestBlock(t *testing.T) {
	d := openTestDesktop(t)
	s := d.asked("Eve", "buy now")
	d.click("request.block")
	d.openIs(contacts.ServiceID{})
	d.node.until("they are blocked", func(st carom.State) bool {
		return len(st.Contacts) == 1 && st.Contacts[0].ID == s.engine.Self() && st.Contacts[0].State == contacts.Blocked
	})
}

// Of choices that follow each other quickly, as with the arrow keys, the last one
// holds.
func TestPresenceInOrder(t *testing.T) {
	d := openTestDesktop(t)
	onGUI(t, func() {
		for range 20 {
			for _, p := range []carom.Presence{carom.Online, carom.NoRequests, carom.Invisible} {
				d.main().setPresence(p)
			}
		}
	})
	d.desk.keeping.Wait()
	st, err := d.node.engine.State(t.Context())
	if err != nil || st.Presence != carom.Invisible {
		t.Errorf("it is %v, %v", st.Presence, err)
	}
}

func TestPresence(t *testing.T) {
	d := openTestDesktop(t)
	d.eventually("we are online", func() bool { return strings.Contains(textOf(seen("people.presence")), "Online") })
	d.click("people.presence")
	d.shoot("presence", "presence")
	d.click("presence.invisible")
	d.click("presence.close")
	d.wait("notices.invisible.online")
	d.eventually("the button says so", func() bool { return strings.Contains(textOf(seen("people.presence")), "Invisible") })
	d.shoot("window", "invisible")
	d.click("notices.invisible.online")
	d.gone("notices.invisible")
	d.trigger("action.presence.norequests")
	d.node.until("no requests", func(st carom.State) bool { return st.Presence == carom.NoRequests })
	d.eventually("the button says so", func() bool { return strings.Contains(textOf(seen("people.presence")), "no requests") })
}

func TestProblemBar(t *testing.T) {
	d := openTestDesktop(t)
	offline := onion.Status{Phase: onion.Bootstrapping, Percent: 10, Tag: "conn", Problem: &onion.Problem{Kind: onion.ProblemBlocked}}
	onGUI(t, func() { d.main().apply(model.Batch{Network: &offline}) })
	d.wait("notices.problem")
	if got := d.text("notices.problem.text"); !strings.Contains(got, "bridges") {
		t.Errorf("the bar says %q", got)
	}
	d.shoot("window", "problem")
	d.click("notices.problem.details")
	d.shoot("presence", "presence-problem")
	onGUI(t, func() { d.main().apply(model.Batch{Network: &onion.Status{Phase: onion.Online, Published: true}}) })
	d.eventually("all is well", func() bool { return seen("notices.problem") == nil && seen("progress.problem") == nil })
}

// countsAnswers is a node that counts how often a request is answered.
type countsAnswers struct {
	carom.API
	answers atomic.Int32
}

func (n *countsAnswers) AcceptRequest(ctx context.Context, id contacts.ServiceID, nickname string) (carom.Contact, error) {
	n.answers.Add(1)
	return n.API.AcceptRequest(ctx, id, nickname)
}

func (n *countsAnswers) RejectRequest(ctx context.Context, id contacts.ServiceID) error {
	n.answers.Add(1)
	return n.API.RejectRequest(ctx, id)
}

func (n *countsAnswers) Block(ctx context.Context, id contacts.ServiceID) (carom.Contact, error) {
	n.answers.Add(1)
	return n.API.Block(ctx, id)
}

// Who clicks twice has answered once, and is not told that the second click found
// nothing to answer.
func TestRequestClickedTwice(t *testing.T) {
	for _, button := range []string{"request.accept", "request.reject", "request.block"} {
		t.Run(button, func(t *testing.T) {
			d := openTestDesktop(t)
			d.asked("Anna", "hi")
			node := &countsAnswers{API: d.node.engine}
			onGUI(t, func() { d.main().api = node })
			d.front(button)
			d.with(button, func(w *widgets.QWidget) {
				clickAt(w, w.Rect().Center())
				clickAt(w, w.Rect().Center())
			})
			d.wait("notices.notice.text")
			d.noDialog("a request was answered twice")
			if n := node.answers.Load(); n != 1 {
				t.Errorf("it was answered %d times", n)
			}
		})
	}
}
