package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

// busWaiting is how many signals of the bus wait for whoever reads them.
const busWaiting = 8

var errNoBus = errors.New("the desktop has no bus that Carom may use")

// openBus connects to the session's bus, and asks for the signals that match.
// ctx bounds how long that may take.
func openBus(ctx context.Context, getenv func(string) string, match ...dbus.MatchOption) (*dbus.Conn, error) {
	address := busAddress(getenv)
	if address == "" {
		return nil, errNoBus
	}
	conn, err := dbus.Dial(address)
	if err != nil {
		return nil, err
	}
	hanging := context.AfterFunc(ctx, func() { conn.Close() })
	defer hanging()
	if err := greet(ctx, conn, match); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// greet says to a bus who we are, without a cookie that would be a file of ours,
// and asks for signals.
func greet(ctx context.Context, conn *dbus.Conn, match []dbus.MatchOption) error {
	if err := conn.Auth([]dbus.Auth{dbus.AuthExternal(strconv.Itoa(os.Getuid()))}); err != nil {
		return err
	}
	if err := conn.Hello(); err != nil {
		return err
	}
	return conn.AddMatchSignalContext(ctx, match...)
}

// busAddress is where the session's bus is: a socket on this machine, or nowhere.
// Others (tcp, or one that would have to be started first) are not used.
func busAddress(getenv func(string) string) string {
	if set := getenv("DBUS_SESSION_BUS_ADDRESS"); set != "" {
		for one := range strings.SplitSeq(set, ";") {
			if strings.HasPrefix(one, "unix:") {
				return one
			}
		}
		return ""
	}
	dir := getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return ""
	}
	path := filepath.Join(dir, "bus")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(path)
}
