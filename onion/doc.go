// Package onion is one Tor: a tor process that it launches and watches over, or
// one that runs already and is attached to. It publishes onion services, dials
// them, and says how Tor is doing. It is the only package that opens a
// connection to anything but a local unix socket of ours, and it opens them
// only to tor itself.
//
// What it promises:
//
//   - A service is published as long as its listener is open, whatever happens
//     to tor meanwhile: a tor that dies or hangs is restarted with back-off,
//     and above this package it looks like being offline for a while.
//   - A tor that was launched ends with this process, also when it is killed.
//   - Streams for different contacts never share a circuit.
//   - Keys are never written to a log or a file, nor passed on a command line.
//
// github.com/cretz/bine v0.2.0 is used for the control protocol and the form of
// the keys. Its traps are kept in here: one request at a time on a connection,
// events on a connection of their own that is always read, no '%' in a command,
// no debug writer, a launcher and a dialler of our own.
package onion
