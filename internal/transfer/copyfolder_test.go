package transfer

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carom/internal/sources"
	"carom/protocol"
)

// aFolder has three files, one of them empty, and a link.
func aFolder(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "d")
	err := errors.Join(os.MkdirAll(filepath.Join(dir, "sub"), 0o700), os.WriteFile(filepath.Join(dir, "a"), random(300_000, 1), 0o600),
		os.WriteFile(filepath.Join(dir, "b"), nil, 0o600), os.WriteFile(filepath.Join(dir, "sub", "c"), random(1001, 2), 0o600),
		os.Symlink("a", filepath.Join(dir, "link")))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func halfOf(io.ReaderAt, int64, string) (CopyFunc, error) { return half, nil }

// The copies of a folder's files are sent as a folder, those left out not.
func TestCopyFolder(t *testing.T) {
	dir := aFolder(t)
	o := offer(t, file(t, "x", random(10, 1)), 1)
	for name, leave := range map[string]string{"all": "none", "without b": "b", "without the last": "sub/c"} {
		secret := NewSecret()
		done, err := o.store.CopyFolder(t.Context(), secret, dir, func(_ io.ReaderAt, _ int64, path string) (CopyFunc, error) {
			if path == leave {
				return nil, nil
			}
			return half, nil
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := filepath.Join(t.TempDir(), "d")
		for _, f := range []string{"a", "b", "sub/c"} {
			if f == leave {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, f))
			if err = errors.Join(err, os.MkdirAll(filepath.Dir(filepath.Join(want, f)), 0o700), os.WriteFile(filepath.Join(want, f), data[:len(data)/2], 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		out, err := PrepareFolderCopy(t.Context(), o.store, secret, "d", done.Size, protocol.TransferID{2}, [32]byte{2})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if out.Skipped != 1 || !out.Offer.Folder || out.Offer.Files != len(done.Files) {
			t.Errorf("%s: %d skipped, offered as %+v", name, out.Skipped, out.Offer)
		}
		o.Outgoing, o.path = out, want
		c := connect(t)
		c.sender.Send(out)
		c.receiver.Fetch(o.receive())
		c.got.wait(t, c.down.closed, func() bool { return c.got.complete[out.ID] })
		c.stop()
		sameFolder(t, o.land(), want)
		if err := errors.Join(out.Close(), o.store.Remove(secret)); err != nil {
			t.Fatal(err)
		}
	}
}

// sameFolder sees that a folder has come with these files, and no others.
func sameFolder(t *testing.T, got, want string) {
	t.Helper()
	files := func(dir string) (list []string) {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if rel, _ := filepath.Rel(dir, path); err == nil && !d.IsDir() {
				list = append(list, rel)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	list := files(want)
	if came := files(got); !slices.Equal(came, list) {
		t.Errorf("there are %v, not %v", came, list)
		return
	}
	for _, f := range list {
		same(t, filepath.Join(got, f), filepath.Join(want, f))
	}
}

// A copy that cannot be made leaves nothing.
func TestCopyFolderFails(t *testing.T) {
	o := offer(t, file(t, "x", random(10, 1)), 1)
	calls := 0
	for name, tt := range map[string]struct {
		path   string
		choose ChooseFunc
		want   error
	}{
		"nothing is left":     {aFolder(t), func(io.ReaderAt, int64, string) (CopyFunc, error) { return nil, nil }, ErrNothing},
		"an empty folder":     {t.TempDir(), halfOf, ErrNothing},
		"no folder":           {o.path, halfOf, sources.ErrNotFolder},
		"it cannot be chosen": {aFolder(t), func(io.ReaderAt, int64, string) (CopyFunc, error) { return nil, os.ErrInvalid }, os.ErrInvalid},
		"another the 2nd time": {aFolder(t), func(io.ReaderAt, int64, string) (CopyFunc, error) {
			return func(dst io.Writer, _ io.ReaderAt, _ int64) error {
				calls++
				_, err := io.WriteString(dst, strings.Repeat("x", calls))
				return err
			}, nil
		}, sources.ErrChanged},
	} {
		if _, err := o.store.CopyFolder(t.Context(), NewSecret(), tt.path, tt.choose); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(o.dir + "/partial"); err != nil || len(left) != 0 {
			t.Errorf("%s: %d files are left, %v", name, len(left), err)
		}
	}
}

// What is at the end of a copy is believed only as far as it can be true.
func TestFolderCopyEnd(t *testing.T) {
	end := func(length, skipped uint64) string {
		return string(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, length), skipped))
	}
	for name, data := range map[string]string{
		"nothing": "", "half an end": end(0, 0)[:8], "no list": end(0, 0), "a list longer than all": "xx" + end(3, 0),
		"a list longer than any": end(1<<63, 0), "no list there": "xxxx" + end(4, 0),
	} {
		if _, _, err := new(Outgoing).readEnd(strings.NewReader(data), uint64(len(data))); !errors.Is(err, ErrMissing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
