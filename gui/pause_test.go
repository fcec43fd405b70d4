//go:build minimal

package gui

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"strings"
	"testing"

	carom "carom/core"
	"carom/gui/i18n"
)

// movingSize is how large a file is, in bytes, of which no connection carries
// more than movingBound until it was paused: it is seen while it moves.
const movingSize, movingBound = 20_000_000, 5_000_000

// large writes a file of movingSize, and returns what its hash is.
func large(t *testing.T) (path string, sum []byte) {
	t.Helper()
	path = file(t, "film.bin", bytes.Repeat(noise(1_000_000), movingSize/1_000_000))
	return path, hashOf(t, path)
}

func hashOf(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return h.Sum(nil)
}

// pauseMoving clicks "pause" while the bytes of the first transfer move.
func (d *testDesktop) pauseMoving() {
	d.t.Helper()
	d.eventually("it moves and is paused", func() bool {
		tr, _ := d.main().transfers.Get(1)
		button := seen("transfer.1.pause")
		if tr.State != carom.TransferActive || tr.Moved == 0 || tr.Moved == tr.Size || button == nil {
			return false
		}
		clickAt(button, button.Rect().Center())
		return true
	})
	d.wait("transfer.1.resume")
	onGUI(d.t, func() {
		if tr, _ := d.main().transfers.Get(1); tr.State != carom.TransferPaused || tr.Moved == 0 || tr.Moved >= tr.Size {
			fail("it is %v with %d of %d bytes", tr.State, tr.Moved, tr.Size)
		}
	})
}

// A transfer that moves is paused and goes on from either side, in either
// direction, and arrives as it was.
func TestPauseMovingFile(t *testing.T) {
	path, sum := large(t)
	for name, outgoing := range map[string]bool{"sent": true, "received": false} {
		t.Run(name, func(t *testing.T) { pauseMovingFile(t, path, sum, outgoing) })
	}
}

func pauseMovingFile(t *testing.T, path string, sum []byte, outgoing bool) {
	d := openTestDesktop(t)
	bob := d.talkWith("Bob")
	from, to := d.node, bob
	if !outgoing {
		from, to = bob, d.node
	}
	d.fabric.Bound(movingBound)
	if _, err := from.engine.SendFiles(t.Context(), to.engine.Self(), []string{path}, carom.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	offered := to.transfer("an offer", in(carom.TransferAsking))
	if _, err := to.engine.AcceptTransfer(t.Context(), offered.ID); err != nil {
		t.Fatal(err)
	}
	d.pauseMoving()
	d.fabric.Bound(0)
	theirs := bob.transfer("that it is paused", in(carom.TransferPausedByPeer))
	d.whole("transfer.1")
	if _, err := bob.engine.PauseTransfer(t.Context(), theirs.ID); err != nil { // both have
		t.Fatal(err)
	}
	bob.transfer("that both have paused it", in(carom.TransferPaused))
	d.click("transfer.1.resume")
	d.eventually("Bob still pauses it", func() bool {
		return strings.Contains(textOf(seen("transfer.1.state")), "has paused it")
	})
	if _, err := bob.engine.ResumeTransfer(t.Context(), theirs.ID); err != nil {
		t.Fatal(err)
	}
	done := to.transfer("the file", in(carom.TransferDone))
	if !bytes.Equal(hashOf(t, done.Path), sum) {
		t.Error("the file that came is another")
	}
	d.wait("transfer.1.forget")
	want := i18n.New("en").T(i18n.FileReceived)
	if outgoing {
		want = "has it whole"
	}
	if said := d.text("transfer.1.state"); !strings.Contains(said, want) {
		t.Errorf("the card says %q", said)
	}
}
