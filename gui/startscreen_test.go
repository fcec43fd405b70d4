//go:build minimal

package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/internal/desktop"
	"carom/internal/profiles"
	"carom/onion"
	"carom/store"
)

const testSecret = "six words nobody else would say"

// choosePassphrase types one on the page that asks for it.
func (d *testDesktop) choosePassphrase(first, second string) {
	d.t.Helper()
	d.rewrite("start.passphrase.first", first)
	d.rewrite("start.passphrase.second", second)
	d.click("start.next")
}

// says waits for a label to say a message.
func (d *testDesktop) says(name string, m *i18n.Message) {
	d.t.Helper()
	said := ""
	d.t.Cleanup(func() {
		if d.t.Failed() {
			d.t.Logf("%s said last: %q", name, said)
		}
	})
	d.eventually(name+" says "+m.ID, func() bool {
		w := seen(name)
		if w != nil {
			said = textOf(w)
		}
		return w != nil && said == d.desk.ui.t.T(m)
	})
}

// A person goes through the whole first start, with mistakes and changes of
// mind, and is in the main window at its end.
func TestFirstStart(t *testing.T) {
	d := startTestDesktop(t, Config{Desk: desktop.New(desktop.Config{DataDir: t.TempDir(), TorPath: "/nonexistent/tor"})})
	d.says("start.title", i18n.WelcomeTitle)
	d.shoot("window", "start-language")
	d.click("start.next")
	d.says("start.title", i18n.ProfileTitle)
	d.shoot("window", "start-profile")
	d.press("start.create", core.Qt__Key_Return, core.Qt__NoModifier)
	d.says("start.title", i18n.PassphraseTitle)
	d.click("start.next")
	d.says("start.passphrase.wrong", i18n.PassphraseEmpty)
	d.choosePassphrase(testSecret, "something else")
	d.says("start.passphrase.wrong", i18n.PassphraseDiffer)
	d.shoot("window", "start-passphrase")
	d.choosePassphrase(testSecret, testSecret)
	d.says("start.title", i18n.ConnectTitle)
	d.shoot("window", "start-connect")
	d.click("connect.bridges")
	d.write("connect.bridge.lines", "obfs4 nonsense")
	d.eventually("the line is complained about", func() bool {
		return strings.Contains(textOf(seen("connect.bridge.wrong")), "Line 1")
	})
	d.shoot("window", "start-bridges")
	d.click("start.next")
	d.says("start.title", i18n.ConnectTitle)
	d.press("start.back", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.says("start.title", i18n.PassphraseTitle)
	if got := d.text("start.passphrase.first"); got != "" {
		t.Error("the passphrase is still in its field")
	}
	d.choosePassphrase(testSecret, testSecret)
	d.eventually("the bridges are still there", func() bool {
		w := seen("connect.bridge.lines")
		return w != nil && textOf(w) == "obfs4 nonsense"
	})
	d.click("connect.direct")
	d.click("start.next")
	d.wait("progress.problem")
	d.says("progress.problem.what", i18n.ProblemNoTor)
	d.shoot("window", "start-problem")
	d.click("start.back")
	d.click("connect.proxy")
	d.rewrite("connect.proxy.address", "socks5://me:secret@192.0.2.1:1080")
	d.press("connect.proxy.address", core.Qt__Key_Tab, core.Qt__NoModifier)
	d.eventually("the proxy is in its fields", func() bool {
		return textOf(seen("connect.proxy.address")) == "192.0.2.1" && textOf(seen("connect.proxy.port")) == "1080" && textOf(seen("connect.proxy.user")) == "me"
	})
	d.shoot("window", "start-proxy")
	d.click("start.next")
	d.wait("progress.what")
	want := onion.Settings{Proxy: onion.Proxy{Kind: onion.ProxySOCKS5, Address: "192.0.2.1:1080", User: "me", Password: "secret"}}
	var session *desktop.Session
	onGUI(t, func() { session = d.desk.session })
	if got, err := session.API.Connection(t.Context()); err != nil || !got.Equal(want) {
		t.Errorf("the connection is another one than was chosen (%v)", err)
	}
	d.says("start.next", i18n.ConnectContinue)
	d.click("start.next")
	d.wait("main")
}

// Each language is shown at once, and by its own name.
func TestLanguages(t *testing.T) {
	d := newTestDesktop(t)
	for i, l := range i18n.Languages() {
		d.clickRow("start.language", i)
		d.eventually("the window speaks "+l.Code, func() bool {
			w := seen("start.title")
			return w != nil && textOf(w) == i18n.New(l.Code).T(i18n.WelcomeTitle)
		})
		d.eventually("the direction of "+l.Code, func() bool {
			return (seen("start").LayoutDirection() == core.Qt__RightToLeft) == l.RTL
		})
		d.shoot("window", "language-"+l.Code)
	}
	d.click("start.next")
	d.press("start.create", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.wait("start.language")
}

// profileIn makes a profile with testSecret in a folder.
func profileIn(t *testing.T, name string) *desktop.Desk {
	t.Helper()
	desk := desktop.New(desktop.Config{DataDir: t.TempDir(), TorPath: "/nonexistent/tor"})
	if err := desk.Create(name, store.NewPassphrase([]byte(testSecret))); err != nil {
		t.Fatal(err)
	}
	return desk
}

func TestUnlock(t *testing.T) {
	d := startTestDesktop(t, Config{Desk: profileIn(t, profiles.Default)})
	d.says("unlock.title", i18n.UnlockTitle)
	d.shoot("window", "unlock")
	d.click("unlock.unlock")
	d.says("unlock.wrong", i18n.PassphraseEmpty)
	d.write("unlock.passphrase", "not it")
	d.press("unlock.passphrase", core.Qt__Key_Return, core.Qt__NoModifier)
	d.says("unlock.wrong", i18n.UnlockWrong)
	if got := d.text("unlock.passphrase"); got != "" {
		t.Error("the wrong passphrase is still in its field")
	}
	d.choose("unlock.language", "Deutsch")
	d.eventually("it is in German", func() bool {
		w := seen("unlock.title")
		return w != nil && textOf(w) == i18n.New("de").T(i18n.UnlockTitle)
	})
	d.write("unlock.passphrase", testSecret)
	d.press("unlock.passphrase", core.Qt__Key_Return, core.Qt__NoModifier)
	d.wait("main")
	onGUI(t, d.desk.lock)
	d.says("unlock.status", i18n.UnlockLocked)
}

// A second program says that the profile is open, and can use its node.
func TestSecondStart(t *testing.T) {
	desk := profileIn(t, profiles.Default)
	first, err := desk.Start(t.Context(), profiles.Default, store.NewPassphrase([]byte(testSecret)), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Stop()
	d := startTestDesktop(t, Config{Desk: desk})
	d.says("unlock.status", i18n.ProfileBusy)
	d.click("unlock.attach")
	d.says("unlock.wrong", i18n.PassphraseEmpty)
	d.write("unlock.passphrase", "not it")
	d.click("unlock.attach")
	d.says("unlock.wrong", i18n.UnlockWrong)
	for range 2 { // locked, it asks again, though the node runs on
		d.write("unlock.passphrase", testSecret)
		d.press("unlock.passphrase", core.Qt__Key_Return, core.Qt__NoModifier)
		d.wait("main")
		onGUI(t, d.desk.lock)
		d.says("unlock.status", i18n.ProfileBusy)
		d.click("unlock.attach")
		d.says("unlock.wrong", i18n.PassphraseEmpty)
	}
}

// Who chooses a file of Ricochet-Refresh, and then a new profile after all, gets
// a new one.
func TestNewAfterRicochet(t *testing.T) {
	d := newTestDesktop(t)
	onGUI(t, func() {
		st := startState{step: stepConnection, name: profiles.Default, bring: true, old: &store.Ricochet{}, passphrase: secret(testSecret)}
		d.desk.window.put(newStartScreen(d.desk.ui, st))
	})
	d.click("start.back")
	d.says("start.title", i18n.PassphraseTitle)
	d.click("start.back")
	d.click("start.back")
	d.click("start.create")
	d.click("start.next")
	d.choosePassphrase(testSecret, testSecret)
	d.says("start.title", i18n.ConnectTitle)
	d.click("start.next")
	d.wait("progress.what") // bringing in a key that is none would have failed
}

// Who goes back since a new profile could not be opened is not told that it came from
// elsewhere.
func TestBackToANewProfile(t *testing.T) {
	for name, brought := range map[string]bool{"new": false, "brought": true} {
		t.Run(name, func(t *testing.T) {
			d := newTestDesktop(t)
			onGUI(t, func() {
				st := startState{step: stepConnection, name: profiles.Default, bring: brought, copied: true, passphrase: secret(testSecret)}
				d.desk.window.put(newStartScreen(d.desk.ui, st))
			})
			d.click("start.back")
			d.says("start.title", i18n.UnlockTitle)
			onGUI(t, func() {
				said := false
				for _, w := range widgets.QApplication_AllWidgets() {
					said = said || w.IsVisible() && w.Inherits("QLabel") && textOf(w) == d.desk.ui.t.T(i18n.ProfileImportDone)
				}
				if said != brought {
					fail("it came from elsewhere: %v; it says so: %v", brought, said)
				}
			})
		})
	}
}

// Another profile, under a name of its own, from a copy of one.
func TestBringCopy(t *testing.T) {
	desk := profileIn(t, profiles.Default)
	path := filepath.Join(t.TempDir(), "copy.age")
	to, err := store.NewPassphrase([]byte("of the copy")).Recipient()
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(10)
	if err := desk.Export(profiles.Default, path, []age.Recipient{to}...); err != nil {
		t.Fatal(err)
	}
	d := startTestDesktop(t, Config{Desk: desk})
	d.click("unlock.another")
	d.says("start.title", i18n.ProfileTitle)
	d.rewrite("start.name", "no/name")
	d.click("start.bring")
	d.click("start.next")
	d.says("start.name.wrong", i18n.ProfileNameBad)
	d.rewrite("start.name", profiles.Default)
	d.click("start.next")
	d.says("start.name.wrong", i18n.ProfileNameTaken)
	d.rewrite("start.name", "second")
	d.click("start.next")
	d.wait("start.bring.path")
	d.click("start.next")
	d.says("start.bring.path.wrong", i18n.ProfileImportNone)
	d.write("start.bring.path", filepath.Join(t.TempDir(), "nothing"))
	d.click("start.next")
	d.says("start.bring.path.wrong", i18n.ProfileImportRead)
	other := filepath.Join(t.TempDir(), "other.txt")
	if err := os.WriteFile(other, []byte("no copy"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.rewrite("start.bring.path", other)
	d.write("start.bring.passphrase", "of the copy")
	d.click("start.next")
	d.says("start.bring.path.wrong", i18n.ProfileImportBad)
	d.rewrite("start.bring.path", path)
	d.rewrite("start.bring.passphrase", "wrong")
	d.shoot("window", "start-bring")
	d.click("start.next")
	d.says("start.bring.passphrase.wrong", i18n.ProfileImportWrong)
	d.rewrite("start.bring.passphrase", "of the copy")
	d.click("start.next")
	d.says("start.title", i18n.UnlockTitle)
	d.write("start.own.passphrase", "wrong")
	d.click("start.next")
	d.says("start.own.wrong", i18n.UnlockWrong)
	d.rewrite("start.own.passphrase", testSecret)
	d.click("start.next")
	d.says("start.title", i18n.ConnectTitle)
	d.click("start.next")
	d.wait("progress.what")
	d.click("start.next")
	d.wait("main")
	if p, ok := desk.Look("second"); !ok || !p.Passphrase {
		t.Error("there is no such profile on the disk")
	}
}

// A system with its own Tor leaves nothing to choose, and one with an encrypted
// disk lets a profile be without a passphrase.
func TestTails(t *testing.T) {
	environ, err := onion.ParseEnvironment(func(name string) string {
		return map[string]string{"TOR_CONTROL_IPC_PATH": filepath.Join(t.TempDir(), "none")}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	desk := desktop.New(desktop.Config{DataDir: t.TempDir(), Environ: environ})
	d := startTestDesktop(t, Config{Desk: desk, DiskEncrypted: true, SystemTor: true})
	d.click("start.next")
	d.click("start.next")
	d.click("start.passphrase.none")
	d.shoot("window", "start-tails")
	d.says("start.next", i18n.CreateButton)
	d.click("start.next")
	d.says("progress.problem.what", i18n.ProblemSystemTor)
	d.click("start.next")
	d.wait("main")
}

// The page says what it was given, whatever else was chosen in between.
func TestConnectPage(t *testing.T) {
	d := newTestDesktop(t)
	bridge := "192.0.2.7:443 0123456789ABCDEF0123456789ABCDEF01234567"
	for name, want := range map[string]onion.Settings{
		"direct":   {},
		"built in": {BuiltIn: onion.BridgesMeek},
		"own":      {Bridges: []string{bridge}},
		"system":   {System: true},
		"proxy":    {Proxy: onion.Proxy{Kind: onion.ProxySOCKS4, Address: "[2001:db8::1]:1080"}},
		"both":     {BuiltIn: onion.BridgesObfs4, Proxy: onion.Proxy{Kind: onion.ProxyHTTPS, Address: "192.0.2.1:8080", User: "u"}},
	} {
		onGUI(t, func() {
			p := newConnectPage(d.desk.ui, want)
			defer p.w.DeleteLater()
			if got, err := p.value(); err != nil || !got.Equal(want) {
				fail("%s: comes back as something else (%v)", name, err)
			}
			p.system.Click()
			if got := p.form(); got.Lines != model.NewConnectForm(want).Lines {
				fail("%s: choosing the system's Tor forgets the bridges", name)
			}
		})
	}
	onGUI(t, func() {
		p := newConnectPage(d.desk.ui, onion.Settings{})
		defer p.w.DeleteLater()
		p.bridges.Click()
		p.bridge.own.Click()
		if _, err := p.value(); err == nil || err.Error() != d.desk.ui.t.T(i18n.BridgesNone) {
			fail("no bridges: %v", err)
		}
	})
}

// What is shown while Tor connects.
func TestProgressPanel(t *testing.T) {
	d := newTestDesktop(t)
	onGUI(t, func() {
		p := newProgressPanel(d.desk.ui)
		defer p.w.DeleteLater()
		p.update(onion.Status{Phase: onion.Bootstrapping, Percent: 45, Tag: "requesting_status"})
		if p.bar.Value() != 45 || !strings.Contains(p.what.Text(), "45") {
			fail("shows %q and %d", p.what.Text(), p.bar.Value())
		}
		p.update(onion.Status{Phase: onion.Restarting, Problem: &onion.Problem{Kind: onion.ProblemBlocked}})
		if p.problem.IsHidden() || p.bar.Value() != 0 || !p.changeButton.IsHidden() {
			fail("a problem is not shown")
		}
		p.change = func() {}
		p.update(onion.Status{Phase: onion.Restarting, Problem: &onion.Problem{Kind: onion.ProblemBlocked}})
		if p.changeButton.IsHidden() {
			fail("there is no button to change the settings")
		}
		p.update(onion.Status{Phase: onion.Online, Percent: 100})
		if !p.problem.IsHidden() {
			fail("a problem that is gone is still shown")
		}
	})
}
