//go:build minimal

package gui

import (
	"strings"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/internal/profiles"
	"carom/onion"
)

// somebodysHome is where in the pictures the profile is, instead of where the test has it.
const somebodysHome = "/home/farideh/.local/share/carom"

// filesSettings shows where received files go.
func (a *album) filesSettings() {
	a.t.Helper()
	var own *desktop.Desk
	onGUI(a.t, func() { own, a.desk.desk = a.desk.desk, desktop.New(desktop.Config{DataDir: somebodysHome}) })
	a.openSettingsPage("files")
	a.take("settings", "settings-files")
	a.closeDialog("settings")
	onGUI(a.t, func() { a.desk.desk = own })
}

// place shows where a received file is.
func (a *album) place() {
	a.t.Helper()
	folder, err := desktop.New(desktop.Config{DataDir: somebodysHome}).Received(profiles.Default)
	if err != nil {
		a.t.Fatal(err)
	}
	a.dialog(func(m *mainScreen) { openTransferPlace(m, carom.Transfer{Path: folder + "/Anna/minutes.pdf"}) }, "place")
}

// message shows a message of which a part is to be copied, and the question before one
// is deleted.
func (a *album) message(words string) {
	a.t.Helper()
	at := -1
	a.eventually("the message is there", func() bool {
		for i, r := range a.main().conversation.list.rows {
			if strings.Contains(r.text, words) {
				at = i
			}
		}
		return at >= 0
	})
	a.dialog(func(m *mainScreen) { (&messageMenu{c: m.conversation}).open(m.conversation.list.rows[at]) }, "text")
	onGUI(a.t, func() {
		list := a.main().conversation.list
		list.view.SetCurrentIndex(list.index(at))
		(&messageMenu{c: a.main().conversation}).delete()
	})
	a.take("confirm", "delete")
	a.closeDialog("confirm")
}

// locking shows what is shown while the node ends, and ends it.
func (a *album) locking() {
	a.t.Helper()
	var s *desktop.Session
	onGUI(a.t, func() { s = a.desk.clear(i18n.LockWorking) })
	a.take("window", "wait")
	onGUI(a.t, func() { a.desk.beginAfter(func() { a.desk.stop(s) }, nil) })
	a.gone("wait")
}

// bring shows the pages of the first start on which a profile comes from elsewhere, and
// goes back to where one chooses that.
func (a *album) bring() {
	a.t.Helper()
	a.click("start.bring")
	a.click("start.next")
	a.write("start.bring.path", "/media/farideh/USB/carom.age")
	a.write("start.bring.passphrase", testSecret)
	a.take("window", "start-bring")
	a.startAt(stepOwn)
	a.write("start.own.passphrase", testSecret)
	a.take("window", "start-own")
	a.startAt(stepProfile)
	a.wait("start.create")
}

func (a *album) startAt(step startStep) {
	a.t.Helper()
	onGUI(a.t, func() {
		a.desk.window.put(newStartScreen(a.desk.ui, startState{step: step, name: profiles.Default, bring: step == stepOwn}))
	})
}

// connecting shows the page on which Tor connects, and nothing is wrong.
func (a *album) connecting() {
	a.t.Helper()
	onGUI(a.t, func() {
		page := a.desk.window.screen.(*startScreen).page.(*startProgressPage)
		page.stop() // what this tor says
		page.update(onion.Status{Phase: onion.Bootstrapping, Percent: 50, Tag: "loading_descriptors"})
	})
	a.gone("progress.problem")
	a.take("window", "start-progress")
}
