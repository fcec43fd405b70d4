//go:build minimal

package gui

import (
	"testing"

	"github.com/therecipe/qt/core"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// The menus and their shortcuts work after the screen was made afresh, in other
// words and another size: once each, as two that hear the same keys would not.
func TestMenusAfterRedress(t *testing.T) {
	d := openTestDesktop(t)
	d.talkWith("Bob")
	for _, language := range []string{"de", "fa", "en"} {
		d.setPrefs(func(p *prefs.Preferences) { p.Language, p.TextSize = language, p.TextSize+10 })
		d.eventually("the screen is made afresh", func() bool {
			return d.main() != nil && !d.main().state.Self.IsZero() && d.desk.ui.t.Language().Code == language && seen("composer.text") != nil
		})
		d.trigger("action.add")
		d.eventually("it is in the language", func() bool {
			w := seen("addcontact")
			return w != nil && w.WindowTitle() == i18n.New(language).T(i18n.AddTitle)
		})
		d.closeDialog("addcontact")
		d.trigger("action.rename")
		d.wait("rename")
		d.closeDialog("rename")
		for _, k := range []struct {
			key    core.Qt__Key
			with   core.Qt__KeyboardModifier
			dialog string
		}{
			{core.Qt__Key_N, core.Qt__ControlModifier, "addcontact"},
			{core.Qt__Key_I, core.Qt__ControlModifier, "address"},
			{core.Qt__Key_J, core.Qt__ControlModifier, "transfers"},
			{core.Qt__Key_F1, core.Qt__NoModifier, "keys"},
		} {
			d.press("", k.key, k.with)
			d.wait(k.dialog)
			d.closeDialog(k.dialog)
		}
	}
	d.panics()
	d.gone("main")
}
