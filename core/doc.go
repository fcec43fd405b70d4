// Package core is the engine of a Carom node: it decides who is spoken to,
// keeps one connection to each contact, delivers messages and tells user
// interfaces what happened.
//
// # How it is built
//
// One goroutine, that of Engine.Serve, owns all state; there are no locks
// around it. Commands from user interfaces and everything that connections
// report come in as typed values on one channel (see input). Completions of the store
// and timers come through a mailbox that never makes them wait. The engine in
// turn waits for nobody: calls to connections only queue bytes, the store
// calls back, dials run on goroutines of their own, and the bus drops events
// for a subscriber that is too slow (it gets a Resync instead).
//
// # What it promises
//
//   - A message is acknowledged to the peer only after the store has called it
//     durable, and leaves the outbox only after the peer acknowledged it.
//   - A message that is delivered again is recognised, also after a restart,
//     acknowledged again and not shown again.
//   - A contact that is not there is looked for as long as it is a contact,
//     ever more seldom, down to once in ten minutes.
//   - Strangers, and peers that were removed and come back without pause, cost
//     a bounded number of connections, whatever they do.
//   - When Serve returns, every goroutine and connection of the engine has
//     ended. Connections are closed while the network is still up, so that
//     peers notice at once.
package core
