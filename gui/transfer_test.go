//go:build minimal

package gui

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/color/palette"
	"image/gif"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

// talkWith shows the conversation with a contact who is online.
func (d *testDesktop) talkWith(name string) *testNode {
	d.t.Helper()
	p := d.peer(name)
	d.inList(p)
	onGUI(d.t, func() { d.main().show(p.engine.Self()) })
	d.wait("composer.text")
	return p
}

// file writes a file with this content to send.
func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func noise(size int) []byte {
	b := make([]byte, size)
	rand.Read(b)
	return b
}

// transfer waits until the newest transfer of a node is as wanted.
func (n *testNode) transfer(what string, ok func(carom.Transfer) bool) (found carom.Transfer) {
	n.t.Helper()
	n.until(what, func(carom.State) bool {
		list, err := n.engine.Transfers(n.t.Context(), contacts.ServiceID{})
		if err != nil {
			n.t.Fatal(err)
		}
		if len(list) > 0 {
			found = list[len(list)-1]
		}
		return len(list) > 0 && ok(found)
	})
	return found
}

func in(state carom.TransferState) func(carom.Transfer) bool {
	return func(t carom.Transfer) bool { return t.State == state }
}

// offer has a node offer a file to our user, and waits for the card.
func (d *testDesktop) offer(from *testNode, path string) {
	d.t.Helper()
	if _, err := from.engine.SendFiles(d.t.Context(), d.node.engine.Self(), []string{path}, carom.SendOptions{}); err != nil {
		d.t.Fatal(err)
	}
	d.wait("transfer.1.accept")
}

// whole waits until nothing of a card is cut off.
func (d *testDesktop) whole(name string) {
	d.t.Helper()
	d.eventually(name+" is seen whole", func() bool {
		w := seen(name)
		return w != nil && w.Height() >= w.HeightForWidth(w.Width())
	})
}

// A conversation with several transfers makes a card in a turn, the newest first,
// until all are there.
func TestCardsOneByOne(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	const n = 5
	for range n {
		d.offer(bob, file(t, "report.bin", noise(700)))
	}
	list := d.main().conversation.list
	d.eventually("all cards", func() bool { return len(list.cards) == n })
	onGUI(t, func() {
		list.clear()
		d.main().conversation.transfersChanged()
		if newest := list.cards[rowKey{rowTransfer, n}]; len(list.cards) != 1 || newest == nil {
			t.Errorf("%d cards in one turn, the newest: %v", len(list.cards), newest)
		}
	})
	d.eventually("all cards again", func() bool { return len(list.cards) == n })
	d.wait("transfer.1.accept")
}

// Our user sends a file; it arrives as it was.
func TestSendFile(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	content := noise(300_000)
	onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{file(t, "report.bin", content)}) })
	d.click("send.send")
	d.gone("send")
	offered := bob.transfer("an offer", in(carom.TransferAsking))
	d.eventually("it waits for the answer", func() bool {
		return strings.Contains(textOf(seen("transfer.1.state")), "accepts")
	})
	if _, err := bob.engine.AcceptTransfer(t.Context(), offered.ID); err != nil {
		t.Fatal(err)
	}
	done := bob.transfer("the file", in(carom.TransferDone))
	got, err := os.ReadFile(done.Path)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file that came is another: %v", err)
	}
	d.wait("transfer.1.forget")
	d.whole("transfer.1")
	d.shoot("window", "file-sent")
	d.click("transfer.1.forget")
	d.gone("transfer.1")
}

// Our user accepts a file, and is told where it is.
func TestReceiveFile(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	content := noise(300_000)
	d.offer(bob, file(t, "report.bin", content))
	d.whole("transfer.1")
	d.shoot("window", "file-offer")
	d.click("transfer.1.accept")
	d.click("transfer.1.show")
	path := strings.Join(strings.Split(d.text("place.path"), "\n"), string(filepath.Separator))
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file that came is another: %v", err)
	}
	d.shoot("place", "file-place")
	d.click("place.close")
	bob.transfer("that it is done", in(carom.TransferDone))
}

