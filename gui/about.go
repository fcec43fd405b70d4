//go:build minimal

package gui

import (
	"strings"

	"github.com/therecipe/qt/core"

	"carom/gui/i18n"
)

// openAbout says what Carom is, and of which versions of what it is made.
func openAbout(m *mainScreen) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "about", t.T(i18n.AboutTitle))
	d.heading(t.T(i18n.AppName))
	d.text(t.T(i18n.AboutText))
	versions := selectable(d.text(strings.Join(m.versions(), "\n")))
	versions.SetObjectName("about.versions")
	versions.SetAccessibleName(t.T(i18n.AboutVersions))
	d.text(t.T(i18n.AboutLicence)).SetProperty("role", core.NewQVariant1("small"))
	d.button("about.copy", t.T(i18n.AboutCopy), func() { setClipboard(versions.Text()) })
	d.primary("about.close", t.T(i18n.Close), nil).SetFocus2()
	d.open()
}

// versions are what somebody who helps asks for first.
func (m *mainScreen) versions() []string {
	t := m.ui.t
	tor := t.T(i18n.AboutTorUnknown)
	if v := m.state.Network.TorVersion; v != "" {
		tor = t.T(i18n.AboutTor, i18n.Args{"Version": v})
	}
	return []string{
		t.T(i18n.AboutVersion, i18n.Args{"Version": m.ui.desk.cfg.Version}),
		t.T(i18n.AboutQt, i18n.Args{"Version": core.QLibraryInfo_Version().ToString()}),
		tor,
	}
}
