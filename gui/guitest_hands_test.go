//go:build minimal

package gui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/testlib"
	"github.com/therecipe/qt/widgets"
)

const (
	// patience is how long a test waits for something that must come: long, for
	// machines that have other things to do.
	patience = 30 * time.Second
	lookEach = 10 * time.Millisecond
	// boxAt is how far the middle of a check box is from its side.
	boxAt = 10
)

// hands are what a test has of a person: eyes for what is on the screen, a
// mouse, and a keyboard. Widgets are known by their object names.
type hands struct {
	t *testing.T
	// patience is how long they wait.
	patience time.Duration
}

// eventually waits until ok, which runs on the GUI thread.
func (h hands) eventually(what string, ok func() bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), h.patience)
	defer cancel()
	for yes := false; ; {
		onGUI(h.t, func() { yes = ok() })
		if yes {
			return
		}
		select {
		case <-time.After(lookEach):
		case <-ctx.Done():
			h.t.Fatalf("waited in vain: %s\non the screen: %s", what, h.describe())
		}
	}
}

// describe names what is on the screen, for the report of a failure.
func (h hands) describe() (names string) {
	onGUI(h.t, func() {
		for _, w := range widgets.QApplication_AllWidgets() {
			if name := w.ObjectName(); name != "" && name[:1] != "q" && w.IsVisible() {
				names += " " + name
			}
		}
		names += fmt.Sprintf("; the keyboard is at %q of %q", widgets.QApplication_FocusWidget().ObjectName(), widgets.QApplication_ActiveWindow().ObjectName())
	})
	return names
}

// seen returns the widget of this name that is on the screen; nil when there
// is none. It is for the GUI thread.
func seen(name string) *widgets.QWidget {
	for _, w := range widgets.QApplication_AllWidgets() {
		if w.ObjectName() == name && w.IsVisible() {
			return w
		}
	}
	return nil
}

// reachable reports whether a person could click: nothing modal is in front.
func reachable(w *widgets.QWidget) bool {
	front := widgets.QApplication_ActiveModalWidget()
	inFront := front.Pointer() == nil || front.Pointer() == w.Window().Pointer()
	return w.IsEnabled() && inFront
}

// with waits for a widget that can be used and does something with it, on the
// GUI thread.
func (h hands) with(name string, do func(w *widgets.QWidget)) {
	h.t.Helper()
	h.eventually(name+" can be used", func() bool {
		w := seen(name)
		if w == nil || !reachable(w) {
			return false
		}
		do(w)
		return true
	})
}

// wait waits for a widget to be on the screen, gone for it to be no longer.
func (h hands) wait(name string) {
	h.t.Helper()
	h.eventually(name+" is shown", func() bool { return seen(name) != nil })
}

func (h hands) gone(name string) {
	h.t.Helper()
	h.eventually(name+" is gone", func() bool { return seen(name) == nil })
}

// front waits until the window of a widget has the keyboard: nobody is so quick
// as to click into one that has not. A menu never has it.
func (h hands) front(name string) {
	h.t.Helper()
	h.eventually(name+" is in the front window", func() bool {
		w := seen(name)
		if w == nil || !reachable(w) {
			return false
		}
		window := w.Window()
		if window.Inherits("QMenu") || window.Pointer() == widgets.QApplication_ActiveWindow().Pointer() {
			return true
		}
		window.ActivateWindow() // as a window manager does, where there is one
		return false
	})
}

// click clicks into the middle of a widget; of a box with a text, on the box,
// since the rest of its row is not part of it.
func (h hands) click(name string) {
	h.t.Helper()
	h.front(name)
	h.with(name, func(w *widgets.QWidget) {
		at := w.Rect().Center()
		if w.Inherits("QCheckBox") || w.Inherits("QRadioButton") {
			at.SetX(boxAt)
			if w.LayoutDirection() == core.Qt__RightToLeft {
				at.SetX(w.Width() - boxAt)
			}
		}
		clickAt(w, at)
	})
}

// clickRow clicks a row of a list.
func (h hands) clickRow(name string, row int) {
	h.t.Helper()
	h.with(name, func(w *widgets.QWidget) {
		list := widgets.NewQListViewFromPointer(w.Pointer())
		index := list.Model().Index(row, 0, core.NewQModelIndex())
		if !index.IsValid() {
			fail("%s has no row %d", name, row)
		}
		clickAt(list.Viewport(), list.VisualRect(index).Center())
	})
}

func clickAt(w widgets.QWidget_ITF, at core.QPoint_ITF) {
	events := testlib.NewQTestEventList()
	events.AddMouseClick(core.Qt__LeftButton, core.Qt__NoModifier, at, -1)
	events.Simulate(w)
	runtime.KeepAlive(events) // Go does not see that Qt still reads them
}

// press presses a key while a widget of this name has the keyboard; with an
// empty name, whichever has.
func (h hands) press(name string, key core.Qt__Key, modifiers core.Qt__KeyboardModifier) {
	h.t.Helper()
	if name != "" {
		h.with(name, func(w *widgets.QWidget) { pressKey(w, key, modifiers) })
		return
	}
	h.eventually("a window has the keyboard", func() bool {
		window := frontWindow()
		if window == nil {
			return false
		}
		if window.Pointer() != widgets.QApplication_ActiveWindow().Pointer() {
			window.ActivateWindow() // as a window manager does, where there is one
			return false
		}
		w := widgets.QApplication_FocusWidget()
		if w.Pointer() == nil {
			w = window
		}
		pressKey(w, key, modifiers)
		return true
	})
}

