//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// transferButton is how an action on a transfer is offered.
type transferButton struct {
	name, role string
	text       *i18n.Message
}

// transferButtonOf is the button of an action.
func transferButtonOf(a model.TransferAction) transferButton {
	return map[model.TransferAction]transferButton{
		model.AcceptTransfer: {"accept", "main", i18n.FileAccept},
		model.RejectTransfer: {"reject", "", i18n.FileReject},
		model.AlwaysAccept:   {"always", "flat", i18n.FileAlwaysAction},
		model.PauseTransfer:  {"pause", "", i18n.FilePause},
		model.ResumeTransfer: {"resume", "main", i18n.FileResume},
		model.SendAgain:      {"again", "", i18n.FileAgain},
		model.ShowTransfer:   {"show", "", i18n.FileShow},
		model.CancelTransfer: {"cancel", "", i18n.FileCancel},
		model.ForgetTransfer: {"forget", "flat", i18n.FileRemove},
	}[a]
}

// newTransferButton makes the button of an action, of the card of this name.
func newTransferButton(t *i18n.Printer, card string, a model.TransferAction) *widgets.QPushButton {
	look := transferButtonOf(a)
	b := newButton(card+"."+look.name, i18n.Unmarked(t.T(look.text)))
	b.SetAutoDefault(false)
	if look.role != "" {
		b.SetProperty("role", core.NewQVariant1(look.role))
	}
	return b
}

// onTransfer does what a button says.
func (m *mainScreen) onTransfer(a model.TransferAction, t carom.Transfer) {
	switch a {
	case model.AcceptTransfer:
		m.command(m.api.AcceptTransfer, t)
	case model.RejectTransfer:
		m.command(m.api.RejectTransfer, t)
	case model.PauseTransfer:
		m.command(m.api.PauseTransfer, t)
	case model.ResumeTransfer:
		m.command(m.api.ResumeTransfer, t)
	case model.CancelTransfer:
		m.cancelTransfer(t)
	case model.ForgetTransfer:
		m.try(func(ctx context.Context) error { return m.api.ForgetTransfer(ctx, t.ID) })
	case model.SendAgain:
		openSend(m, t.Contact, []string{t.Path})
	case model.ShowTransfer:
		openTransferPlace(m, t)
	case model.AlwaysAccept:
		if c, ok := m.contact(t.Contact); ok {
			openAlways(m, c)
		}
	}
}

func (m *mainScreen) command(do func(context.Context, uint64) (carom.Transfer, error), t carom.Transfer) {
	m.try(func(ctx context.Context) error {
		_, err := do(ctx, t.ID)
		return err
	})
}

// cancelTransfer ends a transfer for good, and asks first when that loses
// something.
func (m *mainScreen) cancelTransfer(t carom.Transfer) {
	cancel := func() { m.command(m.api.CancelTransfer, t) }
	if t.Moved == 0 {
		cancel()
		return
	}
	p := m.ui.t
	confirm(m.ui, m.ui.desk.window.main, p.T(i18n.FileCancelTitle), p.T(i18n.FileCancelText), p.T(i18n.FileCancelButton), cancel)
}
