//go:build minimal

package gui

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color/palette"
	"image/gif"
	"sync/atomic"
	"testing"

	"carom/contacts"
	carom "carom/core"
)

// refusesOriginals is a node that does not take originals at first, and counts
// how often it was given copies.
type refusesOriginals struct {
	carom.API
	copies, originals atomic.Int32
}

func (r *refusesOriginals) SendFiles(ctx context.Context, to contacts.ServiceID, paths []string, o carom.SendOptions) ([]carom.Transfer, error) {
	if o.Strip {
		r.copies.Add(1)
	} else if r.originals.Add(1) == 1 {
		return nil, errors.New("not now")
	}
	return r.API.SendFiles(ctx, to, paths, o)
}

// Copies that are queued are not queued again when the originals beside them
// could not be, whatever is pressed then.
func TestSendAgain(t *testing.T) {
	for _, again := range []string{"send.clean", "send.send"} {
		t.Run(again, func(t *testing.T) {
			var plain bytes.Buffer
			if err := gif.Encode(&plain, image.NewPaletted(image.Rect(0, 0, 4, 4), palette.Plan9), nil); err != nil {
				t.Fatal(err)
			}
			paths := []string{file(t, "a.gif", gifWith(t, "from the front door")), file(t, "b.gif", plain.Bytes())}
			d := openTestDesktop(t)
			bob := d.talkWith("Bob")
			node := &refusesOriginals{API: d.node.engine}
			onGUI(t, func() {
				d.main().api = node
				openSend(d.main(), bob.engine.Self(), paths)
			})
			d.click("send.clean")
			d.click("message.ok")
			d.click(again)
			d.gone("send")
			if copies, originals := node.copies.Load(), node.originals.Load(); copies != 1 || originals != 2 {
				t.Errorf("copies were queued %d times, originals %d", copies, originals)
			}
			list, err := d.node.engine.Transfers(t.Context(), bob.engine.Self())
			if err != nil || len(list) != len(paths) {
				t.Errorf("%d files are queued, %v", len(list), err)
			}
		})
	}
}
