package core

import (
	"context"
	"slices"
	"time"

	"carom/contacts"
)

// TransferState says how far a file transfer is, for a user interface.
type TransferState uint8

// The states. The last four are ends.
const (
	// TransferPreparing: what is to be sent is being read.
	TransferPreparing TransferState = iota + 1
	// TransferQueued: it waits until the contact is online, or for its turn.
	TransferQueued
	// TransferAsking: the receiving user has yet to say whether they want it:
	// the contact, or ours.
	TransferAsking
	// TransferActive: bytes move.
	TransferActive
	// TransferPaused: our user has paused it.
	TransferPaused
	// TransferPausedByPeer: the contact has. What our user has yet to answer is
	// TransferAsking nevertheless.
	TransferPausedByPeer
	// TransferStalled: it cannot go on here until the user has done something;
	// Problem says what. ResumeTransfer tries again.
	TransferStalled
	// TransferDone: the receiver has it, verified. Both sides know.
	TransferDone
	// TransferRejected: the receiving user did not want it.
	TransferRejected
	// TransferCancelled: one of the two has ended it.
	TransferCancelled
	// TransferFailed: it could not come to its end; Problem says why.
	TransferFailed
)

// Ended reports whether nothing more comes of it.
func (s TransferState) Ended() bool { return s >= TransferDone }

// String returns a name for scripts.
func (s TransferState) String() string {
	names := [...]string{
		"unknown", "preparing", "queued", "asking", "active", "paused", "paused-by-contact", "stalled",
		"done", "rejected", "cancelled", "failed",
	}
	if int(s) >= len(names) {
		s = 0
	}
	return names[s]
}

// Transfer is a file, or a folder as a stream of files, that goes to a contact
// or comes from one.
type Transfer struct {
	// ID numbers the transfers of a profile from 1.
	ID       uint64
	Contact  contacts.ServiceID
	Outgoing bool
	// Name is that of the file or folder. When Outgoing is false a peer chose
	// it: show it as plain text only (see internal/plaintext).
	Name   string
	Folder bool
	Files  int
	// Size is how many bytes the files have together, Moved how many of them
	// the receiver has. While an outgoing transfer moves that is what was sent, which
	// is at most 4 MiB more; where it stands still, what was sent when that was
	// noted on the disk.
	Size, Moved uint64
	// Again is how many bytes went more than once since the node was started,
	// because of interruptions; of an incoming transfer at most so many.
	Again uint64
	// Skipped is how much of a folder is not sent: links, devices, what may
	// not be read.
	Skipped int
	State   TransferState
	// Problem is for a person, for TransferStalled and TransferFailed, and
	// ProblemKind the same for a program.
	Problem     string
	ProblemKind TransferProblem
	// CancelledBy is who has, for TransferCancelled.
	CancelledBy Canceller
	// Rate is in bytes per second and Left how long it still takes at that
	// rate; 0 for not known.
	Rate uint64
	Left time.Duration
	// Path is where the files are: what is sent, or what was received. Received
	// files are never opened by Carom.
	Path string
	// Plain: the contact's program is no Carom. Such a transfer can be paused until
	// it moves, and begins anew after an interruption.
	Plain bool
	// Stripped: what is sent is a copy without metadata of what is at Path.
	Stripped         bool
	Created, Changed time.Time
}

// SendOptions say how files are sent.
type SendOptions struct {
	// Strip sends a copy of each file without its metadata, which is made at once
	// and waits encrypted. Where that cannot be done surely nothing is sent, but
	// for the files of a folder of which Rest says otherwise.
	Strip bool
	Rest  Rest
}

// Rest is what becomes of those files of a folder of which no copy without
// metadata can be made surely.
type Rest uint8

// The choices. FileReport.Rest names the files.
const (
	// RestRefuse sends nothing of the folder, and the error names them.
	RestRefuse Rest = iota
	// RestLeaveOut does not send them, RestAsIs sends them with all that they tell.
	RestLeaveOut
	RestAsIs
)

