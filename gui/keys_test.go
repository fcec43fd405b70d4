//go:build minimal

package gui

import (
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// In every language a shortcut is keys with something between them, in the
// menu, in the list of shortcuts, and in the settings.
func TestKeysInAllLanguages(t *testing.T) {
	d := openTestDesktop(t)
	for _, l := range i18n.Languages() {
		d.setPrefs(func(p *prefs.Preferences) { p.Language = l.Code })
		d.eventually("the screen is made afresh", func() bool { return d.main() != nil && d.desk.ui.t.Language() == l })
		onGUI(t, func() {
			item := d.main().actions.bar.FindChild("action.panic", core.Qt__FindChildrenRecursively)
			_, inMenu, _ := strings.Cut(widgets.NewQActionFromPointer(item.Pointer()).Text(), "\t")
			for place, shown := range map[string]string{"menu": inMenu, "list": d.main().otherKeys()[0].keys, "find": shownKeys(keysOf("Ctrl+K"))} {
				parts := strings.Split(strings.Trim(shown, "\u2068\u2069"), "+")
				last := parts[len(parts)-1]
				if len(parts) < 2 || parts[0] == "" || last != "X" && last != "K" {
					t.Errorf("%s: the %s has %q", l.Code, place, shown)
				}
			}
		})
		if l.RTL {
			onGUI(t, func() { openKeys(d.main()) })
			d.shoot("keys", "keys-"+l.Code)
			d.closeDialog("keys")
			onGUI(t, func() {
				view := d.main().actions.bar.FindChild("menu."+i18n.MenuView.ID, core.Qt__FindChildrenRecursively)
				widgets.NewQMenuFromPointer(view.Pointer()).Popup(core.NewQPoint2(20, 20), nil)
			})
			d.shoot("menu."+i18n.MenuView.ID, "menu-"+l.Code)
			d.press("menu."+i18n.MenuView.ID, core.Qt__Key_Escape, core.Qt__NoModifier)
		}
	}
}
