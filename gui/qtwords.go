//go:build minimal

package gui

import (
	"cmp"

	"github.com/therecipe/qt/core"
)

// qtWords are Qt's own texts in our user's language: its file dialog, the menu
// of a text field. They are Qt's catalogues, installed beside it (Debian:
// qttranslations5-l10n); without them these few texts are in English.
type qtWords struct{ now *core.QTranslator }

// qtCatalogues is the folder where Qt's catalogues are, when they are installed.
func qtCatalogues() string {
	return core.QLibraryInfo_Location(core.QLibraryInfo__TranslationsPath)
}

// speak has Qt speak a language of package i18n, with the catalogues in a folder.
func (q *qtWords) speak(parent core.QObject_ITF, language, folder string) {
	if q.now != nil {
		core.QCoreApplication_RemoveTranslator(q.now)
		q.now.DeleteLater()
		q.now = nil
	}
	name := "qtbase_" + language
	if language == "zh" {
		name = "qtbase_zh_CN"
	}
	next := core.NewQTranslator(parent)
	if language == "en" || !next.Load(name, folder, "", ".qm") {
		next.DeleteLater()
		return
	}
	// Qt's Arabic has nothing for the "+" between keys, which leaves "CtrlShiftX":
	// a text that is translated into nothing stays as it is.
	next.ConnectTranslate(func(context, text, disambiguation string, n int) string {
		return cmp.Or(next.TranslateDefault(context, text, disambiguation, n), text)
	})
	core.QCoreApplication_InstallTranslator(next)
	q.now = next
}
