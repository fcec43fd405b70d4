//go:build minimal

package gui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	"carom/gui/fingerprint"
	"carom/gui/i18n"
)

// wordsInRow is how many words of a fingerprint are in a row.
const wordsInRow = 3

// addressView shows an address to be copied, and the same in words to be
// compared aloud.
type addressView struct {
	ui     *ui
	w      *widgets.QWidget
	field  *widgets.QLineEdit
	copied *widgets.QLabel
	words  *widgets.QLabel
	id     contacts.ServiceID
}

func newAddressView(u *ui, name string) *addressView {
	a := &addressView{ui: u, w: widgets.NewQWidget(nil, 0)}
	a.field = widgets.NewQLineEdit(nil)
	a.field.SetObjectName(name)
	a.field.SetReadOnly(true)
	a.field.SetAccessibleName(u.t.T(i18n.AddressField))
	a.field.SetLayoutDirection(core.Qt__LeftToRight)
	a.field.SetFont(monospaced(a.field))
	button := newButton(name+".copy", u.t.T(i18n.MineCopy))
	button.ConnectClicked(func(bool) { a.copy() })
	a.copied = plainLabel("")
	a.copied.SetObjectName(name + ".copied")
	a.copied.SetProperty("role", core.NewQVariant1("small"))
	a.copied.Hide()
	a.words = selectable(plainLabel(""))
	a.words.SetObjectName(name + ".words")
	a.words.SetProperty("role", core.NewQVariant1("words"))
	a.words.SetLayoutDirection(core.Qt__LeftToRight) // the words are English
	a.words.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Preferred)

	row := widgets.NewQHBoxLayout()
	row.AddWidget(a.field, 1, 0)
	row.AddWidget(button, 0, 0)
	box := widgets.NewQVBoxLayout2(a.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.AddLayout(row, 0)
	box.AddWidget(a.copied, 0, 0)
	box.AddWidget(a.words, 0, 0)
	return a
}

// show shows somebody's address.
func (a *addressView) show(id contacts.ServiceID) {
	if a.id == id {
		return
	}
	a.id = id
	a.field.SetText(id.Address())
	a.field.SetCursorPosition(0)
	a.copied.Hide()
	words := fingerprint.Words(id)
	a.words.SetText(inRows(words))
	a.words.SetAccessibleName(spokenWords(a.ui.t, words))
}

// copy copies the address, and says so where it is seen and heard.
func (a *addressView) copy() {
	setClipboard(a.field.Text())
	a.field.SelectAll()
	text := a.ui.t.T(i18n.MineCopied)
	setLabel(a.copied, text)
	a.copied.SetAccessibleName(text)
	a.copied.Show()
}

// inRows writes the words of a fingerprint in rows that fit a dialog, to be read
// aloud in this order.
func inRows(words []string) string {
	var rows []string
	for row := range slices.Chunk(words, wordsInRow) {
		rows = append(rows, strings.Join(row, "  "))
	}
	return strings.Join(rows, "\n")
}

// spokenWords has a screen reader say each with its number, so that two people
// do not lose each other.
func spokenWords(t *i18n.Printer, words []string) string {
	var out []string
	for i, w := range words {
		out = append(out, t.T(i18n.FingerprintNumber, i18n.Args{"Number": fmt.Sprint(i + 1), "Word": w}))
	}
	return strings.Join(out, ", ")
}

// monospaced is a widget's font with characters of one width.
func monospaced(w widgets.QWidget_ITF) *gui.QFont {
	fixed := gui.QFontDatabase_SystemFont(gui.QFontDatabase__FixedFont)
	fixed.SetPointSizeF(points(w.QWidget_PTR().Font()))
	return fixed
}
