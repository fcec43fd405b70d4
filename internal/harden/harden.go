// Package harden asks the kernel to keep others out of this process. Whatever
// holds a profile's keys calls it first.
package harden

import "golang.org/x/sys/unix"

// NoCoreDump keeps keys and words out of a core file, and other processes of
// this user out of our memory. Where the kernel refuses, Carom runs all the same.
func NoCoreDump() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
