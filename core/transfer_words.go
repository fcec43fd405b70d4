package core

// TransferProblem is a word for what keeps a transfer from going on, or has ended
// it. New ones may come.
type TransferProblem string

// The problems.
const (
	// TransferProblemDiskFull: there is no room; what has come is kept.
	TransferProblemDiskFull TransferProblem = "disk-full"
	// TransferProblemDisk: the disk cannot be written or read; what has come is kept.
	TransferProblemDisk TransferProblem = "disk"
	// TransferProblemTooLarge: more is offered than this disk or Carom can take.
	TransferProblemTooLarge TransferProblem = "too-large"
	// TransferProblemSource: the file cannot be read now.
	TransferProblemSource TransferProblem = "source"
	// TransferProblemChanged: the file was changed after it was chosen.
	TransferProblemChanged TransferProblem = "changed"
	// TransferProblemSourceGone: the file is not there now.
	TransferProblemSourceGone TransferProblem = "source-gone"
	// TransferProblemSourceDenied: the file may not be read now.
	TransferProblemSourceDenied TransferProblem = "source-denied"
	// TransferProblemLink: a link or a device was chosen.
	TransferProblemLink TransferProblem = "link"
	// TransferProblemEmptyFolder: there is nothing in the folder.
	TransferProblemEmptyFolder TransferProblem = "empty-folder"
	// TransferProblemDamaged: what came is not what was offered.
	TransferProblemDamaged TransferProblem = "damaged"
	// TransferProblemPlainEmpty: the contact's program takes no empty files.
	TransferProblemPlainEmpty TransferProblem = "plain-empty"
	// TransferProblemPlainFolder: the contact's program takes no folders.
	TransferProblemPlainFolder TransferProblem = "plain-folder"
	// TransferProblemPlainLost: the contact's program cannot go on after an interruption.
	TransferProblemPlainLost TransferProblem = "plain-lost"
	// TransferProblemRefused: the contact's program did not take the file.
	TransferProblemRefused TransferProblem = "refused"
	// TransferProblemPeerSource: the contact cannot read the file any more.
	TransferProblemPeerSource TransferProblem = "peer-source"
	// TransferProblemPeerTarget: the contact's program refused so much at once.
	TransferProblemPeerTarget TransferProblem = "peer-target"
	// TransferProblemHash: the file has another content than the one offered.
	TransferProblemHash TransferProblem = "hash"
	// TransferProblemTooMany: there are too many files in the folder.
	TransferProblemTooMany TransferProblem = "too-many"
	// TransferProblemPeerDamaged: what reached the contact is not what was offered.
	TransferProblemPeerDamaged TransferProblem = "peer-damaged"
	// TransferProblemPlainDisk: the disk cannot be written or read; what came is gone.
	TransferProblemPlainDisk TransferProblem = "plain-disk"
	// TransferProblemPlainFull: there is no room; what came is gone.
	TransferProblemPlainFull TransferProblem = "plain-full"
	// TransferProblemPath: a path in the folder is longer than what can be stored.
	TransferProblemPath TransferProblem = "path"
	// TransferProblemPeerPath: it is longer than what the contact's program can store.
	TransferProblemPeerPath TransferProblem = "peer-path"
)

// Canceller is who has cancelled a transfer.
type Canceller uint8

// The cancellers.
const (
	// CancellerUnknown: one of the two; profiles of before this was kept say no more.
	CancellerUnknown Canceller = iota
	CancelledByUs
	CancelledByPeer
)

// String returns a name for scripts, empty for CancellerUnknown.
func (c Canceller) String() string {
	switch c {
	case CancelledByUs:
		return "us"
	case CancelledByPeer:
		return "contact"
	}
	return ""
}
