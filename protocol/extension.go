package protocol

import (
	"slices"

	"google.golang.org/protobuf/proto"

	"carom/proto/carom/extension"
	"carom/proto/ricochet/control"
)

// FeatureKeepAlive is the extension by which two Caroms find out that one of
// them is gone (docs/protocol.md, "keepalive").
const FeatureKeepAlive = "keepalive"

// Fixed by docs/protocol.md, "Extensions between two Caroms".
const (
	maxFeatures    = 32
	maxFeatureName = 32 // bytes
)

// announcement is ours.
func (c *Conn) announcement() *extension.Announcement {
	features := []string{FeatureKeepAlive}
	if c.transferHandler != nil {
		features = append(features, FeatureTransfer)
	}
	return &extension.Announcement{Feature: features}
}

// peerAnnounced takes the announcement of a peer. One that breaks a rule counts
// as none.
func (c *Conn) peerAnnounced(features []string) {
	if len(features) > maxFeatures || !all(features, featureName) {
		c.complain("chat: the announcement of extensions is not allowed")
		return
	}
	c.mu.Lock()
	c.announced = true
	c.timers.keepAlive = !c.cfg.DisableExtensions && slices.Contains(features, FeatureKeepAlive)
	c.mu.Unlock()
	c.handler.PeerAnnounced(c, features)
	c.transfersAnnounced(features)
}

func all(list []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !ok(s) })
}

// featureName reports whether s can be the name of an extension.
func featureName(s string) bool {
	if s == "" || len(s) > maxFeatureName {
		return false
	}
	for _, b := range []byte(s) {
		if (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '.' && b != '-' {
			return false
		}
	}
	return true
}

// queueKeepAlive queues a sign of life, which may ask for one. The caller holds
// mu.
func (c *Conn) queueKeepAlive(ask bool) {
	// The only error is that the connection is closing.
	_ = c.queue(classControl, 0, &control.Packet{KeepAlive: &control.KeepAlive{ResponseRequested: proto.Bool(ask)}})
}
