//go:build minimal

package gui

import "github.com/therecipe/qt/gui"

// setClipboard copies a text for other programs, as text only.
func setClipboard(text string) {
	gui.QGuiApplication_Clipboard().SetText(text, gui.QClipboard__Clipboard)
}

// clearClipboard takes back what was copied or marked in one of our windows, and
// leaves alone what another program has put there since. Also what Qt copied, as
// with Ctrl+C in a field, is taken back.
func clearClipboard() {
	clipboard := gui.QGuiApplication_Clipboard()
	for _, mode := range []gui.QClipboard__Mode{gui.QClipboard__Clipboard, gui.QClipboard__Selection} {
		// What another program offers is of this class. It is not read: the
		// other program may be slow to answer.
		if data := clipboard.MimeData(mode); data.Pointer() != nil && !data.Inherits("QInternalMimeData") {
			clipboard.Clear(mode)
		}
	}
}
