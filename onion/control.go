package onion

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cretz/bine/control"
)

const (
	// requestTimeout is how long tor may take to answer a request: one that
	// hangs is found within this and the time between two polls.
	requestTimeout = 10 * time.Second
	// connectTimeout is for the connection to tor's own ports.
	connectTimeout = 5 * time.Second
)

// controlConn is a control connection that any goroutine may use: bine's takes
// one request at a time, and takes a request for a format string.
type controlConn struct {
	mu      sync.Mutex
	conn    *control.Conn
	nc      net.Conn
	timeout atomic.Int64 // of a request, in nanoseconds; 0 for requestTimeout
}

func dialControl(at Endpoint) (*controlConn, error) {
	nc, err := net.DialTimeout(at.Network, at.Address, connectTimeout)
	switch {
	case errors.Is(err, os.ErrPermission):
		return nil, errNotAllowed
	case err != nil: // which would name a path
		return nil, errNoControl
	}
	return &controlConn{conn: control.NewConn(textproto.NewConn(nc)), nc: nc}, nil
}

// hurry gives later requests less time.
func (c *controlConn) hurry(timeout time.Duration) { c.timeout.Store(int64(timeout)) }

func (c *controlConn) close() { c.nc.Close() }

// exchange runs one exchange with tor. One that fails for another reason than
// tor's refusal leaves the connection of no use, and closes it.
func (c *controlConn) exchange(f func(*control.Conn) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nc.SetDeadline(time.Now().Add(cmp.Or(time.Duration(c.timeout.Load()), requestTimeout)))
	defer c.nc.SetDeadline(time.Time{})
	err := f(c.conn)
	var refused *textproto.Error
	if err != nil && !errors.As(err, &refused) {
		c.nc.Close()
	}
	return err
}

// refusal is tor's refusal of a command. What tor says beside the code may
// repeat the command, with a key in it, and is dropped.
type refusal struct {
	command string
	code    int
}

func (r *refusal) Error() string {
	return fmt.Sprintf("tor refused %s with code %d", r.command, r.code)
}

// Codes of tor's answers (control-spec, section 4).
const (
	codeAlsoOK          = 252 // done, and something was decrypted or replaced
	codeUnrecognized    = 510
	codeSyntax          = 512
	codeUnauthenticated = 515
	codeCollision       = 550
)

// request sends a line and returns the answer's lines.
func (c *controlConn) request(line string) ([]string, error) {
	command, _, _ := strings.Cut(line, " ")
	if strings.ContainsAny(line, "\r\n") {
		return nil, fmt.Errorf("%s with a line break in it", command)
	}
	var lines []string
	err := c.exchange(func(conn *control.Conn) error {
		resp, err := conn.SendRequest("%s", line)
		if resp != nil {
			lines = resp.DataWithReply()
		}
		return err
	})
	return lines, sentence(command, err)
}

// sentence makes a *refusal of what bine returns.
func sentence(command string, err error) error {
	var refused *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Code == codeAlsoOK:
		return nil
	case errors.As(err, &refused):
		return &refusal{command, refused.Code}
	}
	return fmt.Errorf("asking tor for %s: %w", command, err)
}

func refusedWith(err error, codes ...int) bool {
	var r *refusal
	if !errors.As(err, &r) {
		return false
	}
	for _, c := range codes {
		if r.code == c {
			return true
		}
	}
	return false
}

// info asks GETINFO and returns the values by keyword.
func (c *controlConn) info(keywords string) (map[string]string, error) {
	lines, err := c.request("GETINFO " + keywords)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string)
	for _, line := range lines {
		if key, value, ok := strings.Cut(line, "="); ok {
			values[key] = value
		}
	}
	return values, nil
}

// authenticate with the cookie of a tor that we launched: its path is known,
// where PROTOCOLINFO would give one with characters escaped.
func (c *controlConn) authenticateOwn(cookieFile string) error {
	cookie, err := os.ReadFile(cookieFile)
	if err != nil {
		return fmt.Errorf("reading tor's cookie: %w", err)
	}
	_, err = c.request("AUTHENTICATE " + hex.EncodeToString(cookie))
	return err
}

// authenticate with a tor that runs already, in the way that it offers; a
// password is tried too where its cookie cannot be read.
func (c *controlConn) authenticate(password string) error {
	err := c.exchange(func(conn *control.Conn) error { return conn.Authenticate(password) })
	var refused *textproto.Error
	switch {
	case errors.As(err, &refused): // and tor hangs up
		return errAuthentication
	case err != nil && password == "":
		return errPasswordWanted
	case err == nil:
		return nil
	}
	if _, err = c.request("AUTHENTICATE " + hex.EncodeToString([]byte(password))); err != nil {
		return errAuthentication
	}
	return nil
}

// What a person is told when tor does not let us in.
var (
	errNoControl      = errors.New("nothing answers at its control port")
	errNotAllowed     = errors.New("this user may not open its control port")
	errAuthentication = errors.New("its control port wants another password than TOR_CONTROL_PASSWD, or none")
	errPasswordWanted = errors.New("its cookie cannot be read and there is no password in TOR_CONTROL_PASSWD")
)

// addOnion publishes a service in the shape that the filters of Tails and
// Whonix let through: no Flags word. Tor does not repeat a key that it was given.
func (c *controlConn) addOnion(key Key, virtualPort uint16, target string) error {
	if strings.ContainsAny(target, "%\r\n ") {
		return errors.New("ADD_ONION with a character that must not be in a target")
	}
	return sentence("ADD_ONION", c.exchange(func(conn *control.Conn) error {
		_, err := conn.AddOnion(&control.AddOnionRequest{
			Key:   &control.ED25519Key{KeyPair: key.pair()},
			Ports: []*control.KeyVal{control.NewKeyVal(strconv.Itoa(int(virtualPort)), target)},
		})
		return err
	}))
}

// setConf changes options of tor's configuration, which it forgets when it ends.
func (c *controlConn) setConf(options [][2]string) error {
	if len(options) == 0 {
		return nil
	}
	var line strings.Builder
	line.WriteString("SETCONF")
	for _, o := range options {
		value := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(o[1])
		line.WriteString(" " + o[0] + `="` + value + `"`)
	}
	_, err := c.request(line.String())
	return err
}

func (c *controlConn) delOnion(serviceID string) error {
	_, err := c.request("DEL_ONION " + serviceID)
	return err
}

// events turns a control connection into a stream of events. It reads, and
// hands on, until the connection is closed: bine's own listeners would stall
// tor when they are slow.
func (c *controlConn) events(handle func(line string)) error {
	for {
		resp, err := c.conn.ReadResponse()
		if err != nil {
			return fmt.Errorf("reading tor's events: %w", err)
		}
		if resp.IsAsync() {
			handle(resp.Reply)
		}
	}
}
