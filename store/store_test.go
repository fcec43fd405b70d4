package store_test

import (
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"carom/store"
	"carom/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemory(t *testing.T) {
	storetest.Conformance(t, func(*testing.T) storetest.Opener {
		return storetest.Opener{Open: func(*testing.T) store.Store { return store.NewMemory() }}
	})
}

func TestDB(t *testing.T) {
	storetest.Conformance(t, func(t *testing.T) storetest.Opener {
		dir := filepath.Join(t.TempDir(), "profile")
		if err := store.Create(dir, store.Passphrase{}); err != nil {
			t.Fatal(err)
		}
		return storetest.Opener{Durable: true, Open: func(t *testing.T) store.Store { return open(t, dir, store.Passphrase{}) }}
	})
}

func open(t *testing.T, dir string, passphrase store.Passphrase) *store.DB {
	t.Helper()
	d, err := store.Open(dir, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
