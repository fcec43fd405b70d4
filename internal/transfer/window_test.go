package transfer

import (
	"cmp"
	"testing"
	"time"
)

// circuit is one that carries rate bytes a second and takes base to go there and
// back, with a queue before it.
type circuit struct {
	rate float64
	base time.Duration
	now  time.Duration // of the simulation
	free time.Duration // when the last byte that was queued has left

	chat  bool // people chat
	most  int  // how much may be under way, 0: any amount
	under []flying
}

type flying struct{ sent, back time.Duration }

// run keeps a window busy for so long, and returns how many bytes came.
func (c *circuit) run(w *window, last time.Duration) (bytes int) {
	const size = 64 << 10
	for c.now < last {
		for w.room(size, cmp.Or(c.most, maxWindow), c.chat) {
			w.sent(size)
			c.free = max(c.free, c.now) + time.Duration(float64(size)/c.rate*float64(time.Second))
			c.under = append(c.under, flying{c.now, c.free + c.base})
		}
		r := c.under[0]
		c.under = c.under[1:]
		c.now = r.back
		w.arrived(size, r.back-r.sent, time.Unix(0, 0).Add(r.back))
		bytes += size
	}
	return bytes
}

// Whatever the circuit is like, within bounds, it is used nearly in full, and the
// queue before it stays short.
func TestWindowFitsTheCircuit(t *testing.T) {
	for _, tt := range []struct {
		rate float64
		base time.Duration
	}{
		{50e3, 500 * time.Millisecond},
		{300e3, 300 * time.Millisecond},
		{1e6, 700 * time.Millisecond},
		{2e6, time.Second},
		{5e6, 20 * time.Millisecond},
		{5e6, 200 * time.Millisecond},
	} {
		w, c := newWindow(), &circuit{rate: tt.rate, base: tt.base}
		c.run(w, 10*time.Second) // it learns
		begun := c.now
		got := float64(c.run(w, begun+60*time.Second)) / (c.now - begun).Seconds()
		if got < 0.9*tt.rate {
			t.Errorf("%.0f B/s with %v: %.0f B/s were used", tt.rate, tt.base, got)
		}
		// What is under way is at most what the longest round trip has, and the
		// window is one step beyond that at times.
		most := 1.2 * tt.rate * w.high().Seconds()
		if float64(w.size) > max(most, minWindow+minWindow/8) {
			t.Errorf("%.0f B/s with %v: a window of %d bytes, want %.0f at most", tt.rate, tt.base, w.size, most)
		}
	}
}

// A circuit that gets slower gets a smaller window, one that gets faster a larger.
func TestWindowFollows(t *testing.T) {
	w, c := newWindow(), &circuit{rate: 5e6, base: 200 * time.Millisecond}
	c.run(w, 20*time.Second)
	large := w.size
	c.rate = 0.5e6
	c.run(w, 80*time.Second)
	small := w.size
	c.rate = 5e6
	c.run(w, 140*time.Second)
	if small > large/2 || w.size < 2*small {
		t.Errorf("the window was %d bytes, then %d, then %d", large, small, w.size)
	}
}

// Where every round trip has become long, since relays are busy, the circuit is
// used all the same.
func TestWindowOnBusyRelays(t *testing.T) {
	w, c := newWindow(), &circuit{rate: 4e6, base: 15 * time.Millisecond}
	c.run(w, 5*time.Second)
	c.base = 200 * time.Millisecond
	c.run(w, 65*time.Second)
	begun := c.now
	got := float64(c.run(w, begun+60*time.Second)) / (c.now - begun).Seconds()
	if got < 0.9*c.rate {
		t.Errorf("%.0f B/s were used of %.0f, with a window of %d", got, c.rate, w.size)
	}
	if w.size > int(2*c.rate*c.base.Seconds()) {
		t.Errorf("the window is %d", w.size)
	}
}

// No more is under way than may be, and the window is what it was when more may.
func TestWindowWithinWhatMayBe(t *testing.T) {
	w, c := newWindow(), &circuit{rate: 5e6, base: 100 * time.Millisecond}
	c.run(w, 20*time.Second)
	size := w.size
	c.most = 200_000
	c.run(w, c.now+10*time.Second)
	if w.flying > c.most || w.size != size {
		t.Errorf("%d bytes are under way, and the window is %d, which was %d", w.flying, w.size, size)
	}
	w, c = newWindow(), &circuit{rate: 5e6, base: 100 * time.Millisecond, most: 1}
	if c.run(w, 10*time.Second) == 0 || w.flying > 64<<10 {
		t.Errorf("%d bytes are under way where hardly any may", w.flying)
	}
}

// A window that may not be used does not grow: it still fits the circuit when more may be
// under way.
func TestWindowThatIsNotUsed(t *testing.T) {
	w, c := newWindow(), &circuit{rate: 1e6, base: 700 * time.Millisecond, most: 200_000}
	c.run(w, 60*time.Second)
	if w.size > 2*c.most {
		t.Errorf("the window is %d where %d may be under way", w.size, c.most)
	}
	for c.most = 200_000; c.most < maxWindow; c.most += c.most / 32 {
		c.run(w, c.now+time.Second)
	}
	if queue, most := c.free-c.now, w.high()-w.base; queue > most+most/5 {
		t.Errorf("%v are waited for in the queue, want %v at most", queue, most)
	}
}

// While people chat, what is under way travels: hardly anything waits, and the circuit is
// used as far as that goes. Afterwards all is as before.
func TestWindowWhilePeopleChat(t *testing.T) {
	for _, tt := range []struct {
		rate, least float64
		base        time.Duration
	}{
		{7e6, 1e6, 12 * time.Millisecond},
		{1e6, 0.8e6, 700 * time.Millisecond},
		{5e6, 4e6, 200 * time.Millisecond},
	} {
		w, c := newWindow(), &circuit{rate: tt.rate, base: tt.base}
		c.run(w, 20*time.Second)
		size := w.size
		c.chat = true
		c.run(w, c.now+2*time.Second) // what waits leaves
		begun := c.now
		got := float64(c.run(w, begun+10*time.Second)) / (c.now - begun).Seconds()
		if got < tt.least {
			t.Errorf("%.0f B/s with %v: %.0f B/s are used beside chat", tt.rate, tt.base, got)
		}
		if queue := c.free - c.now; queue > 20*time.Millisecond {
			t.Errorf("%.0f B/s with %v: a message waits for %v", tt.rate, tt.base, queue)
		}
		if c.chat = false; w.size != size {
			t.Errorf("the window is %d after people have chatted, and was %d", w.size, size)
		}
	}
}

func TestWindowIsBounded(t *testing.T) {
	w, c := newWindow(), &circuit{rate: 1e9, base: 2 * time.Second}
	c.run(w, time.Minute)
	if w.size != maxWindow {
		t.Errorf("on a fast, long circuit the window is %d", w.size)
	}
	w = newWindow()
	w.sent(minWindow)
	if w.room(1, maxWindow, false) {
		t.Error("there is room in a full window")
	}
	w.lost(minWindow)
	if !w.room(10*minWindow, maxWindow, false) {
		t.Error("an empty window has no room for anything")
	}
	w, c = newWindow(), &circuit{rate: 1000, base: time.Second}
	c.run(w, time.Hour)
	if w.size > 2*minWindow {
		t.Errorf("on a dreadful circuit the window is %d", w.size)
	}
}
