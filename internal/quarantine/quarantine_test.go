package quarantine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

const id = "0123456789abcdef"

func openFolder(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func openStage(t *testing.T, f *Folder) *Stage {
	t.Helper()
	s, err := f.Stage(id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// put makes a file with that text and returns its path.
func put(t *testing.T, s *Stage, path, text string) string {
	t.Helper()
	f, err := s.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

// tree lists what is in a folder, with modes and what files hold.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		line := fmt.Sprintf("%v %s", info.Mode(), rel)
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			line += " " + string(text)
		}
		all = append(all, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func want(t *testing.T, dir string, lines ...string) {
	t.Helper()
	if got := tree(t, dir); !slices.Equal(got, lines) {
		t.Errorf("there is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
	}
}

func TestPublish(t *testing.T) {
	for name, move := range map[string]moveFunc{"rename": renameNoReplace, "link": linkAndRemove} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "received", "files")
			folder := openFolder(t, dir)
			folder.move = move
			stage := openStage(t, folder)
			for i, final := range []string{"report.pdf", "report (2).pdf", "report (3).pdf"} {
				path := put(t, stage, "part", final)
				if got, err := stage.Publish(path, "report.pdf"); err != nil || got != final {
					t.Fatalf("file %d is %q, want %q: %v", i, got, final, err)
				}
			}
			for _, final := range []string{"photos", "photos (2)"} {
				put(t, stage, "tree/a/x.jpg", "1")
				put(t, stage, "tree/y.jpg", "2")
				if got, err := stage.Publish("tree", "photos"); err != nil || got != final {
					t.Fatalf("the folder is %q, want %q: %v", got, final, err)
				}
			}
			if err := folder.RemoveStage(id); err != nil {
				t.Fatal(err)
			}
			want(t, dir,
				"drwx------ photos", "drwx------ photos/a", "-rw------- photos/a/x.jpg 1", "-rw------- photos/y.jpg 2",
				"drwx------ photos (2)", "drwx------ photos (2)/a", "-rw------- photos (2)/a/x.jpg 1", "-rw------- photos (2)/y.jpg 2",
				"-rw------- report (2).pdf report (2).pdf", "-rw------- report (3).pdf report (3).pdf", "-rw------- report.pdf report.pdf")
		})
	}
}

// Publish says again which name it was, also after a crash between giving it and
// saying so.
func TestPublishAgain(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	stage := openStage(t, folder)
	long := strings.Repeat("a", MaxName)
	for range numbered + 2 { // the last ones at random
		path := put(t, stage, "part", "")
		final, err := stage.Publish(path, long)
		if err != nil {
			t.Fatal(err)
		}
		stage.Close()
		stage = openStage(t, folder)
		if again, err := stage.Publish(path, "other"); err != nil || again != final {
			t.Fatalf("again it is %q, not %q: %v", again, final, err)
		}
	}
	if err := os.Truncate(filepath.Join(dir, stagePrefix+id, namePrefix+"part"), 0); err != nil {
		t.Fatal(err)
	}
	if final, err := stage.Publish("part", "other"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a note it is %q: %v", final, err)
	}
}

// Many that publish under one name at once get one each.
func TestPublishAtOnce(t *testing.T) {
	for name, move := range map[string]moveFunc{"rename": renameNoReplace, "link": linkAndRemove} {
		t.Run(name, func(t *testing.T) {
			folder := openFolder(t, t.TempDir())
			folder.move = move
			stage := openStage(t, folder)
			const n = 50
			finals := make([]string, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					f, err := stage.Create("same.txt")
					if err != nil {
						t.Error(err)
						return
					}
					fmt.Fprint(f, i)
					f.Close()
					if finals[i], err = stage.Publish(f.Path(), "same.txt"); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			for i, final := range finals {
				text, err := folder.root.ReadFile(final)
				if err != nil || string(text) != fmt.Sprint(i) {
					t.Errorf("%q has %q, want %d: %v", final, text, i, err)
				}
			}
		})
	}
}

func TestMoreThanNumbers(t *testing.T) {
	folder := openFolder(t, t.TempDir())
	stage := openStage(t, folder)
	names := map[string]bool{}
	for range numbered + 10 {
		names[put(t, stage, "a.txt", "")] = true
	}
	if len(names) != numbered+10 || !names["a (100).txt"] || names["a (101).txt"] {
		t.Errorf("there are %d names", len(names))
	}
}

// A folder whose name a file has gets another one, for all that is in it.
func TestFolderBesideFile(t *testing.T) {
	stage := openStage(t, openFolder(t, t.TempDir()))
	put(t, stage, "file", "")
	put(t, stage, "file (2)", "")
	for wanted, want := range map[string]string{"file/below": "file (3)/below", "file/far/below": "file (3)/far/below"} {
		f, err := stage.Create(wanted)
		if err != nil {
			t.Fatal(err)
		}
		if f.Path() != want {
			t.Errorf("%s is at %s", wanted, f.Path())
		}
		f.Close()
	}
}

func TestCreateRefuses(t *testing.T) {
	stage := openStage(t, openFolder(t, t.TempDir()))
	for _, path := range []string{"", ".", "..", "/", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a/.b", "a\x00", "e\u0301", "con", strings.Repeat("a/", MaxDepth) + "a"} {
		if f, err := stage.Create(path); !errors.Is(err, ErrPath) {
			t.Errorf("%q: %v, %v", path, f, err)
		}
		if _, err := stage.Publish(path, "x"); err == nil {
			t.Errorf("%q is published", path)
		}
	}
	if _, err := stage.Publish("none", "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that there is not: %v", err)
	}
}

func TestTooMany(t *testing.T) {
	stage := openStage(t, openFolder(t, t.TempDir()))
	stage.entries.Store(MaxEntries - 3)
	put(t, stage, "a/b", "") // a file and its folder
	if _, err := stage.Create("c/d/e"); !errors.Is(err, ErrTooMany) {
		t.Errorf("a folder too many: %v", err)
	}
	if _, err := stage.Create("f"); !errors.Is(err, ErrTooMany) {
		t.Errorf("a file too many: %v", err)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	stage := openStage(t, folder)
	path := put(t, stage, "a/b", "hello")
	stage.Close()

	stage = openStage(t, folder) // as after a restart
	f, err := stage.Reopen(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if size, err := f.Size(); size != 5 || err != nil {
		t.Errorf("it has %d bytes: %v", size, err)
	}
	buf := make([]byte, 9)
	if n, err := f.ReadAt(buf, 0); string(buf[:n]) != "hello" || err != io.EOF {
		t.Errorf("it has %q: %v", buf[:n], err)
	}
	if _, err := f.WriteAt([]byte("!"), 1<<20); err != nil {
		t.Error(err)
	}
	if size, _ := f.Size(); size != 1<<20+1 {
		t.Errorf("with a hole it has %d bytes", size)
	}
	if err := errors.Join(f.Truncate(5), f.Sync()); err != nil {
		t.Error(err)
	}
	if n, err := f.Seek(0, io.SeekEnd); n != 5 || err != nil {
		t.Errorf("its end is %d: %v", n, err)
	}
	if _, err := stage.Reopen("none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that there is not: %v", err)
	}
	if err := unix.Mkfifo(filepath.Join(dir, stagePrefix+id, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := stage.Reopen("fifo"); err == nil {
		t.Error("a FIFO is opened")
	}
	if _, err := stage.Publish("fifo", "x"); err == nil {
		t.Error("a FIFO is published")
	}
}

func TestStages(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	for _, bad := range []string{"", "short", "0123456", "0123456/", "ABCDEF0123", "../../0123", strings.Repeat("a", 65)} {
		if _, err := folder.Stage(bad); err == nil {
			t.Errorf("%q is a stage", bad)
		}
		if err := folder.RemoveStage(bad); err == nil {
			t.Errorf("%q is removed", bad)
		}
	}
	put(t, openStage(t, folder), "a", "")
	os.Mkdir(filepath.Join(dir, ".carom-notours!"), 0o700)
	os.WriteFile(filepath.Join(dir, ".carom-0000000000"), nil, 0o600)
	if ids, err := folder.Stages(); err != nil || !slices.Equal(ids, []string{id}) {
		t.Errorf("the stages are %q: %v", ids, err)
	}
	for range 2 {
		if err := folder.RemoveStage(id); err != nil {
			t.Error(err)
		}
	}
	if ids, _ := folder.Stages(); len(ids) != 0 {
		t.Errorf("%q are left", ids)
	}
	if free, err := folder.Free(); free <= 0 || err != nil {
		t.Errorf("%d bytes are free: %v", free, err)
	}
}
