package desktop

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// notifyPatience bounds what waits for the bus in a test.
const notifyPatience = 20 * time.Second

// server is a notification server.
type server struct {
	conn   *dbus.Conn
	shown  chan Notification
	closed chan uint32
}

func (s *server) Notify(_ string, _ uint32, _, title, text string, _ []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	private, _ := hints["transient"].Value().(bool)
	s.shown <- Notification{title, text, private}
	return 7, nil
}

func (s *server) CloseNotification(id uint32) *dbus.Error {
	s.closed <- id
	return nil
}

// click is what a server tells when somebody clicks on a notification.
func (s *server) click(t *testing.T, id uint32) {
	t.Helper()
	if err := s.conn.Emit(notifyPath, notifyService+".ActionInvoked", id, "default"); err != nil {
		t.Fatal(err)
	}
}

// bus starts a bus, and returns a way to find it and its address.
func bus(t *testing.T) (getenv func(string) string, address string) {
	t.Helper()
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Fatal("there is no dbus-daemon program here: install Debian's package dbus-daemon (make test does)")
	}
	dir := t.TempDir()
	address = "unix:path=" + filepath.Join(dir, "bus")
	cmd := exec.Command(path, "--session", "--nofork", "--nopidfile", "--print-address", "--address="+address)
	ready, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	if _, err := ready.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		if name == "XDG_RUNTIME_DIR" {
			return dir
		}
		return ""
	}, address
}

// serveNotifications has somebody on a bus show notifications.
func serveNotifications(t *testing.T, address string) *server {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := &server{conn: conn, shown: make(chan Notification, 4), closed: make(chan uint32, notifyKept)}
	if err := conn.Export(s, notifyPath, notifyService); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(notifyService, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return s
}

// notifierOn runs a Notifier until the test ends, or stop is called.
func notifierOn(t *testing.T, getenv func(string) string) (n *Notifier, clicks chan bool, stop func()) {
	t.Helper()
	n, clicks = NewNotifier("carom", getenv), make(chan bool, 4)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n.Serve(ctx, func() { clicks <- true })
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return n, clicks, stop
}

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(notifyPatience):
		t.Fatalf("waited in vain: %s", what)
		panic("unreachable")
	}
}

// What is shown is shown by the server, clicked on by our user, and taken away
// when it has to be, also when the program ends.
func TestNotifier(t *testing.T) {
	getenv, address := bus(t)
	s := serveNotifications(t, address)
	n, clicks, stop := notifierOn(t, getenv)
	failed := make(chan bool, 4)
	show := func(what Notification) {
		t.Helper()
		n.Show(what, func() { failed <- true })
		if got := receive(t, s.shown, "a notification"); got != what {
			t.Errorf("%+v is shown", got)
		}
	}
	show(Notification{"Carom", "A new message", false})
	s.click(t, 8) // another program's
	s.click(t, 7)
	receive(t, clicks, "the click")
	n.Withdraw()
	if id := receive(t, s.closed, "it is taken away"); id != 7 {
		t.Errorf("%d is taken away", id)
	}
	show(Notification{"Carom", "New message from Anna", true})
	stop()
	receive(t, s.closed, "it is taken away at the end")
	if len(clicks) > 0 || len(failed) > 0 {
		t.Errorf("%d more clicks, %d failures", len(clicks), len(failed))
	}
}

// Where nobody shows notifications, that is told.
func TestNotifierFails(t *testing.T) {
	withoutServer, _ := bus(t)
	silent, err := net.Listen("unix", filepath.Join(t.TempDir(), "bus"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	hangs := "unix:path=" + silent.Addr().String()
	for name, getenv := range map[string]func(string) string{
		"no bus":           func(string) string { return "" },
		"a bus elsewhere":  fixed("tcp:host=127.0.0.1,port=1"),
		"one to be begun":  fixed("autolaunch:"),
		"nobody listens":   fixed("unix:path=/nonexistent/bus"),
		"the bus hangs":    fixed(hangs),
		"no server on it":  withoutServer,
		"a bus is not set": func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": "relative"}[name] },
	} {
		t.Run(name, func(t *testing.T) {
			n, _, _ := notifierOn(t, getenv)
			failed := make(chan bool, 1)
			n.Show(NewNotification("Carom", "", false), func() { failed <- true })
			receive(t, failed, "the failure")
		})
	}
}

// However many come, nothing waits for a server that does not answer.
func TestNotifierIsFull(t *testing.T) {
	n, failures := NewNotifier("carom", func(string) string { return "" }), 0
	for range notifyWaiting + 3 {
		n.Show(Notification{}, func() { failures++ })
	}
	if failures != 3 {
		t.Errorf("%d have failed", failures)
	}
}

func fixed(address string) func(string) string {
	return func(name string) string {
		if name == "DBUS_SESSION_BUS_ADDRESS" {
			return address
		}
		return ""
	}
}
