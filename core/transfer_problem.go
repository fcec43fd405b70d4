package core

import (
	"context"
	"errors"

	"golang.org/x/sys/unix"

	"carom/internal/quarantine"
	"carom/internal/sources"
	"carom/internal/transfer"
	"carom/protocol"
)

// problem is why a transfer stands still or failed. The numbers are stored.
type problem uint8

const (
	noProblem problem = iota
	problemDiskFull
	problemDisk
	problemTooLarge
	problemSource
	problemChanged
	problemSourceGone
	problemSourceDenied
	problemLink
	problemEmptyFolder
	problemDamaged
	problemPlainEmpty
	problemPlainFolder
	problemPlainLost
	problemRefused
	problemPeerSource
	problemPeerTarget
	problemHash
	problemTooMany
	problemPeerDamaged
	problemPlainDisk
	problemPlainFull
	problemPath
	problemPeerPath
)

// problems are the problems for a program, and for a person: what happened, what
// it means, what to do.
var problems = map[problem]struct {
	kind TransferProblem
	text string
}{
	problemDiskFull:     {TransferProblemDiskFull, "The disk is full. What has come is kept: make room, then resume."},
	problemDisk:         {TransferProblemDisk, "The disk could not be written or read. What has come is kept: see that it works and belongs to you, then resume."},
	problemTooLarge:     {TransferProblemTooLarge, "The transfer is larger than this disk or Carom can take, so it was refused. Ask for smaller files."},
	problemSource:       {TransferProblemSource, "The file could not be read, so sending it stands still. See that its disk works, then resume, or send it again."},
	problemChanged:      {TransferProblemChanged, "The file was changed since it was chosen, so sending it was stopped. Send it again."},
	problemSourceGone:   {TransferProblemSourceGone, "The file is not there, so sending it stands still. Put it back or connect its disk, then resume. If it was moved, send it again from where it is."},
	problemSourceDenied: {TransferProblemSourceDenied, "You may not read this file, so sending it stands still. Change its permissions, then resume."},
	problemLink:         {TransferProblemLink, "This is a link or a device and no file, so it was not sent. Choose the file that it points to."},
	problemEmptyFolder:  {TransferProblemEmptyFolder, "There is no file in the folder that can be sent."},
	problemDamaged:      {TransferProblemDamaged, "What came is not what was offered, so it was thrown away. Ask them to send it again."},
	problemPlainEmpty:   {TransferProblemPlainEmpty, "Their program takes no empty files, so it was not sent."},
	problemPlainFolder:  {TransferProblemPlainFolder, "Their program takes no folders, so it was not sent. Send the files one by one."},
	problemPlainLost:    {TransferProblemPlainLost, "The connection ended, and their program cannot go on where it was. Ask them to send it again."},
	problemRefused:      {TransferProblemRefused, "Their program did not take the file. Send it again, or ask them whether their disk is full."},
	problemPeerSource:   {TransferProblemPeerSource, "They cannot read the file any more, or it was changed. Ask them to send it again."},
	problemPeerTarget:   {TransferProblemPeerTarget, "Their program refused a transfer that large. Send less at once."},
	problemHash:         {TransferProblemHash, "The file that came has another content than the one that was offered, so it was thrown away. Ask them to send it again."},
	problemTooMany:      {TransferProblemTooMany, "There are too many files in the folder, so it was not sent. Send it in parts."},
	problemPeerDamaged:  {TransferProblemPeerDamaged, "What reached them is not what was offered, so it was thrown away. Send it again."},
	problemPlainDisk:    {TransferProblemPlainDisk, "The disk could not be written or read, so what came was thrown away. See that it works and belongs to you, then ask them to send it again."},
	problemPlainFull:    {TransferProblemPlainFull, "The disk is full, so what came was thrown away. Make room, then ask them to send it again."},
	problemPath:         {TransferProblemPath, "A path in the folder is longer than what can be stored, so it was refused. Ask them for fewer folders in each other, or shorter names."},
	problemPeerPath:     {TransferProblemPeerPath, "A path in the folder is longer than what their program can store, so it was refused. Send it with fewer folders in each other, or shorter names."},
}

func (p problem) String() string { return problems[p].text }

