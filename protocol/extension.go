package protocol

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"carom/proto/carom/extension"
	"carom/proto/ricochet/control"
)

// Extensions between two Caroms (docs/protocol.md).

// featureKeepAlive: each side answers KeepAlive, and may ask.
const featureKeepAlive = "keepalive"

func ownFeatures() []string { return []string{featureKeepAlive} }

// peerAnnounced takes what the peer has announced, as far as it keeps the bounds.
func (c *Conn) peerAnnounced(a *extension.Announcement) {
	features := slices.Clone(a.GetFeature())
	features = features[:min(len(features), maxFeatures)]
	features = slices.DeleteFunc(features, func(f string) bool { return !featureName(f) })
	c.mu.Lock()
	c.features = features
	both := c.announced && slices.Contains(features, featureKeepAlive)
	if both && c.state != closing && c.keepAlive == nil {
		c.keepAlive = time.AfterFunc(c.times.KeepAliveIdle, c.checkAlive)
	}
	c.mu.Unlock()
	if len(features) > 0 {
		c.handler.PeerAnnounced(c, features)
	}
}

func featureName(s string) bool {
	if s == "" || len(s) > maxFeatureName {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' {
			return false
		}
	}
	return true
}

// checkAlive runs on the timer: it asks a silent peer whether it is there, and
// gives up one that has been silent for too long. While the reader is busy, or
// waits for us to store something, it is not the peer that is silent.
func (c *Conn) checkAlive() {
	silent := time.Since(c.born) - time.Duration(c.lastHeard.Load())
	if !c.reading.Load() {
		silent = 0
	}
	next := c.times.KeepAliveIdle - silent
	switch {
	case silent >= c.times.KeepAliveDead:
		c.finish(&Error{FaultPeer, "keep-alive", ErrPeerSilent})
		return
	case silent >= c.times.KeepAliveIdle:
		c.send(prioControl, 0, &control.Packet{KeepAlive: &control.KeepAlive{ResponseRequested: proto.Bool(true)}})
		next = min(c.times.KeepAliveIdle, c.times.KeepAliveDead-silent)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != closing {
		c.keepAlive.Reset(next)
	}
}
