package transfer

import (
	"testing"
	"testing/synctest"
	"time"

	"carom/protocol"
)

// waited is how long a part of n bytes was kept back.
func (m *manners) waited(n int) time.Duration {
	begun := time.Now()
	m.wait(n, nil)
	return time.Since(begun)
}

func TestPartsMakeWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m manners
		if d := m.waited(protocol.RequestSize); d != 0 {
			t.Errorf("a part waited %v for nobody", d)
		}
		m.wrote(time.Now())
		time.AfterFunc(20*time.Millisecond, func() { m.quiet(time.Now(), true) })
		if d := m.waited(protocol.PartSize); d != 20*time.Millisecond {
			t.Errorf("a part waited %v for a message that took 20 ms", d)
		}
		// That was half a request: the next message has to share.
		m.wrote(time.Now())
		if d := m.waited(protocol.PartSize); d != 0 {
			t.Errorf("a part waited %v for the second message in a row", d)
		}
		m.wrote(time.Now())
		if d := m.waited(protocol.PartSize); d != holdAtMost {
			t.Errorf("a part waited %v for a message that nobody acknowledges, want %v", d, holdAtMost)
		}
		// A message of theirs ends nobody's hold, and begins none.
		m.wait(protocol.RequestSize, nil)
		m.wrote(time.Now())
		m.quiet(time.Now(), false)
		if d := m.waited(protocol.PartSize); d != holdAtMost {
			t.Errorf("a part waited %v for ours while theirs came, want %v", d, holdAtMost)
		}
		time.Sleep(chatFor)
		if m.chatting(time.Now()) || m.waited(1) != 0 || m.waited(1) != 0 {
			t.Error("parts wait still when all is quiet")
		}
	})
}

// A Link that ends does not wait for a message.
func TestMannersEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m manners
		m.wait(protocol.RequestSize, nil)
		m.wrote(time.Now())
		done := make(chan struct{})
		close(done)
		begun := time.Now()
		m.wait(1, done)
		if d := time.Since(begun); d != 0 {
			t.Errorf("it took %v", d)
		}
	})
}

// However fast somebody writes, and whether it is acknowledged or not, a file moves on.
func TestFileMovesBesideAFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m manners
		flooded := make(chan struct{})
		over := make(chan struct{})
		go func() {
			defer close(flooded)
			for {
				select {
				case <-over:
					return
				case <-time.After(time.Millisecond):
					m.wrote(time.Now())
				}
			}
		}()
		const amount = 100 * protocol.RequestSize
		begun := time.Now()
		for range amount / protocol.PartSize {
			m.wait(protocol.PartSize, nil)
		}
		close(over)
		<-flooded
		if took, most := time.Since(begun), 100*holdAtMost; took > most {
			t.Errorf("%d bytes took %v, want %v at most", amount, took, most)
		}
	})
}
