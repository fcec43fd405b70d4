package core_test

import (
	"crypto/sha3"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/internal/disktest"
	"carom/onion/oniontest"
	"carom/protocol"
)

// A peer of Ricochet-Refresh that goes on to send chunks when it has sent everything
// does not keep the connection from ending.
func TestPlainChunksAfterTheEnd(t *testing.T) {
	disktest.Run(t, "size=70m", func(t *testing.T, disk *disktest.Disk) {
		synctest.Test(t, func(t *testing.T) {
			content := random(9_000_000)
			fabric, cfg := oniontest.NewFabric(), fileConfig(t)
			cfg.Files.Received = disk.Dir
			n, p := startNodeWith(t, fabric, newStore(t), cfg), newPeer(t, fabric)
			p.befriend(n)
			c := p.callWithFiles(n)
			c.acked = make(chan uint64, 1000)
			if err := c.conn.OfferFile(protocol.FileOffer{ID: 7, Size: uint64(len(content)), Name: "x", Hash: sha3.Sum512(content)}); err != nil {
				t.Fatal(err)
			}
			n.accept(p.ServiceID())
			<-c.wanted
			for at := 0; at < len(content); at += protocol.MaxFileChunk {
				if err := c.conn.SendChunk(7, content[at:min(at+protocol.MaxFileChunk, len(content))]); err != nil {
					t.Fatal(err)
				}
			}
			eventually(t, time.Minute, "it has come and stands still", n.at(p.ServiceID(), core.TransferStalled))
			for range 300 { // more than wait to be stored
				if err := c.conn.SendChunk(7, []byte{}); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Wait()
			c.conn.Close(nil)
			eventually(t, time.Minute, "the connection has ended", func() bool { return !n.online(p.ServiceID())() })
		})
	})
}
