// Package store keeps a profile: who we are, whom we know, what was said and
// what still has to be said.
//
// It promises its caller, core, three things.
//
//   - Order. Changes become durable in the order of the Commit calls; no later
//     change survives a crash that an earlier one did not.
//   - Honesty. Commit's done function is told nil only when the changes are on
//     stable storage: a kill at any instruction and a power cut after it lose
//     nothing. Told an error, none of that Commit's changes happened.
//   - Atomicity. The changes of one Commit happen together or not at all.
//
// Journal is a plain file and Memory none at all; storetest.Conformance holds
// both to the same promises. What Journal writes is NOT encrypted: the file
// has mode 0600 and nothing more.
package store
