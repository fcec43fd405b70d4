//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// dialog is a window above the window: contents, and a row of buttons at its
// end. It never blocks the event loop. What does not fit on the screen scrolls.
type dialog struct {
	ui      *ui
	box     *widgets.QDialog
	scroll  *widgets.QScrollArea
	inner   *widgets.QWidget
	content *widgets.QVBoxLayout
	buttons *widgets.QHBoxLayout
	// fitting: the size is about to be looked at.
	fitting bool
}

// newDialog makes one over parent. Escape closes it. It is deleted once closed.
func newDialog(u *ui, parent widgets.QWidget_ITF, name, title string) *dialog {
	d := &dialog{ui: u, box: widgets.NewQDialog(parent, core.Qt__Dialog)}
	d.box.SetObjectName(name)
	d.box.SetWindowTitle(title)
	d.box.SetModal(true)
	d.box.SetAttribute(core.Qt__WA_DeleteOnClose, true)
	outer := widgets.NewQVBoxLayout2(d.box)
	outer.SetContentsMargins(0, 0, 0, dialogMarginY)
	outer.SetSpacing(dialogGap)
	d.makeContent()
	outer.AddWidget(d.scroll, 1, 0)
	d.buttons = widgets.NewQHBoxLayout()
	d.buttons.SetContentsMargins(dialogMarginX, 0, dialogMarginX, 0)
	d.buttons.SetSpacing(8)
	d.buttons.AddStretch(1)
	outer.AddLayout(d.buttons, 0)
	return d
}

// add puts a widget below the ones before.
func (d *dialog) add(w widgets.QWidget_ITF) { d.content.AddWidget(w, 0, 0) }

// text adds a paragraph of ours.
func (d *dialog) text(text string) *widgets.QLabel {
	l := plainLabel(text)
	d.add(l)
	return l
}

// button adds a button; a nil click closes the dialog.
func (d *dialog) button(name, text string, click func()) *widgets.QPushButton {
	b := newButton(name, text)
	if click == nil {
		click = d.close
	}
	b.ConnectClicked(func(bool) { click() })
	b.SetAutoDefault(false)
	d.buttons.AddWidget(b, 0, 0)
	return b
}

// primary adds the button that Enter presses.
func (d *dialog) primary(name, text string, click func()) *widgets.QPushButton {
	b := d.button(name, text, click)
	b.SetProperty("role", core.NewQVariant1("main"))
	b.SetDefault(true)
	return b
}

// danger adds the button that does what cannot be undone. Enter does not press it.
func (d *dialog) danger(name, text string, click func()) *widgets.QPushButton {
	b := d.button(name, text, click)
	b.SetProperty("role", core.NewQVariant1("danger"))
	return b
}

// open shows it.
func (d *dialog) open() {
	d.firstFit()
	d.box.Open()
}

func (d *dialog) close() { d.box.Close() }

// newButton makes a button with an accessible name.
func newButton(name, text string) *widgets.QPushButton {
	b := widgets.NewQPushButton2(text, nil)
	b.SetObjectName(name)
	b.SetAccessibleName(i18n.Unmarked(text))
	return b
}

// tell shows a text with a button to close it.
func tell(u *ui, parent widgets.QWidget_ITF, title, text string) *dialog {
	d := newDialog(u, parent, "message", title)
	selectable(d.text(text)).SetObjectName("message.text")
	d.primary("message.ok", u.t.T(i18n.OK), nil).SetFocus2()
	d.open()
	return d
}

// confirm asks before something that cannot be undone. The focus is on the
// button that does nothing.
func confirm(u *ui, parent widgets.QWidget_ITF, title, text, button string, yes func()) *dialog {
	d := newDialog(u, parent, "confirm", title)
	d.text(text).SetObjectName("confirm.text")
	cancel := d.button("confirm.cancel", u.t.T(i18n.Cancel), nil)
	d.danger("confirm.yes", button, func() {
		d.close()
		yes()
	})
	cancel.SetDefault(true)
	cancel.SetFocus2()
	d.open()
	return d
}
