package onion

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"

	"golang.org/x/net/proxy"
)

// reservedUser begins the SOCKS user names that tor keeps for itself.
const reservedUser = "<torS0X>"

// extendedErrors are tor's SOCKS replies beyond RFC 1928 (socks-extensions,
// "Extended error codes").
var extendedErrors = map[string]error{
	"unknown code: 240": ErrNoDescriptor, // not found
	"unknown code: 241": ErrNoDescriptor, // not valid
	"unknown code: 242": ErrUnreachable,  // introduction failed
	"unknown code: 243": ErrUnreachable,  // rendezvous failed
	"unknown code: 244": ErrClientAuth,   // missing
	"unknown code: 245": ErrClientAuth,   // wrong
	"unknown code: 246": ErrBadAddress,
	"unknown code: 247": ErrUnreachable, // introduction timed out
}

// Dial implements Network. Errors never hold the address.
func (t *Tor) Dial(ctx context.Context, serviceID string, port uint16, isolation string) (net.Conn, error) {
	if strings.HasPrefix(isolation, reservedUser) || isolation == "" || len(isolation) > 255 {
		return nil, errors.New("not a usable isolation string")
	}
	at := t.socks()
	if at.isZero() {
		return nil, ErrOffline
	}
	// tor keeps streams apart by the pair of user and password. A number of its
	// own for every dial, so that none is put on the circuit of one before: a
	// circuit to a service that was killed looks alive for minutes, and every
	// dial on it would wait for nothing.
	auth := &proxy.Auth{User: isolation, Password: strconv.FormatUint(t.dials.Add(1), 10)}
	dialer, err := proxy.SOCKS5(at.Network, at.Address, auth, nil)
	if err != nil {
		return nil, ErrOffline
	}
	c, err := dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", net.JoinHostPort(serviceID+".onion", strconv.Itoa(int(port))))
	if err == nil {
		return c, nil
	}
	err = dialError(ctx, err)
	if !errors.Is(err, ErrOffline) && !errors.Is(err, ErrBadAddress) && !errors.Is(err, context.Canceled) {
		t.refetch(serviceID)
	}
	return nil, err
}

// refetch makes a tor of ours look for the service's descriptor again. It keeps
// the one that it has for hours, with introduction points that no longer lead
// anywhere once the service's tor was killed; without this a peer that is back
// may not be found for minutes. A Tor that is not ours is not asked: its filter
// would refuse.
func (t *Tor) refetch(serviceID string) {
	t.mu.Lock()
	ctl := t.ownCtl
	t.mu.Unlock()
	if ctl == nil {
		return
	}
	if _, err := ctl.request("HSFETCH " + serviceID); err != nil {
		t.log.Debug("a descriptor could not be asked for", "err", err)
	}
}

// dialError keeps what a caller can use of an error, which names the service.
func dialError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return context.DeadlineExceeded // a moment before ctx says so itself
	}
	// The SOCKS client wraps what happened on the way to tor's own port.
	var op, dial *net.OpError
	if errors.As(err, &op) && errors.As(op.Err, &dial) && dial.Op == "dial" {
		return ErrOffline
	}
	for text, known := range extendedErrors {
		if strings.HasSuffix(err.Error(), text) {
			return known
		}
	}
	return ErrUnreachable
}
