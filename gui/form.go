//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// form is a page of the settings: one thing below the other, so that long words
// and large text find room.
type form struct {
	s    *settings
	ui   *ui
	name string
	w    *widgets.QWidget
	box  *widgets.QVBoxLayout
}

func newForm(s *settings, name string) *form {
	f := &form{s: s, ui: s.ui, name: name, w: widgets.NewQWidget(nil, 0)}
	f.w.SetObjectName("settings." + name + ".form")
	f.box = widgets.NewQVBoxLayout2(f.w)
	lengths := s.ui.metrics()
	f.box.SetSpacing(lengths.Space)
	f.box.SetContentsMargins(lengths.Space, 0, lengths.Gap, lengths.Gap)
	return f
}

// called is the object name of one of the form's widgets.
func (f *form) called(name string) string { return f.name + "." + name }

// gap parts what follows from what is above.
func (f *form) gap() { f.box.AddSpacing(f.ui.metrics().Gap) }

// note adds a text.
func (f *form) note(text, role string) *widgets.QLabel {
	l := plainLabel(text)
	l.SetProperty("role", core.NewQVariant1(role))
	f.box.AddWidget(l, 0, 0)
	return l
}

// choice adds a label and a list to choose one of options from; chosen gets the
// place of what our user chose.
func (f *form) choice(name string, label *i18n.Message, options []string, current int, chosen func(at int)) {
	c := newComboBox(f.ui, f.called(name))
	for _, o := range options {
		c.AddItem(o, core.NewQVariant())
	}
	c.SetCurrentIndex(current)
	f.box.AddWidget(fieldLabel(f.ui.t.T(label), c), 0, 0)
	f.box.AddWidget(c, 0, core.Qt__AlignLeft)
	c.ConnectCurrentIndexChanged(func(at int) { chosen(at) })
}

// check adds a check box.
func (f *form) check(name string, label *i18n.Message, on bool, changed func(on bool)) *widgets.QCheckBox {
	c := newCheckBox(f.ui, f.called(name), f.ui.t.T(label))
	c.SetChecked(on)
	c.ConnectToggled(changed)
	f.box.AddWidget(c, 0, core.Qt__AlignLeft)
	return c
}

// radio adds one of several choices that exclude each other: all of a form's
// that were made since group.
func (f *form) radio(group *widgets.QButtonGroup, name string, label *i18n.Message, on bool, chosen func()) *widgets.QRadioButton {
	r := newRadio(f.called(name), f.ui.t.T(label))
	r.SetChecked(on)
	r.ConnectToggled(func(on bool) {
		if on {
			chosen()
		}
	})
	group.AddButton(r, -1)
	f.box.AddWidget(r, 0, core.Qt__AlignLeft)
	return r
}

// group begins choices that exclude each other, below a heading.
func (f *form) group(heading *i18n.Message) *widgets.QButtonGroup {
	f.note(i18n.Unmarked(f.ui.t.T(heading)), "muted")
	return widgets.NewQButtonGroup(f.w)
}

// button adds a button that opens something.
func (f *form) button(name string, label *i18n.Message, click func()) *widgets.QPushButton {
	b := newButton(f.called(name), f.ui.t.T(label))
	b.SetAutoDefault(false)
	b.ConnectClicked(func(bool) { click() })
	f.box.AddWidget(b, 0, core.Qt__AlignLeft)
	return b
}
