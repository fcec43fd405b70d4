package testnet

import "context"

// TB is what Join needs of a test: a *testing.T or a *testing.B.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Error(...any)
	Fatal(...any)
}

// Join returns the network of Shared to a test, and stops it when the test has
// ended. The test fails where there is none.
func Join(t TB) *Network {
	t.Helper()
	network, err := Shared(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := network.Stop(); err != nil {
			t.Error(err)
		}
	})
	return network
}
