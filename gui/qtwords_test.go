//go:build minimal

package gui

import (
	"os"
	"testing"

	"github.com/therecipe/qt/core"

	"carom/gui/i18n"
)

// cancelInQt is a word of Qt's own, as Qt says it now.
func cancelInQt() string {
	return core.QCoreApplication_Translate("QPlatformTheme", "Cancel", "", -1)
}

// Qt's own words are in our user's language where its catalogues are installed
// (Debian: qttranslations5-l10n, which scripts/deps and make desktop-test want).
func TestQtWords(t *testing.T) {
	onGUI(t, func() {
		var words qtWords
		folder := qtCatalogues()
		if _, err := os.Stat(folder + "/qtbase_de.qm"); err != nil {
			fail("Qt's catalogues are not installed: %v", err)
		}
		for _, step := range []struct{ language, want string }{
			{"de", "Abbrechen"}, {"fr", "Annuler"}, {"zh", "取消"}, {"en", "Cancel"}, {"ru", "Отмена"},
		} {
			words.speak(application.qt, step.language, folder)
			if got := cancelInQt(); got != step.want {
				t.Errorf("in %s, Qt says %q", step.language, got)
			}
		}
		words.speak(application.qt, "en", folder)
	})
}

// Without Qt's catalogues its words are English, whatever was spoken before.
func TestQtWordsWithoutCatalogues(t *testing.T) {
	onGUI(t, func() {
		var words qtWords
		empty := t.TempDir()
		for _, language := range i18n.Languages() {
			words.speak(application.qt, "de", qtCatalogues())
			words.speak(application.qt, language.Code, empty)
			if got := cancelInQt(); got != "Cancel" || words.now != nil {
				t.Errorf("in %s, without catalogues, Qt says %q", language.Code, got)
			}
		}
	})
}
