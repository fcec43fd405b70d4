//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
)

// composerLines is how tall the composer grows before it scrolls.
const composerLines = 6

// composer is where a message is written: a field that grows, a counter, and a
// button.
type composer struct {
	ui      *ui
	w       *widgets.QWidget
	edit    *widgets.QPlainTextEdit
	counter *widgets.QLabel
	send    *widgets.QPushButton
	attach  *widgets.QPushButton

	// sent is called with a text that may be sent; changed with every change
	// that our user makes, for the draft.
	sent    func(text string)
	changed func(text string)
	// attached is called with files that our user has pasted or dropped.
	attached func(paths []string)
	// loading: the text is set by us.
	loading bool
}

func newComposer(u *ui) *composer {
	c := &composer{ui: u, w: widgets.NewQWidget(nil, 0)}
	c.w.SetObjectName("composer")
	c.edit = plainEditOr(c.takeFiles)
	c.edit.SetObjectName("composer.text")
	c.edit.SetPlaceholderText(u.t.T(i18n.ComposerPlaceholder))
	c.edit.SetVerticalScrollBarPolicy(core.Qt__ScrollBarAsNeeded)
	c.counter = plainLabel("")
	c.counter.SetObjectName("composer.counter")
	c.counter.SetWordWrap(false)
	c.counter.SetAlignment(core.Qt__AlignRight | core.Qt__AlignVCenter)
	c.counter.Hide()
	c.send = newButton("composer.send", u.t.T(i18n.ComposerSend))
	c.send.SetProperty("role", core.NewQVariant1("main"))
	c.send.ConnectClicked(func(bool) { c.submit() })
	tooltip(c.send, u.t.T(i18n.ComposerSendHint))

	c.attach = newButton("composer.attach", "+")
	c.attach.SetAccessibleName(i18n.Unmarked(u.t.T(i18n.ActionSendFile)))
	tooltip(c.attach, i18n.Unmarked(u.t.T(i18n.ActionSendFile)))

	row := widgets.NewQHBoxLayout()
	row.SetSpacing(8)
	row.AddWidget(c.attach, 0, core.Qt__AlignBottom)
	row.AddWidget(c.edit, 1, 0)
	row.AddWidget(c.send, 0, core.Qt__AlignBottom)
	outer := widgets.NewQVBoxLayout2(c.w)
	outer.SetContentsMargins(16, 8, 16, 12)
	outer.SetSpacing(4)
	outer.AddLayout(row, 0)
	outer.AddWidget(c.counter, 0, 0)

	c.edit.ConnectKeyPressEvent(c.key)
	c.edit.ConnectTextChanged(c.typed)
	c.typed()
	return c
}

// takeFiles takes files that are pasted or dropped.
func (c *composer) takeFiles(data *core.QMimeData) bool {
	paths := localFiles(data)
	if len(paths) == 0 || c.attached == nil {
		return false
	}
	c.attached(paths)
	return true
}

// key sends at Enter and begins a line at Shift+Enter, or the other way round. An
// Enter that ends what an input method composes does not come here: Qt shows every
// key to the input method first, and delivers only those that it leaves alone.
func (c *composer) key(event *gui.QKeyEvent) {
	if key := event.Key(); key != int(core.Qt__Key_Return) && key != int(core.Qt__Key_Enter) {
		c.edit.KeyPressEventDefault(event)
		return
	}
	pressed := func(m core.Qt__KeyboardModifier) bool { return event.Modifiers()&m != 0 }
	keys := model.Keys{
		Shift: pressed(core.Qt__ShiftModifier), Control: pressed(core.Qt__ControlModifier), Alt: pressed(core.Qt__AltModifier),
	}
	if model.OnEnter(keys, c.ui.desk.prefs.EnterSends) == model.Send {
		c.submit()
		return
	}
	c.edit.InsertPlainText("\n")
	c.edit.EnsureCursorVisible()
}

// submit hands the text on when it can be sent.
func (c *composer) submit() {
	text, ok := model.Prepare(c.edit.ToPlainText())
	if !ok || c.sent == nil {
		return
	}
	c.setText("")
	c.changed("")
	c.edit.SetFocus2()
	c.sent(text)
}

// typed follows the text: its height, the counter, the button, the draft.
func (c *composer) typed() {
	text := c.edit.ToPlainText()
	_, ok := model.Prepare(text)
	c.send.SetEnabled(ok)
	counter := model.Count(text)
	c.counter.SetVisible(counter.Shown)
	if counter.Left >= 0 {
		c.counter.SetText(c.ui.t.N(i18n.ComposerCount, counter.Left))
		setRole(c.counter, "small")
	} else {
		c.counter.SetText(c.ui.t.N(i18n.ComposerTooLong, -counter.Left) + ". " + c.ui.t.T(i18n.ComposerTooLongHint))
		setRole(c.counter, "error")
	}
	c.grow()
	if !c.loading && c.changed != nil {
		c.changed(text)
	}
}

// grow makes the field as tall as its text, within bounds.
func (c *composer) grow() {
	lines := min(max(c.edit.Document().Size().Height(), 1), composerLines)
	height := int(lines*float64(c.edit.FontMetrics().LineSpacing())) + 22
	c.edit.SetFixedHeight(max(height, c.send.SizeHint().Height()))
}

// begin shows the draft of another contact.
func (c *composer) begin(name, draft string) {
	c.edit.SetAccessibleName(c.ui.t.T(i18n.ComposerLabel, i18n.Args{"Name": name}))
	c.setText(draft)
}

// setText shows another draft.
func (c *composer) setText(text string) {
	c.loading = true
	c.edit.SetPlainText(text)
	c.edit.MoveCursor(gui.QTextCursor__End, gui.QTextCursor__MoveAnchor)
	c.loading = false
}

// setWritable shows or hides it all: where nothing can be written there is
// nothing to write in.
func (c *composer) setWritable(yes bool) { c.w.SetVisible(yes) }

func (c *composer) focus() { c.edit.SetFocus2() }
