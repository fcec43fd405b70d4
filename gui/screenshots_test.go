//go:build minimal

package gui

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/prefs"
	"carom/internal/profiles"
)

// The size of the window in pictures.
const pictureWidth, pictureHeight = 1000, 700

// album is where the pictures go: the folder that CAROM_SCREENSHOTS names, which
// scripts/screenshots does, or one that is gone after the test.
type album struct {
	*testDesktop
	folder string
	// suffix says how the screens look: "light", "dark", …; in a run with another
	// scale of the screen, what CAROM_SCREENSHOTS_AS says.
	suffix string
}

func newAlbum(d *testDesktop, suffix string) *album {
	folder := os.Getenv("CAROM_SCREENSHOTS")
	if as := os.Getenv("CAROM_SCREENSHOTS_AS"); as != "" {
		suffix = as
	}
	if folder == "" {
		folder = d.t.TempDir()
	}
	onGUI(d.t, func() { d.desk.window.main.Resize2(pictureWidth, pictureHeight) })
	return &album{testDesktop: d, folder: folder, suffix: suffix}
}

// settledAfter is after how many looks a text that is cut stays so.
const settledAfter = 50

// take takes a picture of a widget, and sees that there is something on it and
// that no text is cut.
func (a *album) take(widget, name string) {
	a.t.Helper()
	path := filepath.Join(a.folder, name+"-"+a.suffix+".png")
	var cut []string
	turns := 0
	// A layout takes a text that has just changed into account a turn later.
	a.eventually(name+"-"+a.suffix+" is laid out", func() bool {
		w := seen(widget)
		if w == nil || !reachable(w) {
			return false
		}
		cut = cutTexts(w)
		turns++
		if len(cut) > 0 && turns < settledAfter {
			return false
		}
		picture(w, path)
		return true
	})
	for _, text := range cut {
		a.t.Errorf("%s-%s: cut: %s", name, a.suffix, text)
	}
	if n := colours(a.t, path); n < 8 {
		a.t.Errorf("%s-%s has %d colours: there is nothing to see", name, a.suffix, n)
	}
}

// dialog opens a dialog, takes its picture, and closes it.
func (a *album) dialog(open func(m *mainScreen), widget string) {
	a.t.Helper()
	onGUI(a.t, func() { open(a.main()) })
	a.take(widget, widget)
	a.closeDialog(widget)
}