// Who is declined is told so.
func TestDeclineFile(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	d.offer(bob, file(t, "report.bin", noise(1000)))
	d.click("transfer.1.reject")
	bob.transfer("the answer", in(carom.TransferRejected))
	d.wait("transfer.1.forget")
	if got := d.text("transfer.1.state"); got != "You declined it" {
		t.Errorf("the card says %q", got)
	}
}

// What nobody has accepted is cancelled without a question.
func TestCancelFile(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{file(t, "report.bin", noise(1000))}) })
	d.click("send.send")
	bob.transfer("an offer", in(carom.TransferAsking))
	d.click("transfer.1.cancel")
	over := bob.transfer("that it is over", in(carom.TransferCancelled))
	if over.CancelledBy != carom.CancelledByPeer {
		t.Errorf("Bob is told that it was cancelled by %q", over.CancelledBy)
	}
	d.wait("transfer.1.again")
	d.click("transfer.1.again")
	d.wait("send.send")
	d.click("send.cancel")
	d.gone("send")
}

// From somebody who is trusted, files come without a question up to a size.
func TestAlwaysAccept(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	d.offer(bob, file(t, "first.bin", noise(1000)))
	d.click("transfer.1.always")
	d.choose("always.size", i18n.New("en").Bytes(1_000_000))
	d.click("always.save")
	d.gone("always")
	path := file(t, "second.bin", noise(1000))
	if _, err := bob.engine.SendFiles(t.Context(), d.node.engine.Self(), []string{path}, carom.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	d.wait("transfer.2.show")
}

// All transfers are in one window.
func TestTransfersWindow(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	onGUI(t, func() { openTransfers(d.main()) })
	d.wait("transfers.empty")
	d.click("transfers.close")
	d.gone("transfers")
	d.offer(bob, file(t, "report.bin", noise(1000)))
	onGUI(t, func() { openTransfers(d.main()) })
	d.shoot("transfers", "transfers")
	d.click("transfers.1.accept")
	d.wait("transfers.1.show")
	d.click("transfers.1.forget")
	d.wait("transfers.empty")
	d.click("transfers.close")
}

// gifWith is a picture with a remark in it.
func gifWith(t *testing.T, remark string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 4, 4), palette.Plan9), nil); err != nil {
		t.Fatal(err)
	}
	end := b.Len() - 1 // the trailer
	picture := append([]byte{}, b.Bytes()[:end]...)
	picture = append(picture, 0x21, 0xfe, byte(len(remark)))
	picture = append(picture, remark...)
	return append(picture, 0, 0x3b)
}

// What is hidden in a picture is named, and a copy without it is what Enter sends.
func TestSendClean(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	path := file(t, "picture.gif", gifWith(t, "from the front door"))
	onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{path}) })
	d.wait("send.clean")
	if found := d.text("send.found"); !strings.Contains(found, "comments") {
		t.Errorf("of the picture is said %q", found)
	}
	d.shoot("send", "file-metadata")
	d.press("", core.Qt__Key_Return, core.Qt__NoModifier)
	d.gone("send")
	offered := bob.transfer("an offer", in(carom.TransferAsking))
	if _, err := bob.engine.AcceptTransfer(t.Context(), offered.ID); err != nil {
		t.Fatal(err)
	}
	done := bob.transfer("the picture", in(carom.TransferDone))
	got, err := os.ReadFile(done.Path)
	if err != nil || len(got) == 0 || bytes.Contains(got, []byte("front door")) {
		t.Errorf("the remark is still in the picture: %v", err)
	}
}

