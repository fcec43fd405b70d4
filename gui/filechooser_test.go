//go:build minimal

package gui

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"

	"carom/gui/i18n"
)

// keepsNothing fails when the file chooser still holds what was to be done with a
// file: that may hold passphrases.
func (d *testDesktop) keepsNothing() {
	d.t.Helper()
	onGUI(d.t, func() {
		if d.desk.files == nil || d.desk.files.chosen != nil {
			fail("the file chooser still knows what it was for")
		}
	})
}

// A file that is there is replaced only by who has answered our question, which
// shows its name as it is, also where its ending was not typed.
func TestSaveAsksToReplace(t *testing.T) {
	d := openTestDesktop(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "<i>bait.png")
	before := []byte("what was there")
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	d.trigger("action.mine")
	for _, typed := range []string{path, strings.TrimSuffix(path, ".png")} {
		d.click("address.save")
		d.chooseFile(typed)
		d.wait("confirm.yes")
		d.keepsNothing()
		if asked := d.text("confirm.text"); !strings.Contains(asked, "<i>bait.png") {
			t.Errorf("it asks %q", asked)
		}
		d.look("question whether to replace")
		d.press("confirm", core.Qt__Key_Escape, core.Qt__NoModifier)
		d.gone("confirm")
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, before) {
			t.Fatalf("nobody has said yes, and the file is %q, %v", got, err)
		}
	}
	d.click("address.save")
	d.chooseFile(path)
	d.click("confirm.yes")
	d.eventually("it is saved", func() bool { return textOf(seen("address.saved")) == d.desk.ui.t.T(i18n.MineSaved) })
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(got)); err != nil {
		t.Errorf("what was saved is no picture: %v", err)
	}
	other := filepath.Join(folder, "other.png")
	d.click("address.save")
	d.chooseFile(other)
	d.eventually("it is saved without a question", func() bool {
		_, err := os.Lstat(other)
		return err == nil && seen("confirm") == nil
	})
}

// Whether a file was chosen or not, the chooser forgets what it was for.
func TestChooserForgets(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	d.trigger("action.sendfile")
	d.wait("choosefile")
	d.press("choosefile", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("choosefile")
	d.keepsNothing()
	d.trigger("action.sendfile")
	d.chooseFile(file(t, "report.bin", noise(10)))
	d.wait("send.send")
	d.keepsNothing()
	d.click("send.cancel")
	d.gone("send")
	onGUI(t, func() { chooseToSend(d.main(), bob.engine.Self(), false) })
	d.wait("choosefile")
	d.panics()
	d.gone("choosefile")
	d.keepsNothing()
}
