// Package tui is the messenger for the terminal behind `carom chat`: contacts
// on the left, a conversation on the right, a line to write in below. It works
// in 80x24, over ssh and inside tmux, with and without colour.
//
// It knows the node only by core.API, so that it runs the same in the node's
// process and beside it. What a peer wrote goes through package plaintext
// before it comes near the screen.
package tui
