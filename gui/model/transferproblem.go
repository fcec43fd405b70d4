package model

import (
	"carom/core"
	"carom/gui/i18n"
)

// transferProblem says why a transfer stands still or has failed. A problem that is
// newer than this program is said in the engine's own words.
func transferProblem(t *i18n.Printer, tr core.Transfer, args i18n.Args) string {
	if words, ok := transferProblems()[tr.ProblemKind]; ok {
		return t.T(words, args)
	}
	if tr.Problem != "" {
		return tr.Problem
	}
	return t.T(choose(tr, i18n.FileFailed, i18n.FileReceiveFailed))
}

// transferProblems are the words of each kind.
func transferProblems() map[core.TransferProblem]*i18n.Message {
	return map[core.TransferProblem]*i18n.Message{
		core.TransferProblemDiskFull:     i18n.FileProblemDiskFull,
		core.TransferProblemDisk:         i18n.FileProblemDisk,
		core.TransferProblemTooLarge:     i18n.FileProblemTooLarge,
		core.TransferProblemSource:       i18n.FileProblemSource,
		core.TransferProblemChanged:      i18n.FileProblemChanged,
		core.TransferProblemSourceGone:   i18n.FileProblemSourceGone,
		core.TransferProblemSourceDenied: i18n.FileProblemSourceDenied,
		core.TransferProblemLink:         i18n.FileProblemLink,
		core.TransferProblemEmptyFolder:  i18n.FileProblemEmptyFolder,
		core.TransferProblemDamaged:      i18n.FileProblemDamaged,
		core.TransferProblemPlainEmpty:   i18n.FileProblemPlainEmpty,
		core.TransferProblemPlainFolder:  i18n.FileProblemPlainFolder,
		core.TransferProblemPlainLost:    i18n.FileProblemPlainLost,
		core.TransferProblemRefused:      i18n.FileProblemRefused,
		core.TransferProblemPeerSource:   i18n.FileProblemPeerSource,
		core.TransferProblemPeerTarget:   i18n.FileProblemPeerTarget,
		core.TransferProblemHash:         i18n.FileProblemHash,
		core.TransferProblemTooMany:      i18n.FileProblemTooMany,
		core.TransferProblemPeerDamaged:  i18n.FileProblemPeerDamaged,
		core.TransferProblemPlainDisk:    i18n.FileProblemPlainDisk,
		core.TransferProblemPlainFull:    i18n.FileProblemPlainFull,
		core.TransferProblemPath:         i18n.FileProblemPath,
		core.TransferProblemPeerPath:     i18n.FileProblemPeerPath,
	}
}

// cancelled says who has ended a transfer.
func cancelled(t *i18n.Printer, tr core.Transfer, args i18n.Args) string {
	switch tr.CancelledBy {
	case core.CancelledByUs:
		return t.T(i18n.FileCancelledByYou)
	case core.CancelledByPeer:
		return t.T(i18n.FileCancelledByThem, args)
	}
	return t.T(i18n.FileCancelled)
}
