package model

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idle Idle
		left := func(want time.Duration, wantCounting bool) {
			t.Helper()
			if got, counting := idle.Left(time.Now()); got != want || counting != wantCounting {
				t.Errorf("%v is left, %v; want %v, %v", got, counting, want, wantCounting)
			}
		}
		left(0, false)
		time.Sleep(time.Hour)
		idle.SetAfter(5*time.Minute, time.Now()) // what was before does not count
		left(5*time.Minute, true)
		time.Sleep(2 * time.Minute)
		left(3*time.Minute, true)
		idle.SetAfter(10*time.Minute, time.Now())
		left(8*time.Minute, true)
		idle.Touch(time.Now())
		left(10*time.Minute, true)
		time.Sleep(11 * time.Minute)
		left(-time.Minute, true)
		idle.SetAfter(0, time.Now())
		left(0, false)
	})
}

// A machine that slept has not counted the time itself; its clock has.
func TestIdleAsleep(t *testing.T) {
	var idle Idle
	now := time.Now()
	idle.SetAfter(time.Hour, now)
	if left, _ := idle.Left(now.Round(0).Add(2 * time.Hour)); left > 0 {
		t.Errorf("%v is left after a sleep of two hours", left)
	}
	if left, _ := idle.Left(now.Round(0).Add(-2 * time.Hour)); left < time.Hour {
		t.Errorf("%v is left after the clock was set back", left)
	}
}
