package prefs

import (
	"maps"
	"testing"
	"time"
)

func TestRoundTrip(t *testing.T) {
	want := Preferences{
		Language: "fa", Theme: ThemeDark, TextSize: 150, Notify: true, NotifyName: true, NotifyText: true, Sound: true,
		Panic: PanicWipe, LockAfter: 30 * time.Minute,
	}
	kept := Default().Changes(want)
	if got := Parse(kept); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if again := want.Changes(want); len(again) != 0 {
		t.Errorf("no change is %v", again)
	}
}

func TestNonsenseKeepsTheDefault(t *testing.T) {
	kept := map[string]string{
		"desktop.theme": "pink", "desktop.text-size": "9000", "desktop.notify": "perhaps", "desktop.panic": "",
		"desktop.lock-after-minutes": "-1", "desktop.language": "<img src=x>", "no.such": "1",
	}
	if got := Parse(kept); got != Default() {
		t.Errorf("got %+v", got)
	}
	if got := Parse(nil); got != Default() {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestEveryChangeHasANameOfItsOwn(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range fields() {
		if seen[f.name] {
			t.Errorf("%s is there twice", f.name)
		}
		seen[f.name] = true
	}
	one := Default()
	one.Sound = true
	if got := Default().Changes(one); !maps.Equal(got, map[string]string{"desktop.sound": "true"}) {
		t.Errorf("got %v", got)
	}
}

func TestWith(t *testing.T) {
	p := Default().With("desktop.sound", "true")
	if !p.Sound || p.With("desktop.sound", "") != Default() {
		t.Errorf("sound: %+v", p)
	}
	if got := p.With("no.such", "x").With("desktop.theme", "pink"); got != p {
		t.Errorf("nonsense changed %+v", got)
	}
}
