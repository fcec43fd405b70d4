package noderun

import (
	"errors"

	"carom/control"
	"carom/core"
	"carom/onion"
	"carom/store"
)

// explained is for a person, and keeps its cause for callers that branch on it.
type explained struct {
	*core.UserError
	cause error
}

func (e *explained) Unwrap() []error { return []error{e.UserError, e.cause} }

// Explain has user say what cause means to a person. What errors.Is found in cause
// it finds in the result.
func Explain(cause error, user *core.UserError) error { return &explained{user, cause} }

// ProfileError is what a person is told when package store fails.
func ProfileError(err error) error { return &explained{profileError(err), err} }

func profileError(err error) *core.UserError {
	switch {
	case errors.Is(err, store.ErrLocked):
		return &core.UserError{Code: core.CodeConflict, Kind: core.KindInUse, Text: "A node is running for this profile already. " +
			"Use that one (`carom chat` and the other commands find it), or name another profile with --data-dir."}
	case errors.Is(err, store.ErrPassphrase):
		return &core.UserError{Code: core.CodeStorage, Kind: core.KindPassphrase, Text: "This is not the passphrase of the profile. Nothing was changed; try again. Nobody can recover one that is forgotten."}
	case errors.Is(err, store.ErrNoProfile):
		return &core.UserError{Code: core.CodeNotFound, Kind: core.KindNoProfile, Text: "There is no profile here yet. Make one with `carom profile new`, or see `carom profile list`."}
	case errors.Is(err, store.ErrExists):
		return &core.UserError{Code: core.CodeConflict, Kind: core.KindProfileThere, Text: "There is a profile here already. Nothing was changed; choose another name with --profile."}
	case errors.Is(err, store.ErrNewer):
		return &core.UserError{Code: core.CodeStorage, Kind: core.KindProfileNewer, Text: "This profile was written by a newer version of Carom. Nothing was changed; use that version."}
	case errors.Is(err, store.ErrCorrupt):
		return &core.UserError{Code: core.CodeStorage, Kind: core.KindDamaged, Detail: err.Error(), Text: "This profile is damaged (" + err.Error() + "). Nothing was changed; restore it from a copy."}
	}
	return &core.UserError{Code: core.CodeStorage, Kind: core.KindNotOpened, Detail: err.Error(), Text: "The profile cannot be opened (" + err.Error() + "). See that the folder is yours and the disk has room."}
}

// torError is what a person is told when Tor ends for good, which without a tor
// program it does.
func torError(err error, torPath string) error {
	switch {
	case errors.Is(err, onion.ErrNoTor) && torPath != "":
		return Explain(err, &core.UserError{Code: core.CodeUnavailable, Kind: core.KindTorAt, Name: torPath, Text: "There is no tor program at " + torPath + ", which --tor names. Without --tor it is looked for."})
	case errors.Is(err, onion.ErrNoTor):
		return Explain(err, &core.UserError{Code: core.CodeUnavailable, Kind: core.KindTor, Text: "There is no tor program on this machine, and Carom cannot do without. " +
			"Install it (on Debian: apt install tor), or name it with --tor."})
	}
	return err
}

// torFolderError is what a person is told when tor cannot have its folder in that
// of the profile.
func torFolderError(err error) error {
	return Explain(err, &core.UserError{Code: core.CodeInvalid, Kind: core.KindTorFolder, Detail: err.Error(), Text: "The folder of the profile is none that tor can have its files in (" + err.Error() + "). " +
		"Nothing was started; name another one with --data-dir, by its full path."})
}

// socketError is what a person is told when the control socket cannot be opened, or
// has gone.
func socketError(err error) error {
	var user *core.UserError
	switch {
	case err == nil, errors.As(err, &user):
		return err
	case errors.Is(err, control.ErrRunning):
		return Explain(err, profileError(store.ErrLocked))
	}
	return Explain(err, &core.UserError{Code: core.CodeStorage, Kind: core.KindSocket, Detail: err.Error(), Text: "The socket by which commands reach the node does not work (" + err.Error() + "), and so the node has ended. " +
		"See that the folder of the profile is yours and the disk has room, then start it again."})
}

// restError is what a person is told when files of a wiped profile are left.
func restError(err error) error {
	return Explain(err, &core.UserError{Code: core.CodeStorage, Kind: core.KindRest, Detail: err.Error(), Text: "The keys are destroyed, so that the profile cannot be read any more, but files are left (" + err.Error() + "). " +
		"Received files are not encrypted: delete them by hand."})
}
