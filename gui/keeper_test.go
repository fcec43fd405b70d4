//go:build minimal

package gui

import (
	"slices"
	"testing"
)

func TestKeeperKeepsTheOrder(t *testing.T) {
	k := newKeeper()
	k.Wait() // nothing to wait for
	var got []int
	for i := range 100 {
		k.Go(func() { got = append(got, i) })
	}
	k.Wait()
	if len(got) != 100 || !slices.IsSorted(got) {
		t.Errorf("got %v", got)
	}
	k.Go(func() { got = nil })
	k.Wait()
	if got != nil {
		t.Error("it does not begin again")
	}
}
