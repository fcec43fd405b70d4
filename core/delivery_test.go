package core_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/onion/oniontest"
	"carom/store"
)

// What is written while the other is away is delivered, in order and once,
// when they come back.
func TestDeliveredAfterAbsence(t *testing.T) {
	pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		b.network.SetOnline(false)
		eventually(t, time.Minute, "a sees b leave", func() bool { return !a.online(b.id())() })
		for _, text := range numbered("m", 100) {
			if m := a.send(b.id(), text); m.Delivery != core.Queued {
				t.Errorf("a message to somebody who is away is %v", m.Delivery)
			}
		}
		a = a.restart(fabric)
		time.Sleep(5 * time.Minute)
		b.network.SetOnline(true)
		eventually(t, 15*time.Minute, "all is delivered", a.delivered(b.id(), 100))
		wantTexts(t, texts(b.history(a.id()), false), numbered("m", 100)...)
	})
}

// Whatever is cut whenever: every message arrives, once, in order.
func TestNothingLostNothingTwice(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			pair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				rng := rand.New(rand.NewPCG(seed, 1))
				const n = 60
				for i := range n {
					a.send(b.id(), fmt.Sprint("a", i))
					b.send(a.id(), fmt.Sprint("b", i))
					switch rng.IntN(8) {
					case 0:
						fabric.CutAll()
					case 1:
						a.network.SetOnline(false)
						time.Sleep(time.Duration(rng.IntN(3000)) * time.Millisecond)
						a.network.SetOnline(true)
					case 2:
						a = a.restart(fabric)
					case 3:
						b = b.restart(fabric)
					default:
						time.Sleep(time.Duration(rng.IntN(20)) * time.Millisecond)
					}
				}
				eventually(t, 30*time.Minute, "all is delivered", func() bool {
					return a.delivered(b.id(), n)() && b.delivered(a.id(), n)()
				})
				wantTexts(t, texts(b.history(a.id()), false), numbered("a", n)...)
				wantTexts(t, texts(a.history(b.id()), false), numbered("b", n)...)
			})
		})
	}
}

// flaky is a store whose commits fail while failing is set.
type flaky struct {
	*store.Memory
	failing atomic.Bool
}

var errDisk = errors.New("no space left on device")

func (s *flaky) Commit(changes []store.Change, done func(error)) {
	if s.failing.Load() {
		s.Memory.Commit(nil, func(error) { done(errDisk) })
		return
	}
	s.Memory.Commit(changes, done)
}

// A full disk: nothing is acknowledged that is not durable, the user is told,
// and all goes on when there is room again.
func TestFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fabric := oniontest.NewFabric()
		disk := &flaky{Memory: store.NewMemory()}
		t.Cleanup(func() { disk.Close() })
		a, b := startNode(t, fabric, newStore(t)), startNode(t, fabric, disk)
		friends(t, a, b)
		disk.failing.Store(true)
		a.send(b.id(), "one")
		time.Sleep(time.Minute)
		if a.delivered(b.id(), 1)() {
			t.Error("acknowledged what was not stored")
		}
		_, err := b.engine.Send(t.Context(), a.id(), "x")
		wantCode(t, err, core.CodeStorage)
		_, err = b.engine.Rename(t.Context(), a.id(), "other")
		wantCode(t, err, core.CodeStorage)
		wantCode(t, b.engine.Remove(t.Context(), a.id()), core.CodeStorage)
		if c, ok := b.contact(a.id()); !ok || c.Nickname != "ay" {
			t.Errorf("the contact is %+v after failed changes", c)
		}
		disk.failing.Store(false)
		eventually(t, 20*time.Minute, "it is delivered", a.delivered(b.id(), 1))
		wantTexts(t, texts(b.history(a.id()), false), "one")
	})
}

func TestHistoryPages(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		for _, text := range numbered("m", 30) {
			a.send(b.id(), text)
		}
		eventually(t, time.Minute, "all is delivered", a.delivered(b.id(), 30))
		var got []string
		for before := uint64(0); ; {
			page, err := a.engine.History(t.Context(), b.id(), before, 7)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			got = slices.Concat(texts(page, true), got)
			before = page[0].ID
		}
		wantTexts(t, got, numbered("m", 30)...)
	})
}

// The events alone tell the same story as the state.
func TestEvents(t *testing.T) {
	pair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		m := a.send(b.id(), "x")
		eventually(t, time.Minute, "it is delivered", a.delivered(b.id(), 1))
		synctest.Wait()
		a.mu.Lock()
		defer a.mu.Unlock()
		var states []core.Delivery
		for _, ev := range a.events {
			switch ev := ev.(type) {
			case core.MessageAdded:
				if ev.Message.ID == m.ID {
					states = append(states, ev.Message.Delivery)
				}
			case core.MessageChanged:
				if ev.Message.ID == m.ID {
					states = append(states, ev.Message.Delivery)
				}
			}
		}
		if !slices.Equal(states, []core.Delivery{core.Queued, core.Sent, core.Delivered}) {
			t.Errorf("the message went through %v", states)
		}
	})
}
