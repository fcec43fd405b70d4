//go:build minimal

package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/desktop"
	"carom/onion"
	"carom/onion/oniontest"
)

// openSettingsPage opens the settings as a person does, at a page.
func (d *testDesktop) openSettingsPage(page string) {
	d.t.Helper()
	onGUI(d.t, func() { openSettings(d.main()) })
	d.wait("settings.pages")
	for i, p := range settingsPages() {
		if p.name == page {
			d.clickRow("settings.pages", i)
		}
	}
	d.wait("settings." + page)
}

// kept waits until the profile has a preference.
func (d *testDesktop) kept(name, value string) {
	d.t.Helper()
	d.eventually(name+" is "+value, func() bool {
		got, err := d.node.engine.Preferences(d.t.Context())
		return err == nil && got[name] == value
	})
}

func (d *testDesktop) prefs() (p prefs.Preferences) {
	onGUI(d.t, func() { p = d.desk.prefs })
	return p
}

func TestSettingsGeneral(t *testing.T) {
	d := openTestDesktop(t)
	d.openSettingsPage("general")
	d.shoot("settings", "settings-general")
	d.choose("general.language", "Deutsch")
	d.kept("desktop.language", "de")
	d.eventually("the settings are in German", func() bool {
		w := seen("settings")
		return w != nil && w.WindowTitle() == i18n.New("de").T(i18n.SettingsTitle)
	})
	d.shoot("settings", "settings-german")
	d.choose("general.language", "فارسی")
	d.kept("desktop.language", "fa")
	d.shoot("settings", "settings-farsi")
	d.choose("general.language", "English")
	d.kept("desktop.language", "en")
	d.eventually("the settings are in English, with the keyboard where it was", func() bool {
		w, focus := seen("settings"), widgets.QApplication_FocusWidget()
		return w != nil && w.WindowTitle() == i18n.New("en").T(i18n.SettingsTitle) && focus.Pointer() != nil && focus.ObjectName() == "general.language"
	})
	d.choose("general.theme", "Dark")
	d.kept("desktop.theme", "dark")
	d.eventually("the keyboard is where it was", func() bool {
		w := widgets.QApplication_FocusWidget()
		return w.Pointer() != nil && w.ObjectName() == "general.theme"
	})
	d.choose("general.textsize", i18n.New("en").Percent(200))
	d.kept("desktop.text-size", "200")
	d.wait("settings")
	d.shoot("settings", "settings-large-dark")
	d.click("general.entersends")
	d.kept("desktop.enter-sends", "false")
	d.press("settings", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("settings")
}

func TestSettingsPrivacy(t *testing.T) {
	d := openTestDesktop(t)
	d.openSettingsPage("privacy")
	d.shoot("settings", "settings-privacy")
	d.click("privacy.presence.norequests")
	d.node.until("no requests", func(st carom.State) bool { return st.Presence == carom.NoRequests })
	onGUI(t, func() {
		if seen("privacy.panicask").IsEnabled() {
			fail("asking can be chosen though nothing is wiped")
		}
	})
	d.click("privacy.panicwipe")
	d.kept("desktop.panic", "wipe")
	d.click("privacy.panicask")
	d.kept("desktop.panic-ask", "false")
	d.choose("privacy.lockafter", "5 minutes")
	d.kept("desktop.lock-after-minutes", "5")
	if got := d.prefs().LockAfter; got != 5*time.Minute {
		t.Errorf("it locks after %v", got)
	}
}

func TestSettingsNotifications(t *testing.T) {
	d := openTestDesktop(t)
	d.openSettingsPage("notifications")
	d.shoot("settings", "settings-notifications")
	enabled := func(name string) (yes bool) {
		onGUI(t, func() { yes = seen(name).IsEnabled() })
		return yes
	}
	if enabled("notifications.text") {
		t.Error("texts can be shown without names")
	}
	d.click("notifications.name")
	d.kept("desktop.notify-name", "true")
	d.click("notifications.text")
	d.kept("desktop.notify-text", "true")
	d.click("notifications.notify")
	d.kept("desktop.notify", "false")
	if enabled("notifications.name") || enabled("notifications.sound") {
		t.Error("how to notify can be chosen though nobody is notified")
	}
}

// openOwnDesktop shows the main window over a profile on the disk, and a node
// that is this process's own, without Tor.
func openOwnDesktop(t *testing.T, passphrase string) *testDesktop {
	t.Helper()
	d := newTestDesktop(t)
	if err := d.desk.desk.Create("default", secret(passphrase)); err != nil {
		t.Fatal(err)
	}
	onGUI(t, func() { d.desk.open("default", secret(passphrase), nil, func(err error) { fail("%v", err) }) })
	d.wait("main")
	return d
}

// forgetful is a node that cannot read its preferences.
type forgetful struct{ carom.API }

func (forgetful) Preferences(context.Context) (map[string]string, error) {
	return nil, &carom.UserError{Code: carom.CodeStorage, Text: "no"}
}

// Settings that cannot be read are no secret: it is said what applies instead.
func TestUnreadPreferences(t *testing.T) {
	d := newTestDesktop(t)
	node := startTestNode(t, oniontest.NewFabric(), "our user")
	d.front("start.title")
	onGUI(t, func() { d.desk.Use("default", desktop.NewSession(forgetful{node.engine}, node.stop)) })
	d.wait("main")
	d.eventually("it is said", func() bool {
		return strings.HasPrefix(textOf(seen("message.text")), d.desk.ui.t.T(i18n.SettingsUnread))
	})
}

func TestChangePassphrase(t *testing.T) {
	d := openOwnDesktop(t, "the old one")
	d.openSettingsPage("profile")
	d.shoot("settings", "settings-profile")
	d.click("profile.passphrase")
	d.shoot("passwd", "passwd")
	d.click("passwd.change")
	d.wait("passwd.old.wrong") // nothing was typed
	d.write("passwd.old", "not the old one")
	d.write("passwd.new.first", "a new one")
	d.write("passwd.new.second", "another one")
	d.click("passwd.change")
	d.eventually("the two differ", func() bool { return textOf(seen("passwd.new.wrong")) == d.desk.ui.t.T(i18n.PassphraseDiffer) })
	d.rewrite("passwd.new.second", "a new one")
	d.click("passwd.change")
	d.wait("passwd.old.wrong")
	d.shoot("passwd", "passwd-wrong")
	d.rewrite("passwd.old", "the old one")
	d.click("passwd.change")
	d.gone("passwd")
	d.told(i18n.PasswdDone)
	d.wait("main")
	if err := d.desk.desk.CheckPassphrase("default", secret("a new one")); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
	if err := d.desk.desk.CheckPassphrase("default", secret("the old one")); err == nil {
		t.Error("the old passphrase opens it")
	}
}

func TestExport(t *testing.T) {
	d := openOwnDesktop(t, "of the profile")
	traces := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "QtProject.conf")
	os.Remove(traces) // of the tests before, whose windows are destroyed
	path := filepath.Join(t.TempDir(), "copy.age")
	for _, again := range []bool{false, true} { // over the first one, when that is wanted
		d.openSettingsPage("profile")
		d.click("profile.export")
		d.shoot("export", "export")
		d.write("export.old", "of the profile")
		d.write("export.new.first", "of the copy")
		d.write("export.new.second", "of the copy")
		d.click("export.make")
		d.wait("choosefile")
		d.shoot("choosefile", "choosefile")
		d.chooseFile(path)
		if again {
			d.click("confirm.yes")
		}
		d.told(i18n.ExportDone)
		d.wait("main")
	}
	if _, err := os.Lstat(traces); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("which folders were looked at is on the disk: %v", err)
	}
	other := newTestDesktop(t)
	if err := importCopy(other, path, "of the copy"); err != nil {
		t.Errorf("bringing the copy in: %v", err)
	}
	if err := other.desk.desk.CheckPassphrase("default", secret("of the profile")); err != nil {
		t.Errorf("the profile that came: %v", err)
	}
}

