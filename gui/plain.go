//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/internal/plaintext"
)

// The functions of this file are the only ones that make widgets with text that
// Qt could take for markup. Qt guesses (Qt::AutoText): a label whose text begins
// like HTML is rendered as HTML, and an <img> in it is fetched.

// plainLabel makes a label that shows text as it is, in as many lines as it
// needs, selectable with mouse and keyboard when selectable.
func plainLabel(text string) *widgets.QLabel {
	l := widgets.NewQLabel(nil, 0)
	l.SetTextFormat(core.Qt__PlainText)
	l.SetText(text)
	l.SetWordWrap(true)
	l.SetOpenExternalLinks(false)
	l.SetTextInteractionFlags(core.Qt__NoTextInteraction)
	return l
}

// atStart aligns a label with somebody's words to where reading begins in our
// user's language: Qt goes by the first letter of the words.
func atStart(l *widgets.QLabel, rtl bool) *widgets.QLabel {
	side := core.Qt__AlignLeft
	if rtl {
		side = core.Qt__AlignRight
	}
	l.SetAlignment(side | core.Qt__AlignAbsolute | core.Qt__AlignVCenter)
	return l
}

// selectable lets a person mark and copy a label's text.
func selectable(l *widgets.QLabel) *widgets.QLabel {
	l.SetTextInteractionFlags(core.Qt__TextSelectableByMouse | core.Qt__TextSelectableByKeyboard)
	l.SetFocusPolicy(core.Qt__StrongFocus)
	return l
}

// peerLine is a peer's words as one line for a label, a list or a title.
func peerLine(words string) string { return plaintext.Line(words) }

// peerBlock is a peer's words with their line breaks.
func peerBlock(words string) string { return plaintext.Block(words) }

// tooltip sets a tooltip, for our own words only: Qt guesses here too, and has
// no way to say that a text is plain.
func tooltip(w widgets.QWidget_ITF, ours string) { w.QWidget_PTR().SetToolTip(escaped(ours)) }

// escaped is a text as markup that shows it, for where Qt guesses.
func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// menuText is somebody's words in a menu or on a button, where "&" marks a key
// and a tab begins the column of shortcuts.
func menuText(words string) string { return strings.ReplaceAll(plaintext.Line(words), "&", "&&") }

// plainEdit makes a text field of several lines that takes and gives plain text
// only, pasted and dropped text too.
func plainEdit() *widgets.QPlainTextEdit {
	return plainEditOr(func(*core.QMimeData) bool { return false })
}

// plainEditOr is plainEdit for where something else than text can be pasted too:
// take reports whether it has taken it.
func plainEditOr(take func(*core.QMimeData) bool) *widgets.QPlainTextEdit {
	e := widgets.NewQPlainTextEdit(nil)
	e.SetTabChangesFocus(true)
	e.ConnectInsertFromMimeData(func(source *core.QMimeData) {
		if !take(source) && source.HasText() {
			e.InsertPlainText(source.Text())
		}
	})
	return e
}
