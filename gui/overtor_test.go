//go:build minimal

package gui

import (
	"strings"
	"testing"
	"time"

	"github.com/therecipe/qt/core"

	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/internal/testnet"
)

// torPatience is how long a test waits for what has to go over Tor.
const torPatience = 90 * time.Second

// overTor shows the first screen of somebody whose Tor is a private network.
func overTor(t *testing.T, network *testnet.Network) *testDesktop {
	t.Helper()
	d := startTestDesktop(t, Config{Desk: desktop.New(desktop.Config{DataDir: t.TempDir(), ExtraTorrc: network.Node()})})
	d.patience = torPatience
	return d
}

// firstStart goes through the first start; when Tor is online the main window
// comes by itself.
func (d *testDesktop) firstStart(passphrase string) {
	d.t.Helper()
	d.click("start.next")
	d.click("start.create")
	d.click("start.next")
	d.choosePassphrase(passphrase, passphrase)
	d.wait("connect.direct")
	d.click("start.next")
	d.wait("progress.bar")
	d.wait("main")
	d.eventually("others can reach us", func() bool { return d.main() != nil && d.main().state.Network.Published })
}

// readAddress reads our user's own address.
func (d *testDesktop) readAddress() string {
	d.t.Helper()
	d.trigger("action.mine")
	address := d.text("address.field")
	d.press("address", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("address")
	return address
}

// turn gives the screen to one of two windows: what the other shows is not seen.
func (d *testDesktop) turn(other *testDesktop) {
	d.t.Helper()
	onGUI(d.t, func() {
		other.desk.window.hide()
		d.desk.window.raise()
	})
	d.wait("window")
}

// mark waits until the bubble with a text has come so far.
func (d *testDesktop) mark(text string, want bubbleMark) {
	d.t.Helper()
	d.eventually("the mark of "+text, func() bool {
		if d.main() == nil {
			return false
		}
		for _, r := range d.main().conversation.list.rows {
			if r.kind == rowMessage && strings.Contains(r.text, text) {
				return r.mark == want
			}
		}
		return false
	})
}

// sends writes a message and presses Enter.
func (d *testDesktop) sends(text string) {
	d.t.Helper()
	d.write("composer.text", text)
	d.press("composer.text", core.Qt__Key_Return, core.Qt__NoModifier)
}

// openFirst opens the first contact of the list.
func (d *testDesktop) openFirst() {
	d.t.Helper()
	d.eventually("there is a contact", func() bool { return strings.Contains(textOf(seen("people.list")), "\n") })
	d.clickRow("people.list", 0)
}

// Two people start for the first time, meet over Tor, and talk; one of them
// goes away and comes back.
func TestTwoDesktopsOverTor(t *testing.T) {
	network := testnet.Join(t)
	bob := overTor(t, network)
	bob.firstStart(testSecret)
	address := bob.readAddress()
	onGUI(t, bob.desk.window.hide)
	alice := overTor(t, network)
	alice.firstStart(testSecret)

	alice.trigger("action.add")
	alice.write("addcontact.address", address)
	alice.write("addcontact.name", "Bob")
	alice.write("addcontact.greeting", "It is me")
	alice.click("addcontact.ok")
	alice.gone("addcontact")

	bob.turn(alice)
	bob.openFirst()
	if got := bob.text("request.greeting"); got != "It is me" {
		t.Errorf("the greeting is %q", got)
	}
	bob.rewrite("request.name", "Alice")
	bob.click("request.accept")
	bob.wait("composer.text")
	bob.sends("hello Alice")

	alice.turn(bob)
	alice.openFirst()
	alice.shows("hello Alice")
	alice.sends("hello Bob")
	alice.mark("hello Bob", markDelivered)
	alice.shoot("window", "over-tor")

	// Bob goes away; what is written waits, and comes when he is back.
	bob.turn(alice)
	bob.mark("hello Alice", markDelivered)
	onGUI(t, bob.desk.lock)
	bob.wait("unlock")
	alice.turn(bob)
	alice.eventually("Bob is away", func() bool { return textOf(seen("conversation.status")) == alice.desk.ui.t.T(i18n.StatusOffline) })
	alice.sends("are you there?")
	alice.mark("are you there?", markQueued)
	bob.turn(alice)
	bob.write("unlock.passphrase", testSecret)
	bob.click("unlock.unlock")
	bob.wait("main")
	bob.openFirst()
	bob.shows("hello Bob")
	bob.shows("are you there?")
	alice.turn(bob)
	alice.mark("are you there?", markDelivered)
}
