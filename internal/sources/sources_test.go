package sources

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func opened(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func openedFolder(t *testing.T, path string) *Folder {
	t.Helper()
	f, err := OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func readAll(f *File) (string, error) {
	all, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
	return string(all), err
}

func TestReads(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "hello"} {
		f := opened(t, write(t, filepath.Join(dir, "a"), text))
		if got, err := readAll(f); got != text || err != nil || f.Size() != int64(len(text)) {
			t.Errorf("%q is read as %q: %v", text, got, err)
		}
		buf := make([]byte, 9)
		if n, err := f.ReadAt(buf, 0); n != len(text) || err != io.EOF {
			t.Errorf("beyond the end: %d, %v", n, err)
		}
		if n, err := f.ReadAt(buf, 1<<40); n != 0 || err != io.EOF {
			t.Errorf("far beyond the end: %d, %v", n, err)
		}
		if _, err := f.ReadAt(buf, -1); err == nil || err == io.EOF {
			t.Errorf("before the beginning: %v", err)
		}
	}
}

func TestSparse(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a"), "begin")
	const size = 10 << 30
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	f := opened(t, path)
	buf := bytes.Repeat([]byte{1}, 4096)
	if n, err := f.ReadAt(buf, size-4096); n != 4096 || err != nil || !bytes.Equal(buf, make([]byte, 4096)) {
		t.Errorf("the hole at the end: %d, %v", n, err)
	}
	if f.Size() != size {
		t.Errorf("it has %d bytes", f.Size())
	}
}

// odd makes one of each kind that is not sent, and says why not.
func odd(t *testing.T, dir string) map[string]error {
	t.Helper()
	write(t, filepath.Join(dir, "real", "file"), "x")
	links := map[string]string{"link": "real/file", "link out": "/etc/passwd", "link to folder": "real", "dangling": "nowhere", "loop": "loop"}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return map[string]error{
		"link": ErrSymlink, "link out": ErrSymlink, "link to folder": ErrSymlink, "dangling": ErrSymlink, "loop": ErrSymlink,
		"fifo": ErrNotRegular, "socket": ErrNotRegular,
	}
}

func TestRefuses(t *testing.T) {
	dir := t.TempDir()
	why := odd(t, dir)
	why["real"], why["none"], why["real/file/x"], why["real/none"] = ErrNotRegular, ErrGone, ErrGone, ErrGone
	why["link to folder/"] = ErrSymlink
	folder := openedFolder(t, dir)
	for name, want := range why {
		if _, err := Open(filepath.Join(dir) + "/" + name); !errors.Is(err, want) || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if _, err := folder.Open(filepath.Clean(name)); !errors.Is(err, want) {
			t.Errorf("%s beneath the folder: %v, want %v", name, err, want)
		}
	}
	if _, err := Open("/dev/null"); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a device: %v", err)
	}
	for _, name := range []string{"../" + filepath.Base(dir) + "/real/file", "/etc/passwd", "link to folder/../../x", ""} {
		if _, err := folder.Open(name); err == nil {
			t.Errorf("%q is opened", name)
		}
	}
	why["real/file"], why["fifo"], why["socket"], why["none"] = ErrNotFolder, ErrNotFolder, ErrNotFolder, ErrGone
	delete(why, "real")
	for name, want := range why {
		if _, err := OpenFolder(dir + "/" + name); !errors.Is(err, want) {
			t.Errorf("%s as a folder: %v, want %v", name, err, want)
		}
	}
}

func TestChanges(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grows":   func(path string) error { return os.WriteFile(path, []byte("hello!"), 0o600) },
		"shrinks": func(path string) error { return os.Truncate(path, 2) },
		"is touched": func(path string) error {
			return os.Chtimes(path, time.Time{}, time.Unix(1, 1))
		},
		"is replaced": func(path string) error {
			info, err := os.Stat(path)
			return errors.Join(err, os.WriteFile(path+".new", []byte("HELLO"), 0o600),
				os.Chtimes(path+".new", time.Time{}, info.ModTime()), os.Rename(path+".new", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), "a"), "hello")
			f := opened(t, path)
			offered := f.Stamp()
			if err := f.Check(offered); err != nil {
				t.Fatal(err)
			}
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			if name == "is replaced" { // what is open stays what it was
				if got, err := readAll(f); got != "hello" || err != nil {
					t.Errorf("it is read as %q: %v", got, err)
				}
			} else if n, err := f.ReadAt(make([]byte, 5), 0); n != 0 || !errors.Is(err, ErrChanged) {
				t.Errorf("%d bytes are read: %v", n, err)
			}
			if err := opened(t, path).Check(offered); !errors.Is(err, ErrChanged) {
				t.Errorf("opened again: %v", err)
			}
		})
	}
}

func TestUnstableInodes(t *testing.T) {
	a := Stamp{Size: 1, ModTime: 2, Inode: 3}
	for _, test := range []struct {
		b    Stamp
		want bool
	}{{a, true}, {Stamp{1, 2, 0}, true}, {Stamp{1, 2, 4}, false}, {Stamp{2, 2, 3}, false}, {Stamp{1, 3, 3}, false}} {
		if a.Same(test.b) != test.want || test.b.Same(a) != test.want {
			t.Errorf("%v and %v", a, test.b)
		}
	}
}

