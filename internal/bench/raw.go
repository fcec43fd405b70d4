package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"carom/contacts"
	"carom/onion"
	"carom/protocol"
)

// The baselines of files: one onion stream with a source and a sink, and the same
// with an acknowledgement for each chunk.

// rawStream is an onion stream between two tors.
type rawStream struct {
	client, service net.Conn
	stop            func()
}

// openRaw publishes a service on b's tor and connects to it through a's.
func openRaw(ctx context.Context, a, b *onion.Tor) (*rawStream, error) {
	key, err := onion.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	listener, err := b.Listen(key, echoPort)
	if err != nil {
		return nil, err
	}
	accepted := make(chan net.Conn, 16)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(accepted)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			accepted <- c
		}
	})
	client, err := dialUntil(ctx, a, contacts.FromPublicKey(key.PublicKey()))
	if err != nil {
		listener.Close()
		return nil, err
	}
	var service net.Conn
	for service == nil {
		// A dial that was given up may have come to its end here.
		c, ok := <-accepted
		if !ok {
			return nil, fmt.Errorf("the service ended")
		}
		if service, err = sameStream(client, c); err != nil {
			return nil, err
		}
	}
	return &rawStream{client, service, func() { client.Close(); service.Close(); listener.Close(); wg.Wait() }}, nil
}

// sameStream returns the service's end if it belongs to the client's.
func sameStream(client, service net.Conn) (net.Conn, error) {
	if _, err := client.Write([]byte{1}); err != nil {
		return nil, err
	}
	service.SetReadDeadline(time.Now().Add(5 * time.Second))
	defer service.SetReadDeadline(time.Time{})
	if _, err := io.ReadFull(service, make([]byte, 1)); err != nil {
		service.Close()
		return nil, nil
	}
	return service, nil
}

// push times size bytes from one end to the other, and an answer.
func push(from, to net.Conn, size int) (time.Duration, error) {
	sunk := make(chan error, 1)
	go func() {
		_, err := io.CopyN(io.Discard, to, int64(size))
		if err == nil {
			_, err = to.Write([]byte{1})
		}
		sunk <- err
	}()
	start := time.Now()
	buf := make([]byte, 32<<10)
	for left := size; left > 0; {
		n, err := from.Write(buf[:min(left, len(buf))])
		if err != nil {
			return 0, err
		}
		left -= n
	}
	if _, err := io.ReadFull(from, make([]byte, 1)); err != nil {
		return 0, err
	}
	return time.Since(start), <-sunk
}

// stopAndWait times size bytes, one chunk for each acknowledgement.
func stopAndWait(from, to net.Conn, size int) (time.Duration, error) {
	chunks := size / protocol.MaxFileChunk
	sunk := make(chan error, 1)
	go func() {
		buf := make([]byte, protocol.MaxFileChunk)
		for range chunks {
			if _, err := io.ReadFull(to, buf); err != nil {
				sunk <- err
				return
			}
			if _, err := to.Write([]byte{1}); err != nil {
				sunk <- err
				return
			}
		}
		sunk <- nil
	}()
	start := time.Now()
	buf := make([]byte, protocol.MaxFileChunk)
	for range chunks {
		if _, err := from.Write(buf); err != nil {
			return 0, err
		}
		if _, err := io.ReadFull(from, make([]byte, 1)); err != nil {
			return 0, err
		}
	}
	return time.Since(start), <-sunk
}
