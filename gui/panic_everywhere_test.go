//go:build minimal

package gui

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/desktop"
	"carom/onion/oniontest"
)

// panicDesktop is a desktop with a conversation, in which panic asks whether to
// destroy. Its node goes on while it is locked.
type panicDesktop struct {
	*testDesktop
	anna *testNode
	// held is what is held with the key, in turns.
	held []core.Qt__KeyboardModifier
}

func openPanicDesktop(t *testing.T) *panicDesktop {
	t.Helper()
	fabric := oniontest.NewFabric()
	d := &panicDesktop{testDesktop: newTestDesktop(t), held: []core.Qt__KeyboardModifier{controlShift, core.Qt__ControlModifier | core.Qt__AltModifier}}
	d.fabric, d.node = fabric, startTestNode(t, fabric, "our user")
	d.unlock()
	d.setPrefs(func(p *prefs.Preferences) { p.Panic = prefs.PanicWipe })
	d.anna = d.talkWith("Anna")
	d.anna.say(d.node, "hello")
	d.shows("hello")
	return d
}

// unlock shows the main window.
func (d *panicDesktop) unlock() {
	d.t.Helper()
	onGUI(d.t, func() { d.desk.Use("default", desktop.NewSession(d.node.engine, func() {})) })
	d.eventually("the first state is shown", func() bool { return d.desk.main != nil && !d.main().state.Self.IsZero() })
}

// panicsIn presses the panic shortcut where the keyboard is while something is
// open, and sees that this goes, and that panic is what happens. Our user then
// thinks better of it, which locks, and unlocks.
func (d *panicDesktop) panicsIn(what string, open func()) {
	d.t.Helper()
	d.t.Log(what)
	open()
	asked := 0
	onGUI(d.t, func() { asked = d.desk.questions })
	held := d.held[0]
	d.held = append(d.held[1:], held)
	d.eventually("panic is heard in "+what, func() bool {
		if d.desk.questions > asked {
			return seen("confirm.yes") != nil
		}
		front := widgets.QApplication_ActivePopupWidget()
		popup := front.Pointer() != nil
		if !popup {
			front = widgets.QApplication_ActiveModalWidget()
		}
		if front.Pointer() == nil || !front.IsVisible() {
			return false
		}
		if !popup && widgets.QApplication_ActiveWindow().Pointer() != front.Pointer() {
			front.ActivateWindow() // as a window manager does, where there is one
			return false
		}
		if w := front.FocusWidget(); w.Pointer() != nil {
			front = w
		}
		pressKey(front, core.Qt__Key_X, held)
		return false
	})
	onGUI(d.t, func() {
		if front := widgets.QApplication_ActivePopupWidget(); front.Pointer() != nil {
			fail("%s: it is still open", what)
		}
	})
	d.alone(what)
	d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.wait("start") // this node has no profile on the disk
	if seenNow(d.t, "main") {
		d.t.Fatal("what was hidden is there")
	}
	d.unlock()
	onGUI(d.t, func() { d.main().show(d.anna.engine.Self()) })
	d.shows("hello")
}

// alone sees that there is no window but the program's own, and the question.
func (d *testDesktop) alone(what string) {
	d.t.Helper()
	onGUI(d.t, func() {
		for _, top := range widgets.QApplication_TopLevelWidgets() {
			name := top.ObjectName()
			if top.IsVisible() && name != "window" && name != "confirm" {
				fail("%s: %q is shown behind the question", what, name)
			}
		}
	})
}

// menuOf opens the context menu of a widget, as a click of the other button does.
// It does not wait, as some menus return when they are closed.
func (d *testDesktop) menuOf(name string) {
	d.t.Helper()
	d.front(name)
	d.with(name, func(w *widgets.QWidget) { guiThread.post(func() { openMenu(w) }) })
}

func openMenu(w *widgets.QWidget) {
	if w.Inherits("QAbstractScrollArea") {
		w = widgets.NewQAbstractScrollAreaFromPointer(w.Pointer()).Viewport()
	}
	at := core.NewQPoint2(5, 5)
	event := gui.NewQContextMenuEvent2(gui.QContextMenuEvent__Mouse, at, w.MapToGlobal(at))
	core.QCoreApplication_SendEvent(w, event)
	event.DestroyQContextMenuEvent()
}

// A keyboard may have no Latin letters. (Qt's test events have Latin keys only: that
// the shortcuts are Qt's is all that can be seen here.)
func TestPanicLetters(t *testing.T) {
	d := newTestDesktop(t)
	onGUI(t, func() {
		heard := make(map[string]bool)
		for _, child := range d.desk.window.main.FindChildren("", core.Qt__FindDirectChildrenOnly) {
			if child.Inherits("QShortcut") {
				heard[widgets.NewQShortcutFromPointer(child.Pointer()).Key().ToString(gui.QKeySequence__PortableText)] = true
			}
		}
		for _, held := range panicHeld() {
			for _, letter := range panicLetters() {
				if !heard[held+letter] {
					fail("%q is not among %v", held+letter, heard)
				}
			}
		}
	})
}

