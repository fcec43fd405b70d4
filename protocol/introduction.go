package protocol

import "slices"

// Fixed by the specification (wire page, "Introduction").
const (
	magic0, magic1 = 0x49, 0x4D
	// version is the one that is spoken; 0 and 1 were those of v2 onions.
	version = 3
	// noVersion is the answer when none fits.
	noVersion = 0xFF
)

// introduce agrees on the version. The dialling side offers exactly ours:
// Ricochet-Refresh 3.1 drops a connection that lists any that it does not know.
func (c *Conn) introduce() error {
	agree := c.introduceServer
	if c.outbound {
		agree = c.introduceClient
	}
	if err := agree(); err != nil {
		return err
	}
	c.mu.Lock()
	c.become(unauthenticated)
	c.mu.Unlock()
	if c.outbound {
		return c.openAuth()
	}
	return nil
}

func (c *Conn) introduceClient() error {
	c.mu.Lock()
	c.queueRaw(magic0, magic1, 1, version)
	c.mu.Unlock()
	var chosen [1]byte
	if err := c.in.readFull(chosen[:]); err != nil {
		return err
	}
	switch chosen[0] {
	case version:
		return nil
	case noVersion:
		return &Error{Fault: FaultPeer, Op: "introduction", Err: ErrVersionRefused}
	}
	return peerError("introduction", "a version was chosen that was not offered")
}

func (c *Conn) introduceServer() error {
	var head [3]byte
	if err := c.in.readFull(head[:2]); err != nil {
		return err
	}
	if head[0] != magic0 || head[1] != magic1 {
		return peerError("introduction", "it does not begin as one")
	}
	if err := c.in.readFull(head[2:]); err != nil {
		return err
	}
	if head[2] == 0 {
		return peerError("introduction", "no version is offered")
	}
	offered := make([]byte, head[2])
	if err := c.in.readFull(offered); err != nil {
		return err
	}
	answer, err := byte(version), error(nil)
	if !slices.Contains(offered, version) {
		answer, err = noVersion, &Error{Fault: FaultPeer, Op: "introduction", Err: ErrVersionRefused}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queueRaw(answer)
	return err
}
