// Package control is the local API of a running node: core.API over gRPC on a
// unix socket, with a Server in the node's process and a Client in any other of
// the same user.
//
// The socket has mode 0600 in a folder of mode 0700, and the Server asks the
// kernel who is at the other end before it reads a byte: only the node's own
// user and root get an answer. There is no TCP port.
//
// A Client behaves as the engine itself does: the same errors, the same events.
//
// A Front is the place of a data folder's one window, where a second start finds
// the first one.
package control
