package core

import (
	"testing"
	"time"
)

func TestMeter(t *testing.T) {
	var m meter
	start := time.Now()
	at := func(d time.Duration) time.Time { return start.Add(d) }
	if m.rate(start) != 0 {
		t.Error("a rate of nothing")
	}
	for i := range 40 {
		m.note(at(time.Duration(i)*250*time.Millisecond), uint64(i)*250)
	}
	end := 10 * time.Second
	if got := m.rate(at(end)); got != 1000 {
		t.Errorf("1000 bytes a second are %d", got)
	}
	if len(m.marks) > 25 {
		t.Errorf("%d marks are kept", len(m.marks))
	}
	// It follows within some seconds, and forgets what stands still.
	for i := range 24 {
		m.note(at(end+time.Duration(i)*250*time.Millisecond), 10_000+uint64(i)*25)
	}
	if got := m.rate(at(end + 6*time.Second)); got < 90 || got > 110 {
		t.Errorf("100 bytes a second are %d", got)
	}
	if got := m.rate(at(time.Minute)); got != 0 {
		t.Errorf("what stands still moves with %d", got)
	}
	// What begins anew is not slower than nothing.
	m.note(at(time.Minute), 0)
	m.note(at(time.Minute+time.Second), 500)
	if got := m.rate(at(time.Minute + time.Second)); got != 500 {
		t.Errorf("500 bytes in a second are %d", got)
	}
	m.reset()
	if m.rate(at(time.Minute)) != 0 {
		t.Error("a rate after it was reset")
	}
}
