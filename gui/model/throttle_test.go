package model

import (
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	throttle := Throttle{Every: 5 * time.Second}
	for _, c := range []struct {
		at, wait time.Duration // since noon; still to be waited
	}{
		{0, 0},
		{0, 5 * time.Second},
		{4 * time.Second, time.Second},
		{5 * time.Second, 0},
		{6 * time.Second, 4 * time.Second},
		{time.Minute, 0},
		{-time.Hour, 0}, // the clock was put back
		{-time.Hour, 5 * time.Second},
	} {
		if wait := throttle.Wait(noon.Add(c.at)); wait != c.wait {
			t.Errorf("at %v: waits %v, want %v", c.at, wait, c.wait)
		}
	}
}
