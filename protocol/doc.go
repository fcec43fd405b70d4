// Package protocol speaks the Ricochet protocol, version 3, as Ricochet-Refresh
// does, on one connection at a time: the introduction, the packets, the proof of
// who dialled, contact requests, chat messages and files. It works on any net.Conn
// whose deadlines work and whose Close does not wait; it knows nothing of Tor,
// touches no disk, starts nothing when it is imported, and asks no clock for the
// date: ages are durations.
//
// A Conn is made by NewClient or NewServer, run by Serve and ended by Close. What
// happens is told to a Handler; what the caller wants done are methods, which
// any goroutine may call and which never wait for the network.
//
// # What it promises
//
//   - Serve owns the net.Conn and every goroutine of the connection. When it
//     returns they are gone, the Handler hears no more, and the error says
//     whose fault it was: ours, the peer's or the network's.
//   - Packets of one channel are written in the order in which they were queued.
//     Acknowledgements and what keeps the connection alive overtake messages.
//   - A peer can make us hold a bounded amount: one packet, 64 KiB of answers
//     that it does not read, InboundWindow messages and 4 MiB of files that were
//     not acknowledged. With more than that, nothing is read from it.
//   - The bytes of files go after everything else, and no more than 64 KiB of
//     them wait to be written.
//   - A peer that does not prove who it is, or that neither is a contact nor asks
//     to become one, is gone after 15 seconds. One that reads nothing is gone
//     after two minutes, and another Carom that has fallen silent after 16
//     seconds.
//   - What a peer does wrong gets the answer that Ricochet-Refresh 3.0 gives, and
//     a line in the log without content, ids or addresses. It ends a channel or
//     the connection, never the program.
//   - A peer that is not another Carom cannot tell this one from
//     Ricochet-Refresh by what it is sent, but for one field that it ignores, and
//     that only contacts see.
//
// # What it leaves to its caller
//
// Whom to trust (Handler.Authorize), which of two connections to keep (KeepNew),
// to bound the connections, to send again on the next connection what was not
// acknowledged on this one, and to recognise such a repetition when it comes
// from the peer. Of files: to read, to store and to verify them, and to bound
// what is under way of those that it sends.
package protocol