// What cannot be cleaned in a folder is named, and goes only as our user says.
func TestSendFolderClean(t *testing.T) {
	for choice, want := range map[string]int{"rest.leaveout": 1, "rest.asis": 2, "rest.not": 0} {
		t.Run(choice, func(t *testing.T) {
			d := openTestDesktop(t)
			bob := d.talkWith("Bob")
			folder := filepath.Dir(file(t, "picture.gif", gifWith(t, "from the front door")))
			if err := os.WriteFile(filepath.Join(folder, "<b>"+baited+".bin"), noise(100), 0o600); err != nil {
				t.Fatal(err)
			}
			onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{folder}) })
			d.click("send.clean")
			if named := d.text("rest.files"); !strings.Contains(named, "bait") || strings.Contains(named, "picture") {
				t.Errorf("it names %q", named)
			}
			d.look("question about the rest")
			d.shoot("rest", "file-rest")
			d.click(choice)
			d.gone("rest")
			if want == 0 {
				d.click("send.cancel")
				d.gone("send")
				if list, err := d.node.engine.Transfers(t.Context(), contacts.ServiceID{}); err != nil || len(list) != 0 {
					t.Errorf("%v was sent, %v", list, err)
				}
				return
			}
			d.gone("send")
			offered := bob.transfer("an offer", in(carom.TransferAsking))
			if offered.Files != want || !offered.Folder {
				t.Errorf("%d files are offered", offered.Files)
			}
			if _, err := bob.engine.AcceptTransfer(t.Context(), offered.ID); err != nil {
				t.Fatal(err)
			}
			done := bob.transfer("the folder", in(carom.TransferDone))
			got, err := os.ReadFile(filepath.Join(done.Path, "picture.gif"))
			if err != nil || bytes.Contains(got, []byte("front door")) {
				t.Errorf("the remark is still in the picture: %v", err)
			}
		})
	}
}

// Links and what is no file are named, and not sent; what is left is.
func TestSendRefuses(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	path := file(t, "report.bin", noise(1000))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{link, path}) })
	d.eventually("the file can be sent", func() bool { w := seen("send.send"); return w != nil && w.IsEnabled() })
	d.eventually("it is said that there is a link", func() bool {
		for _, w := range widgets.QApplication_AllWidgets() { // one for each file, in no order
			if w.ObjectName() == "send.found" && strings.Contains(textOf(w), "is a link") {
				return true
			}
		}
		return false
	})
	d.click("send.send")
	if got := bob.transfer("an offer", in(carom.TransferAsking)); got.Name != "report.bin" {
		t.Errorf("%q is offered", got.Name)
	}
}

