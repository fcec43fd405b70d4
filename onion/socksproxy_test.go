package onion_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// socksProxy is a SOCKS5 proxy that wants a user name and a password (RFC 1928
// and 1929), and forwards to anywhere on the loopback interface.
type socksProxy struct {
	address        string
	user, password string
	passed         atomic.Int32 // connections that got through
	asked          atomic.Int32
}

func startProxy(t *testing.T, user, password string) *socksProxy {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &socksProxy{address: l.Addr().String(), user: user, password: password}
	var running sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	keep := func(c net.Conn) {
		mu.Lock()
		defer mu.Unlock()
		open = append(open, c)
	}
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			keep(c)
			running.Go(func() { p.serve(c, keep) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		running.Wait()
	})
	return p
}

func (p *socksProxy) serve(c net.Conn, keep func(net.Conn)) {
	defer c.Close()
	p.asked.Add(1)
	in := bufio.NewReader(c)
	methods, ok := counted(in, 1)
	if !ok || !bytes.Contains(methods, []byte{2}) {
		c.Write([]byte{5, 0xff})
		return
	}
	c.Write([]byte{5, 2})
	user, ok := counted(in, 1)
	password, also := counted(in, 0)
	if !ok || !also || string(user) != p.user || string(password) != p.password {
		c.Write([]byte{1, 1})
		return
	}
	c.Write([]byte{1, 0})
	var head [10]byte // version, connect, 0, IPv4, address, port
	if _, err := io.ReadFull(in, head[:]); err != nil || head[3] != 1 || head[4] != 127 {
		c.Write([]byte{5, 2, 0, 1, 0, 0, 0, 0, 0, 0})
		return
	}
	far, err := net.DialTCP("tcp4", nil, &net.TCPAddr{IP: net.IP(head[4:8]), Port: int(head[8])<<8 | int(head[9])})
	if err != nil {
		c.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0})
		return
	}
	defer far.Close()
	keep(far)
	p.passed.Add(1)
	c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	var both sync.WaitGroup
	both.Go(func() { io.Copy(far, in); far.CloseWrite() })
	both.Go(func() { io.Copy(c, far); c.(*net.TCPConn).CloseWrite() })
	both.Wait()
}

// counted skips some bytes and reads a byte and as many bytes as that says.
func counted(in *bufio.Reader, skip int) ([]byte, bool) {
	head := make([]byte, skip+1)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, false
	}
	body := make([]byte, head[skip])
	_, err := io.ReadFull(in, body)
	return body, err == nil
}
