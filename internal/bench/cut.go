package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// torTimeout is how long a tor may take to do as it is told.
const torTimeout = 10 * time.Second

// cutStreams has the tors of two nodes close all their streams: that of the contact
// and that of the bytes. They belong to the tor of whoever has dialled.
func cutStreams(nodes ...*process) error {
	cut := 0
	for _, p := range nodes {
		n, err := closeStreams(filepath.Join(p.dir, "tor"))
		if err != nil {
			return fmt.Errorf("cutting streams: %w", err)
		}
		cut += n
	}
	if cut == 0 {
		return errors.New("there was no stream to cut")
	}
	return nil
}

// closeStreams closes all streams of the tor that runs in a folder.
func closeStreams(dir string) (n int, err error) {
	torrc, err := os.ReadFile(filepath.Join(dir, "torrc"))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(torrc), `ControlPort unix:"`)
	path, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return 0, errors.New("tor has no control port")
	}
	cookie, err := os.ReadFile(filepath.Join(dir, "data", "control_auth_cookie"))
	if err != nil {
		return 0, err
	}
	c, err := net.DialTimeout("unix", path, torTimeout)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(torTimeout)); err != nil {
		return 0, err
	}
	tor := &torControl{c, bufio.NewScanner(c)}
	if _, err := tor.ask("AUTHENTICATE %x", cookie); err != nil {
		return 0, err
	}
	streams, err := tor.ask("GETINFO stream-status")
	if err != nil {
		return 0, err
	}
	for _, stream := range streams {
		// ID, state, circuit, target
		if words := strings.Fields(stream); len(words) == 4 && words[1] == "SUCCEEDED" {
			_, err := tor.ask("CLOSESTREAM %s 1", words[0])
			if err != nil && !errors.Is(err, errNoStream) { // it ends when the other one does
				return n, err
			}
			n++
		}
	}
	return n, nil
}

var errNoStream = errors.New("tor has no such stream")

// torControl is a connection to a tor's control port.
type torControl struct {
	conn  net.Conn
	lines *bufio.Scanner
}

// ask sends a command and returns the lines of data in the answer.
func (t *torControl) ask(format string, a ...any) (data []string, err error) {
	if _, err := fmt.Fprintf(t.conn, format+"\r\n", a...); err != nil {
		return nil, err
	}
	for t.lines.Scan() {
		line := t.lines.Text()
		switch {
		case strings.HasPrefix(line, "250 "):
			return data, nil
		case strings.HasPrefix(line, "250-stream-status="):
			data = append(data, strings.TrimPrefix(line, "250-stream-status="))
		case strings.HasPrefix(line, "552"):
			return nil, errNoStream
		case strings.HasPrefix(line, "5"):
			return nil, fmt.Errorf("tor answered %.3s", line)
		case !strings.HasPrefix(line, "250"):
			data = append(data, line)
		}
	}
	return nil, errors.Join(t.lines.Err(), net.ErrClosed)
}
