//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// openWipe asks whether to destroy the profile; a word has to be typed for that.
func openWipe(d *Desktop, parent widgets.QWidget_ITF) {
	t := d.ui.t
	word := t.T(i18n.WipeWord)
	w := newDialog(d.ui, parent, "wipe", t.T(i18n.WipeTitle))
	w.text(t.T(i18n.WipeText)).SetObjectName("wipe.text")
	field := widgets.NewQLineEdit(nil)
	field.SetObjectName("wipe.word")
	w.add(fieldLabel(t.T(i18n.WipeConfirm, i18n.Args{"Word": word}), field))
	w.add(field)
	w.button("wipe.cancel", t.T(i18n.Cancel), nil).SetDefault(true)
	yes := w.danger("wipe.yes", t.T(i18n.WipeButton), d.wipe)
	yes.SetEnabled(false)
	field.ConnectTextChanged(func(text string) {
		yes.SetEnabled(strings.EqualFold(strings.TrimSpace(text), word))
	})
	w.open()
	field.SetFocus2()
}
