//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// newEmptyPeople is what the list of contacts shows while there are none: the
// two ways to begin. It scrolls where text is so large that they do not fit.
func newEmptyPeople(m *mainScreen) *widgets.QWidget {
	t := m.ui.t
	w := widgets.NewQWidget(nil, 0)
	box := widgets.NewQVBoxLayout2(w)
	box.SetContentsMargins(16, 24, 16, 16)
	box.SetSpacing(12)
	title := plainLabel(t.T(i18n.ContactsEmpty))
	title.SetProperty("role", core.NewQVariant1("heading"))
	box.AddWidget(title, 0, 0)
	box.AddWidget(plainLabel(t.T(i18n.ContactsEmptyText)), 0, 0)
	add := newButton("people.empty.add", t.T(i18n.ActionAddContact))
	add.SetProperty("role", core.NewQVariant1("main"))
	add.ConnectClicked(func(bool) { openAddContact(m) })
	box.AddWidget(add, 0, 0)
	mine := newButton("people.empty.mine", t.T(i18n.ActionMyAddress))
	mine.ConnectClicked(func(bool) { openMyAddress(m) })
	box.AddWidget(mine, 0, 0)
	box.AddStretch(1)
	area := widgets.NewQScrollArea(nil)
	area.SetObjectName("people.empty")
	area.SetFrameShape(widgets.QFrame__NoFrame)
	area.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	area.SetWidgetResizable(true)
	area.SetWidget(w)
	area.SetFocusProxy(add)
	w.EnsurePolished()
	area.SetMinimumWidth(w.MinimumSizeHint().Width())
	return area.QWidget_PTR()
}

// newNothingPanel is the right side while nobody is open.
func newNothingPanel(m *mainScreen) *widgets.QWidget {
	w := widgets.NewQWidget(nil, 0)
	w.SetObjectName("nothing")
	box := widgets.NewQVBoxLayout2(w)
	icon := plainLabel("")
	icon.SetPixmap(appIcon(m.ui.look, false).Pixmap2(64, 64, 0, 0))
	icon.SetAlignment(core.Qt__AlignCenter)
	text := plainLabel(m.ui.t.T(i18n.ChatNothingOpen))
	text.SetObjectName("nothing.text")
	text.SetProperty("role", core.NewQVariant1("muted"))
	text.SetAlignment(core.Qt__AlignCenter)
	box.AddStretch(1)
	box.AddWidget(icon, 0, 0)
	box.AddWidget(text, 0, 0)
	box.AddStretch(1)
	return w
}