// FileReport is what a file, or the files in a folder, tell about their author,
// their place and their machine. It never says that there is nothing: what was not
// found may be there.
type FileReport struct {
	Path   string
	Folder bool
	// Files is how many were looked into: Searched of them in full, Incomplete as
	// far as they can be read, and Unknown not at all, since nothing is known of
	// their format. Left were not even opened: they cannot be, or are too many.
	Files, Searched, Incomplete, Unknown, Left int
	// Gaps are those that were not looked into in full, and why, as far as there are
	// not too many; one for each file.
	Gaps []FileGap
	// Findings is what was found, in order; More that there is more.
	Findings []FileFinding
	More     bool
	// CanStrip: SendOptions.Strip is worth a try. Of a folder it is when it is of
	// one of its files; Rest are those of which it is not, beneath the folder, and
	// RestMore how many besides. Show them as plain text only.
	CanStrip bool
	Rest     []string
	RestMore int
}

// Seen reports whether everything was looked into in full. It does not say that what was not
// found is not there.
func (r *FileReport) Seen() bool { return r.Incomplete+r.Unknown+r.Left == 0 }

// FileGap is a file that was not looked into, or not all of it.
type FileGap struct {
	// File is as in FileFinding.
	File string
	// Why is a word for a program: unknown (its format), damaged, encrypted, too large,
	// foreign (a part of it is of an unknown format), unreadable, many (the files before
	// it were as many as are looked into).
	Why string
}

// Why a file was not opened, and that its format is not known.
const (
	GapUnknown    = "unknown"
	GapUnreadable = "unreadable"
	GapMany       = "many"
)

// Kinds are the kinds of findings that there are, each once.
func (r *FileReport) Kinds() []string {
	var kinds []string
	for _, f := range r.Findings {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

// FileFinding is one thing that a file tells.
type FileFinding struct {
	// File is its path beneath the folder that was looked into, as the disk has
	// it: show it as plain text only. Empty for a file by itself.
	File string
	// Kind is a word for a program: author, editor, company, position, device,
	// serial, software, time, description, comment, changes, history, thumbnail,
	// embedded, identifier, path, opaque.
	Kind string
	// Where is the part of the file, such as EXIF, and Value what it says, which
	// may be empty. Both are one line that is safe to show.
	Where, Value string
}

// TransferAPI is the part of API that is about files.
type TransferAPI interface {
	// InspectFiles looks for metadata in the files at these paths, for a warning
	// before they are sent. It takes as long as reading them does, ends with ctx,
	// and looks into a bounded number of files.
	InspectFiles(ctx context.Context, paths []string) ([]FileReport, error)
	// SendFiles queues each path, a file or a folder, as a transfer to an
	// accepted contact. It is durable when SendFiles returns; the files are
	// read afterwards, and must stay as they are until they were sent, unless a
	// copy was made of them.
	SendFiles(ctx context.Context, id contacts.ServiceID, paths []string, opts SendOptions) ([]Transfer, error)
	// Transfers returns the transfers with a contact, or all when id is zero,
	// oldest first.
	Transfers(ctx context.Context, id contacts.ServiceID) ([]Transfer, error)
	// AcceptTransfer takes what a contact offers; RejectTransfer refuses it,
	// and they are told.
	AcceptTransfer(ctx context.Context, transfer uint64) (Transfer, error)
	RejectTransfer(ctx context.Context, transfer uint64) (Transfer, error)
	// PauseTransfer and ResumeTransfer are for either direction.
	PauseTransfer(ctx context.Context, transfer uint64) (Transfer, error)
	ResumeTransfer(ctx context.Context, transfer uint64) (Transfer, error)
	// CancelTransfer ends one for good. What has come of it is deleted.
	CancelTransfer(ctx context.Context, transfer uint64) (Transfer, error)
	// ForgetTransfer removes one that has ended from the list. Received files
	// stay.
	ForgetTransfer(ctx context.Context, transfer uint64) error
	// SetAutoAccept takes whatever a contact offers up to so many bytes
	// without asking; 0 asks for everything. Each file of a folder counts 4096 bytes
	// more, and the list of them counts too.
	SetAutoAccept(ctx context.Context, id contacts.ServiceID, bytes uint64) (Contact, error)
}

// TransferChanged: a transfer is new, or anything about it is. While bytes move
// it comes a few times a second.
type TransferChanged struct{ Transfer Transfer }

// TransferRemoved: a transfer is not in the list any more.
type TransferRemoved struct {
	ID      uint64
	Contact contacts.ServiceID
}

func (TransferChanged) isEvent() {}
func (TransferRemoved) isEvent() {}

// FileConfig says where files go. The folders are made when they are not there.
type FileConfig struct {
	// Partial is for what has not come to its end, encrypted.
	Partial string
	// Received is for received files, as they are.
	Received string
}
