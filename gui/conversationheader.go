//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// conversationHeader says with whom, how they are to be reached, and how long
// messages are kept; below it a bar says why nothing can be written.
type conversationHeader struct {
	c            *conversation
	ui           *ui
	w            *widgets.QWidget
	name, status *widgets.QLabel
	keep, menu   *widgets.QPushButton
	items        *widgets.QMenu
	bar          *widgets.QFrame
	barText      *widgets.QLabel
	barButton    *widgets.QPushButton
	barAction    func()
}

func newConversationHeader(c *conversation) *conversationHeader {
	h := &conversationHeader{c: c, ui: c.ui, w: widgets.NewQWidget(nil, 0)}
	h.w.SetObjectName("conversation.header")
	outer := widgets.NewQVBoxLayout2(h.w)
	outer.SetContentsMargins(16, 10, 16, 8)
	outer.SetSpacing(8)
	row := widgets.NewQHBoxLayout()
	row.SetSpacing(12)
	outer.AddLayout(row, 0)
	row.AddLayout(h.names(), 1)
	h.menu = newButton("conversation.menu", "⋮")
	h.menu.SetAccessibleName(i18n.Unmarked(c.ui.t.T(i18n.MenuConversation)))
	h.menu.SetProperty("role", core.NewQVariant1("flat"))
	h.menu.ConnectClicked(func(bool) { h.popup() })
	h.items = widgets.NewQMenu(h.menu)
	h.items.SetObjectName("conversation.menu.items")
	row.AddWidget(h.menu, 0, 0)
	outer.AddWidget(h.makeBar(), 0, 0)
	return h
}

func (h *conversationHeader) names() *widgets.QVBoxLayout {
	names := widgets.NewQVBoxLayout()
	names.SetSpacing(2)
	h.name = atStart(plainLabel(""), h.ui.t.RTL())
	h.name.SetObjectName("conversation.name")
	h.name.SetWordWrap(false)
	h.name.SetProperty("role", core.NewQVariant1("heading"))
	h.name.SetSizePolicy2(widgets.QSizePolicy__Ignored, widgets.QSizePolicy__Preferred)
	h.status = plainLabel("")
	h.status.SetObjectName("conversation.status")
	h.status.SetWordWrap(false)
	h.status.SetProperty("role", core.NewQVariant1("small"))
	h.keep = newButton("conversation.keep", "")
	h.keep.SetProperty("role", core.NewQVariant1("quiet"))
	h.keep.ConnectClicked(func(bool) { openKeep(h.c.main, h.c.contact) })
	names.AddWidget(h.name, 0, 0)
	below := widgets.NewQHBoxLayout()
	below.SetSpacing(12)
	below.AddWidget(h.status, 0, core.Qt__AlignVCenter)
	below.AddWidget(h.keep, 0, core.Qt__AlignVCenter)
	below.AddStretch(1)
	names.AddLayout(below, 0)
	return names
}

func (h *conversationHeader) makeBar() *widgets.QFrame {
	h.bar = widgets.NewQFrame(nil, 0)
	h.bar.SetObjectName("conversation.bar")
	h.bar.SetProperty("role", core.NewQVariant1("bar"))
	row := widgets.NewQHBoxLayout2(h.bar)
	row.SetContentsMargins(12, 8, 12, 8)
	h.barText = narrowLabel("")
	h.barText.SetObjectName("conversation.bar.text")
	row.AddWidget(h.barText, 1, 0)
	h.barButton = newButton("conversation.bar.button", "")
	h.barButton.ConnectClicked(func(bool) {
		if h.barAction != nil {
			h.barAction()
		}
	})
	row.AddWidget(h.barButton, 0, 0)
	h.bar.Hide()
	return h.bar
}

// update shows a contact as it is now.
func (h *conversationHeader) update(c carom.Contact) {
	t := h.ui.t
	h.name.SetText(peerLine(c.Nickname))
	status := i18n.StatusOffline
	if c.Online {
		status = i18n.StatusOnline
	}
	h.status.SetVisible(c.State == contacts.Accepted)
	h.status.SetText(t.T(status))
	keep := keepText(t, c.Keep)
	h.keep.SetText(menuText(keep))
	h.keep.SetAccessibleName(keep)
	h.updateBar(c)
}

// updateBar says why nothing can be written, and what can be done about it.
func (h *conversationHeader) updateBar(c carom.Contact) {
	t, name := h.ui.t, i18n.Args{"Name": c.Nickname}
	text, button := "", (*i18n.Message)(nil)
	h.barAction = nil
	switch {
	case c.State == contacts.Requesting:
		text = t.T(i18n.ChatAskedBar, name)
	case c.State == contacts.Rejected && c.RemovedUs:
		text, button = t.T(i18n.ChatRemovedBar, name), i18n.ChatAskAgain
		h.barAction = func() { openAskAgain(h.c.main, c) }
	case c.State == contacts.Rejected:
		text, button = t.T(i18n.ChatRejectedBar, name), i18n.ChatAskAgain
		h.barAction = func() { openAskAgain(h.c.main, c) }
	case c.State == contacts.Blocked:
		text, button = t.T(i18n.ChatBlockedBar, name), i18n.ActionUnblock
		h.barAction = func() { unblock(h.c.main, c) }
	}
	h.bar.SetVisible(text != "")
	h.barText.SetText(text)
	h.barButton.SetVisible(button != nil)
	if button != nil {
		h.barButton.SetText(t.T(button))
		h.barButton.SetAccessibleName(i18n.Unmarked(t.T(button)))
	}
}

// popup shows what can be done with the contact and the conversation.
func (h *conversationHeader) popup() {
	h.items.Clear()
	fillContactMenu(h.c.main, h.items, h.c.contact)
	h.items.Popup(h.menu.MapToGlobal(core.NewQPoint2(0, h.menu.Height())), nil)
}

// keepText says how long messages are kept, for the header.
func keepText(t *i18n.Printer, k contacts.Keep) string {
	switch k {
	case contacts.KeepForever:
		return t.T(i18n.HistoryHeaderForever)
	case contacts.KeepOff:
		return t.T(i18n.HistoryHeaderOff)
	}
	return t.T(i18n.HistoryHeaderFor, i18n.Args{"Time": t.Duration(keepTime(k))})
}
