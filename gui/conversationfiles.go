//go:build minimal

package gui

import (
	"slices"
	"strconv"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// maxCards is how many transfers stand in a conversation, the newest; the window
// with all transfers has the others. Each is some widgets.
const maxCards = 40

// cardEvery is the pause between two cards, in milliseconds: a frame.
const cardEvery = 16

// transfers are those that stand in the conversation, oldest first.
func (c *conversation) transfers() []carom.Transfer {
	if c.window.Contact().IsZero() {
		return nil
	}
	return c.main.transfers.With(c.window.Contact(), maxCards)
}

// withTransfers are the rows of the messages with those of the transfers among
// them. A card takes longer to make than a page of messages: those beyond
// newCards, the oldest, come one by one, each in a turn of the event loop. Those
// that are painted are there at once.
func (c *conversation) withTransfers(newCards int) []model.Row {
	list := c.transfers()
	merge := func() []model.Row {
		return model.WithTransfers(c.window.Rows(), list, c.window.AtBeginning(), c.window.AtEnd())
	}
	rows, later := merge(), make(map[uint64]bool)
	for _, r := range slices.Backward(rows) {
		if r.Key.Kind != model.TransferRow || isPainted(r.Transfer) || c.list.cards[rowKey{rowTransfer, r.Key.ID}] != nil {
			continue
		}
		if newCards--; newCards < 0 {
			later[r.Key.ID] = true
		}
	}
	if len(later) == 0 {
		return rows
	}
	if !c.moreCards.IsActive() {
		c.moreCards.Start(cardEvery)
	}
	list = slices.DeleteFunc(list, func(t carom.Transfer) bool { return later[t.ID] })
	return merge()
}

// transferRow is a transfer in words. Most stay as they were.
func (c *conversation) transferRow(t carom.Transfer, before map[rowKey]*bubbleRow) bubbleRow {
	row := bubbleRow{key: rowKey{rowTransfer, t.ID}, kind: rowTransfer, own: t.Outgoing, transfer: t}
	contact, _ := c.main.contact(t.Contact)
	if was := before[row.key]; was != nil && was.card.transfer == t && was.card.with == contact.Nickname {
		row.card = was.card
		return row
	}
	p := c.ui.t
	row.card = &paintedCard{
		transfer: t, with: contact.Nickname, texts: cardWords(p, t, contact, p.Clock(t.Created)), actions: model.TransferActions(t),
	}
	return row
}

// transfersChanged shows the transfers as they are now.
func (c *conversation) transfersChanged() {
	if !c.window.Loading() {
		c.list.setRows(c.rows(1))
	}
}

// newCardTimer makes the timer by which further cards are made.
func (c *conversation) newCardTimer() *core.QTimer {
	t := core.NewQTimer(c.w)
	t.SetSingleShot(true)
	t.ConnectTimeout(c.transfersChanged)
	return t
}

// newCard makes the card of a row.
func (c *conversation) newCard(parent widgets.QWidget_ITF, r *bubbleRow) *transferCard {
	name := "transfer." + strconv.FormatUint(r.transfer.ID, 10)
	card := newTransferCard(c.main, parent, name, r.transfer, true)
	key := r.key
	card.hears = c.list.tabs
	card.left = func() { c.list.view.SetFocus2() }
	card.focused = func() {
		if row := c.list.find(key); row >= 0 {
			c.list.view.ScrollTo(c.list.index(row), widgets.QAbstractItemView__EnsureVisible)
		}
	}
	return card
}

// spokenTransfer is what a screen reader says of a transfer.
func (c *conversation) spokenTransfer(t carom.Transfer) string {
	p := c.ui.t
	contact, _ := c.main.contact(t.Contact)
	state := model.TransferState(p, t, contact.Nickname, contact.Online)
	args := i18n.Args{"Name": contact.Nickname, "Time": p.Clock(t.Created), "Text": model.TransferTitle(p, t), "State": state}
	said := p.T(i18n.ChatMessageTheirs, args) + ". " + state
	if t.Outgoing {
		said = p.T(i18n.ChatMessageOwn, args)
	}
	// The buttons may be painted only, until somebody goes there.
	return said + " " + p.T(i18n.FileSpokenEnter)
}

// attach asks whether to send files to whom the conversation is with.
func (c *conversation) attach(paths []string) {
	id := c.window.Contact()
	c.ui.later(func() { openSend(c.main, id, paths) })
}

// takeDrops lets files be dropped anywhere on the conversation.
func (c *conversation) takeDrops() {
	c.w.SetAcceptDrops(true)
	c.w.ConnectDragEnterEvent(func(event *gui.QDragEnterEvent) {
		if c.contact.State == contacts.Accepted && len(localFiles(event.MimeData())) > 0 {
			event.SetDropAction(core.Qt__CopyAction)
			event.QDropEvent.AcceptProposedAction()
			c.main.notices.say(c.ui.t.T(i18n.FileDrop, i18n.Args{"Name": c.contact.Nickname}))
		}
	})
	c.w.ConnectDropEvent(func(event *gui.QDropEvent) {
		if paths := localFiles(event.MimeData()); c.contact.State == contacts.Accepted && len(paths) > 0 {
			event.AcceptProposedAction()
			c.attach(paths)
		}
	})
}

// attachMenu is what the button beside the composer offers.
func (c *conversation) attachMenu() *widgets.QMenu {
	menu := widgets.NewQMenu(c.composer.attach)
	t := c.ui.t
	for _, item := range []struct {
		name string
		text *i18n.Message
		act  func()
	}{
		{"attach.file", i18n.ActionSendFile, func() { chooseToSend(c.main, c.window.Contact(), false) }},
		{"attach.folder", i18n.ActionSendFolder, func() { chooseToSend(c.main, c.window.Contact(), true) }},
		{"attach.transfers", i18n.ActionTransfers, func() { openTransfers(c.main) }},
	} {
		action := menu.AddAction(t.T(item.text))
		action.SetObjectName(item.name)
		action.ConnectTriggered(func(bool) { item.act() })
	}
	return menu
}
