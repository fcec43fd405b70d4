package onion

import "errors"

// Reasons for which Dial fails, for errors.Is.
var (
	// ErrOffline: tor is not up.
	ErrOffline = errors.New("tor is not connected")
	// ErrNoDescriptor: the service has published nothing, or not lately.
	ErrNoDescriptor = errors.New("the onion service has no descriptor")
	// ErrUnreachable: the service did not answer.
	ErrUnreachable = errors.New("the onion service could not be reached")
	// ErrBadAddress: tor does not take the address.
	ErrBadAddress = errors.New("not the address of an onion service")
	// ErrClientAuth: the service wants client authorization that we lack.
	ErrClientAuth = errors.New("the onion service demands client authorization")
)

// ErrNoTor: there is no tor program to launch.
var ErrNoTor = errors.New("there is no tor program on this machine")
