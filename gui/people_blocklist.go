//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// blockList is the dialog with everybody who is blocked. What is undone in it
// can be redone: a row stays until the dialog closes.
type blockList struct {
	main *mainScreen
	d    *dialog
	// free are those whom our user has unblocked in this dialog.
	free map[contacts.ServiceID]bool
}

// openBlockList shows who is blocked. Whom our user takes from the list is
// unblocked when it closes, so that a slip costs nothing.
func openBlockList(m *mainScreen) {
	t := m.ui.t
	b := &blockList{main: m, free: make(map[contacts.ServiceID]bool)}
	b.d = newDialog(m.ui, m.ui.desk.window.main, "blocklist", t.T(i18n.BlockListTitle))
	rows := m.roster.BlockedRows()
	if len(rows) == 0 {
		b.d.text(t.T(i18n.BlockListEmpty)).SetObjectName("blocklist.empty")
	} else {
		b.d.text(t.T(i18n.BlockListText))
		b.d.content.AddWidget(b.list(), 1, 0)
	}
	b.d.primary("blocklist.close", t.T(i18n.Close), nil)
	b.d.box.ConnectFinished(func(int) { b.finish() })
	b.d.open()
}

// list makes a row for each of them.
func (b *blockList) list() *widgets.QScrollArea {
	area := widgets.NewQScrollArea(nil)
	area.SetObjectName("blocklist.list")
	area.SetWidgetResizable(true)
	area.SetFrameShape(widgets.QFrame__NoFrame)
	area.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	area.SetFocusPolicy(core.Qt__NoFocus)
	inner := widgets.NewQWidget(nil, 0)
	box := widgets.NewQVBoxLayout2(inner)
	box.SetContentsMargins(0, 0, 0, 0)
	for _, r := range b.main.roster.BlockedRows() {
		if c, ok := b.main.contact(r.ID); ok {
			box.AddLayout(b.row(c), 0)
		}
	}
	box.AddStretch(1)
	area.SetWidget(inner)
	area.SetMinimumHeight(b.main.ui.metrics().Row * 3)
	return area
}

func (b *blockList) row(c carom.Contact) *widgets.QHBoxLayout {
	t, name := b.main.ui.t, peerLine(c.Nickname)
	row := widgets.NewQHBoxLayout()
	label := atStart(narrowLabel(name), t.RTL())
	label.SetWordWrap(false)
	row.AddWidget(label, 1, 0)
	button := newButton("blocklist.unblock", "")
	face := func() {
		text := t.T(i18n.ActionUnblock)
		if b.free[c.ID] {
			text = t.T(i18n.Undo)
		}
		button.SetText(text)
		button.SetAccessibleName(i18n.Unmarked(text) + ": " + name)
		label.SetEnabled(!b.free[c.ID])
	}
	button.ConnectClicked(func(bool) {
		b.free[c.ID] = !b.free[c.ID]
		face()
	})
	face()
	row.AddWidget(button, 0, 0)
	return row
}

// finish unblocks those whom our user took from the list.
func (b *blockList) finish() {
	for _, r := range b.main.roster.BlockedRows() {
		if c, ok := b.main.contact(r.ID); ok && b.free[r.ID] {
			unblockNow(b.main, c)
		}
	}
}
