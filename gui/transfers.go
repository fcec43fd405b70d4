//go:build minimal

package gui

import (
	"strconv"

	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// transfersShown is how many transfers the window shows at first, and how many
// more at a time.
const transfersShown = 30

// transfersWindow shows the transfers with everybody.
type transfersWindow struct {
	*dialog
	main  *mainScreen
	list  *widgets.QVBoxLayout
	empty *widgets.QLabel
	more  *widgets.QPushButton
	limit int
	cards map[uint64]*transferCard
}

// openTransfers shows all transfers.
func openTransfers(m *mainScreen) {
	if m.transfersOpen != nil {
		m.transfersOpen.box.Raise()
		return
	}
	t := m.ui.t
	w := &transfersWindow{
		dialog: newDialog(m.ui, m.ui.desk.window.main, "transfers", t.T(i18n.FileListTitle)), main: m,
		limit: transfersShown, cards: make(map[uint64]*transferCard),
	}
	w.empty = w.text(t.T(i18n.FileListEmpty))
	w.empty.SetObjectName("transfers.empty")
	w.list = widgets.NewQVBoxLayout()
	w.list.SetSpacing(0)
	w.content.AddLayout(w.list, 0)
	w.more = w.button("transfers.more", t.T(i18n.FileListMore), func() {
		w.limit += transfersShown
		w.update()
	})
	w.primary("transfers.close", t.T(i18n.Close), nil)
	m.transfersOpen = w
	w.box.ConnectFinished(func(int) { m.transfersOpen = nil })
	w.update()
	w.open()
}

// update shows the transfers as they are now. Cards stay where they are while
// the window is open, so that no button moves away from the pointer.
func (w *transfersWindow) update() {
	list, more := w.main.transfers.Newest(w.limit)
	there := make(map[uint64]bool, len(list))
	for i, t := range list {
		there[t.ID] = true
		w.show(t, i)
	}
	for id, card := range w.cards {
		if !there[id] {
			w.list.RemoveWidget(card.w)
			card.w.Hide()
			card.w.DeleteLater()
			delete(w.cards, id)
		}
	}
	w.empty.SetVisible(len(list) == 0)
	w.more.SetVisible(more > 0)
}

// show shows a transfer; a new card has so many above it.
func (w *transfersWindow) show(t carom.Transfer, above int) {
	card := w.cards[t.ID]
	if card == nil {
		card = newTransferCard(w.main, w.dialog.inner, "transfers."+strconv.FormatUint(t.ID, 10), t, false)
		w.cards[t.ID] = card
		w.list.InsertWidget(min(above, w.list.Count()), card.w, 0, 0)
	}
	card.update(t, aboutTransfer(w.main, t))
}

// aboutTransfer says with whom a transfer is, and of when.
func aboutTransfer(m *mainScreen, t carom.Transfer) string {
	c, _ := m.contact(t.Contact)
	text := i18n.FileFrom
	if t.Outgoing {
		text = i18n.FileTo
	}
	return model.Breakable(m.ui.t.T(text, i18n.Args{"Name": c.Nickname})) + " · " + m.ui.t.Date(t.Created) + ", " + m.ui.t.Clock(t.Created)
}
