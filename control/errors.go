package control

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"carom/core"
	"carom/proto/carom/node"
)

// errorOut makes a status of the engine's error.
func errorOut(err error) error {
	var user *core.UserError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &user):
		st, derr := status.New(codes.FailedPrecondition, validUTF8(user.Text)).WithDetails(userErrorOut(user))
		if derr != nil {
			return status.Error(codes.FailedPrecondition, validUTF8(user.Text))
		}
		return st.Err()
	case errors.Is(err, core.ErrClosed):
		return status.Error(codes.Aborted, "the node is ending")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return status.FromContextError(err).Err()
	}
	return status.Error(codes.Internal, validUTF8(err.Error()))
}

// errorIn makes the engine's error of a status again.
func errorIn(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	st := status.Convert(err)
	for _, d := range st.Details() {
		if user, ok := d.(*node.UserError); ok {
			return userErrorIn(user)
		}
	}
	switch st.Code() {
	case codes.Aborted:
		return core.ErrClosed
	case codes.Unavailable:
		return errNoNode()
	case codes.Unimplemented:
		return &core.UserError{Code: core.CodeUnavailable, Kind: core.KindNodeVersion, Text: "The node that is running is of another version of Carom. Restart it with this one."}
	}
	return errors.New(st.Message())
}

// userErrorOut is an error as it goes over the socket; what is no text has no way
// there.
func userErrorOut(e *core.UserError) *node.UserError {
	return &node.UserError{
		Code: uint32(e.Code), Text: validUTF8(e.Text), Kind: string(e.Kind),
		Name: validUTF8(e.Name), Detail: validUTF8(e.Detail), Line: uint32(e.Line),
	}
}

func userErrorIn(e *node.UserError) *core.UserError {
	return &core.UserError{
		Code: core.Code(e.GetCode()), Text: e.GetText(), Kind: core.ErrorKind(e.GetKind()),
		Name: e.GetName(), Detail: e.GetDetail(), Line: int(e.GetLine()),
	}
}

func errNoNode() error {
	return &core.UserError{Code: core.CodeUnavailable, Kind: core.KindNoNode, Text: "No node is running for this profile, so nothing was done. " +
		"Start one with `carom node` or `carom chat`, or name another profile with --data-dir."}
}
