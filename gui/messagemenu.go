//go:build minimal

package gui

import (
	"context"
	"strings"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
	"carom/gui/model"
)

// maxLinkShown is how much of a link a menu shows, in characters.
const maxLinkShown = 60

// messageMenu is what can be done with the messages that are selected.
type messageMenu struct {
	c    *conversation
	menu *widgets.QMenu
}

// newMessageMenu gives the conversation its context menu and its keys: Ctrl+C
// copies, Delete deletes, Enter tries again what was not delivered, the menu key
// and Shift+F10 open the menu.
func newMessageMenu(c *conversation) {
	view := c.list.view
	m := &messageMenu{c: c, menu: widgets.NewQMenu(view)}
	view.SetContextMenuPolicy(core.Qt__CustomContextMenu)
	view.ConnectCustomContextMenuRequested(m.popup)
	view.ConnectKeyPressEvent(func(event *gui.QKeyEvent) {
		switch {
		case event.Matches(gui.QKeySequence__Copy):
			m.copy()
		case event.Matches(gui.QKeySequence__Delete):
			m.delete()
		case enters(event) && (c.list.enterCard() || m.retryChosen()):
		case isArrow(event) && c.list.enter():
		default:
			view.KeyPressEventDefault(event)
		}
	})
	view.ConnectMousePressEvent(func(event *gui.QMouseEvent) {
		if !c.list.press(event) {
			view.MousePressEventDefault(event)
		}
	})
	view.ConnectMouseReleaseEvent(func(event *gui.QMouseEvent) {
		if c.list.release(event) {
			return
		}
		view.MouseReleaseEventDefault(event)
		if event.Button() == core.Qt__LeftButton && event.Modifiers() == core.Qt__NoModifier && c.list.onRetry(event.Pos()) {
			m.retryChosen()
		}
	})
}

// retryChosen sends again the message that is selected, if it was not delivered.
// It reports whether it was so.
func (m *messageMenu) retryChosen() bool {
	chosen := m.c.list.chosen()
	if len(chosen) != 1 || chosen[0].mark != markFailed {
		return false
	}
	m.c.retry(chosen[0].key.id)
	return true
}

func (m *messageMenu) popup(pos *core.QPoint) {
	view := m.c.list.view
	chosen := m.c.list.chosen()
	if len(chosen) == 0 {
		return
	}
	t, menu := m.c.ui.t, m.menu
	menu.Clear()
	menu.AddAction(t.T(i18n.MessageCopy)).ConnectTriggered(func(bool) { m.copy() })
	if len(chosen) == 1 {
		m.fillOne(chosen[0])
	}
	menu.AddSeparator()
	menu.AddAction(t.T(i18n.MessageDelete)).ConnectTriggered(func(bool) { m.delete() })
	menu.Popup(view.Viewport().MapToGlobal(pos), nil)
}

// fillOne adds what can be done with one message only.
func (m *messageMenu) fillOne(row bubbleRow) {
	t, menu := m.c.ui.t, m.menu
	menu.AddAction(t.T(i18n.MessageSelect)).ConnectTriggered(func(bool) { m.open(row) })
	m.addLinks(model.Links(row.text))
	if row.mark == markFailed {
		menu.AddAction(t.T(i18n.DeliveryRetry)).ConnectTriggered(func(bool) { m.c.retry(row.key.id) })
	}
}

// addLinks adds an item for each link, as it is shown.
func (m *messageMenu) addLinks(links []string) {
	t := m.c.ui.t
	for _, link := range links {
		text := t.T(i18n.MessageCopyLink)
		if len(links) > 1 {
			text = t.T(i18n.MessageCopyThisLink, i18n.Args{"Link": menuText(model.Shorten(link, maxLinkShown))})
		}
		m.menu.AddAction(text).ConnectTriggered(func(bool) {
			setClipboard(link)
			m.c.main.notices.say(t.T(i18n.ChatLinkCopied))
		})
	}
}

// copy copies the texts of what is selected as they are shown, with their line
// breaks: what nobody could see here is not pasted somewhere else, such as an
// escape sequence into a terminal.
func (m *messageMenu) copy() {
	var texts []string
	for _, row := range m.c.list.chosen() {
		texts = append(texts, peerBlock(row.original))
	}
	if len(texts) > 0 {
		setClipboard(strings.Join(texts, "\n"))
	}
}

// open shows one message in a field of its own, to select a part of it.
func (m *messageMenu) open(row bubbleRow) {
	t := m.c.ui.t
	d := newDialog(m.c.ui, m.c.ui.desk.window.main, "text", t.T(i18n.MessageSelectTitle))
	text := plainEdit()
	text.SetObjectName("text.text")
	text.SetAccessibleName(m.c.spoken(&row))
	text.SetReadOnly(true)
	text.SetPlainText(row.text) // a field with a megabyte in one line takes minutes to lay out
	d.add(text)
	d.primary("text.close", t.T(i18n.Close), nil)
	d.open()
	text.SetFocus2()
}

// delete asks, and says how many it is about, then deletes what is selected.
func (m *messageMenu) delete() {
	chosen := m.c.list.chosen()
	if len(chosen) == 0 {
		return
	}
	t := m.c.ui.t
	text := t.N(i18n.MessageDeleteText, len(chosen))
	for _, row := range chosen {
		if row.mark == markQueued {
			text = t.N(i18n.MessageDeleteQueued, len(chosen))
		}
	}
	// Some desktops show no title of a window.
	title := t.N(i18n.MessageDeleteTitle, len(chosen))
	confirm(m.c.ui, m.c.ui.desk.window.main, title, title+"\n\n"+text, t.T(i18n.MessageDeleteButton), func() {
		m.c.main.try(func(ctx context.Context) error {
			for _, row := range chosen {
				if err := m.c.main.api.DeleteMessage(ctx, row.key.id); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// retry queues a message again that was refused.
func (c *conversation) retry(id uint64) {
	c.main.try(func(ctx context.Context) error {
		_, err := c.main.api.Retry(ctx, id)
		return err
	})
}
