package core

import (
	"errors"
	"fmt"
	"testing"

	"golang.org/x/sys/unix"

	"carom/contacts"
	"carom/internal/sources"
	"carom/internal/transfer"
	"carom/onion"
)

// What contacts and onion say keeps its reason on the way to a person, and no other
// error becomes one for a person.
func TestForPerson(t *testing.T) {
	_, settings := onion.ParseProxy("gopher://192.0.2.1:70")
	bridges := onion.Settings{Bridges: []string{"# two", "obfs4", "<b>"}}.Validate()
	_, address := contacts.ParseAddress("ricochet:nobody8")
	_, state := contacts.Next(contacts.Accepted, contacts.Ask)
	for _, c := range []struct {
		err  error
		want UserError
	}{
		{contacts.ValidateText(""), UserError{Code: CodeInvalid, Kind: "text-empty"}},
		{contacts.ValidateLocalNickname(" "), UserError{Code: CodeInvalid, Kind: "name-empty"}},
		{address, UserError{Code: CodeInvalid, Kind: "address-character"}},
		{state, UserError{Code: CodeConflict, Kind: "contact-exists"}},
		{fmt.Errorf("in a book: %w", state), UserError{Code: CodeConflict, Kind: "contact-exists"}},
		{settings, UserError{Code: CodeInvalid, Kind: "proxy-kind"}},
		{bridges, UserError{Code: CodeInvalid, Kind: "bridge-address", Line: 2}},
		{notFound(), UserError{Code: CodeNotFound, Kind: "contact-not-found"}},
	} {
		var user *UserError
		if !errors.As(ForPerson(c.err), &user) {
			t.Errorf("%v is for nobody", c.err)
			continue
		}
		if c.want.Text = c.err.Error(); *user != c.want {
			t.Errorf("%v is %+v", c.err, *user)
		}
	}
	for _, err := range []error{nil, ErrClosed, errors.New("a path")} {
		if got := ForPerson(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// What is wrong with a file that is to be sent is said as such, whatever else the
// same error means for a transfer.
func TestSourceErrorHasAKind(t *testing.T) {
	for _, c := range []struct {
		err  error
		want ErrorKind
	}{
		{sources.ErrGone, "file-source-gone"},
		{sources.ErrDenied, "file-source-denied"},
		{sources.ErrChanged, "file-changed"},
		{sources.ErrSymlink, "file-link"},
		{sources.ErrNotRegular, "file-link"},
		{sources.ErrTooMany, "file-too-many"},
		{transfer.ErrNothing, "file-empty-folder"},
		{transfer.ErrTooLarge, KindFileLarge},
		{transfer.ErrHash, "file-source"},
		{unix.EIO, "file-source"},
		{unix.ENOSPC, "file-source"},
	} {
		var user *UserError
		if !errors.As(sourceError(c.err), &user) || user.Kind != c.want || len(user.Text) < 20 {
			t.Errorf("%v is %+v", c.err, user)
		}
	}
}
