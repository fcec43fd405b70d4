//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/store"
)

// secretField is a field for a passphrase. What is typed is not shown unless
// asked for. While it is hidden it cannot be copied; while it is shown it can, as
// the text of any field.
type secretField struct{ edit *widgets.QLineEdit }

func newSecretField(name string) *secretField {
	f := &secretField{widgets.NewQLineEdit(nil)}
	f.edit.SetObjectName(name)
	f.reveal(false)
	f.edit.SetMaxLength(maxPassphrase)
	return f
}

// maxPassphrase bounds what is typed, in UTF-16 units.
const maxPassphrase = 1000

func (f *secretField) reveal(yes bool) {
	mode := widgets.QLineEdit__Password
	if yes {
		mode = widgets.QLineEdit__Normal
	}
	f.edit.SetEchoMode(mode)
	// Input methods learn no words here, also while they are shown.
	f.edit.SetInputMethodHints(f.edit.InputMethodHints() | core.Qt__ImhSensitiveData | core.Qt__ImhNoPredictiveText | core.Qt__ImhNoAutoUppercase)
}

func (f *secretField) text() string { return f.edit.Text() }

// take is what was typed.
func (f *secretField) take() store.Passphrase { return store.NewPassphrase([]byte(f.edit.Text())) }

// clear forgets what was typed, undo included: SetText drops the history, which
// QLineEdit's own Clear keeps.
func (f *secretField) clear() { f.edit.SetText("") }

// newReveal makes the check box that shows what is typed in some fields.
func newReveal(u *ui, name string, fields ...*secretField) *widgets.QCheckBox {
	box := newCheckBox(u, name, u.t.T(i18n.PassphraseShow))
	box.ConnectToggled(func(yes bool) {
		for _, f := range fields {
			f.reveal(yes)
		}
	})
	return box
}
