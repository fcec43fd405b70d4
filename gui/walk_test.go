//go:build minimal

package gui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// bait is what a peer writes: markup, and something to find it by, which is also
// what they are called: no engine takes markup in a name (what somebody sends
// who has another one is in TestHostilePeople).
const (
	bait   = "<b>bait</b>"
	baited = "bait"
)

// settled is how often a window is looked at until nothing is wrong with it.
const settled = 50

// walker looks at every widget of a window, and collects what is not as it has
// to be.
type walker struct {
	wrong []string
	// bait is something that a peer wrote, and must be in no text that Qt may
	// take for markup.
	bait string
}

func (w *walker) complain(q *widgets.QWidget, format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf("%s %q: ", q.MetaObject().ClassName(), q.ObjectName())+fmt.Sprintf(format, args...))
}

// walk looks at all widgets of a window. It is for the GUI thread.
func (w *walker) walk(window *widgets.QWidget) {
	reached := chain(window)
	for _, q := range widgets.QApplication_AllWidgets() {
		if q.Window().Pointer() != window.Pointer() || !q.IsVisible() || !ours(q) {
			continue
		}
		w.texts(q)
		w.cut(q)
		w.reach(q, reached)
	}
}

// ours reports whether a widget is one of ours, and not a part of one.
func ours(q *widgets.QWidget) bool {
	return !strings.HasPrefix(q.ObjectName(), "qt_") && q.MetaObject().ClassName() != "QComboBoxPrivateContainer"
}

// texts looks at what a widget says.
func (w *walker) texts(q *widgets.QWidget) {
	switch {
	case q.Inherits("QLabel"):
		l := widgets.NewQLabelFromPointer(q.Pointer())
		if l.TextFormat() != core.Qt__PlainText && l.Text() != "" {
			w.complain(q, "Qt guesses whether its text is markup")
		}
		if l.OpenExternalLinks() || l.TextInteractionFlags()&(core.Qt__LinksAccessibleByMouse|core.Qt__LinksAccessibleByKeyboard) != 0 {
			w.complain(q, "a link in it could be followed")
		}
	case q.Inherits("QTextEdit"), q.Inherits("QTextBrowser"):
		w.complain(q, "it shows markup")
	}
	for what, text := range map[string]string{"tooltip": q.ToolTip(), "What's this": q.WhatsThis(), "status tip": q.StatusTip()} {
		if strings.Contains(text, w.bait) {
			w.complain(q, "its %s has a peer's words", what)
		}
	}
}

// cut looks at whether a widget is as large as what is written on it.
func (w *walker) cut(q *widgets.QWidget) {
	if q.Inherits("QLineEdit") || strings.HasPrefix(q.MetaObject().ClassName(), "QLineEdit") {
		return // its frame grows when it has the keyboard, and it scrolls
	}
	hint := q.SizeHint()
	switch {
	case q.Inherits("QAbstractButton"):
		if q.Width() < hint.Width() {
			w.complain(q, "it is %d wide and needs %d", q.Width(), hint.Width())
		}
	case q.Inherits("QLabel"):
		l := widgets.NewQLabelFromPointer(q.Pointer())
		if l.WordWrap() && l.HasHeightForWidth() {
			hint.SetHeight(l.HeightForWidth(l.Width()))
		}
	case !q.Inherits("QComboBox"):
		return
	}
	if q.Height() < hint.Height()-1 { // a pixel is lost to rounding
		w.complain(q, "it is %d high and needs %d", q.Height(), hint.Height())
	}
}

// reach looks at whether the keyboard and a screen reader get to a widget.
func (w *walker) reach(q *widgets.QWidget, reached map[string]bool) {
	if q.FocusPolicy()&core.Qt__TabFocus == 0 || !q.IsEnabled() || q.FocusProxy().Pointer() != nil {
		return
	}
	if q.AccessibleName() == "" && !labelled(q) {
		w.complain(q, "a screen reader has no name for it")
	}
	if !reached[fmt.Sprint(q.Pointer())] {
		w.complain(q, "Tab does not lead there")
	}
}

// labelled reports whether what is written on a widget is its name.
func labelled(q *widgets.QWidget) bool {
	if q.Inherits("QLabel") {
		return textOf(q) != ""
	}
	return q.Inherits("QAbstractButton") && widgets.NewQAbstractButtonFromPointer(q.Pointer()).Text() != ""
}

// chain is where Tab leads in a window.
func chain(window *widgets.QWidget) map[string]bool {
	reached := make(map[string]bool)
	for q := window.NextInFocusChain(); !reached[fmt.Sprint(q.Pointer())]; q = q.NextInFocusChain() {
		reached[fmt.Sprint(q.Pointer())] = true
	}
	return reached
}

// look walks through the window that is in front, which a test calls name.
func (d *testDesktop) look(name string) {
	d.t.Helper()
	w := walker{bait: baited}
	for range settled { // a layout knows of a text that has just changed a turn later
		w.wrong = nil
		onGUI(d.t, func() {
			front := frontWindow()
			if front == nil {
				fail("%s: there is no window", name)
			}
			w.walk(front)
		})
		if len(w.wrong) == 0 {
			return
		}
	}
	for _, wrong := range w.wrong {
		d.t.Errorf("%s: %s", name, wrong)
	}
}

