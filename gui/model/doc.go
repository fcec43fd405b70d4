// Package model is what the desktop shows, as values: the list of contacts, the
// part of a conversation that is in memory, the composer, and the checks of
// what is typed. The Qt side paints it and tells it what the user does.
//
// Nothing here starts a goroutine, waits, or knows Qt. A Batcher may be used
// from any goroutine; everything else belongs to the goroutine of the user
// interface. What is read from the engine is read elsewhere, by a Load:
//
//	bus ── goroutine of the subscription ── Batcher ── Take ── Roster, Window
//	Window ── Load ── another goroutine: Load.Read ── Page ── Window
//
// The work that one event of the interface causes is bounded, whatever comes
// in: a Batcher hands over only so much at once and keeps only so much, and a
// Window holds at most MaxMessages messages.
//
// Every string that a peer had a hand in is made safe by internal/plaintext
// before it is in a row.
package model
