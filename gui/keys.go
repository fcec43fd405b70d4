//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// keyLine is a shortcut and what it does.
type keyLine struct{ does, keys string }

// keysOf are the keys that an English keyboard calls so, joined by "+".
func keysOf(names string) *gui.QKeySequence {
	return gui.NewQKeySequence2(names, gui.QKeySequence__PortableText)
}

// shownKeys calls keys what they are called in our user's language, for a text
// that runs in either direction.
func shownKeys(keys *gui.QKeySequence) string {
	return i18n.Isolate(keys.ToString(gui.QKeySequence__NativeText))
}

// openKeys lists the shortcuts, those of the menus and those that are in none,
// and says what the delivery marks mean.
func openKeys(m *mainScreen) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "keys", t.T(i18n.KeysTitle))
	lengths := m.ui.metrics()
	inside := widgets.NewQWidget(nil, 0)
	table := widgets.NewQGridLayout(inside)
	table.SetHorizontalSpacing(lengths.Margin)
	table.SetVerticalSpacing(lengths.Space)
	table.SetColumnStretch(0, 1)
	lines := append(m.menuKeys(), m.otherKeys()...)
	for row, line := range lines {
		does, keys := plainLabel(line.does), plainLabel(line.keys)
		keys.SetWordWrap(false)
		keys.SetAlignment(core.Qt__AlignTop | core.Qt__AlignLeading)
		table.AddWidget2(does, row, 0, 0)
		table.AddWidget2(keys, row, 1, 0)
	}
	table.AddWidget3(newMarksTable(m.ui), len(lines), 0, 1, 2, 0)
	area := widgets.NewQScrollArea(nil)
	area.SetObjectName("keys.list")
	area.SetAccessibleName(t.T(i18n.KeysTitle))
	area.SetFrameShape(widgets.QFrame__NoFrame)
	area.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	area.SetWidgetResizable(true)
	area.SetWidget(inside)
	d.content.AddWidget(area, 1, 0)
	d.primary("keys.close", t.T(i18n.Close), nil)
	d.box.Resize2(settingsSize(m.ui.desk.window.main, lengths.Row))
	d.open()
	area.SetFocus2()
}

// newMarksTable says what the marks in the corners of bubbles mean.
func newMarksTable(u *ui) *widgets.QWidget {
	w := widgets.NewQWidget(nil, 0)
	table := widgets.NewQGridLayout(w)
	lengths := u.metrics()
	table.SetContentsMargins(0, lengths.Margin, 0, 0)
	table.SetHorizontalSpacing(lengths.Gap)
	table.SetVerticalSpacing(lengths.Space)
	table.SetColumnStretch(2, 1)
	heading := plainLabel(u.t.T(i18n.KeysMarks))
	setRole(heading, "heading")
	table.AddWidget3(heading, 0, 0, 1, 3, 0)
	for i, state := range []carom.Delivery{carom.Queued, carom.Sent, carom.Delivered, carom.Failed} {
		name, hint := model.Delivered(state)
		called := plainLabel(u.t.T(name))
		called.SetWordWrap(false)
		called.SetAlignment(core.Qt__AlignTop | core.Qt__AlignLeading)
		table.AddWidget2(newMark(u, "keys.mark", markOf(state)), i+1, 0, core.Qt__AlignTop)
		table.AddWidget2(called, i+1, 1, 0)
		table.AddWidget2(plainLabel(u.t.T(hint)), i+1, 2, 0)
	}
	return w
}

// menuKeys are the shortcuts of the menus, in their order.
func (m *mainScreen) menuKeys() (lines []keyLine) {
	for _, top := range m.ui.desk.window.main.MenuBar().Actions() {
		if top.Menu().Pointer() == nil {
			continue
		}
		for _, a := range top.Menu().Actions() {
			if keys := a.Shortcut(); !keys.IsEmpty() {
				does, _, _ := strings.Cut(a.Text(), "\t")
				lines = append(lines, keyLine{i18n.Unmarked(does), shownKeys(keys)})
			}
		}
	}
	return lines
}

// otherKeys are shortcuts that are in no menu.
func (m *mainScreen) otherKeys() []keyLine {
	t := m.ui.t
	send, newLine := "Enter", "Shift+Enter"
	if !m.ui.desk.prefs.EnterSends {
		send, newLine = "Ctrl+Enter", "Enter"
	}
	return []keyLine{
		{i18n.Unmarked(t.T(i18n.ActionPanic)), shownPanic(t)},
		{t.T(i18n.KeysSend), shownKeys(keysOf(send))},
		{t.T(i18n.KeysNewLine), shownKeys(keysOf(newLine))},
		{t.T(i18n.KeysMenu), shownKeys(keysOf("Shift+F10"))},
		{t.T(i18n.KeysCopy), shownKeys(keysOf("Ctrl+C"))},
		{t.T(i18n.KeysDelete), shownKeys(keysOf("Delete"))},
		{t.T(i18n.KeysRetry), shownKeys(keysOf("Enter"))},
		{t.T(i18n.KeysClose), shownKeys(keysOf("Escape"))},
	}
}
