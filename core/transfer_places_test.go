package core_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

// manyPaused is more than have a place.
const manyPaused = 20

// pauseStep is what one side does with a transfer.
type pauseStep struct {
	bySender bool
	do       func(*core.Engine, context.Context, uint64) (core.Transfer, error)
}

// run does it with the transfer of this number, in the order in which they came.
func (s pauseStep) run(t *testing.T, a, b *node, i int) {
	t.Helper()
	n := b
	if s.bySender {
		n = a
	}
	if _, err := s.do(n.engine, t.Context(), n.transfers()[i].ID); err != nil {
		t.Fatal(err)
	}
}

// paused is how transfers come to stand still, and go on.
type paused struct {
	halt, goOn []pauseStep
	restart    bool
}

func waysToPause() map[string]paused {
	pause, resume, accept := (*core.Engine).PauseTransfer, (*core.Engine).ResumeTransfer, (*core.Engine).AcceptTransfer
	return map[string]paused{
		"accepted, paused by the receiver":  {[]pauseStep{{false, accept}, {false, pause}}, []pauseStep{{false, resume}}, false},
		"accepted, paused by the sender":    {[]pauseStep{{false, accept}, {true, pause}}, []pauseStep{{true, resume}}, false},
		"paused and not answered":           {[]pauseStep{{true, pause}}, []pauseStep{{true, resume}, {false, accept}}, false},
		"not answered":                      {nil, []pauseStep{{false, accept}}, false},
		"accepted, paused, after a restart": {[]pauseStep{{false, accept}, {true, pause}}, []pauseStep{{true, resume}}, true},
		"not answered, after a restart":     {nil, []pauseStep{{false, accept}}, true},
	}
}

// However many transfers with a contact are paused, by either side, or wait for an
// answer, another one does not wait for them. They go on when they may.
func TestPausedInNobodysWay(t *testing.T) {
	for name, p := range waysToPause() {
		t.Run(name, func(t *testing.T) {
			filePair(t, p.inNobodysWay)
		})
	}
}

func (p paused) inNobodysWay(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
	for i := range manyPaused {
		a.sendFile(b.id(), write(t, fmt.Sprint("x", i), random(300_000)))
		eventually(t, time.Minute, "it is offered", func() bool { return len(b.transfers()) == i+1 })
		for _, s := range p.halt {
			s.run(t, a, b, i)
		}
	}
	if p.restart {
		a, b = a.restart(fabric), b.restart(fabric)
		eventually(t, 20*time.Minute, "they see each other", func() bool { return a.online(b.id())() && b.online(a.id())() })
	}
	path := write(t, "free", random(300_000))
	a.sendFile(b.id(), path)
	eventually(t, time.Minute, "it is offered", func() bool { return len(b.transfers()) == manyPaused+1 })
	b.accept(a.id())
	eventually(t, time.Minute, "it is done", func() bool {
		return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
	})
	for i := range manyPaused {
		for _, s := range p.goOn {
			s.run(t, a, b, i)
		}
	}
	eventually(t, 10*time.Minute, "all are done", func() bool { return a.allDone() && b.allDone() })
	for _, x := range b.transfers() {
		if data, err := os.ReadFile(x.Path); err != nil || string(data) != string(random(300_000)) {
			t.Errorf("%s is another file: %v", x.Name, err)
		}
	}
	empty(t, b.cfg.Files.Partial)
}

// More than can wait for an answer are offered as the others are answered: none is
// taken for one too many.
func TestManyOffers(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		const many = 80
		path := write(t, "x", random(1000))
		for range many {
			a.sendFile(b.id(), path)
		}
		time.Sleep(time.Minute)
		if n := len(b.transfers()); n != 64 {
			t.Errorf("%d are offered", n)
		}
		for i := 0; i < many; i++ {
			eventually(t, time.Minute, "the next is offered", func() bool { return len(b.transfers()) > i })
			if _, err := b.engine.AcceptTransfer(t.Context(), b.transfers()[i].ID); err != nil {
				t.Fatal(err)
			}
		}
		eventually(t, 10*time.Minute, "all are done", func() bool { return a.allDone() && b.allDone() })
	})
}

func (n *node) allDone() bool {
	for _, x := range n.transfers() {
		if x.State != core.TransferDone {
			return false
		}
	}
	return true
}