// kind is the problem for a program; empty for none, and for one that a later
// version has stored.
func (p problem) kind() TransferProblem { return problems[p].kind }

// ofSource reports whether what is to be sent cannot be read now.
func (p problem) ofSource() bool {
	return p == problemSource || p == problemSourceGone || p == problemSourceDenied
}

// problemOf says what an error of a disk, a source or a peer means. stalls: the
// user can do something about it, and the transfer goes on then.
func problemOf(err error) (p problem, stalls bool) {
	for _, known := range []struct {
		is     error
		means  problem
		stalls bool
	}{
		{unix.ENOSPC, problemDiskFull, true},
		{unix.EDQUOT, problemDiskFull, true},
		{quarantine.ErrDiskFull, problemDiskFull, true},
		{transfer.ErrNoRoom, problemDiskFull, true},
		{transfer.ErrHash, problemHash, false},
		{transfer.ErrDamaged, problemDamaged, false},
		{transfer.ErrTooLarge, problemTooLarge, false},
		{quarantine.ErrTooLarge, problemTooLarge, false},
		{quarantine.ErrTooMany, problemTooLarge, false},
		{quarantine.ErrPath, problemPath, false},
		{transfer.ErrNothing, problemEmptyFolder, false},
		{transfer.ErrEmpty, problemPlainEmpty, false},
		{transfer.ErrPlainFolder, problemPlainFolder, false},
		{sources.ErrChanged, problemChanged, false},
		{sources.ErrGone, problemSourceGone, true},
		{sources.ErrDenied, problemSourceDenied, true},
		{sources.ErrTooMany, problemTooMany, false},
		{sources.ErrSymlink, problemLink, false},
		{sources.ErrNotRegular, problemLink, false},
	} {
		if errors.Is(err, known.is) {
			return known.means, known.stalls
		}
	}
	return problemDisk, true
}

// outcome is how a transfer ended. The numbers are stored.
type outcome uint8

const (
	outcomeNone outcome = iota
	outcomeDone
	outcomeRejected
	outcomeCancelled // by one of the two, in profiles of before this was kept
	outcomeFailed
	outcomeCancelledByUs
	outcomeCancelledByPeer
)

// canceller is who has cancelled a transfer that ended so.
func (o outcome) canceller() Canceller {
	switch o {
	case outcomeCancelledByUs:
		return CancelledByUs
	case outcomeCancelledByPeer:
		return CancelledByPeer
	}
	return CancellerUnknown
}

// ours reports whether our user has ended an incoming transfer that ended so.
func (o outcome) ours() bool {
	return o == outcomeRejected || o == outcomeCancelledByUs || o == outcomeCancelled
}

// wireOutcome is what the other Carom is told.
func wireOutcome(o outcome, p problem, outgoing bool) protocol.TransferOutcome {
	switch {
	case o == outcomeDone:
		return protocol.TransferDone
	case o == outcomeRejected:
		return protocol.TransferRejected
	case o == outcomeCancelled, o == outcomeCancelledByUs, o == outcomeCancelledByPeer:
		return protocol.TransferCancelled
	case outgoing:
		return protocol.TransferSourceLost
	case p == problemTooLarge:
		return protocol.TransferTooLarge
	case p == problemPath:
		return protocol.TransferUnfit
	}
	return protocol.TransferDamaged
}

// outcomeOf is what the other Carom has said. outgoing: about a transfer of ours.
func outcomeOf(o protocol.TransferOutcome, outgoing bool) (outcome, problem) {
	switch o {
	case protocol.TransferDone:
		return outcomeDone, noProblem
	case protocol.TransferRejected:
		return outcomeRejected, noProblem
	case protocol.TransferCancelled:
		return outcomeCancelledByPeer, noProblem
	case protocol.TransferSourceLost:
		return outcomeFailed, problemPeerSource
	case protocol.TransferTooLarge:
		return outcomeFailed, problemPeerTarget
	case protocol.TransferUnfit:
		return outcomeFailed, problemPeerPath
	}
	if outgoing {
		return outcomeFailed, problemPeerDamaged
	}
	return outcomeFailed, problemDamaged
}

// given up because the engine ends: not the transfer's fault.
func endedByUs(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, protocol.ErrClosed)
}
