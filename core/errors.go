package core

import (
	"errors"

	"carom/contacts"
)

// userError turns what contacts and store say into what a person is told.
func userError(err error) error {
	var user *UserError
	switch {
	case err == nil, errors.As(err, &user), errors.Is(err, ErrClosed):
		return err
	case errors.Is(err, contacts.ErrNotFound):
		return &UserError{Code: CodeNotFound, Text: err.Error()}
	case errors.Is(err, contacts.ErrConflict):
		return &UserError{Code: CodeConflict, Text: err.Error()}
	case errors.Is(err, contacts.ErrInvalid):
		return &UserError{Code: CodeInvalid, Text: err.Error()}
	}
	return err
}

// storageError is what a person is told when a commit failed. The cause goes
// to the log: it may name paths.
func storageError() error {
	return &UserError{Code: CodeStorage, Text: "This could not be saved, so nothing was changed. " +
		"The disk may be full or write-protected: make room on it, then try again."}
}

func invalid(err error) error { return &UserError{Code: CodeInvalid, Text: err.Error()} }

func notFound() error {
	return &UserError{Code: CodeNotFound, Text: "There is no such contact. List your contacts to see their names."}
}

func conflict(text string) error { return &UserError{Code: CodeConflict, Text: text} }
