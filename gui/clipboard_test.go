//go:build minimal

package gui

import (
	"bufio"
	"os"
	"os/exec"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"

	"carom/gui/i18n"
	"carom/gui/prefs"
)

// copiesEnv has this test's binary be another program, which has put the text
// that is named so on the clipboard and marked it. See TestMain.
const copiesEnv = "CAROM_UI_COPIES"

// copyAsAnother is that program, until its standard input ends.
func copyAsAnother(app *Application, text string) {
	for _, mode := range clipboards() {
		gui.QGuiApplication_Clipboard().SetText(text, mode)
	}
	other := newDispatcher(app.qt)
	go func() {
		os.Stdout.WriteString("copied\n")
		bufio.NewReader(os.Stdin).ReadByte()
		other.post(func() { app.Exit(0) })
	}()
	app.Exec()
}

func clipboards() []gui.QClipboard__Mode {
	return []gui.QClipboard__Mode{gui.QClipboard__Clipboard, gui.QClipboard__Selection}
}

// copied is what can be pasted, marked what the middle button pastes.
func copied(t *testing.T) (text, marked string) {
	t.Helper()
	onGUI(t, func() {
		c := gui.QGuiApplication_Clipboard()
		text, marked = c.Text(gui.QClipboard__Clipboard), c.Text(gui.QClipboard__Selection)
	})
	return text, marked
}

// What was copied or marked in Carom goes when it locks, wipes or ends: by its
// own buttons, and by Qt's own keys.
func TestClipboardIsTakenBack(t *testing.T) {
	for name, leave := range map[string]func(d *testDesktop){
		"lock":  func(d *testDesktop) { onGUI(t, d.desk.lock) },
		"quit":  func(d *testDesktop) { onGUI(t, d.desk.quit) },
		"panic": func(d *testDesktop) { d.panics(); d.gone("main") },
		"wipe": func(d *testDesktop) {
			d.setPrefs(func(p *prefs.Preferences) { p.Panic, p.PanicAsk = prefs.PanicWipe, false })
			d.panics()
			d.told(i18n.WipeDone)
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := openOwnDesktop(t, "x")
			d.write("people.filter", "whom I look for")
			d.press("people.filter", core.Qt__Key_A, core.Qt__ControlModifier)
			d.press("people.filter", core.Qt__Key_C, core.Qt__ControlModifier)
			d.eventually("it is copied", func() bool {
				return gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) == "whom I look for"
			})
			leave(d)
			if text, marked := copied(t); text != "" || marked != "" {
				t.Errorf("there is still %q, and marked %q", text, marked)
			}
		})
	}
}

// What another program has copied since is left alone.
func TestClipboardOfAnother(t *testing.T) {
	if os.Getenv("CAROM_UI_DISPLAY") == "" {
		t.Fatal("there is no screen here that another program shares: run this by scripts/screen (make desktop-test does)")
	}
	d := openOwnDesktop(t, "x")
	onGUI(t, func() { setClipboard("ours") })
	another := exec.Command(os.Args[0])
	another.Env = append(os.Environ(), copiesEnv+"=theirs")
	in, err := another.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := another.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := another.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		in.Close()
		another.Wait()
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	d.eventually("theirs is on the clipboard", func() bool {
		return gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) == "theirs"
	})
	onGUI(t, d.desk.lock)
	d.wait("unlock")
	if text, marked := copied(t); text != "theirs" || marked != "theirs" {
		t.Errorf("there is %q, and marked %q", text, marked)
	}
}

// A message is copied as it is shown: nothing that is pasted elsewhere does what
// nobody has seen here, and its lines stay lines.
func TestCopyMessage(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.talkWith("Anna")
	anna.say(d.node, "one\ntwo \x1b[2Jthree\u202egpj.exe")
	d.shows("three")
	onGUI(t, func() {
		list := d.main().conversation.list
		list.view.SetCurrentIndex(list.index(len(list.rows) - 1))
	})
	d.press("conversation.list", core.Qt__Key_C, core.Qt__ControlModifier)
	d.eventually("it is copied", func() bool {
		return gui.QGuiApplication_Clipboard().Text(gui.QClipboard__Clipboard) == "one\ntwo \uFFFD[2Jthreegpj.exe"
	})
}
