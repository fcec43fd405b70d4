package model

import (
	"unicode/utf8"

	"carom/core"
	"carom/gui/i18n"
)

// TransferTitle is the name of what is sent, with its size, as one safe line.
func TransferTitle(t *i18n.Printer, tr core.Transfer) string {
	name := Breakable(i18n.Isolate(ShortName(tr.Name)))
	if tr.State == core.TransferPreparing {
		return name
	}
	if tr.Folder {
		name += " — " + t.N(i18n.FileSendCount, tr.Files, i18n.Args{"Size": size(t, tr.Size)})
		if tr.Skipped > 0 {
			name += ". " + t.T(i18n.FileSkipped, i18n.Args{"Count": tr.Skipped})
		}
		return name
	}
	return name + " — " + size(t, tr.Size)
}

// maxName is how much of a file's name is shown, in bytes, and nameEnd how much
// of that is its end, which says of what kind it is.
const maxName, nameEnd = 240, 60

// ShortName leaves out the middle of a name that is too long to be read.
func ShortName(name string) string {
	if len(name) <= maxName {
		return name
	}
	head, tail := maxName-nameEnd, len(name)-nameEnd
	for head > 0 && !utf8.RuneStart(name[head]) {
		head--
	}
	for tail < len(name) && !utf8.RuneStart(name[tail]) {
		tail++
	}
	return name[:head] + "…" + name[tail:]
}

// TransferState says in words how far a transfer is. name is the contact's.
func TransferState(t *i18n.Printer, tr core.Transfer, name string, online bool) string {
	args := i18n.Args{"Name": name, "Done": size(t, tr.Moved), "Size": size(t, tr.Size), "File": ShortName(tr.Name)}
	switch tr.State {
	case core.TransferPreparing:
		return t.T(i18n.FilePreparing)
	case core.TransferQueued:
		return waiting(t, tr, args, online)
	case core.TransferAsking:
		return asking(t, tr, args)
	case core.TransferActive:
		return moving(t, tr, args)
	case core.TransferPaused:
		return t.T(i18n.FilePaused, args)
	case core.TransferPausedByPeer:
		return t.T(i18n.FilePausedByThem, args)
	case core.TransferDone:
		return t.T(choose(tr, i18n.FileSent, i18n.FileReceived), args)
	case core.TransferRejected:
		return t.T(choose(tr, i18n.FileRejected, i18n.FileRejectedByYou), args)
	case core.TransferCancelled:
		return cancelled(t, tr, args)
	}
	return transferProblem(t, tr, args)
}

func waiting(t *i18n.Printer, tr core.Transfer, args i18n.Args, online bool) string {
	switch {
	case tr.Moved > 0 && !tr.Plain:
		return t.T(i18n.FileInterrupted, args)
	case online:
		return t.T(i18n.FileWaitingTurn)
	}
	return t.T(i18n.FileWaiting, args)
}

func asking(t *i18n.Printer, tr core.Transfer, args i18n.Args) string {
	switch {
	case tr.Outgoing:
		return t.T(i18n.FileWaitingAnswer, args)
	case tr.Folder:
		return t.N(i18n.FileOfferMany, tr.Files, args)
	}
	return t.T(i18n.FileOffer, args)
}

func moving(t *i18n.Printer, tr core.Transfer, args i18n.Args) string {
	switch {
	case tr.Moved == tr.Size && !tr.Outgoing:
		return t.T(i18n.FileChecking)
	case tr.Rate == 0:
		return t.T(i18n.FileProgressUnknown, args)
	}
	return t.T(choose(tr, i18n.FileSending, i18n.FileReceiving), args,
		i18n.Args{"Rate": t.Rate(clamp(tr.Rate)), "Time": t.Duration(tr.Left)})
}

func choose(tr core.Transfer, outgoing, incoming *i18n.Message) *i18n.Message {
	if tr.Outgoing {
		return outgoing
	}
	return incoming
}

// TransferProgress is how much has come, in thousandths; false when a transfer
// has no progress to show.
func TransferProgress(tr core.Transfer) (thousandths int, shown bool) {
	switch tr.State {
	case core.TransferActive, core.TransferPaused, core.TransferPausedByPeer, core.TransferStalled, core.TransferQueued:
	default:
		return 0, false
	}
	if tr.Size == 0 || tr.Moved == 0 && tr.State == core.TransferQueued {
		return 0, false
	}
	return int(float64(min(tr.Moved, tr.Size)) / float64(tr.Size) * 1000), true
}

// size is a size in words. A peer may have announced any.
func size(t *i18n.Printer, n uint64) string { return t.Bytes(clamp(n)) }

func clamp(n uint64) int64 { return int64(min(n, 1<<62)) }
