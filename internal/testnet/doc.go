// Package testnet runs a private Tor network of real tor processes on the
// loopback interface, for the demo, the tests and the benchmarks: three
// directory authorities, which are relays and the only guards too, and some
// relays more. Nothing leaves the machine.
//
// Start returns when clients can use the network, some ten seconds after a cold
// start. Node gives the lines that a client's torrc needs. Every process ends
// with Stop, and also when this one is killed.
//
// A whole run of `go test` shares one network: `go run ./internal/testnet/cmd
// run -- go test ./...` starts it and names its folder in CAROM_TESTNET, which
// Shared looks at.
package testnet
