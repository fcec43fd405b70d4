//go:build minimal

package gui

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"testing"

	"go.uber.org/goleak"
)

// Qt wants the process's first thread, which only init can keep for the main
// goroutine.
func init() { runtime.LockOSThread() }

var (
	application *Application
	// guiThread carries functions of tests to the GUI thread.
	guiThread *dispatcher
)

// TestMain gives the main thread to Qt and runs the tests on a goroutine. There
// is no screen unless CAROM_UI_DISPLAY names an X display (see scripts/screen).
func TestMain(m *testing.M) {
	platform := "offscreen"
	if display := os.Getenv("CAROM_UI_DISPLAY"); display != "" {
		platform = "xcb"
		os.Setenv("DISPLAY", display)
	}
	os.Setenv("QT_QPA_PLATFORM", platform)
	home, err := os.MkdirTemp("", "carom-gui-test-")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_CONFIG_HOME", home)
	application = NewApplication(os.Args[:1])
	if text := os.Getenv(copiesEnv); text != "" {
		copyAsAnother(application, text)
		os.RemoveAll(home)
		return
	}
	guiThread = newDispatcher(application.qt)
	before := goleak.IgnoreCurrent()
	code := 1
	go func() {
		defer guiThread.post(func() { application.Exit(0) })
		if code = m.Run(); code != 0 {
			return
		}
		if err := goleak.Find(before); err != nil {
			fmt.Fprintln(os.Stderr, "goroutines that nobody has stopped:", err)
			code = 1
		}
	}()
	application.Exec()
	os.RemoveAll(home)
	os.Exit(code)
}

// onGUI runs f on the GUI thread and waits for it. f may call fail, but none of
// t's methods that end the test.
func onGUI(t *testing.T, f func()) {
	t.Helper()
	done := make(chan any, 1)
	guiThread.post(func() {
		defer func() {
			reason := recover()
			if _, ours := reason.(failure); reason != nil && !ours {
				reason = fmt.Sprintf("panic: %v\n%s", reason, debug.Stack())
			}
			done <- reason
		}()
		f()
	})
	if reason := <-done; reason != nil {
		t.Fatal(reason)
	}
}

// failure is why something cannot be done with a widget.
type failure string

// fail ends what onGUI runs, and the test.
func fail(format string, args ...any) { panic(failure(fmt.Sprintf(format, args...))) }
