package control_test

import (
	"context"
	"errors"
	"testing"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
)

// failing is a node at which one call fails.
type failing struct {
	core.API
	err error
}

func (f failing) Rename(context.Context, contacts.ServiceID, string) (core.Contact, error) {
	return core.Contact{}, f.err
}

// What a person is told comes over the socket as it was: with its kind and what
// belongs to it, or without, as a node of before there were kinds tells it.
func TestErrorsOverTheSocket(t *testing.T) {
	own := engine(t, oniontest.NewFabric().Network()).Self()
	for name, c := range map[string]struct{ sent, want core.UserError }{
		"a kind": {
			core.UserError{Code: core.CodeConflict, Kind: core.KindOver, Text: "It is over."},
			core.UserError{Code: core.CodeConflict, Kind: core.KindOver, Text: "It is over."},
		},
		"all there is": {
			core.UserError{Code: core.CodeStorage, Kind: core.KindKeysLeft, Text: "No.", Name: "/a/ü", Detail: "it said no", Line: 7},
			core.UserError{Code: core.CodeStorage, Kind: core.KindKeysLeft, Text: "No.", Name: "/a/ü", Detail: "it said no", Line: 7},
		},
		"an older node": {
			core.UserError{Code: core.CodeInvalid, Text: "It is wrong."},
			core.UserError{Code: core.CodeInvalid, Text: "It is wrong."},
		},
		"no text": {
			core.UserError{Code: core.CodeInvalid, Kind: core.KindNoCopy, Text: "Not \xff.", Name: "\xff.jpg", Detail: "\xff"},
			core.UserError{Code: core.CodeInvalid, Kind: core.KindNoCopy, Text: "Not \uFFFD.", Name: "\uFFFD.jpg", Detail: "\uFFFD"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := dial(t, serve(t, failing{err: &c.sent})).Rename(t.Context(), own, "x")
			var got *core.UserError
			if !errors.As(err, &got) || *got != c.want {
				t.Errorf("%+v became %+v, %v", c.sent, got, err)
			}
		})
	}
}