func TestDestroyProfile(t *testing.T) {
	d := openOwnDesktop(t, "whatever")
	d.openSettingsPage("profile")
	d.click("profile.wipe")
	d.shoot("wipe", "wipe")
	d.write("wipe.word", "destro")
	onGUI(t, func() {
		if seen("wipe.yes").IsEnabled() {
			fail("half of the word is enough")
		}
	})
	d.write("wipe.word", "Y ")
	d.click("wipe.yes")
	d.told(i18n.WipeDone)
	if list, err := d.desk.desk.Profiles(); err != nil || len(list) != 0 {
		t.Errorf("the profiles are %v, %v", list, err)
	}
}

// importCopy brings a copy in as the first start does.
func importCopy(d *testDesktop, path, passphrase string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	identity, err := secret(passphrase).Identity()
	if err != nil {
		return err
	}
	return d.desk.desk.ImportCopy("default", f, identity)
}

// secretive is a node that does not say how Tor is reached.
type secretive struct{ carom.API }

func (secretive) Connection(context.Context) (onion.Settings, error) {
	return onion.Settings{}, &carom.UserError{Code: carom.CodeStorage, Text: "no"}
}

// The button beside a problem does nothing as long as there is nothing to change.
func TestSettingsWithoutConnection(t *testing.T) {
	d := openTestDesktop(t)
	onGUI(t, func() { d.desk.session.API = secretive{d.desk.session.API} })
	d.openSettingsPage("connection")
	d.wait("connection.wrong")
	onGUI(t, func() {
		clicked := false
		for _, w := range widgets.QApplication_AllWidgets() {
			if w.ObjectName() == "progress.change" {
				widgets.NewQPushButtonFromPointer(w.Pointer()).Click()
				clicked = true
			}
		}
		if !clicked {
			fail("there is no button beside a problem")
		}
	})
	d.closeDialog("settings")
}
