//go:build minimal

package main

import (
	"os"
	"os/exec"
	"slices"
	"testing"
)

// keyOfX is the place of the key on the keyboard, whatever is written on it.
const keyOfX = "53"

// Who writes in two scripts and changes from one to the other with Ctrl+Shift
// has no Ctrl+Shift+X: no program hears it. The other shortcut for panic is heard
// then, in both scripts; and also where the keyboard knows no Latin letters.
func TestPanicOnOtherKeyboards(t *testing.T) {
	path, display := build(t), screen(t)
	keyboard := func(t *testing.T, args ...string) {
		cmd := exec.Command("setxkbmap", args...)
		cmd.Env = append(os.Environ(), "DISPLAY="+display)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("setxkbmap %v: %v\n%s", args, err, out)
		}
	}
	t.Cleanup(func() { keyboard(t, "-layout", "us", "-option", "") })
	ctrlShift, ctrlAlt := []string{"Control_L", "Shift_L"}, []string{"Control_L", "Alt_L"}
	for _, test := range []struct {
		name, layout, option string
		change               bool // to the second script first
		held                 []string
	}{
		{"Ctrl+Shift", "us", "", false, ctrlShift},
		{"Ctrl+Alt", "us", "", false, ctrlAlt},
		{"English of two", "us,ru", "grp:ctrl_shift_toggle", false, ctrlAlt},
		{"Russian of two", "us,ru", "grp:ctrl_shift_toggle", true, ctrlAlt},
		{"Persian of two", "us,ir", "grp:ctrl_shift_toggle", true, ctrlAlt},
		{"Arabic of two, changed with Ctrl+Alt", "us,ara", "grp:ctrl_alt_toggle", true, ctrlShift},
		{"Russian alone", "ru", "", false, ctrlAlt},
	} {
		t.Run(test.name, func(t *testing.T) {
			keyboard(t, "-option", "", "-layout", test.layout, "-option", test.option)
			p := start(t, path, display, "--data-dir", t.TempDir())
			p.types("") // it has the keyboard
			if test.change {
				p.holding(map[string][]string{"grp:ctrl_shift_toggle": ctrlShift, "grp:ctrl_alt_toggle": ctrlAlt}[test.option])
			}
			p.holding(test.held, keyOfX)
			// There is no profile yet: all that panic can do is to go.
			eventually(t, "panic is heard", func() bool { return p.window() == "" })
			if err := <-p.ended; err != nil {
				t.Errorf("it ended with %v", err)
			}
		})
	}
}

// holding presses keys while others are held.
func (p *program) holding(held []string, keys ...string) {
	p.t.Helper()
	var args []string
	for _, k := range held {
		args = append(args, "keydown", k)
	}
	for _, k := range keys {
		args = append(args, "key", k)
	}
	for _, k := range slices.Backward(held) {
		args = append(args, "keyup", k)
	}
	if _, err := p.do(args...); err != nil {
		p.t.Fatalf("pressing %v with %v: %v", keys, held, err)
	}
}
