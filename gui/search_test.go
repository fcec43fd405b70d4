//go:build minimal

package gui

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// hears has our user get so many lines from a peer.
func (d *testDesktop) hears(p *testNode, n int, line func(i int) string) {
	d.t.Helper()
	for i := range n {
		p.say(d.node, line(i))
	}
	d.node.heard(p.engine.Self(), line(n-1))
}

func TestSearch(t *testing.T) {
	d := openTestDesktop(t)
	bob, carol := d.peer("Bob"), d.peer("Carol")
	d.hears(bob, 60, func(i int) string { return fmt.Sprintf("number %d is an apple", i) })
	d.hears(carol, 2, func(i int) string { return fmt.Sprintf("a pear and an apple, %d", i) })
	d.inList(bob)
	d.inList(carol)
	onGUI(t, func() {
		d.main().show(bob.engine.Self())
		openSearch(d.main(), bob.engine.Self())
	})
	d.write("search.words", "pear")
	d.eventually("nothing is found", func() bool { return textOf(seen("search.state")) == d.desk.ui.t.T(i18n.SearchNone) })
	d.click("search.all")
	d.eventually("two are found", func() bool { return strings.Count(textOf(seen("search.list")), "\n") == 2 })
	d.shoot("search", "search")
	d.click("search.one")
	d.rewrite("search.words", "apple")
	d.eventually("a page is found", func() bool { return strings.Count(textOf(seen("search.list")), "\n") == searchPage })
	d.click("search.more")
	d.eventually("all are found", func() bool { return strings.Count(textOf(seen("search.list")), "\n") == 60 })
	d.rewrite("search.words", "number 7 apple")
	d.eventually("one is found", func() bool { return strings.Count(textOf(seen("search.list")), "\n") == 1 })
	d.press("search.words", core.Qt__Key_Return, core.Qt__NoModifier)
	d.gone("search")
	d.eventually("the message is shown", func() bool {
		row := d.main().conversation.list.view.CurrentIndex().Row()
		rows := d.main().conversation.list.rows
		return row >= 0 && row < len(rows) && strings.Contains(rows[row].text, "number 7 ")
	})
	// It can be gone on with from where it was.
	onGUI(t, func() { openSearch(d.main(), contacts.ServiceID{}) })
	if got := d.text("search.words"); got != "number 7 apple" {
		t.Errorf("it searches for %q", got)
	}
}

func TestAboutKeysAndLog(t *testing.T) {
	d := openTestDesktop(t)
	onGUI(t, func() { openAbout(d.main()) })
	d.shoot("about", "about")
	if got := d.text("about.versions"); !strings.Contains(got, "Qt \u20685.") {
		t.Errorf("the versions are %q", got)
	}
	d.click("about.copy")
	d.press("about", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("about")
	onGUI(t, func() { openKeys(d.main()) })
	d.shoot("keys", "keys")
	d.press("keys", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("keys")
	onGUI(t, func() { openTorLog(d.main()) })
	d.eventually("the log is shown", func() bool { return strings.Contains(textOf(seen("torlog.text")), "This is no tor.") })
	d.click("torlog.read")
	d.shoot("torlog", "torlog")
}

// heldSearch is a node that answers a search when it is let.
type heldSearch struct {
	carom.API
	asked, let chan struct{}
}

func (h heldSearch) Search(ctx context.Context, query string, in contacts.ServiceID, before uint64, n int) ([]carom.Message, error) {
	close(h.asked)
	<-h.let
	return h.API.Search(ctx, query, in, before, n)
}

// A search that is closed before its answer comes shows it nowhere.
func TestSearchClosed(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	bob.say(d.node, "an apple")
	d.shows("apple")
	held := heldSearch{d.node.engine, make(chan struct{}), make(chan struct{})}
	var search sync.WaitGroup
	onGUI(t, func() {
		m := d.main()
		m.api, m.searched.query = held, "apple"
		all := m.ui.work
		m.ui.work = &search // nothing else is begun before it is put back
		openSearch(m, bob.engine.Self())
		m.ui.work = all
	})
	<-held.asked
	d.closeDialog("search")
	close(held.let)
	search.Wait() // the answer is on its way to the window
	d.noDialog("the search was closed")
}
