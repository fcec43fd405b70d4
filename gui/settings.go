//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// settingsPage is one page of the settings.
type settingsPage struct {
	// name is stable; the page's widgets have names that begin with it.
	name  string
	title *i18n.Message
	fill  func(f *form)
}

func settingsPages() []settingsPage {
	return []settingsPage{
		{"general", i18n.SettingsGeneral, fillGeneral},
		{"connection", i18n.SettingsConnection, fillConnection},
		{"privacy", i18n.SettingsPrivacy, fillPrivacy},
		{"notifications", i18n.SettingsNotifications, fillNotifications},
		{"files", i18n.SettingsFiles, fillFiles},
		{"profile", i18n.SettingsProfile, fillProfile},
	}
}

// settings is where our user chooses how Carom looks and behaves. What they
// choose is in force at once, and kept in the profile.
type settings struct {
	ui     *ui
	dialog *dialog
	list   *widgets.QListWidget
	pages  *widgets.QStackedWidget
}

// openSettings opens them at the first page.
func openSettings(m *mainScreen) { openSettingsAt(m, settingsPages()[0].name, "") }

// openSettingsAt opens a page, with the keyboard at the widget called field; at
// the list of pages when there is no such widget.
func openSettingsAt(m *mainScreen, page, field string) {
	t := m.ui.t
	s := &settings{ui: m.ui, dialog: newDialog(m.ui, m.ui.desk.window.main, "settings", t.T(i18n.SettingsTitle))}
	lengths := m.ui.metrics()
	s.list = widgets.NewQListWidget(nil)
	s.list.SetObjectName("settings.pages")
	s.list.SetAccessibleName(t.T(i18n.SettingsTitle))
	s.pages = widgets.NewQStackedWidget(nil)
	at := 0
	for i, p := range settingsPages() {
		s.list.AddItem(t.T(p.title))
		s.pages.AddWidget(s.page(p))
		if p.name == page {
			at = i
		}
	}
	s.list.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	s.list.SetFixedWidth(s.listWidth() + 2*lengths.Margin)
	s.list.ConnectCurrentRowChanged(func(row int) { s.pages.SetCurrentIndex(row) })
	s.list.SetCurrentRow(at)

	row := widgets.NewQHBoxLayout()
	row.SetSpacing(lengths.Gap)
	row.AddWidget(s.list, 0, 0)
	row.AddWidget(s.pages, 1, 0)
	s.dialog.content.AddLayout(row, 1)
	s.dialog.primary("settings.close", t.T(i18n.Close), nil)
	s.dialog.box.Resize2(settingsSize(m.ui.desk.window.main, lengths.Row))
	s.dialog.open()
	s.focus(field)
}

// listWidth is how wide the longest title is.
func (s *settings) listWidth() (widest int) {
	metrics := s.list.FontMetrics()
	for _, p := range settingsPages() {
		widest = max(widest, metrics.HorizontalAdvance(s.ui.t.T(p.title), -1))
	}
	return widest
}

// settingsSize is how large the settings are: as much as most pages need at a
// size of text, but no larger than the window.
func settingsSize(window *widgets.QMainWindow, row int) (width, height int) {
	return max(min(row*12, window.Width()-40), minWidth), max(min(row*12, window.Height()-40), minHeight)
}

// page makes a page that scrolls when it does not fit.
func (s *settings) page(p settingsPage) *widgets.QScrollArea {
	f := newForm(s, p.name)
	p.fill(f)
	f.box.AddStretch(1)
	area := widgets.NewQScrollArea(nil)
	area.SetObjectName("settings." + p.name)
	area.SetFrameShape(widgets.QFrame__NoFrame)
	area.SetFocusPolicy(core.Qt__NoFocus)
	area.SetWidgetResizable(true)
	area.SetWidget(f.w)
	f.w.EnsurePolished()
	wide := f.w.MinimumSizeHint().Width() + area.VerticalScrollBar().SizeHint().Width()
	area.SetMinimumWidth(min(wide, share(screenSize().Width())/2))
	return area
}

func (s *settings) focus(field string) {
	if field != "" {
		if found := s.dialog.box.FindChild(field, core.Qt__FindChildrenRecursively); found.Pointer() != nil {
			widgets.NewQWidgetFromPointer(found.Pointer()).SetFocus2()
			return
		}
	}
	s.list.SetFocus2()
}

// change keeps a changed preference. When the screen is made anew with it, the
// settings are too, and the keyboard is where it was: at field.
func (s *settings) change(field string, edit func(p *prefs.Preferences)) {
	desk := s.ui.desk
	next, before := desk.prefs, desk.main
	edit(&next)
	desk.setPreferences(next)
	if desk.main == before || desk.main == nil {
		return
	}
	page := settingsPages()[s.list.CurrentRow()].name
	s.dialog.close()
	openSettingsAt(desk.main, page, field)
}
