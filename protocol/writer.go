package protocol

import "time"

// write is the goroutine that writes: all that has gathered since its last write
// in one. It ends when the connection is closing and all is written, or when a
// write fails.
func (c *Conn) write() {
	var buf []byte
	for {
		batch, acks, ok := c.nextBatch(buf[:0])
		if !ok {
			c.nc.Close()
			return
		}
		if err := c.writeAll(batch); err != nil {
			c.writeFailed(err)
			return
		}
		c.written(acks)
		if buf = batch; cap(buf) > keepBuffer {
			buf = nil
		}
	}
}

// nextBatch waits for something to write. It reports false when there is nothing
// left and the connection is closing.
func (c *Conn) nextBatch(buf []byte) (batch []byte, acks int, ok bool) {
	for {
		c.mu.Lock()
		batch, acks = c.out.take(buf)
		over := c.state == closing
		c.mu.Unlock()
		if len(batch) > 0 {
			return batch, acks, true
		}
		if over {
			return nil, 0, false
		}
		<-c.wake
	}
}

// writeAll writes a batch. The peer may be slow, as long as it takes something
// each time.
func (c *Conn) writeAll(batch []byte) error {
	for {
		c.mu.Lock()
		over := c.state == closing
		if !over {
			// An error means that the connection is closed; so will the write.
			_ = c.nc.SetWriteDeadline(time.Now().Add(c.cfg.Timeouts.WriteStall))
		}
		c.mu.Unlock()
		n, err := c.nc.Write(batch)
		batch = batch[n:]
		if err == nil || n == 0 || over || !isTimeout(err) {
			return err
		}
	}
}

func (c *Conn) written(acks int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.credits += acks
	c.freed.Broadcast()
}

// writeFailed ends the connection. A peer that has gone may have said why, and
// that may still be there to be read: the reader gets a moment to find it.
func (c *Conn) writeFailed(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == closing {
		c.nc.Close()
		return
	}
	if isTimeout(err) {
		c.finishLocked(&Error{Fault: FaultNetwork, Op: "writing", Err: ErrPeerStalled}, true)
		return
	}
	c.broken = err
	c.timers.gone = time.Now().Add(c.cfg.Timeouts.Flush)
	c.wakeReader()
	c.freed.Broadcast()
}

// wakeWriter tells the writer that there is something to do.
func (c *Conn) wakeWriter() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
