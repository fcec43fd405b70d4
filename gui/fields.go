//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
)

// fieldLabel is the label of a field: its Alt key leads there, and a screen
// reader says it.
func fieldLabel(text string, field widgets.QWidget_ITF) *widgets.QLabel {
	l := plainLabel(text)
	l.SetBuddy(field)
	field.QWidget_PTR().SetAccessibleName(i18n.Unmarked(text))
	return l
}

// errorLabel is where it is said, below a field, what is wrong with it.
func errorLabel(name string) *widgets.QLabel {
	l := plainLabel("")
	l.SetObjectName(name)
	return l
}

// narrowLabel is a label for words of somebody else: however long one of them
// is, it does not make the window wider.
func narrowLabel(text string) *widgets.QLabel {
	l := plainLabel("")
	l.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Preferred)
	l.SetText(text) // now, since it is what makes the label as high as its lines
	return l
}

// showVerdict says below a field whether what is in it can be used; hint is
// said while there is nothing else to say.
func showVerdict(u *ui, field widgets.QWidget_ITF, l *widgets.QLabel, v model.Verdict, hint string) {
	text, role := v.Text(u.t), "small"
	if v.Wrong {
		role = "error"
	}
	if text == "" {
		text = hint
	}
	setLabel(l, text)
	setRole(l, role)
	l.SetVisible(text != "")
	setWrong(field, v.Wrong)
	field.QWidget_PTR().SetAccessibleDescription(text)
}

// setWrong marks a field whose content cannot be used.
func setWrong(field widgets.QWidget_ITF, wrong bool) {
	q := field.QWidget_PTR()
	value := "false"
	if wrong {
		value = "true"
	}
	if q.Property("wrong").ToString() == value {
		return
	}
	q.SetProperty("wrong", core.NewQVariant1(value))
	q.Style().Unpolish(q)
	q.Style().Polish(q)
}
