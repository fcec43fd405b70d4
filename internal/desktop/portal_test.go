package desktop

import (
	"context"
	"testing"

	"github.com/godbus/dbus/v5"
)

// portal is a portal of settings with one setting.
type portal struct {
	conn   *dbus.Conn
	scheme uint32
}

func (p *portal) Read(namespace, key string) (dbus.Variant, *dbus.Error) {
	if namespace != portalNamespace || key != portalKey {
		return dbus.Variant{}, dbus.MakeFailedError(errNoBus)
	}
	return dbus.MakeVariant(dbus.MakeVariant(p.scheme)), nil
}

// tell is what a portal tells when somebody changes a setting.
func (p *portal) tell(t *testing.T, namespace, key string, value any) {
	t.Helper()
	if err := p.conn.Emit(portalPath, portalSettings+".SettingChanged", namespace, key, dbus.MakeVariant(value)); err != nil {
		t.Fatal(err)
	}
}

func servePortal(t *testing.T, address string, scheme uint32) *portal {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	p := &portal{conn, scheme}
	if err := conn.Export(p, portalPath, portalSettings); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(portalService, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return p
}

// coloursOn serves Colours until the test ends, or stop is called; ended is
// closed when the goroutine has.
func coloursOn(t *testing.T, getenv func(string) string) (c *Colours, changes chan bool, stop func(), ended chan struct{}) {
	t.Helper()
	c, changes, ended = NewColours(getenv), make(chan bool, 8), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer close(ended)
		c.Serve(ctx, func() { changes <- c.Dark(ctx) })
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return c, changes, stop, ended
}

// What the portal says at first and later is followed, and nothing else that
// it says; when Serve has ended, what it said counts no more.
func TestColoursOfPortal(t *testing.T) {
	getenv, address := bus(t)
	p := servePortal(t, address, preferDark)
	c, changes, stop, _ := coloursOn(t, getenv)
	follows := func(want bool) {
		t.Helper()
		if got := receive(t, changes, "the change"); got != want {
			t.Errorf("dark is %v", got)
		}
	}
	follows(true)
	p.tell(t, portalNamespace, "contrast", uint32(preferLight))
	p.tell(t, "org.gnome.desktop.interface", portalKey, "prefer-light")
	p.tell(t, portalNamespace, portalKey, uint32(preferDark)) // as before
	p.tell(t, portalNamespace, portalKey, uint32(preferLight))
	follows(false)
	p.tell(t, portalNamespace, portalKey, uint32(preferDark))
	follows(true)
	p.tell(t, portalNamespace, portalKey, "nonsense")
	follows(false) // nothing else says that it is dark
	p.tell(t, portalNamespace, portalKey, uint32(preferDark))
	follows(true)
	stop()
	if c.Dark(t.Context()) || len(changes) > 0 {
		t.Errorf("ended, dark is %v; %d more changes", c.Dark(t.Context()), len(changes))
	}
}

// A portal that comes later is heard too.
func TestColoursOfLatePortal(t *testing.T) {
	getenv, address := bus(t)
	_, changes, _, _ := coloursOn(t, getenv)
	p := servePortal(t, address, noPreference)
	// Until Serve has subscribed nobody hears: the portal repeats itself.
	for len(changes) == 0 {
		p.tell(t, portalNamespace, portalKey, uint32(preferDark))
		if err := p.conn.BusObject().Call("org.freedesktop.DBus.Peer.Ping", 0).Err; err != nil {
			t.Fatal(err)
		}
	}
	if !receive(t, changes, "the change") {
		t.Error("it is light")
	}
}

// Without a bus Serve ends, and the other ways are asked. $GTK_THEME is above all.
func TestColoursWithoutPortal(t *testing.T) {
	c, _, _, ended := coloursOn(t, fixed("autolaunch:"))
	receive(t, ended, "the end")
	if c.Dark(t.Context()) {
		t.Error("nothing says that it is dark")
	}
	c = NewColours(func(name string) string { return map[string]string{"GTK_THEME": "Adwaita"}[name] })
	c.set(preferDark)
	if c.Dark(t.Context()) {
		t.Error("$GTK_THEME does not count")
	}
}
