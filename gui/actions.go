//go:build minimal

package gui

import (
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
)

// textSizeStep is by how much the text grows or shrinks at a time, in percent.
const textSizeStep = 10

// actions are the menus of the main window and their shortcuts.
type actions struct {
	main *mainScreen
	bar  *widgets.QMenuBar
	// ofContact are those that depend on who is open, presences those that say
	// who can see us.
	ofContact []boundAction
	presences map[carom.Presence]*widgets.QAction
	unread    *widgets.QAction
}

// boundAction is an action with what decides whether it is possible.
type boundAction struct {
	*widgets.QAction
	can func(carom.Contact) bool
}

func newActions(m *mainScreen) *actions {
	a := &actions{main: m, bar: widgets.NewQMenuBar(nil), presences: make(map[carom.Presence]*widgets.QAction)}
	a.bar.SetObjectName("menus")
	a.caromMenu(a.menu(i18n.MenuCarom))
	a.contactMenu(a.menu(i18n.MenuContact))
	a.conversationMenu(a.menu(i18n.MenuConversation))
	a.viewMenu(a.menu(i18n.MenuView))
	a.helpMenu(a.menu(i18n.MenuHelp))
	m.ui.desk.window.main.SetMenuBar(a.bar) // deletes the one before
	a.update()
	return a
}

func (a *actions) menu(title *i18n.Message) *widgets.QMenu {
	menu := widgets.NewQMenu2(a.main.ui.t.T(title), a.bar)
	menu.SetObjectName("menu." + title.ID)
	a.bar.AddMenu(menu)
	return menu
}

// add adds an action with its shortcuts, the first of which is shown.
func (a *actions) add(menu *widgets.QMenu, name string, text *i18n.Message, act func(), keys ...string) *widgets.QAction {
	action := widgets.NewQAction2(a.main.ui.t.T(text), menu)
	action.SetObjectName(name)
	var list []*gui.QKeySequence
	for _, k := range keys {
		list = append(list, keysOf(k))
	}
	action.SetShortcuts(list)
	if len(list) > 0 && a.main.ui.t.RTL() {
		action.SetText(action.Text() + "\t" + shownKeys(list[0])) // else Qt shows "++Ctrl"
	}
	action.ConnectTriggered(func(bool) { act() })
	menu.QWidget.AddAction(action)
	return action
}

// addSoon is add for what takes the menus themselves away: it runs when the
// menu is done with.
func (a *actions) addSoon(menu *widgets.QMenu, name string, text *i18n.Message, act func(), keys ...string) *widgets.QAction {
	return a.add(menu, name, text, func() { a.main.ui.later(act) }, keys...)
}

func (a *actions) addOfContact(menu *widgets.QMenu, list []contactAction) {
	for _, c := range list {
		var keys []string
		if c.keys != "" {
			keys = []string{c.keys}
		}
		action := a.add(menu, c.name, c.text, func() {
			if open, ok := a.main.contact(a.main.open); ok && c.can(open) {
				c.act(a.main, open)
			}
		}, keys...)
		a.ofContact = append(a.ofContact, boundAction{action, c.can})
	}
}

func (a *actions) caromMenu(menu *widgets.QMenu) {
	m, d := a.main, a.main.ui.desk
	a.add(menu, "action.add", i18n.ActionAddContact, func() { openAddContact(m) }, "Ctrl+N")
	a.add(menu, "action.mine", i18n.ActionMyAddress, func() { openMyAddress(m) }, "Ctrl+I")
	menu.AddSeparator()
	a.add(menu, "action.blocklist", i18n.ActionBlockList, func() { openBlockList(m) })
	a.add(menu, "action.searchall", i18n.ActionSearchAll, func() { openSearch(m, contacts.ServiceID{}) }, "Ctrl+Shift+F")
	menu.AddSeparator()
	a.presenceMenu(menu)
	a.add(menu, "action.connection", i18n.ActionConnection, func() { openPresence(m) })
	a.add(menu, "action.transfers", i18n.ActionTransfers, func() { openTransfers(m) }, "Ctrl+J")
	a.add(menu, "action.settings", i18n.ActionSettings, func() { openSettings(m) }, "Ctrl+,")
	menu.AddSeparator()
	a.addSoon(menu, "action.lock", i18n.ActionLock, d.lock, "Ctrl+L")
	// Windows hear the shortcut by themselves (hearPanic); the menu only shows it.
	a.addSoon(menu, "action.panic", i18n.ActionPanic, d.panic).SetText(m.ui.t.T(i18n.ActionPanic) + "\t" + shownPanic(m.ui.t))
	menu.AddSeparator()
	a.addSoon(menu, "action.quit", i18n.ActionQuit, d.quit, "Ctrl+Q")
}

