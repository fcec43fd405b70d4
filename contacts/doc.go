// Package contacts knows who is who: the addresses of people, what they may be
// called, how far two people have come with each other, and the book of all of
// them. It holds values and pure rules; it does no I/O, starts no goroutine,
// and takes the time from its caller.
//
// A ServiceID that exists is valid: the characters, the checksum, the version
// and the public key have been checked. Errors about what a person typed are
// sentences for that person, and never repeat what was typed.
package contacts
