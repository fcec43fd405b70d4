//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

// trigger chooses an entry of the menu bar by its name.
func (d *testDesktop) trigger(name string) {
	d.t.Helper()
	d.eventually(name+" can be chosen", func() bool {
		if front := widgets.QApplication_ActiveModalWidget(); front.Pointer() != nil || d.main() == nil {
			return false
		}
		found := d.main().actions.bar.FindChild(name, core.Qt__FindChildrenRecursively)
		if found.Pointer() == nil {
			fail("there is no %s in the menus", name)
		}
		action := widgets.NewQActionFromPointer(found.Pointer())
		if !action.IsEnabled() {
			return false
		}
		action.Trigger()
		return true
	})
}

// newContextMenuEvent is what the menu key sends.
func newContextMenuEvent(l *peopleList) *gui.QContextMenuEvent {
	return gui.NewQContextMenuEvent2(gui.QContextMenuEvent__Keyboard, core.NewQPoint2(1, 1), l.view.MapToGlobal(core.NewQPoint2(1, 1)))
}
