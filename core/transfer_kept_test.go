package core_test

import (
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
)

// waysToKeepNothing are how our user keeps nothing of a transfer with somebody.
var waysToKeepNothing = map[string]func(n *node, with contacts.ServiceID) error{
	"not kept": func(n *node, with contacts.ServiceID) error {
		if _, err := n.engine.SetKeep(n.t.Context(), with, contacts.KeepOff); err != nil {
			return err
		}
		n.do((*core.Engine).CancelTransfer, with)
		return nil
	},
	"deleted while it runs": func(n *node, with contacts.ServiceID) error { return n.engine.ClearHistory(n.t.Context(), with) },
	"deleted when it has ended": func(n *node, with contacts.ServiceID) error {
		n.do((*core.Engine).CancelTransfer, with)
		return n.engine.ClearHistory(n.t.Context(), with)
	},
	"kept for an hour": func(n *node, with contacts.ServiceID) error {
		_, err := n.engine.SetKeep(n.t.Context(), with, contacts.Keep(time.Hour))
		n.do((*core.Engine).CancelTransfer, with)
		time.Sleep(2 * time.Hour)
		return err
	},
	"not kept since it has ended": func(n *node, with contacts.ServiceID) error {
		n.do((*core.Engine).CancelTransfer, with)
		_, err := n.engine.SetKeep(n.t.Context(), with, contacts.KeepOff)
		time.Sleep(time.Hour)
		return err
	},
	"forgotten": func(n *node, with contacts.ServiceID) error {
		n.do((*core.Engine).CancelTransfer, with)
		return n.engine.ForgetTransfer(n.t.Context(), 1)
	},
}

// Of a transfer that has ended while the contact is away, and of which our user keeps
// nothing, no more is stored than that they have to be told; then that goes too.
func TestKeptUntilTold(t *testing.T) {
	for name, keepNothing := range waysToKeepNothing {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				keptUntilTold(t, fabric, a, b, keepNothing)
			})
		})
	}
}

func keptUntilTold(t *testing.T, fabric *oniontest.Fabric, a, b *node, keepNothing func(n *node, with contacts.ServiceID) error) {
	a.sendFile(b.id(), write(t, "x", random(100)))
	eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
	b.network.SetOnline(false)
	eventually(t, time.Minute, "they are apart", func() bool { return !a.online(b.id())() })
	if err := keepNothing(a, b.id()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	profile, err := a.store.Load()
	if err != nil || len(profile.Transfers) != 1 {
		t.Fatalf("%d transfers are stored, %v", len(profile.Transfers), err)
	}
	if x := profile.Transfers[0]; x.Name != "" || x.Source != "" || x.Root != [32]byte{} || x.Size != 0 || !x.Created.IsZero() {
		t.Errorf("stored: %+v", x)
	}
	a = a.restart(fabric)
	if list := a.transfers(); len(list) != 0 {
		t.Errorf("listed: %+v", list)
	}
	_, err = a.engine.CancelTransfer(t.Context(), 1)
	wantCode(t, err, core.CodeNotFound)
	b.network.SetOnline(true)
	eventually(t, 20*time.Minute, "they are told", b.at(a.id(), core.TransferCancelled))
	eventually(t, time.Minute, "nothing is stored", func() bool {
		profile, err := a.store.Load()
		return err == nil && len(profile.Transfers) == 0
	})
}