// colours is how many colours a picture has.
func colours(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[[3]uint32]bool)
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 3 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 3 {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

// cutTexts are the texts in a window that have less room than they need.
func cutTexts(window *widgets.QWidget) (cut []string) {
	for _, w := range widgets.QApplication_AllWidgets() {
		if !w.IsVisible() || !ours(w) || !(w.Pointer() == window.Pointer() || window.IsAncestorOf(w)) {
			continue
		}
		label, button := w.Inherits("QLabel"), w.Inherits("QAbstractButton") && !w.Inherits("QToolButton")
		if !(label || button) || textOf(w) == "" || w.SizePolicy().HorizontalPolicy() == widgets.QSizePolicy__Ignored {
			continue
		}
		need := w.SizeHint().Width()
		if label && widgets.NewQLabelFromPointer(w.Pointer()).WordWrap() {
			need = w.MinimumSizeHint().Width()
			if high := w.HeightForWidth(w.Width()); high > w.Height()+1 {
				cut = append(cut, w.ObjectName()+" "+textOf(w))
			}
		}
		if w.Width() < need {
			cut = append(cut, w.ObjectName()+" "+textOf(w))
		}
	}
	return cut
}

// variants are how the screens of an open profile can look.
func variants() map[string]func(p *prefs.Preferences) {
	return map[string]func(p *prefs.Preferences){
		"light":  func(*prefs.Preferences) {},
		"dark":   func(p *prefs.Preferences) { p.Theme = prefs.ThemeDark },
		"large":  func(p *prefs.Preferences) { p.TextSize = 200 },
		"german": func(p *prefs.Preferences) { p.Language = "de" },
		"arabic": func(p *prefs.Preferences) { p.Language = "ar" },
	}
}

// TestScreenshots takes pictures of every screen.
func TestScreenshots(t *testing.T) {
	for suffix, edit := range variants() {
		t.Run(suffix, func(t *testing.T) {
			d := openTestDesktop(t)
			anna := d.cast()
			d.setPrefs(edit)
			a := newAlbum(d, suffix)
			d.inList(anna)
			onGUI(t, func() { d.main().show(anna.engine.Self()) })
			d.shows("See you")
			d.eventually("the conversation is read", func() bool {
				d.main().conversation.list.scrollToEnd() // large text does not fit
				for _, r := range d.main().people.rows {
					if r.ID == anna.engine.Self() && r.Unread > 0 {
						return false
					}
				}
				return !d.main().conversation.window.Loading()
			})
			a.take("window", "conversation")
			for _, page := range settingsPages() {
				if page.name == "files" {
					continue // see filesSettings
				}
				d.openSettingsPage(page.name)
				a.take("settings", "settings-"+page.name)
				d.closeDialog("settings")
			}
			a.filesSettings()
			a.message("I have read the report")
			id := anna.engine.Self()
			a.dialog(openAddContact, "addcontact")
			a.dialog(openMyAddress, "address")
			a.dialog(openPresence, "presence")
			a.dialog(openAbout, "about")
			a.dialog(openKeys, "keys")
			a.marks()
			a.torLog()
			a.dialog(func(m *mainScreen) {
				m.searched.query = "station"
				openSearch(m, id)
			}, "search")
			a.dialog(func(m *mainScreen) { openPasswd(d.desk, d.desk.window.main) }, "passwd")
			a.dialog(func(m *mainScreen) { openExport(d.desk, d.desk.window.main) }, "export")
			a.dialog(func(m *mainScreen) { openWipe(d.desk, d.desk.window.main) }, "wipe")
			a.send(anna)
			d.offer(anna, file(t, "minutes.pdf", noise(1_800_000)))
			a.take("window", "file")
			a.dialog(openTransfers, "transfers")
			a.place()
			a.request()
			a.people(anna)
			a.locking()
		})
	}
}

// somebodysLog is a node whose tor says what one says that connects.
type somebodysLog struct{ carom.API }

func (somebodysLog) TorLog(context.Context) ([]string, error) {
	return []string{
		"[notice] Bootstrapped 0% (starting): Starting", "[notice] Bootstrapped 5% (conn): Connecting to a relay",
		"[notice] Bootstrapped 14% (handshake): Handshaking with a relay", "[warn] Problem bootstrapping. Stuck at 14% (handshake)",
		"[notice] Bootstrapped 50% (loading_descriptors): Loading relay descriptors", "[notice] Bootstrapped 100% (done): Done",
	}, nil
}

// torLog shows a log of tor's.
func (a *album) torLog() {
	a.t.Helper()
	var own carom.API
	onGUI(a.t, func() {
		m := a.main()
		own, m.api = m.api, somebodysLog{m.api}
		openTorLog(m)
	})
	a.eventually("the log is read", func() bool { return strings.Contains(textOf(seen("torlog.text")), "100%") })
	a.take("torlog", "torlog")
	a.closeDialog("torlog")
	onGUI(a.t, func() { a.main().api = own })
}

// marks shows what the marks of messages mean, below the list of shortcuts.
func (a *album) marks() {
	a.t.Helper()
	onGUI(a.t, func() { openKeys(a.main()) })
	a.eventually("the list is at its end", func() bool {
		area := seen("keys.list")
		if area == nil {
			return false
		}
		bar := widgets.NewQScrollAreaFromPointer(area.Pointer()).VerticalScrollBar()
		bar.SetValue(bar.Maximum())
		return bar.Maximum() > 0
	})
	a.take("keys", "marks")
	a.closeDialog("keys")
}

// send shows what is hidden in a picture that is about to be sent.
func (a *album) send(to *testNode) {
	a.t.Helper()
	path := file(a.t, "front door.gif", gifWith(a.t, "from the front door"))
	onGUI(a.t, func() { openSend(a.main(), to.engine.Self(), []string{path}) })
	a.wait("send.clean") // it was looked into
	a.whole("send.found")
	a.eventually("what was found is in sight", func() bool {
		found, button := seen("send.found"), seen("send.clean")
		if found == nil || button == nil {
			return false
		}
		end := found.MapToGlobal(core.NewQPoint2(0, found.Height()))
		return end.Y() <= button.MapToGlobal(core.NewQPoint2(0, 0)).Y()
	})
	a.take("send", "send")
	a.closeDialog("send")
}

// people shows what can be done with a contact, and what can be undone.
func (a *album) people(anna *testNode) {
	a.t.Helper()
	id := anna.engine.Self()
	var c carom.Contact
	onGUI(a.t, func() {
		m := a.main()
		m.show(id)
		c, _ = m.contact(id)
	})
	for name, open := range map[string]func(*mainScreen, carom.Contact){
		"rename": openRename, "remove": openRemove, "block": openBlock, "unblock": unblock, "askagain": openAskAgain,
		"keep": openKeep, "theiraddress": openTheirAddress, "always": openAlways,
	} {
		a.dialog(func(m *mainScreen) { open(m, c) }, name)
	}
	a.wait("conversation.list")
	a.click("conversation.menu")
	a.wait("conversation.menu.items")
	a.take("conversation.menu.items", "menu")
	a.press("conversation.menu.items", core.Qt__Key_Escape, core.Qt__NoModifier)
	a.gone("conversation.menu.items")
	blocked := a.peer("Mallory").engine.Self()
	if _, err := a.node.engine.Block(a.t.Context(), blocked); err != nil {
		a.t.Fatal(err)
	}
	a.eventually("somebody is blocked", func() bool { c, _ := a.main().contact(blocked); return c.State == contacts.Blocked })
	a.dialog(openBlockList, "blocklist")
	onGUI(a.t, func() {
		remove(a.main(), c)
		a.main().notices.timer.Stop() // it stays for the picture, however long that takes
	})
	a.wait("notices.undo")
	a.take("window", "undo")
}

// request shows somebody's request.
func (a *album) request() {
	a.t.Helper()
	somebody := a.stranger("somebody")
	if _, err := somebody.engine.AddContact(a.t.Context(), a.node.address(), "us", "Farideh", "We met at the library on Tuesday. You gave me your address."); err != nil {
		a.t.Fatal(err)
	}
	a.eventually("somebody asks", func() bool { _, known := a.main().contact(somebody.engine.Self()); return known })
	onGUI(a.t, func() { a.main().show(somebody.engine.Self()) })
	a.wait("request.accept")
	a.take("window", "request")
}

// cast is who is in the pictures, and what they have said. It returns who is
// talked with most.
func (d *testDesktop) cast() *testNode {
	d.t.Helper()
	anna, bob := d.peer("Anna"), d.peer("Bob")
	d.peer("Chen").say(d.node, "The documents have arrived.")
	bob.say(d.node, "Tomorrow at ten?")
	us, them := d.node.engine.Self(), anna.engine.Self()
	line := func(from *testNode, text string) {
		if from == anna {
			anna.say(d.node, text)
			d.node.heard(them, text)
			return
		}
		if _, err := d.node.engine.Send(d.t.Context(), them, text); err != nil {
			d.t.Fatal(err)
		}
		anna.heard(us, text)
	}
	line(anna, "Are you there?")
	line(d.node, "Yes. Only you and I can know that we talk.")
	line(anna, "Good. I have read the report. Pages 12 to 19 are what the newspaper asked for, and the appendix has the names. Nobody must see the appendix.")
	line(d.node, "I will bring it to the station myself, on paper.\nNot by mail.")
	line(anna, "دوست من هم می‌آید 👍")
	line(d.node, "See you")
	return anna
}

// TestScreenshotsOfTheStart takes pictures of the screens before a profile is
// open.
func TestScreenshotsOfTheStart(t *testing.T) {
	for suffix, cfg := range map[string]Config{
		"light":  {},
		"large":  {},
		"dark":   {Dark: func(context.Context) bool { return true }},
		"german": {Locale: []string{"de_DE.UTF-8"}},
		"arabic": {Locale: []string{"ar_EG.UTF-8"}},
	} {
		t.Run(suffix, func(t *testing.T) {
			cfg.Desk = newTestDesk(t)
			d := startTestDesktop(t, cfg)
			a := newAlbum(d, suffix)
			d.wait("start.language")
			if suffix == "large" {
				onGUI(t, func() {
					d.desk.prefs.TextSize = 200
					d.desk.renew()
					d.desk.window.put(newStartScreen(d.desk.ui, startState{name: profiles.Default}))
				})
				d.wait("start.language")
			}
			a.take("window", "start-language")
			d.click("start.next")
			d.wait("start.create")
			a.take("window", "start-profile")
			a.bring()
			d.click("start.create")
			d.click("start.next")
			d.write("start.passphrase.first", testSecret)
			a.take("window", "start-passphrase")
			d.choosePassphrase(testSecret, testSecret)
			d.click("connect.bridges")
			a.take("window", "start-connection")
			d.click("connect.direct")
			d.click("start.next")
			d.wait("progress.problem")
			if suffix != "large" { // a new profile has text of ordinary size
				a.take("window", "start-problem")
				a.connecting()
			}
			d.click("start.next")
			d.wait("main")
			if suffix == "large" {
				d.setPrefs(func(p *prefs.Preferences) { p.TextSize = 200 })
				d.wait("main")
			}
			a.take("window", "start-empty")
			onGUI(t, d.desk.lock)
			d.wait("unlock.title")
			a.take("window", "unlock")
			d.press("", core.Qt__Key_X, controlShift)
			a.take("confirm", "panic")
		})
	}
}
