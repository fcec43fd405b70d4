//go:build minimal

package gui

import (
	"io"
	"strings"
	"testing"

	"github.com/therecipe/qt/widgets"
)

// noDialog fails when a dialog is in front, once what was posted so far has come.
func (d *testDesktop) noDialog(after string) {
	d.t.Helper()
	said := make(chan struct{})
	onGUI(d.t, func() { d.desk.disp.post(func() { close(said) }) })
	<-said
	onGUI(d.t, func() {
		if front := widgets.QApplication_ActiveModalWidget(); front.Pointer() != nil {
			fail("%s, and %s opened", after, front.ObjectName())
		}
	})
}

// noLateDialog is noDialog where the window is locked: the work that was under way
// ends, and what it had to say comes.
func (d *testDesktop) noLateDialog(after string) {
	d.t.Helper()
	onGUI(d.t, d.desk.work.Wait)
	d.noDialog(after)
}

// locked waits until the profile is closed and nothing of the node is at work.
func (d *testDesktop) locked() {
	d.t.Helper()
	d.gone("main")
	d.eventually("the node has ended", func() bool { return d.desk.session == nil && seen("start.next") != nil })
}

// Who locks while a file is on its way into a dialog sees no dialog any more,
// whichever step was under way.
func TestLockWhileFilesAreLookedAt(t *testing.T) {
	path := file(t, "picture.gif", gifWith(t, "from the front door"))
	for what, begin := range map[string]func(d *testDesktop, bob *testNode){
		"a file was dropped": func(d *testDesktop, _ *testNode) {
			d.main().conversation.attach([]string{path})
		},
		"it is being looked at": func(d *testDesktop, bob *testNode) { openSend(d.main(), bob.engine.Self(), []string{path}) },
		"where to save was answered": func(d *testDesktop, _ *testNode) {
			askToReplace(d.desk.ui, "title", path, func(string) { fail("saved") })
		},
		"files were being chosen": func(d *testDesktop, bob *testNode) { chooseToSend(d.main(), bob.engine.Self(), false) },
	} {
		t.Run(what, func(t *testing.T) {
			d := openTestDesktop(t)
			bob := d.talkWith("Bob")
			onGUI(t, func() {
				begin(d, bob)
				d.desk.lock()
			})
			d.locked()
			d.noLateDialog(what)
		})
	}
}

// One picture is read at a time, however many are dropped; the next one is read
// when that is done.
func TestOnePictureAtATime(t *testing.T) {
	d := openTestDesktop(t)
	var a *addContact
	opened := make(chan string, 3)
	release := make(chan struct{})
	picture := func(name string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) {
			opened <- name
			<-release
			return io.NopCloser(strings.NewReader("no picture")), nil
		}
	}
	onGUI(t, func() {
		a = newAddContact(d.main())
		a.read(picture("first"))
		a.read(picture("second"))
	})
	if got := <-opened; got != "first" {
		t.Errorf("the %s picture is read", got)
	}
	close(release)
	d.eventually("the first is done with", func() bool { return !a.reading })
	onGUI(t, func() { a.read(picture("third")) })
	if got := <-opened; got != "third" {
		t.Errorf("the %s picture is read after the first", got)
	}
	d.eventually("the third is done with", func() bool { return !a.reading })
}