// All screens and dialogs, with a peer who writes markup wherever they can.
func TestWalk(t *testing.T) {
	d := openTestDesktop(t)
	peer := d.peer(baited)
	for i := range 3 {
		peer.say(d.node, fmt.Sprintf("%s %d", bait, i))
	}
	stranger := d.stranger("stranger")
	if _, err := stranger.engine.AddContact(t.Context(), d.node.address(), "us", baited, bait); err != nil {
		t.Fatal(err)
	}
	d.look("main window, nobody open")
	d.talk(peer)
	d.shows(baited)
	d.look("conversation")
	id := peer.engine.Self()
	baitFile := file(t, "<b>"+baited+".gif", gifWith(t, bait))
	d.offer(peer, baitFile)
	d.look("conversation, a file is offered")
	for _, page := range settingsPages() {
		d.openSettingsPage(page.name)
		d.look("settings, " + page.name)
		d.closeDialog("settings")
	}
	var dialogs map[string]func()
	onGUI(t, func() { dialogs = d.dialogs(id) })
	for name, open := range dialogs {
		onGUI(t, open)
		d.wait(name)
		d.look(name)
		d.closeDialog(name)
	}
	onGUI(t, func() { openSend(d.main(), id, []string{baitFile}) })
	d.wait("send.clean") // it was looked into
	d.look("send")
	d.closeDialog("send")
	d.eventually("somebody asks", func() bool { _, known := d.main().contact(stranger.engine.Self()); return known })
	onGUI(t, func() { d.main().show(stranger.engine.Self()) })
	d.wait("request.accept")
	d.look("request")
}

// dialogs are those that concern a contact, and all others, by the names that
// they have. It is for the GUI thread.
func (d *testDesktop) dialogs(id contacts.ServiceID) map[string]func() {
	m := d.main()
	c, _ := m.contact(id)
	return map[string]func(){
		"about":      func() { openAbout(m) },
		"keys":       func() { openKeys(m) },
		"torlog":     func() { openTorLog(m) },
		"search":     func() { m.searched.query = baited; openSearch(m, id) },
		"addcontact": func() { openAddContact(m) },
		"presence":   func() { openPresence(m) },
		"address":    func() { openMyAddress(m) },
		"keep":       func() { openKeep(m, c) },
		"blocklist":  func() { openBlockList(m) },
		"passwd":     func() { openPasswd(d.desk, d.desk.window.main) },
		"export":     func() { openExport(d.desk, d.desk.window.main) },
		"wipe":       func() { openWipe(d.desk, d.desk.window.main) },
		// What is about a contact, or a file of theirs.
		"rename":       func() { openRename(m, c) },
		"remove":       func() { openRemove(m, c) },
		"block":        func() { openBlock(m, c) },
		"clear":        func() { openClear(m, c) },
		"askagain":     func() { openAskAgain(m, c) },
		"theiraddress": func() { openTheirAddress(m, c) },
		"always":       func() { openAlways(m, c) },
		"transfers":    func() { openTransfers(m) },
		"place":        func() { openTransferPlace(m, carom.Transfer{ID: 1, Contact: id, Name: bait, Path: "/home/me/" + bait}) },
		"confirm": func() {
			moved := carom.Transfer{ID: 1, Contact: id, Name: bait, Moved: 1, Size: 2, State: carom.TransferActive}
			m.onTransfer(model.CancelTransfer, moved)
		},
		"message": func() { tell(m.ui, d.desk.window.main, "title", peerLine(bait)) },
	}
}

// closeDialog closes a dialog with Escape.
func (d *testDesktop) closeDialog(name string) {
	d.t.Helper()
	d.press(name, core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone(name)
}

// The screens before a profile is open.
func TestWalkStart(t *testing.T) {
	d := newTestDesktop(t)
	d.look("language")
	d.click("start.next")
	d.wait("start.create")
	d.look("profile")
	d.click("start.create")
	d.click("start.next")
	d.wait("start.passphrase.first")
	d.look("passphrase")
	d.choosePassphrase(testSecret, testSecret)
	d.wait("connect.bridges")
	d.click("connect.bridges")
	d.click("connect.proxy")
	d.look("connection")
	d.click("connect.proxy")
	d.click("connect.direct")
	d.click("start.next")
	d.wait("progress.problem")
	d.look("progress")
	d.click("start.next")
	d.wait("main")
	d.look("empty main window")
	onGUI(t, d.desk.lock)
	d.says("unlock.title", i18n.UnlockTitle)
	d.look("unlock")
}

// The walker finds what it looks for.
func TestWalkerFinds(t *testing.T) {
	w := walker{bait: baited}
	onGUI(t, func() {
		window := widgets.NewQWidget(nil, 0)
		box := widgets.NewQVBoxLayout2(window)
		label := widgets.NewQLabel2(bait, nil, 0)
		label.SetToolTip(bait)
		field := widgets.NewQLineEdit(nil)
		button := widgets.NewQPushButton2("fine", nil)
		box.AddWidget(label, 0, 0)
		box.AddWidget(field, 0, 0)
		box.AddWidget(button, 0, 0)
		window.Show()
		w.walk(window)
		window.Close()
		window.DeleteLater()
	})
	all := strings.Join(w.wrong, "\n")
	for _, want := range []string{"Qt guesses", "its tooltip has", "no name for it"} {
		if strings.Count(all, want) != 1 {
			t.Errorf("%q is not among what was found once:\n%s", want, all)
		}
	}
}
