package model

import "carom/core"

// TransferAction is something that our user can do about a transfer.
type TransferAction uint8

// The actions, in the order in which they are offered.
const (
	AcceptTransfer TransferAction = iota + 1
	RejectTransfer
	// AlwaysAccept asks up to which size to take everything of this contact.
	AlwaysAccept
	PauseTransfer
	ResumeTransfer
	// SendAgain queues the same file as another transfer.
	SendAgain
	// ShowTransfer says where the received files are.
	ShowTransfer
	CancelTransfer
	// ForgetTransfer removes it from the list; the files stay.
	ForgetTransfer
)

// TransferActions are what is possible as things are now.
func TransferActions(t core.Transfer) []TransferAction {
	switch t.State {
	case core.TransferAsking:
		if Offered(t) {
			return []TransferAction{AcceptTransfer, RejectTransfer, AlwaysAccept}
		}
		return []TransferAction{CancelTransfer}
	case core.TransferQueued, core.TransferActive:
		if t.Plain {
			return []TransferAction{CancelTransfer}
		}
		return []TransferAction{PauseTransfer, CancelTransfer}
	case core.TransferPaused, core.TransferStalled:
		return []TransferAction{ResumeTransfer, CancelTransfer}
	case core.TransferDone:
		if !t.Outgoing {
			return []TransferAction{ShowTransfer, ForgetTransfer}
		}
		return []TransferAction{ForgetTransfer}
	case core.TransferRejected, core.TransferCancelled, core.TransferFailed:
		if t.Outgoing {
			return []TransferAction{SendAgain, ForgetTransfer}
		}
		return []TransferAction{ForgetTransfer}
	}
	return []TransferAction{CancelTransfer}
}
