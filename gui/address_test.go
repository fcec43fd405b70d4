//go:build minimal

package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/fingerprint"
	"carom/gui/qr"
)

func clipboard(t *testing.T) (text string) {
	t.Helper()
	onGUI(t, func() { text = gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) })
	return text
}

func TestMyAddress(t *testing.T) {
	d := openTestDesktop(t)
	id := d.node.engine.Self()
	d.trigger("action.mine")
	if got := d.text("address.field"); got != id.Address() {
		t.Errorf("the address shown is %q", got)
	}
	if got := strings.Join(strings.Fields(d.text("address.field.words")), " "); got != strings.Join(fingerprint.Words(id), " ") {
		t.Errorf("the words shown are %q", got)
	}
	d.click("address.field.copy")
	d.wait("address.field.copied")
	if got := clipboard(t); got != id.Address() {
		t.Errorf("the clipboard has %q", got)
	}
	d.shoot("address", "address")

	// What is on the screen, and what is saved, can be read by a telephone.
	folder := t.TempDir()
	d.with("address.code", func(w *widgets.QWidget) { picture(w, filepath.Join(folder, "screen.png")) })
	d.click("address.save")
	d.chooseFile(filepath.Join(folder, "saved.png"))
	d.eventually("the picture is saved", func() bool { w := seen("address.saved"); return w != nil && strings.Contains(textOf(w), "saved") })
	for _, name := range []string{"screen.png", "saved.png"} {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := qr.DecodeAddress(f)
		f.Close()
		if err != nil || got != id {
			t.Errorf("%s holds %v, %v", name, got == id, err)
		}
	}
	d.press("address.field", core.Qt__Key_Escape, core.Qt__NoModifier)
	d.gone("address")
}

func TestCompareAddresses(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.peer("Bob")
	d.list("Bob")
	d.clickRow("people.list", 0)
	d.trigger("action.compare")
	d.wait("theiraddress")
	if got := d.text("theiraddress.field"); got != bob.address() {
		t.Errorf("the address shown is %q", got)
	}
	d.shoot("theiraddress", "theiraddress")
	d.click("theiraddress.close")
	d.gone("theiraddress")
	d.trigger("action.copyaddress")
	d.eventually("the address is copied", func() bool {
		return gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) == bob.address()
	})
}

func TestAddContact(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.stranger("Bob")
	d.trigger("action.add")
	d.shoot("addcontact", "add-empty")
	d.write("addcontact.address", bob.address()[:30])
	d.eventually("what is missing is counted", func() bool { return strings.Contains(textOf(seen("addcontact.address.state")), "missing") })
	d.rewrite("addcontact.address", swapped(bob.address()))
	d.eventually("a mistake is seen", func() bool { return strings.Contains(textOf(seen("addcontact.address.state")), "mistake") })
	d.rewrite("addcontact.address", d.node.address())
	d.eventually("one's own is refused", func() bool { return strings.Contains(textOf(seen("addcontact.address.state")), "your own") })
	d.shoot("addcontact", "add-wrong")
	onGUI(t, func() { setClipboard("  " + bob.address() + "\n") })
	d.click("addcontact.paste")
	d.eventually("it is right", func() bool { return strings.Contains(textOf(seen("addcontact.address.state")), "is right") })
	d.write("addcontact.name", "Bob")
	d.write("addcontact.own", "our user")
	d.write("addcontact.greeting", "It is me, from the library.")
	d.shoot("addcontact", "add")
	d.press("addcontact.own", core.Qt__Key_Return, core.Qt__NoModifier)
	d.gone("addcontact")
	d.list("asked, no answer yet")
	bob.until("a request", func(st carom.State) bool {
		return len(st.Contacts) == 1 && st.Contacts[0].Request.Message == "It is me, from the library." && st.Contacts[0].Request.Nickname == "our user"
	})
}

func TestAddContactFromPicture(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.stranger("Bob")
	folder := t.TempDir()
	code, err := qr.Encode(bob.address())
	if err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(folder, "good.png"), filepath.Join(folder, "bad.png")
	if err := saveCode(t.Context(), good, code); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.trigger("action.add")
	d.click("addcontact.scan")
	d.chooseFile(bad)
	d.eventually("it is no picture", func() bool { return strings.Contains(textOf(seen("addcontact.address.state")), "not a picture") })
	d.click("addcontact.scan")
	d.chooseFile(good)
	d.eventually("the address is there", func() bool { return textOf(seen("addcontact.address")) == bob.address() })

	// A picture that is dropped is read too.
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	d.rewrite("addcontact.address", "x")
	d.with("addcontact", func(w *widgets.QWidget) {
		m := core.NewQMimeData()
		m.SetData("image/png", core.NewQByteArray2(string(data), len(data)))
		at := w.Rect().Center()
		core.QCoreApplication_SendEvent(w, gui.NewQDragEnterEvent(at, core.Qt__CopyAction, m, core.Qt__LeftButton, core.Qt__NoModifier))
		core.QCoreApplication_SendEvent(w, gui.NewQDropEvent(core.NewQPointF2(at), core.Qt__CopyAction, m, core.Qt__LeftButton, core.Qt__NoModifier, core.QEvent__Drop))
	})
	d.eventually("the address is there again", func() bool { return textOf(seen("addcontact.address")) == bob.address() })
}

func TestAddWhoHasAsked(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.stranger("Bob")
	if _, err := bob.engine.AddContact(t.Context(), d.node.address(), "us", "Bob", "hello"); err != nil {
		t.Fatal(err)
	}
	d.list("wants to be a contact")
	d.trigger("action.add")
	d.write("addcontact.address", bob.address())
	d.write("addcontact.name", "Robert")
	d.click("addcontact.ok")
	d.gone("addcontact")
	d.eventually("they are a contact now", func() bool {
		w := seen("notices.notice.text")
		return w != nil && strings.Contains(textOf(w), "contacts now")
	})
	if c, _ := d.known(bob.engine.Self()); c.State != contacts.Accepted {
		t.Errorf("they are %v", c.State)
	}
}

// swapped is an address with two characters swapped, as a slip of the pen does.
func swapped(address string) string {
	b := []byte(address)
	for i := 20; ; i++ {
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
}
