//go:build minimal

package gui

import (
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// applyTransfers shows what is new about transfers.
func (m *mainScreen) applyTransfers(updates []model.TransferUpdate) {
	open := false
	for _, u := range updates {
		before, known := m.transfers.Apply(u)
		if u.Transfer != nil {
			m.notifyTransfer(before, known, *u.Transfer)
		}
		m.roster.SetOffers(u.Contact, m.transfers.Offers(u.Contact))
		open = open || u.Contact == m.open
	}
	if open {
		m.conversation.transfersChanged()
	}
}

// notifyTransfer tells of an offer and of a file that has arrived, once each and
// without what is in a transfer.
func (m *mainScreen) notifyTransfer(before carom.Transfer, known bool, t carom.Transfer) {
	switch {
	case model.Offered(t) && (!known || !model.Offered(before)):
		m.newFiles.notify(m.ui.t.T(i18n.NotifyFile), "", "")
	case !t.Outgoing && t.State == carom.TransferDone && before.State != carom.TransferDone:
		m.newFiles.notify(m.ui.t.T(i18n.NotifyFileDone), "", "")
	}
}
