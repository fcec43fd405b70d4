package prefs

import "testing"

func TestEchoesAreTakenOnce(t *testing.T) {
	var e Echoes
	e.Await("theme", "dark")
	e.Await("theme", "light")
	for _, c := range []struct {
		name, value string
		want        bool
	}{
		{"theme", "system", false},
		{"sound", "dark", false},
		{"theme", "dark", true},
		{"theme", "dark", false},
		{"theme", "light", true},
		{"theme", "light", false},
	} {
		if got := e.Take(c.name, c.value); got != c.want {
			t.Errorf("%s=%s: %v, want %v", c.name, c.value, got, c.want)
		}
	}
}

func TestResyncForgetsWhatWasWritten(t *testing.T) {
	var e Echoes
	e.Await("theme", "dark")
	e.Await("theme", "light")
	e.Written("theme", "dark")
	e.Resync()
	if e.Take("theme", "dark") {
		t.Error("the echo of a change before the state is still awaited")
	}
	if !e.Take("theme", "light") {
		t.Error("the echo of a change under way is not awaited any more")
	}
}

func TestEchoesAreBounded(t *testing.T) {
	var e Echoes
	for range 3 * maxEchoes {
		e.Await("theme", "dark")
	}
	if n := len(e.awaited); n != maxEchoes {
		t.Errorf("%d are awaited, want %d", n, maxEchoes)
	}
}