// presenceMenu lets our user choose who can see them without a dialog.
func (a *actions) presenceMenu(menu *widgets.QMenu) {
	sub := widgets.NewQMenu2(a.main.ui.t.T(i18n.PresenceLabel), menu)
	sub.SetObjectName("menu.presence")
	menu.AddMenu(sub)
	group := widgets.NewQActionGroup(sub)
	for _, choice := range presenceChoices() {
		action := a.add(sub, "action."+choice.name, choice.text, func() { a.main.setPresence(choice.presence) })
		action.SetCheckable(true)
		group.AddAction(action)
		a.presences[choice.presence] = action
	}
}

func (a *actions) contactMenu(menu *widgets.QMenu) { a.addOfContact(menu, personActions()) }

func (a *actions) conversationMenu(menu *widgets.QMenu) {
	m := a.main
	a.addOfContact(menu, talkActions())
	menu.AddSeparator()
	a.unread = a.add(menu, "action.nextunread", i18n.ActionNextUnread, m.people.nextUnread, "Ctrl+U")
	a.add(menu, "action.next", i18n.ActionNextContact, func() { m.people.step(1) }, "Alt+Down")
	a.add(menu, "action.previous", i18n.ActionPreviousContact, func() { m.people.step(-1) }, "Alt+Up")
	a.add(menu, "action.find", i18n.ActionFindContact, m.people.findContact, "Ctrl+K")
}

func (a *actions) viewMenu(menu *widgets.QMenu) {
	a.addSoon(menu, "action.larger", i18n.ActionLarger, func() { a.resize(textSizeStep) }, "Ctrl++", "Ctrl+=")
	a.addSoon(menu, "action.smaller", i18n.ActionSmaller, func() { a.resize(-textSizeStep) }, "Ctrl+-")
	a.addSoon(menu, "action.normalsize", i18n.ActionNormalSize, func() { a.resize(0) }, "Ctrl+0")
}

func (a *actions) helpMenu(menu *widgets.QMenu) {
	m := a.main
	a.add(menu, "action.keys", i18n.ActionKeys, func() { openKeys(m) }, "F1")
	a.add(menu, "action.torlog", i18n.ActionTorLog, func() { openTorLog(m) })
	a.add(menu, "action.about", i18n.ActionAbout, func() { openAbout(m) })
}

// close takes the menus away, and with them what they hold of the profile. The
// next screen's stay.
func (a *actions) close() {
	if w := a.main.ui.desk.window.main; w.MenuBar().Pointer() == a.bar.Pointer() {
		w.SetMenuBar(widgets.NewQMenuBar(nil))
	}
}

// resize makes the text larger or smaller; 0 makes it normal.
func (a *actions) resize(by int) {
	d := a.main.ui.desk
	next := d.prefs
	next.TextSize = min(max(next.TextSize+by, prefs.MinTextSize), prefs.MaxTextSize)
	if by == 0 {
		next.TextSize = prefs.Default().TextSize
	}
	if next != d.prefs && d.session != nil {
		d.setPreferences(next)
	}
}

// update enables what is possible with the contact that is open.
func (a *actions) update() {
	open, _ := a.main.contact(a.main.open)
	for _, b := range a.ofContact {
		b.SetEnabled(b.can(open))
	}
	_, unread := a.main.roster.NextUnread(a.main.open)
	a.unread.SetEnabled(unread)
	if action := a.presences[a.main.state.Presence]; action != nil && !action.IsChecked() {
		action.SetChecked(true)
	}
}
