//go:build minimal

package gui

import (
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/internal/plaintext"
	"carom/onion"
)

// tray is the icon beside the desktop's clock, with a menu, and the notifications,
// which need no icon where the desktop has a server for them.
type tray struct {
	desk      *Desktop
	icon      *widgets.QSystemTrayIcon
	menu      *widgets.QMenu
	shown     trayState
	explained bool
	// tell hands a notification to the desktop, which shows it.
	tell func(desktop.Notification)
}

func newTray(d *Desktop) *tray {
	t := &tray{desk: d, icon: widgets.NewQSystemTrayIcon(d.window.main)}
	t.icon.SetIcon(appIcon(d.ui.look, false))
	t.tell = t.hand
	t.menu = widgets.NewQMenu(d.window.main)
	t.menu.ConnectAboutToShow(t.fill)
	t.icon.SetContextMenu(t.menu)
	t.icon.ConnectActivated(func(reason widgets.QSystemTrayIcon__ActivationReason) {
		if reason == widgets.QSystemTrayIcon__Trigger {
			t.toggle()
		}
	})
	t.icon.ConnectMessageClicked(d.raise)
	t.fill()
	t.update()
	t.icon.Show()
	return t
}

func (t *tray) available() bool { return widgets.QSystemTrayIcon_IsSystemTrayAvailable() }

// fill makes the menu as things are now.
func (t *tray) fill() {
	p := t.desk.ui.t
	t.menu.Clear()
	show := t.menu.AddAction(p.T(i18n.ActionShowWindow))
	show.ConnectTriggered(func(bool) { t.desk.raise() })
	if t.desk.session != nil {
		t.menu.AddAction(p.T(i18n.ActionLock)).ConnectTriggered(func(bool) { t.desk.lock() })
		t.menu.AddAction(p.T(i18n.ActionPanic)).ConnectTriggered(func(bool) { t.desk.panic() })
	}
	t.menu.AddSeparator()
	t.menu.AddAction(p.T(i18n.ActionQuit)).ConnectTriggered(func(bool) { t.desk.quit() })
}

func (t *tray) toggle() {
	if t.desk.window.isFront() {
		t.desk.window.hide()
	} else {
		t.desk.raise()
	}
}

// trayState is what the icon and the title show.
type trayState struct {
	unread  int
	offline bool
	ui      *ui
}

// update shows how many messages are unread, and whether we are online. It comes
// with every batch of events, and does nothing when nothing is new.
func (t *tray) update() {
	unread, network, open := t.desk.state()
	next := trayState{unread: unread, offline: open && network.Phase != onion.Online, ui: t.desk.ui}
	if next == t.shown {
		return
	}
	if next.ui != t.shown.ui || (next.unread > 0) != (t.shown.unread > 0) {
		t.icon.SetIcon(appIcon(next.ui.look, unread > 0))
	}
	t.shown = next
	t.desk.window.setUnread(unread)
	p := next.ui.t
	switch {
	case unread > 0:
		t.icon.SetToolTip(p.N(i18n.TrayUnread, unread))
	case next.offline:
		t.icon.SetToolTip(p.T(i18n.TrayOffline))
	default:
		t.icon.SetToolTip(p.T(i18n.TrayIdle))
	}
}

// hand hands a notification to the desktop's server, or shows it at the icon
// where there is none.
func (t *tray) hand(n desktop.Notification) {
	notifier := t.desk.cfg.Notifier
	if notifier == nil {
		t.showAtIcon(n)
		return
	}
	notifier.Show(n, func() { t.desk.disp.post(func() { t.showAtIcon(n) }) })
}

// showAtIcon shows a notification beside the icon. Without an icon the window
// asks for attention, as desktops mark it in a list of windows.
func (t *tray) showAtIcon(n desktop.Notification) {
	switch {
	case n.Private() && t.desk.session == nil: // locked meanwhile
	case t.available() && widgets.QSystemTrayIcon_SupportsMessages():
		t.icon.ShowMessage(n.Title(), n.Text(), widgets.QSystemTrayIcon__NoIcon, desktop.NotifyFor)
	default:
		widgets.QApplication_Alert(t.desk.window.main, 0)
	}
}

// withdraw takes away what is shown, where the desktop lets a program do so.
func (t *tray) withdraw() {
	if t.desk.cfg.Notifier != nil {
		t.desk.cfg.Notifier.Withdraw()
	}
}

// explainOnce tells, the first time that the window is closed, where Carom is.
func (t *tray) explainOnce() {
	if t.explained {
		return
	}
	t.explained = true
	t.show(t.desk.ui.t.T(i18n.TrayStays), false)
}

// notify shows a notification unless our user looks at the window. name and
// words are a peer's, shown as far as the preferences allow.
func (t *tray) notify(ours, name, words string) {
	prefs := t.desk.prefs
	if !prefs.Notify || t.desk.window.isFront() {
		return
	}
	text, private := ours, prefs.NotifyName && name != ""
	if private {
		text = t.desk.ui.t.T(i18n.NotifyMessageFrom, i18n.Args{"Name": beginning(name)})
		if prefs.NotifyText && words != "" {
			text += "\n" + beginning(plaintext.Line(words))
		}
	}
	if prefs.Sound {
		widgets.QApplication_Beep()
	}
	t.show(text, private)
}

// notified is how much of a message a notification has, in characters.
const notified = 200

// beginning is as much of a line as a notification shows.
func beginning(line string) string {
	n := 0
	for i := range line {
		if n++; n > notified {
			return line[:i] + "…"
		}
	}
	return line
}

// show hands a text to the desktop. private: a peer's words are in it.
func (t *tray) show(text string, private bool) {
	t.tell(desktop.NewNotification(t.desk.ui.t.T(i18n.AppName), text, private))
}

func (t *tray) hide() { t.icon.Hide() }
