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
		st, derr := status.New(codes.FailedPrecondition, user.Text).WithDetails(&node.UserError{Code: uint32(user.Code), Text: user.Text})
		if derr != nil {
			return status.Error(codes.FailedPrecondition, user.Text)
		}
		return st.Err()
	case errors.Is(err, core.ErrClosed):
		return status.Error(codes.Aborted, "the node is ending")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return status.FromContextError(err).Err()
	}
	return status.Error(codes.Internal, err.Error())
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
			return &core.UserError{Code: core.Code(user.GetCode()), Text: user.GetText()}
		}
	}
	switch st.Code() {
	case codes.Aborted:
		return core.ErrClosed
	case codes.Unavailable:
		return errNoNode()
	case codes.Unimplemented:
		return &core.UserError{Code: core.CodeUnavailable, Text: "The node that is running is of another version of Carom. Restart it with this one."}
	}
	return errors.New(st.Message())
}

func errNoNode() error {
	return &core.UserError{Code: core.CodeUnavailable, Text: "No node is running for this profile, so nothing was done. " +
		"Start one with `carom node` or `carom chat`, or name another profile with --data-dir."}
}
