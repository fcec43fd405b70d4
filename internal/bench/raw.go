package main

import (
	"io"
	"net"
	"time"

	"carom/protocol"
)

// The baselines of files: one onion stream with a source and a sink, and the same
// with an acknowledgement for each chunk.

// rawStream is an onion stream between two tors, and the circuit it is on.
type rawStream struct {
	client, service net.Conn
	by              route
}

func (r *rawStream) close() { r.client.Close(); r.service.Close() }

// push times size bytes from the client to the service, and an answer.
func (r *rawStream) push(size int) (time.Duration, error) {
	from, to := r.client, r.service
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
func (r *rawStream) stopAndWait(size int) (time.Duration, error) {
	from, to := r.client, r.service
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
