package desktop

import (
	"context"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	// The portal of settings: org.freedesktop.portal.Settings of xdg-desktop-portal.
	portalService   = "org.freedesktop.portal.Desktop"
	portalPath      = "/org/freedesktop/portal/desktop"
	portalSettings  = "org.freedesktop.portal.Settings"
	portalNamespace = "org.freedesktop.appearance"
	portalKey       = "color-scheme"
	// portalWithin is how long the bus and the portal may take at the start. The
	// window does not wait for it.
	portalWithin = 5 * time.Second
)

// What the portal says of color-scheme. Other numbers count as noPreference.
const (
	noPreference = iota
	preferDark
	preferLight
)

// Colours knows whether the desktop is dark, and is told when that changes where
// the desktop has a portal of settings (GNOME, KDE, Tails).
//
// Serve is the owner's goroutine; Dark may be called from any one.
type Colours struct {
	getenv func(string) string

	mu     sync.Mutex
	scheme uint32 // what the portal has said last
}

// NewColours returns one that knows nothing yet. getenv is os.Getenv.
func NewColours(getenv func(string) string) *Colours { return &Colours{getenv: getenv} }

// Dark reports whether the desktop is dark in a way that Qt does not see:
// $GTK_THEME, then what the portal has said, then as PrefersDark.
func (c *Colours) Dark(ctx context.Context) bool {
	c.mu.Lock()
	scheme := c.scheme
	c.mu.Unlock()
	if c.getenv("GTK_THEME") == "" && (scheme == preferDark || scheme == preferLight) {
		return scheme == preferDark
	}
	return PrefersDark(ctx, c.getenv)
}

// Serve listens to the portal until ctx is done, or the bus has gone, and calls
// changed when Dark may answer otherwise than before. Where there is no portal it
// is not started: then nothing is told, and Dark asks the other ways.
func (c *Colours) Serve(ctx context.Context, changed func()) {
	defer c.set(noPreference)
	within, cancel := context.WithTimeout(ctx, portalWithin)
	defer cancel()
	conn, err := openBus(within, c.getenv, dbus.WithMatchSender(portalService), dbus.WithMatchObjectPath(portalPath),
		dbus.WithMatchInterface(portalSettings), dbus.WithMatchMember("SettingChanged"))
	if err != nil {
		return
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, busWaiting)
	conn.Signal(signals)
	// Read and not ReadOne, which the portals of Debian 12 do not have.
	var said dbus.Variant
	call := conn.Object(portalService, portalPath).CallWithContext(within, portalSettings+".Read",
		dbus.FlagNoAutoStart, portalNamespace, portalKey)
	if call.Store(&said) == nil && c.set(schemeOf(said)) {
		changed()
	}
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-signals:
			if s == nil { // the bus has gone
				return
			}
			if scheme, ok := schemeIn(s); ok && c.set(scheme) {
				changed()
			}
		}
	}
}

// set keeps what the portal says, and reports whether that is new.
func (c *Colours) set(scheme uint32) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.scheme == scheme {
		return false
	}
	c.scheme = scheme
	return true
}

// schemeIn is the value of color-scheme that a signal tells of.
func schemeIn(s *dbus.Signal) (scheme uint32, ok bool) {
	if s.Name != portalSettings+".SettingChanged" || len(s.Body) != 3 || s.Body[0] != portalNamespace || s.Body[1] != portalKey {
		return 0, false
	}
	value, ok := s.Body[2].(dbus.Variant)
	return schemeOf(value), ok
}

// schemeOf takes the number out of a variant, and out of the one that Read puts
// around it.
func schemeOf(v dbus.Variant) uint32 {
	if inner, ok := v.Value().(dbus.Variant); ok {
		v = inner
	}
	scheme, _ := v.Value().(uint32)
	return scheme
}