func TestPanicInMenus(t *testing.T) {
	d := openPanicDesktop(t)
	d.panicsIn("the menu of a message", func() {
		onGUI(t, func() {
			list := d.main().conversation.list
			list.view.SetCurrentIndex(list.index(slices.IndexFunc(list.rows, func(r bubbleRow) bool { return r.kind == rowMessage })))
		})
		d.menuOf("conversation.list")
	})
	d.panicsIn("the menu of the conversation", func() { d.click("conversation.menu") })
	d.panicsIn("the menu of a contact", func() {
		onGUI(t, func() { d.main().people.contextMenu(newContextMenuEvent(d.main().people)) })
	})
	d.panicsIn("what can be sent", func() {
		d.with("composer.attach", func(w *widgets.QWidget) {
			guiThread.post(func() { pressKey(w, core.Qt__Key_Space, core.Qt__NoModifier) }) // returns when the menu is closed
		})
	})
	for _, name := range []string{"menu." + i18n.MenuCarom.ID, "menu.presence"} {
		d.panicsIn(name, func() {
			onGUI(t, func() {
				menu := d.main().actions.bar.FindChild(name, core.Qt__FindChildrenRecursively)
				widgets.NewQMenuFromPointer(menu.Pointer()).Popup(core.NewQPoint2(20, 20), nil)
			})
		})
	}
	d.panicsIn("the menu of the tray", func() {
		onGUI(t, func() {
			d.desk.window.hide()
			d.desk.tray.menu.Popup(core.NewQPoint2(20, 20), nil)
		})
	})
}

// The menus of text fields are Qt's own.
func TestPanicInMenusOfText(t *testing.T) {
	d := openPanicDesktop(t)
	d.panicsIn("the menu of a line", func() { d.menuOf("people.filter") })
	d.panicsIn("the menu of a text", func() { d.menuOf("composer.text") })
	d.panicsIn("the menu of a label", func() {
		onGUI(t, func() { openMyAddress(d.main()) })
		d.menuOf("address.field.words")
	})
	d.panicsIn("the menu of a passphrase", func() {
		onGUI(t, func() { openPasswd(d.desk, d.desk.window.main) })
		d.menuOf("passwd.new.first")
	})
}

func TestPanicInLists(t *testing.T) {
	d := openPanicDesktop(t)
	unfold := func(name string) { d.press(name, core.Qt__Key_F4, core.Qt__NoModifier) }
	for page, name := range map[string]string{"general": "general.language", "privacy": "privacy.lockafter"} {
		d.panicsIn(name, func() {
			d.openSettingsPage(page)
			unfold(name)
		})
	}
	d.panicsIn("bridges", func() {
		d.openSettingsPage("connection")
		d.click("connect.bridges")
		unfold("connect.bridge.set")
	})
	d.panicsIn("proxies", func() {
		d.openSettingsPage("connection")
		d.click("connect.proxy")
		unfold("connect.proxy.kind")
	})
	d.panicsIn("sizes", func() {
		onGUI(t, func() {
			c, _ := d.main().contact(d.anna.engine.Self())
			openAlways(d.main(), c)
		})
		unfold("always.size")
	})
}

func TestPanicInDialogs(t *testing.T) {
	d := openPanicDesktop(t)
	var names []string
	dialogs := func() map[string]func() { // of the screen there is now
		all := d.dialogs(d.anna.engine.Self())
		all["settings"] = func() { openSettings(d.main()) }
		return all
	}
	onGUI(t, func() { names = slices.Collect(maps.Keys(dialogs())) })
	for _, name := range names {
		d.panicsIn(name, func() {
			onGUI(t, func() { dialogs()[name]() })
			d.wait(name)
		})
	}
}

// The dialog in which files are chosen, and what Qt opens above it.
func TestPanicInFileDialog(t *testing.T) {
	d := openPanicDesktop(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := os.WriteFile(filepath.Join(home, "report.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	choose := func() {
		onGUI(t, func() { chooseToSend(d.main(), d.anna.engine.Self(), false) })
		d.front("fileNameEdit")
	}
	d.panicsIn("the file dialog", choose)
	d.panicsIn("the menu of its list", func() {
		choose()
		d.menuOf("treeView")
	})
	d.panicsIn("the names that it proposes", func() {
		choose()
		d.eventually("a name is proposed", func() bool {
			d.desk.files.box.SelectFile("")
			w := seen("fileNameEdit")
			pressKey(w, core.Qt__Key_A, core.Qt__ControlModifier)
			typeText(w, "re")
			return widgets.QApplication_ActivePopupWidget().Pointer() != nil
		})
	})
	d.panicsIn("its question", func() {
		choose()
		path := filepath.Join(home, "nothing")
		d.eventually("Qt complains", func() bool {
			front := widgets.QApplication_ActiveModalWidget()
			if front.Pointer() != nil && front.Inherits("QMessageBox") {
				return true
			}
			if list := widgets.QApplication_ActivePopupWidget(); list.Pointer() != nil {
				list.Close()
			}
			w := seen("fileNameEdit")
			if textOf(w) != path { // it went into a folder instead
				pressKey(w, core.Qt__Key_A, core.Qt__ControlModifier)
				typeText(w, path)
				return false
			}
			guiThread.post(func() { pressKey(w, core.Qt__Key_Return, core.Qt__NoModifier) }) // returns when it is answered
			return false
		})
	})
}
