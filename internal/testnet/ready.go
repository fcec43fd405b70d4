package testnet

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ready waits until clients can use the network.
//
// The authorities vote only once each has every relay's descriptor: left to the
// clock, one start in four would miss some. Then the relays are told to forget
// how long they were going to wait before they ask for the consensus again.
func (n *Network) ready(ctx context.Context) error {
	for _, nd := range n.authorities() {
		err := n.poll(ctx, nd.name+" has every relay's descriptor", func() bool { return n.descriptors(nd) >= len(n.nodes) })
		if err != nil {
			return err
		}
	}
	for {
		late, err := n.agree(ctx)
		if err == nil {
			break
		}
		if !late {
			return err
		}
	}
	for _, nd := range n.nodes[authorities:] {
		nd.process.cmd.Process.Signal(syscall.SIGHUP)
	}
	return nil
}

// agree has the authorities vote and waits for the consensus; late says that it
// did not come in time: on a busy machine an authority can miss the moment of
// the vote, and another vote helps.
func (n *Network) agree(ctx context.Context) (late bool, err error) {
	if err := n.vote(); err != nil {
		return false, err
	}
	try, cancel := context.WithTimeout(ctx, voteTimeout)
	defer cancel()
	for _, nd := range n.authorities() {
		err := n.poll(try, nd.name+" has the consensus", func() bool {
			return n.count(nd, "cached-microdesc-consensus", " Running ") >= len(n.nodes) &&
				n.count(nd, "cached-microdescs.new", "onion-key\n") >= len(n.nodes)
		})
		if err != nil {
			return try.Err() != nil && ctx.Err() == nil, err
		}
	}
	return false, nil
}

// poll waits for a condition, and for no longer than the processes live.
func (n *Network) poll(ctx context.Context, what string, ok func() bool) error {
	for !ok() {
		for _, nd := range n.nodes {
			select {
			case <-nd.process.exited:
				return fmt.Errorf("%s ended while waiting until %s:\n%s", nd.name, what, nd.lastWords())
			default:
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting until %s: %w", what, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
	return nil
}

// lastWords is the end of what a tor has printed.
func (nd *node) lastWords() string {
	var all []byte
	for _, name := range []string{"notice.log", "stdout.log"} {
		text, _ := os.ReadFile(filepath.Join(nd.dir, name))
		all = append(all, text...)
	}
	return string(all[max(0, len(all)-1000):])
}

// vote makes the authorities vote within a second or two.
func (n *Network) vote() error {
	at := time.Now().Add(1100 * time.Millisecond).Unix()
	offset := int(at+2*voteDelay) % votingInterval
	for _, nd := range n.authorities() {
		if err := nd.command(fmt.Sprintf("SETCONF TestingV3AuthVotingStartOffset=%d", offset)); err != nil {
			return err
		}
	}
	return nil
}

// command sends one line to a relay's control port.
func (nd *node) command(line string) error {
	c, err := net.DialTimeout("tcp", fmt.Sprintf("%s:%d", nd.ip, controlPort), time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	cookie, err := os.ReadFile(filepath.Join(nd.dir, "control_auth_cookie"))
	if err != nil {
		return err
	}
	fmt.Fprintf(c, "AUTHENTICATE %x\r\n%s\r\nQUIT\r\n", cookie, line)
	answer, err := io.ReadAll(c)
	if err != nil {
		return err
	}
	if bytes.Count(answer, []byte("250 ")) < 3 {
		return fmt.Errorf("%s answered %q", nd.name, answer)
	}
	return nil
}

// descriptors asks an authority how many relays it knows.
func (n *Network) descriptors(nd *node) int {
	c, err := net.DialTimeout("tcp", fmt.Sprintf("%s:%d", nd.ip, dirPort), 200*time.Millisecond)
	if err != nil {
		return 0
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Second))
	fmt.Fprintf(c, "GET /tor/server/all HTTP/1.0\r\n\r\n")
	text, _ := io.ReadAll(c)
	return bytes.Count(text, []byte("\nrouter "))
}

// count counts a word in one of a relay's files.
func (n *Network) count(nd *node, file, word string) int {
	text, _ := os.ReadFile(filepath.Join(nd.dir, file))
	return bytes.Count(text, []byte(word))
}
