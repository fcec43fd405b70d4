package core_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"carom/core"
	"carom/onion/oniontest"
)

const remark = "taken by Anna at the ministry"

// telling is a picture that has a remark in it.
func telling(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 300)), nil); err != nil {
		t.Fatal(err)
	}
	comment := append([]byte{0xff, 0xfe, 0, byte(2 + len(remark))}, remark...)
	return slices.Insert(b.Bytes(), 2, comment...)
}

func TestInspectFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := startNodeWith(t, oniontest.NewFabric(), newStore(t), fileConfig(t))
		picture := write(t, "a.jpg", telling(t))
		dir := filepath.Dir(picture)
		if err := errors.Join(os.WriteFile(filepath.Join(dir, "b.bin"), random(100), 0o600), os.Symlink("/etc/passwd", filepath.Join(dir, "link"))); err != nil {
			t.Fatal(err)
		}
		list, err := n.engine.InspectFiles(t.Context(), []string{picture, filepath.Join(dir, "b.bin"), dir})
		if err != nil {
			t.Fatal(err)
		}
		one, unknown, folder := list[0], list[1], list[2]
		if one.Folder || one.Files != 1 || one.Searched != 1 || !one.CanStrip || !slices.Equal(one.Kinds(), []string{"comment"}) || one.Findings[0].Value != remark {
			t.Errorf("the picture: %+v", one)
		}
		if unknown.Unknown != 1 || unknown.Searched != 0 || unknown.CanStrip || len(unknown.Findings) != 0 {
			t.Errorf("noise: %+v", unknown)
		}
		if !folder.Folder || folder.Files != 2 || folder.Searched != 1 || folder.Unknown != 1 || folder.CanStrip || folder.Findings[0].File != "a.jpg" {
			t.Errorf("the folder: %+v", folder)
		}
		_, err = n.engine.InspectFiles(t.Context(), []string{filepath.Join(dir, "missing")})
		wantCode(t, err, core.CodeNotFound)
		_, err = n.engine.InspectFiles(t.Context(), []string{filepath.Join(dir, "link")})
		wantCode(t, err, core.CodeInvalid)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := n.engine.InspectFiles(ctx, []string{dir}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}

// A copy without metadata is made at once, waits encrypted through a restart, whatever
// becomes of the file, arrives, and is gone.
func TestSendStripped(t *testing.T) {
	filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
		content := telling(t)
		path := write(t, "a.jpg", content)
		b.network.SetOnline(false)
		sent, err := a.engine.SendFiles(t.Context(), b.id(), []string{path}, core.SendOptions{Strip: true})
		if err != nil {
			t.Fatal(err)
		}
		if x := sent[0]; !x.Stripped || x.Name != "a.jpg" || x.Path != path || x.Size == 0 || x.Size >= uint64(len(content)) {
			t.Errorf("it is %+v", x)
		}
		waiting, err := os.ReadDir(a.cfg.Files.Partial)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%d copies wait, %v", len(waiting), err)
		}
		data, err := os.ReadFile(filepath.Join(a.cfg.Files.Partial, waiting[0].Name()))
		if err != nil || bytes.Contains(data, content[200:300]) {
			t.Errorf("the copy can be read, %v", err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		a = a.restart(fabric)
		b.network.SetOnline(true)
		eventually(t, 20*time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		b.accept(a.id())
		eventually(t, time.Minute, "both have it as done", func() bool {
			return a.at(b.id(), core.TransferDone)() && b.at(a.id(), core.TransferDone)()
		})
		got, _ := b.transfer(a.id())
		data, err = os.ReadFile(got.Path)
		if err != nil || bytes.Contains(data, []byte(remark)) {
			t.Errorf("the remark has arrived, %v", err)
		}
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil || uint64(len(data)) != got.Size {
			t.Errorf("no picture has arrived: %v", err)
		}
		empty(t, a.cfg.Files.Partial)
	})
}

// Where no clean copy can be made nothing is sent, and nothing is left.
func TestCannotStrip(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		good := write(t, "a.jpg", telling(t))
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(good, link); err != nil {
			t.Fatal(err)
		}
		for name, path := range map[string]string{
			"a format": write(t, "x.pdf", []byte("%PDF-1.4")), "a damaged one": write(t, "x.jpg", telling(t)[:500]), "a folder": t.TempDir(), "a link": link,
		} {
			_, err := a.engine.SendFiles(t.Context(), b.id(), []string{good, path}, core.SendOptions{Strip: true})
			wantCode(t, err, core.CodeInvalid)
			if list := a.transfers(); len(list) != 0 {
				t.Errorf("%s: sent as %+v", name, list)
			}
			empty(t, a.cfg.Files.Partial)
		}
		_, err := a.engine.SendFiles(t.Context(), a.id(), []string{good}, core.SendOptions{Strip: true})
		wantCode(t, err, core.CodeNotFound)
		empty(t, a.cfg.Files.Partial)
	})
}

// One that is cancelled leaves nothing either.
func TestStrippedCancelled(t *testing.T) {
	filePair(t, func(t *testing.T, _ *oniontest.Fabric, a, b *node) {
		if _, err := a.engine.SendFiles(t.Context(), b.id(), []string{write(t, "a.jpg", telling(t))}, core.SendOptions{Strip: true}); err != nil {
			t.Fatal(err)
		}
		eventually(t, time.Minute, "it is offered", b.at(a.id(), core.TransferAsking))
		a.do((*core.Engine).CancelTransfer, b.id())
		eventually(t, time.Minute, "both know", b.at(a.id(), core.TransferCancelled))
		empty(t, a.cfg.Files.Partial)
	})
}