// list collects what a folder gives.
func list(ctx context.Context, f *Folder) (paths []string, errs map[string]error) {
	errs = map[string]error{}
	for e, err := range f.Files(ctx) {
		if err != nil {
			errs[e.Path] = err
			continue
		}
		paths = append(paths, e.Path)
	}
	return paths, errs
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	why := odd(t, dir)
	for _, name := range []string{"b", "a/z", "a/b/c", "a.txt", "\xff", "é"} {
		write(t, filepath.Join(dir, name), name)
	}
	os.Mkdir(filepath.Join(dir, "empty"), 0o700)
	folder := openedFolder(t, dir)
	paths, errs := list(t.Context(), folder)
	if want := []string{"a/b/c", "a/z", "a.txt", "b", "real/file", "é", "\xff"}; !slices.Equal(paths, want) {
		t.Errorf("the files are %q, want %q", paths, want)
	}
	for name, want := range why {
		if !errors.Is(errs[name], want) {
			t.Errorf("%s: %v, want %v", name, errs[name], want)
		}
		delete(errs, name)
	}
	if len(errs) > 0 {
		t.Errorf("and %v", errs)
	}
	for e, err := range folder.Files(t.Context()) {
		if err != nil {
			continue
		}
		f, err := folder.Open(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(e.Stamp); err != nil || e.Stamp.Inode == 0 {
			t.Errorf("%q is not what it was: %v", e.Path, err)
		}
		f.Close()
	}
	if got := (Entry{Path: "a/\xff\xfe"}).WirePath(); got != "a/_" {
		t.Errorf("bad bytes become %q", got)
	}
}

func TestFilesEnd(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, strings.Repeat("d/", MaxDepth-1)+"deepest"), "")
	write(t, filepath.Join(dir, strings.Repeat("d/", MaxDepth)+"too deep"), "")
	folder := openedFolder(t, dir)
	paths, errs := list(t.Context(), folder)
	if len(paths) != 1 || filepath.Base(paths[0]) != "deepest" {
		t.Errorf("the files are %q", paths)
	}
	for path, err := range errs {
		if !errors.Is(err, ErrTooDeep) || path == "" {
			t.Errorf("%q: %v", path, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if paths, errs := list(ctx, folder); len(paths) > 0 || !errors.Is(errs[""], context.Canceled) {
		t.Errorf("cancelled: %q, %v", paths, errs)
	}
	for range folder.Files(t.Context()) {
		break
	}
}

func TestManyFiles(t *testing.T) {
	dir := t.TempDir()
	const n = 10_000
	for i := range n {
		write(t, filepath.Join(dir, fmt.Sprint(i%100), fmt.Sprint(i)), "")
	}
	folder := openedFolder(t, dir)
	if paths, errs := list(t.Context(), folder); len(paths) != n || len(errs) > 0 {
		t.Errorf("%d files, %v", len(paths), errs)
	}
	w := walk{folder: folder, ctx: t.Context(), seen: MaxEntries - n, yield: func(e Entry, err error) bool {
		if err != nil && (e.Path != "" || !errors.Is(err, ErrTooMany)) {
			t.Errorf("%q: %v", e.Path, err)
		}
		return true
	}}
	if w.dir(".", 0) { // 10 000 files in 100 folders are 100 too many
		t.Error("there are not too many")
	}
}

// A link, and a FIFO, put in a file's and in a folder's place: what is read is a
// file of the folder, always, and nothing waits.
func TestSwaps(t *testing.T) {
	for _, kind := range []string{"link", "fifo", "folder link"} {
		t.Run(kind, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "folder")
			write(t, filepath.Join(top, "outside", "file"), "secret")
			file := write(t, filepath.Join(dir, "sub", "file"), "public")
			place, bait := file, filepath.Join(dir, "bait")
			switch kind {
			case "link":
				os.Symlink(filepath.Join(top, "outside", "file"), bait)
			case "fifo":
				unix.Mkfifo(bait, 0o600)
			case "folder link":
				place = filepath.Join(dir, "sub")
				os.Symlink("../outside", bait)
			}
			raceReads(t, openedFolder(t, dir), place, bait)
		})
	}
}

func raceReads(t *testing.T, folder *Folder, place, bait string) {
	const races = 1000
	var swaps, reads atomic.Int64
	var swapper sync.WaitGroup
	defer swapper.Wait()
	swapper.Go(func() {
		for swaps.Load() < races || reads.Load() < races {
			if err := unix.Renameat2(unix.AT_FDCWD, place, unix.AT_FDCWD, bait, unix.RENAME_EXCHANGE); err != nil {
				t.Errorf("swapping: %v", err)
				return
			}
			swaps.Add(1)
		}
	})
	read, refused := 0, 0
	for ; reads.Load() < races; reads.Add(1) {
		list(t.Context(), folder)
		f, err := folder.Open("sub/file")
		if err != nil {
			refused++
			continue
		}
		read++
		if got, err := readAll(f); err != nil || got != "public" {
			t.Errorf("it is read as %q: %v", got, err)
		}
		f.Close()
	}
	if read == 0 || refused == 0 {
		t.Errorf("%d were read, %d refused: there was no race", read, refused)
	}
}