// frontWindow is the window that a person would type into; nil when there is none.
func frontWindow() *widgets.QWidget {
	if modal := widgets.QApplication_ActiveModalWidget(); modal.Pointer() != nil {
		return modal
	}
	return seen("window")
}

func pressKey(w widgets.QWidget_ITF, key core.Qt__Key, modifiers core.Qt__KeyboardModifier) {
	events := testlib.NewQTestEventList()
	events.AddKeyClick(key, modifiers, -1)
	events.Simulate(w)
	runtime.KeepAlive(events) // Go does not see that Qt still reads them
}

// write types a text into a field after what is there.
func (h hands) write(name, text string) {
	h.t.Helper()
	h.with(name, func(w *widgets.QWidget) {
		w.SetFocus2()
		typeText(w, text)
	})
}

// rewrite types a text into a field in place of what is there.
func (h hands) rewrite(name, text string) {
	h.t.Helper()
	h.with(name, func(w *widgets.QWidget) {
		w.SetFocus2()
		pressKey(w, core.Qt__Key_A, core.Qt__ControlModifier)
		pressKey(w, core.Qt__Key_Delete, core.Qt__NoModifier)
		typeText(w, text)
	})
}

func typeText(w widgets.QWidget_ITF, text string) {
	for _, r := range text {
		for _, kind := range []core.QEvent__Type{core.QEvent__KeyPress, core.QEvent__KeyRelease} {
			event := gui.NewQKeyEvent(kind, 0, core.Qt__NoModifier, string(r), false, 1)
			core.QCoreApplication_SendEvent(w.QWidget_PTR(), event)
			runtime.KeepAlive(event)
		}
	}
}

// chooseFile answers the file chooser. Enter does nothing until Qt has looked
// at what was typed, and closes the list of names that complete it first.
func (h hands) chooseFile(path string) {
	h.t.Helper()
	h.front("fileNameEdit")
	h.rewrite("fileNameEdit", path)
	h.eventually("the path is chosen", func() bool {
		if seen("choosefile") == nil {
			return true
		}
		if list := widgets.QApplication_ActivePopupWidget(); list.Pointer() != nil {
			pressKey(list, core.Qt__Key_Return, core.Qt__NoModifier)
		} else {
			pressKey(seen("fileNameEdit"), core.Qt__Key_Return, core.Qt__NoModifier)
		}
		return false
	})
}

// choose chooses an entry of a combo box by its text.
func (h hands) choose(name, text string) {
	h.t.Helper()
	h.with(name, func(w *widgets.QWidget) {
		box := widgets.NewQComboBoxFromPointer(w.Pointer())
		for i := range box.Count() {
			if box.ItemText(i) == text {
				box.SetCurrentIndex(i)
				return
			}
		}
		fail("%s has no %q", name, text)
	})
}

// text is what a label, a button, a field or a list says.
func (h hands) text(name string) (text string) {
	h.t.Helper()
	h.eventually(name+" is shown", func() bool {
		w := seen(name)
		if w != nil {
			text = textOf(w)
		}
		return w != nil
	})
	return text
}

// textOf is what a widget says; nothing when it is nil.
func textOf(w *widgets.QWidget) string {
	if w == nil {
		return ""
	}
	p := w.Pointer()
	switch {
	case w.Inherits("QLabel"):
		return widgets.NewQLabelFromPointer(p).Text()
	case w.Inherits("QAbstractButton"):
		return widgets.NewQAbstractButtonFromPointer(p).Text()
	case w.Inherits("QLineEdit"):
		return widgets.NewQLineEditFromPointer(p).Text()
	case w.Inherits("QPlainTextEdit"):
		return widgets.NewQPlainTextEditFromPointer(p).ToPlainText()
	case w.Inherits("QComboBox"):
		return widgets.NewQComboBoxFromPointer(p).CurrentText()
	case w.Inherits("QAbstractItemView"):
		return listText(widgets.NewQAbstractItemViewFromPointer(p))
	}
	return w.WindowTitle()
}

// listText is what a screen reader says of all rows of a list, line by line.
func listText(list *widgets.QAbstractItemView) string {
	text := ""
	for row := range list.Model().RowCount(core.NewQModelIndex()) {
		index := list.Model().Index(row, 0, core.NewQModelIndex())
		said := list.Model().Data(index, accessibleText).ToString()
		if said == "" {
			said = list.Model().Data(index, int(core.Qt__DisplayRole)).ToString()
		}
		text += said + "\n"
	}
	return text
}

// shoot keeps a picture of a widget in the folder that CAROM_UI_SHOTS names, for
// somebody to look at.
func (h hands) shoot(name, file string) {
	h.t.Helper()
	folder := os.Getenv("CAROM_UI_SHOTS")
	if folder == "" {
		return
	}
	h.with(name, func(w *widgets.QWidget) { picture(w, filepath.Join(folder, file+".png")) })
}

// picture writes a widget's picture to a file.
func picture(w *widgets.QWidget, path string) {
	if !w.Grab(core.NewQRect4(0, 0, -1, -1)).Save(path, "PNG", -1) {
		fail("the picture cannot be written")
	}
}
