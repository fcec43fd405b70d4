// Package store keeps a profile: who we are, whom we know, what was said and
// what still has to be said.
//
// It promises its caller, core, three things.
//
//   - Order. Changes become durable in the order of the Commit calls; no later
//     change survives a crash that an earlier one did not.
//   - Honesty. Commit's done function is told nil only when the changes are on
//     stable storage: a kill at any instruction and a power cut after it lose
//     nothing. Told an error, none of that Commit's changes happened; where the
//     disk failed in the one moment in which nobody can tell, nothing more is
//     stored until the profile is opened again.
//   - Atomicity. The changes of one Commit happen together or not at all.
//
// And it promises the user one: without the passphrase the files say nothing
// but how large they are and which parts of them changed. docs/storage.md has
// the format.
//
// DB is an encrypted SQLite database and Memory nothing at all;
// storetest.Conformance holds both to the same promises.
package store
