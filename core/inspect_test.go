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
	"strings"
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
		if !folder.Folder || folder.Files != 2 || folder.Searched != 1 || folder.Unknown != 1 || !folder.CanStrip || !slices.Equal(folder.Rest, []string{"b.bin"}) || folder.Findings[0].File != "a.jpg" {
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
		got := handOver(t, a, b)
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
			"a format": write(t, "x.pdf", []byte("%PDF-1.4")), "a damaged one": write(t, "x.jpg", telling(t)[:500]), "an empty folder": t.TempDir(), "a link": link,
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

// A folder goes as copies of what is in it. What cannot be cleaned is named, and
// goes only as our user has said; the copies survive a restart and the originals.
func TestSendStrippedFolder(t *testing.T) {
	for name, tt := range map[string]struct {
		rest core.Rest
		want []string // nil for nothing
	}{
		"refused":  {core.RestRefuse, nil},
		"left out": {core.RestLeaveOut, []string{"a.jpg", "sub/b.jpg"}},
		"as it is": {core.RestAsIs, []string{"a.jpg", "notes.txt", "sub/b.jpg"}},
	} {
		t.Run(name, func(t *testing.T) {
			filePair(t, func(t *testing.T, fabric *oniontest.Fabric, a, b *node) {
				dir := filepath.Join(t.TempDir(), "album")
				err := errors.Join(os.MkdirAll(filepath.Join(dir, "sub"), 0o700), os.WriteFile(filepath.Join(dir, "a.jpg"), telling(t), 0o600),
					os.WriteFile(filepath.Join(dir, "sub", "b.jpg"), telling(t), 0o600), os.WriteFile(filepath.Join(dir, "notes.txt"), []byte(remark), 0o600),
					os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
				if err != nil {
					t.Fatal(err)
				}
				b.network.SetOnline(false)
				sent, err := a.engine.SendFiles(t.Context(), b.id(), []string{dir}, core.SendOptions{Strip: true, Rest: tt.rest})
				if tt.want == nil {
					wantCode(t, err, core.CodeInvalid)
					if err == nil || !strings.Contains(err.Error(), `"notes.txt"`) || strings.Contains(err.Error(), "a.jpg") {
						t.Errorf("it is refused so: %v", err)
					}
					empty(t, a.cfg.Files.Partial)
					return
				}
				if err != nil || !sent[0].Stripped || !sent[0].Folder {
					t.Fatalf("sent as %+v, %v", sent, err)
				}
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
				a = a.restart(fabric)
				eventually(t, time.Minute, "it is ready", a.at(b.id(), core.TransferQueued))
				a = a.restart(fabric) // once more, when it was read
				b.network.SetOnline(true)
				got := handOver(t, a, b)
				checkAlbum(t, got.Path, tt.want)
				if x, _ := a.transfer(b.id()); x.Skipped != 1 || x.Files != len(tt.want) || x.Size != got.Size {
					t.Errorf("the sender has it as %+v", x)
				}
				empty(t, a.cfg.Files.Partial)
			})
		})
	}
}

// checkAlbum sees that exactly these files have come, the pictures without the remark.
func checkAlbum(t *testing.T, dir string, want []string) {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		files = append(files, filepath.ToSlash(rel))
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(rel, ".jpg") {
			if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil || bytes.Contains(data, []byte(remark)) {
				t.Errorf("%s tells, or is no picture: %v", rel, err)
			}
		} else if string(data) != remark {
			t.Errorf("%s is another", rel)
		}
		return nil
	})
	if err != nil || !slices.Equal(files, want) {
		t.Errorf("there are %v, not %v: %v", files, want, err)
	}
}
