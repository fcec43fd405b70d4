//go:build minimal

package main

import (
	"os/exec"
	"testing"
)

// again starts the program again, as the one that runs was started, and returns
// what it says; it ends by itself.
func (p *program) again() string {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), p.cmd.Path, p.cmd.Args[1:]...)
	cmd.Env = p.cmd.Env
	out, err := cmd.Output()
	if err != nil {
		p.t.Errorf("started again, it ended with %v", err)
	}
	return string(out)
}

// inFront waits until a person would type into the program's window.
func (p *program) inFront(when string) {
	p.t.Helper()
	eventually(p.t, when+", the window is in front", func() bool {
		window := p.window()
		active, err := p.do("getactivewindow")
		return err == nil && window != "" && active == window
	})
}

// A second start for the same folder brings the window that is there to the
// front, from behind another one and as an icon, and ends well. Another profile,
// and a folder whose window was killed, get a window.
func TestSecondStart(t *testing.T) {
	const said = "Carom is open already; its window was brought to the front.\n"
	path, display, dir := build(t), screen(t), t.TempDir()
	p := start(t, path, display, "--data-dir", dir)
	other := start(t, path, display, "--data-dir", t.TempDir())
	other.types("")
	other.inFront("it was clicked")
	if out := p.again(); out != said {
		t.Errorf("behind another window, it says %q", out)
	}
	p.inFront("it was behind another one")

	if _, err := p.do("windowminimize", p.window()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the window is an icon", func() bool { return p.window() == "" })
	if out := p.again(); out != said {
		t.Errorf("as an icon, it says %q", out)
	}
	p.inFront("it was an icon")

	start(t, path, display, "--data-dir", dir, "--profile", "another") // has a window of its own
	p.cmd.Process.Kill()
	<-p.ended
	start(t, path, display, "--data-dir", dir).inFront("the other one was killed")
}
