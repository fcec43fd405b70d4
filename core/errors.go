package core

import (
	"errors"

	"carom/contacts"
	"carom/onion"
)

// ForPerson turns what contacts and onion say of something that a user interface
// asks for into a UserError; any other error stays as it is.
func ForPerson(err error) error {
	var user *UserError
	var settings *onion.SettingsError
	switch {
	case err == nil, errors.As(err, &user), errors.Is(err, ErrClosed):
		return err
	case errors.Is(err, contacts.ErrNotFound):
		return &UserError{Code: CodeNotFound, Kind: reason(err), Text: err.Error()}
	case errors.Is(err, contacts.ErrConflict):
		return &UserError{Code: CodeConflict, Kind: reason(err), Text: err.Error()}
	case errors.Is(err, contacts.ErrInvalid):
		return &UserError{Code: CodeInvalid, Kind: reason(err), Text: err.Error()}
	case errors.As(err, &settings):
		return settingsError(settings)
	}
	return err
}

// settingsError is what a person is told of connection settings that cannot be
// used. Of several lines of bridges that are wrong, the kind says the first.
func settingsError(said *onion.SettingsError) error {
	user := &UserError{Code: CodeInvalid, Kind: ErrorKind(said.Reason), Text: said.Error()}
	if len(said.Lines) > 0 {
		user.Kind, user.Line = KindBridge+ErrorKind(said.Lines[0].Reason), said.Lines[0].Line
	}
	return user
}

// reason is the kind of what contacts says; empty when it gives no reason.
func reason(err error) ErrorKind {
	var address *contacts.AddressError
	var other *contacts.Error
	switch {
	case errors.As(err, &address):
		return ErrorKind(address.Reason())
	case errors.As(err, &other):
		return ErrorKind(other.Reason)
	}
	return ""
}

// storageError is what a person is told when a commit failed. The cause goes
// to the log: it may name paths.
func storageError() error {
	return &UserError{Code: CodeStorage, Kind: KindNotSaved, Text: "This could not be saved, so nothing was changed. " +
		"The disk may be full or write-protected: make room on it, then try again."}
}

func notFound() error {
	return &UserError{Code: CodeNotFound, Kind: ErrorKind(contacts.ReasonNotFound), Text: "There is no such contact. List your contacts to see their names."}
}

func conflict(kind ErrorKind, text string) error {
	return &UserError{Code: CodeConflict, Kind: kind, Text: text}
}
