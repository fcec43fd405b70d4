//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/onion"
)

// bridgeLines is how tall the field for bridge lines is, in lines of text.
const bridgeLines = 4

// bridgeFields are the part of a connectPage that chooses bridges.
type bridgeFields struct {
	ui           *ui
	w            *widgets.QWidget
	builtIn, own *widgets.QRadioButton
	set          *widgets.QComboBox
	lines        *widgets.QPlainTextEdit
	wrong        *widgets.QLabel

	changed func()
}

func newBridgeFields(u *ui, f model.ConnectForm) *bridgeFields {
	b := &bridgeFields{ui: u}
	var box *widgets.QVBoxLayout
	b.w, box = indented("connect.bridge")
	b.builtIn = newRadio("connect.bridge.builtin", u.t.T(i18n.BridgesBuiltin))
	b.builtIn.SetChecked(!f.Own)
	b.set = newComboBox(u, "connect.bridge.set")
	b.set.SetAccessibleName(i18n.Unmarked(u.t.T(i18n.BridgesBuiltin)))
	b.set.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Fixed) // its words do not widen the window
	for i, set := range onion.BridgeSets() {
		b.set.AddItem(u.t.T(setNames()[set]), core.NewQVariant1(string(set)))
		if set == f.BuiltIn {
			b.set.SetCurrentIndex(i)
		}
	}
	b.own = newRadio("connect.bridge.own", u.t.T(i18n.BridgesPasted))
	b.own.SetChecked(f.Own)
	b.lines = plainEdit()
	b.lines.SetObjectName("connect.bridge.lines")
	b.lines.SetAccessibleName(i18n.Unmarked(u.t.T(i18n.BridgesPasted)))
	b.lines.SetPlaceholderText(u.t.T(i18n.BridgesPaste))
	b.lines.SetPlainText(f.Lines)
	b.lines.SetLayoutDirection(core.Qt__LeftToRight)
	b.lines.SetFixedHeight(b.lines.FontMetrics().LineSpacing()*bridgeLines + choiceIndent)
	b.wrong = errorLabel("connect.bridge.wrong")
	where := plainLabel(u.t.T(i18n.BridgesWhere))
	setRole(where, "small")

	sources := widgets.NewQButtonGroup(b.w)
	sources.AddButton(b.builtIn, -1)
	sources.AddButton(b.own, -1)
	box.AddWidget(b.builtIn, 0, core.Qt__AlignLeft)
	box.AddWidget(b.set, 0, 0)
	box.AddWidget(b.own, 0, core.Qt__AlignLeft)
	for _, w := range []widgets.QWidget_ITF{b.lines, b.wrong, where} {
		box.AddWidget(w, 0, 0)
	}
	sources.ConnectButtonClicked(func(*widgets.QAbstractButton) { b.changed() })
	b.set.ConnectActivated(func(int) {
		b.builtIn.SetChecked(true)
		b.changed()
	})
	b.lines.ConnectTextChanged(func() {
		b.own.SetChecked(true)
		b.changed()
	})
	return b
}

func setNames() map[onion.BridgeSet]*i18n.Message {
	return map[onion.BridgeSet]*i18n.Message{
		onion.BridgesObfs4: i18n.BridgesObfs4, onion.BridgesSnowflake: i18n.BridgesSnowflake, onion.BridgesMeek: i18n.BridgesMeek,
	}
}

func (b *bridgeFields) read(f *model.ConnectForm) {
	f.Own = b.own.IsChecked()
	f.BuiltIn = onion.BridgeSets()[max(b.set.CurrentIndex(), 0)]
	f.Lines = b.lines.ToPlainText()
}

// complain shows what is wrong with the lines, or how many bridges they are.
func (b *bridgeFields) complain(f model.ConnectForm, texts map[model.ConnectPart]string, strict bool) {
	wrong, hint := texts[model.PartBridges], ""
	if strings.TrimSpace(f.Lines) == "" && !strict {
		wrong = ""
	} else if f.Own && wrong == "" {
		hint = f.BridgeCount(b.ui.t)
	}
	complaint(b.lines, b.wrong, wrong, hint)
}
