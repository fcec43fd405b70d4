package core

// ErrorKind is a word for what a UserError says. The values are stable, for a user
// interface to translate; one that it does not know is of a newer node.
//
// Besides those below there are the words of package contacts (contacts.Reason) and
// of package onion (onion.SettingsReason; of a bridge line, KindBridge and an
// onion.LineReason), and of a file that was to be sent KindFile and a
// TransferProblem.
type ErrorKind string

// What the words of others have before them.
const (
	KindBridge ErrorKind = "bridge-" // Line
	KindFile   ErrorKind = "file-"
)

// The kinds of errors of the engine; which parameters a kind has is beside its name.
const (
	KindNotSaved     ErrorKind = "not-saved" // nothing was changed
	KindNotKept      ErrorKind = "not-kept"  // in force, and gone with the next start
	KindUnread       ErrorKind = "conversation-unread"
	KindUnsearched   ErrorKind = "conversations-unsearched"
	KindPreference   ErrorKind = "preference"
	KindPreferences  ErrorKind = "preferences" // too many
	KindPresence     ErrorKind = "presence"
	KindNotPublished ErrorKind = "not-published" // still invisible
	KindLogElsewhere ErrorKind = "log-elsewhere" // of a Tor that is not ours
	KindNoWipe       ErrorKind = "no-wipe"       // the node cannot
	KindWipeFailed   ErrorKind = "wipe-failed"   // Detail

	KindWriteAsked    ErrorKind = "write-asked" // to somebody who has not answered
	KindWritePending  ErrorKind = "write-pending"
	KindWriteRejected ErrorKind = "write-rejected"
	KindWriteBlocked  ErrorKind = "write-blocked"
	KindWriteNot      ErrorKind = "write-not"
	KindOutboxFull    ErrorKind = "outbox-full"
	KindNoMessage     ErrorKind = "no-message"
	KindNotFailed     ErrorKind = "message-not-failed"
	KindDraftLong     ErrorKind = "draft-long"
)

// The kinds of errors about files.
const (
	KindPath       ErrorKind = "path"    // no path
	KindNoFile     ErrorKind = "no-file" // at a path
	KindFileLarge  ErrorKind = "file-large"
	KindNoCopy     ErrorKind = "no-clean-copy"     // Name
	KindNoFolder   ErrorKind = "no-clean-folder"   // Name, Detail: files in it
	KindCopyNoRoom ErrorKind = "clean-copy-room"   //
	KindNoPlace    ErrorKind = "no-place"          // for files, in this node
	KindManyFiles  ErrorKind = "many-files"        // wait
	KindNoTransfer ErrorKind = "no-transfer"       //
	KindOwn        ErrorKind = "transfer-own"      // nothing to accept
	KindNotOffered ErrorKind = "transfer-asks-not" // nothing to reject
	KindOver       ErrorKind = "transfer-over"     //
	KindNotOver    ErrorKind = "transfer-not-over" //
	KindNoPause    ErrorKind = "no-pause"          // with their program
	KindPublishing ErrorKind = "transfer-publishing"
)

// The kinds of errors of those who run the engine, or reach it.
const (
	KindNoNode       ErrorKind = "no-node"
	KindNodeEnded    ErrorKind = "node-ended"
	KindNodeForeign  ErrorKind = "node-foreign"
	KindNodeVersion  ErrorKind = "node-version"
	KindSocketFolder ErrorKind = "socket-folder" // Name
	KindSocket       ErrorKind = "socket"        // Detail

	KindTor        ErrorKind = "no-tor"
	KindTorAt      ErrorKind = "no-tor-at"   // Name
	KindTorOptions ErrorKind = "tor-options" // Detail
	KindTorFolder  ErrorKind = "tor-folder"  // Detail

	KindInUse        ErrorKind = "profile-in-use"
	KindPassphrase   ErrorKind = "passphrase"
	KindNoProfile    ErrorKind = "no-profile"
	KindProfileThere ErrorKind = "profile-there"
	KindProfileNewer ErrorKind = "profile-newer"
	KindDamaged      ErrorKind = "profile-damaged"    // Detail
	KindNotOpened    ErrorKind = "profile-not-opened" // Detail
	KindProfileName  ErrorKind = "profile-name"
	KindUnlisted     ErrorKind = "profiles-unlisted"
	KindNoHome       ErrorKind = "no-home"

	KindKeysLeft ErrorKind = "keys-left"  // Name: the folder, Detail
	KindRest     ErrorKind = "files-left" // Detail
	KindKeysHeld ErrorKind = "keys-held"  // by a process

	KindCopyThere   ErrorKind = "copy-there" // Name
	KindCopyInUse   ErrorKind = "copy-in-use"
	KindCopySecret  ErrorKind = "copy-passphrase"
	KindCopyInvalid ErrorKind = "copy-invalid" // Detail
	KindCopyFailed  ErrorKind = "copy-failed"  // Detail
)
