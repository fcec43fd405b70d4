package desktop

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	// The notification server: Desktop Notifications Specification 1.2.
	notifyService = "org.freedesktop.Notifications"
	notifyPath    = "/org/freedesktop/Notifications"
	// notifyWithin is how long the server may take for an answer.
	notifyWithin = 2 * time.Second
	// withdrawWithin is how long all that is shown may take to be taken away.
	withdrawWithin = 500 * time.Millisecond
	// NotifyFor is how long a notification stays, in milliseconds, where the
	// desktop lets a program say so.
	NotifyFor = 6000
	// notifyWaiting is how many notifications wait for the server. Those that
	// are too many fail.
	notifyWaiting = 8
	// notifyKept is of how many notifications it is known that they are ours.
	notifyKept = 64
)

// Notifier shows notifications through the desktop's own server, which there is
// also where no icon can stand beside the clock (GNOME, Tails).
//
// Serve is the owner's goroutine; Show and Withdraw may be called from any one.
type Notifier struct {
	getenv   func(string) string
	name     string
	requests chan request
	withdraw chan struct{}

	conn    *dbus.Conn // nil while there is none
	signals chan *dbus.Signal
	shown   []uint32 // what the server calls ours, oldest first
}

type request struct {
	Notification
	failed func()
}

// NewNotifier returns one for a program of this name. getenv is os.Getenv.
func NewNotifier(name string, getenv func(string) string) *Notifier {
	return &Notifier{
		name: name, getenv: getenv,
		requests: make(chan request, notifyWaiting), withdraw: make(chan struct{}, 1),
	}
}

// Show has a notification shown. failed is called, at once or on the goroutine
// of Serve, when that cannot be.
func (n *Notifier) Show(what Notification, failed func()) {
	select {
	case n.requests <- request{what, failed}:
	default:
		failed()
	}
}

// Withdraw takes away what is still shown or waits to be.
func (n *Notifier) Withdraw() {
	select {
	case n.withdraw <- struct{}{}:
	default: // it is about to be
	}
}

// Serve works until ctx is done, and calls clicked when our user clicks on one
// of the notifications. What is shown then is taken away.
func (n *Notifier) Serve(ctx context.Context, clicked func()) {
	defer n.leave()
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.withdraw:
			n.drop()
			n.closeAll()
		case r := <-n.requests:
			if len(n.withdraw) > 0 { // it is about to be taken away
				continue
			}
			if err := n.show(ctx, r.Notification); err != nil {
				r.failed()
			}
		case s := <-n.signals:
			if s == nil { // the bus has gone
				n.conn, n.signals, n.shown = nil, nil, nil
				continue
			}
			if n.ours(s) && s.Name == notifyService+".ActionInvoked" {
				clicked()
			}
		}
	}
}

// drop forgets what waits to be shown.
func (n *Notifier) drop() {
	for {
		select {
		case <-n.requests:
		default:
			return
		}
	}
}

// ours reports whether a signal is about a notification of ours.
func (n *Notifier) ours(s *dbus.Signal) bool {
	if len(s.Body) == 0 {
		return false
	}
	id, ok := s.Body[0].(uint32)
	return ok && slices.Contains(n.shown, id)
}

// show has one shown. It is not given up when ctx is done: what is shown then
// would not be known, and stay.
func (n *Notifier) show(ctx context.Context, what Notification) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), notifyWithin)
	defer cancel()
	if err := n.connect(ctx); err != nil {
		return err
	}
	hints := map[string]dbus.Variant{
		"transient":     dbus.MakeVariant(what.private),
		"desktop-entry": dbus.MakeVariant(n.name),
		"category":      dbus.MakeVariant("im.received"),
	}
	call := n.conn.Object(notifyService, notifyPath).CallWithContext(ctx, notifyService+".Notify", 0,
		what.title, uint32(0), n.name, what.title, what.text, []string{"default", what.title}, hints, int32(NotifyFor))
	var id uint32
	if err := call.Store(&id); err != nil {
		return fmt.Errorf("notifying: %w", err)
	}
	n.shown = append(n.shown, id)
	if len(n.shown) > notifyKept {
		n.shown = n.shown[1:]
	}
	return nil
}

// closeAll takes away what is shown. The server says so about what it does not
// know any more, which does not matter. It waits for the answers: a bus forgets
// what was asked by somebody who has gone.
func (n *Notifier) closeAll() {
	if n.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), withdrawWithin)
	defer cancel()
	for _, id := range n.shown {
		n.conn.Object(notifyService, notifyPath).CallWithContext(ctx, notifyService+".CloseNotification", 0, id)
	}
	n.shown = nil
}

func (n *Notifier) leave() {
	n.closeAll()
	if n.conn != nil {
		n.conn.Close()
		n.conn, n.signals = nil, nil
	}
}

// connect connects to the session's bus, unless that is done.
func (n *Notifier) connect(ctx context.Context) error {
	if n.conn != nil && n.conn.Connected() {
		return nil
	}
	conn, err := openBus(ctx, n.getenv, dbus.WithMatchInterface(notifyService), dbus.WithMatchObjectPath(notifyPath))
	if err != nil {
		return err
	}
	n.conn, n.signals, n.shown = conn, make(chan *dbus.Signal, notifyWaiting), nil
	conn.Signal(n.signals)
	return nil
}