// Files that are pasted are to be sent; what is on another machine is not.
func TestPasteFiles(t *testing.T) {
	d := openTestDesktop(t)
	d.talkWith("Bob")
	path := file(t, "a & b #1%.bin", noise(1000))
	paste := func(text string) {
		d.with("composer.text", func(w *widgets.QWidget) {
			widgets.NewQPlainTextEditFromPointer(w.Pointer()).InsertFromMimeData(dropped(text))
		})
	}
	paste("file://server/share/file\r\n")
	d.eventually("it is a text", func() bool { return strings.Contains(textOf(seen("composer.text")), "server") })
	paste((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
	d.wait("send.send")
	d.eventually("the file is named", func() bool {
		w := seen("send.file")
		return w != nil && strings.Contains(textOf(w), "a & b #1%.bin")
	})
	d.click("send.cancel")
	d.gone("send")
}

// dropped is what a file manager hands over when files are dropped.
func dropped(uris string) *core.QMimeData {
	data := core.NewQMimeData()
	data.SetData("text/uri-list", core.NewQByteArray2(uris, len(uris)))
	return data
}

// Files that are dropped on the conversation are to be sent to whom it is with;
// what is on another machine, or dropped on a stranger's, is not.
func TestDropFiles(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	drop := func(uris string) {
		onGUI(t, func() {
			w, data := d.main().conversation.w, dropped(uris)
			at := w.Rect().Center()
			core.QCoreApplication_SendEvent(w, gui.NewQDragEnterEvent(at, core.Qt__CopyAction, data, core.Qt__LeftButton, core.Qt__NoModifier))
			core.QCoreApplication_SendEvent(w, gui.NewQDropEvent(core.NewQPointF2(at), core.Qt__CopyAction, data, core.Qt__LeftButton, core.Qt__NoModifier, core.QEvent__Drop))
		})
	}
	uri := (&url.URL{Scheme: "file", Path: file(t, "a & b #1%.bin", noise(1000))}).String() + "\r\n"
	drop("file://server/share/file\r\n")
	drop(uri + "https://example.org/file\r\n")
	d.noDialog("what is not on this computer was dropped")
	drop(uri)
	d.wait("send.send")
	d.eventually("the file is named", func() bool {
		w := seen("send.file")
		return w != nil && strings.Contains(textOf(w), "a & b #1%.bin")
	})
	d.click("send.send")
	d.gone("send")
	bob.transfer("an offer", in(carom.TransferAsking))

	onGUI(t, func() { d.main().show(contacts.ServiceID{}) }) // nobody's
	drop(uri)
	d.noDialog("a file was dropped on nobody")
}

// Paths that the dialog cannot have shown are refused: the binding has cut a name.
func TestChosenIn(t *testing.T) {
	for _, test := range []struct {
		paths []string
		want  bool
	}{
		{[]string{"/home/me/a", "/home/me/b"}, true},
		{[]string{"/media/stick/a"}, true},
		{[]string{"/home/me/a", "b"}, false},
		{[]string{"/home/me/a", "/etc/passwd"}, false},
		{[]string{"b"}, false},
		{nil, false},
	} {
		if got := chosenIn("/home/me", test.paths); got != test.want {
			t.Errorf("%v: %v", test.paths, got)
		}
	}
}

// Files and folders are chosen by the menu.
func TestAttachFile(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	path := file(t, "report.bin", noise(1000))
	for action, chosen := range map[string]string{"action.sendfile": path, "action.sendfolder": filepath.Dir(path)} {
		d.trigger(action)
		d.chooseFile(chosen)
		d.wait("send.send")
		d.click("send.send")
		d.gone("send")
		name := filepath.Base(chosen)
		bob.transfer("an offer of "+name, func(t carom.Transfer) bool { return t.State == carom.TransferAsking && t.Name == name })
	}
}

// Every button of a card is reached by Tab, entered by Enter and left by Escape.
func TestCardByKeyboard(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	d.offer(bob, file(t, "report.bin", noise(1000)))
	focused := func(name string) {
		t.Helper()
		d.eventually(name+" has the keyboard", func() bool {
			w := widgets.QApplication_FocusWidget()
			return w.Pointer() != nil && w.ObjectName() == name
		})
	}
	onGUI(t, func() {
		list := d.main().conversation.list
		list.view.SetFocus2()
		list.view.SetCurrentIndex(list.index(list.find(rowKey{rowTransfer, 1})))
	})
	d.press("conversation.list", core.Qt__Key_Return, core.Qt__NoModifier)
	focused("transfer.1.accept")
	d.press("", core.Qt__Key_Tab, core.Qt__NoModifier)
	focused("transfer.1.reject")
	d.press("", core.Qt__Key_Escape, core.Qt__NoModifier)
	focused("conversation.list")
	d.press("conversation.list", core.Qt__Key_Return, core.Qt__NoModifier)
	d.press("", core.Qt__Key_Space, core.Qt__NoModifier)
	d.wait("transfer.1.show")
	focused("transfer.1.show")
}

// Who sends the original of a picture that something was found in is not told that
// a copy without it was sent.
func TestSendAnyway(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	path := file(t, "picture.gif", gifWith(t, "from the front door"))
	onGUI(t, func() { openSend(d.main(), bob.engine.Self(), []string{path}) })
	d.wait("send.clean")
	d.click("send.send")
	d.gone("send")
	bob.transfer("an offer", in(carom.TransferAsking))
	onGUI(t, func() {
		if said := d.main().notices.notice.text.Text(); said != "" {
			fail("after the original was sent the window says %q", said)
		}
	})
}
