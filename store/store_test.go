package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"carom/store"
	"carom/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemory(t *testing.T) {
	storetest.Conformance(t, func(*testing.T) storetest.Opener {
		return storetest.Opener{Open: func(*testing.T) store.Store { return store.NewMemory() }}
	})
}

func TestJournal(t *testing.T) {
	storetest.Conformance(t, func(t *testing.T) storetest.Opener {
		dir := filepath.Join(t.TempDir(), "profile")
		return storetest.Opener{Durable: true, Open: func(t *testing.T) store.Store { return open(t, dir) }}
	})
}

func open(t *testing.T, dir string) store.Store {
	t.Helper()
	s, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// written returns a journal of one identity and three messages.
func written(t *testing.T) (path string, data []byte) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	id := storetest.NewID(t)
	storetest.Must(t, s, store.SetIdentity{Blob: "secret"})
	for i, text := range []string{"one", "two", "three"} {
		storetest.Must(t, s, store.AddMessage{Message: store.Message{ID: uint64(i + 1), Contact: id, Text: text}})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "profile.journal")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, data
}

// A crash may tear the last line at any byte: the commits before it stay, it
// goes, and the profile can be written again.
func TestTornEnd(t *testing.T) {
	path, data := written(t)
	lastLine := strings.LastIndex(strings.TrimSuffix(string(data), "\n"), "\n") + 1
	for cut := lastLine; cut < len(data); cut++ {
		if err := os.WriteFile(path, data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, filepath.Dir(path))
		p, err := s.Load()
		if err != nil || p.Identity != "secret" || p.NextMessage != 3 {
			t.Fatalf("cut at %d of %d: %v, next message %d", cut, len(data), err, p.NextMessage)
		}
		storetest.Must(t, s, store.SetIdentity{Blob: "new"})
		s.Close()
	}
}

// A line that is bad with good ones after it is not from a crash.
func TestDamage(t *testing.T) {
	path, data := written(t)
	for i := range len(data) - 1 {
		bad := []byte(string(data))
		bad[i] ^= 0x10
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(filepath.Dir(path))
		if err == nil {
			p, _ := s.Load()
			s.Close()
			// Only the last line may be taken for torn; a damaged line end
			// makes one line of the last two.
			if p.NextMessage < 3 && data[i] != '\n' {
				t.Fatalf("byte %d: opened with %d messages", i, p.NextMessage-1)
			}
			continue
		}
		if !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, store.ErrNewer) {
			t.Fatalf("byte %d: %v", i, err)
		}
		after, _ := os.ReadFile(path)
		if string(after) != string(bad) {
			t.Fatalf("byte %d: a damaged profile was changed", i)
		}
	}
}

func TestNewerVersion(t *testing.T) {
	path, data := written(t)
	newer := strings.Replace(string(data), "carom-journal 1", "carom-journal 2", 1)
	if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(filepath.Dir(path)); !errors.Is(err, store.ErrNewer) {
		t.Fatal(err)
	}
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := store.Open(dir); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("a second open: %v", err)
	}
	s.Close()
	open(t, dir).Close()
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	open(t, dir).Close()
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "profile.journal"): 0o600} {
		fi, err := os.Stat(path)
		if err != nil || fi.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v", filepath.Base(path), fi.Mode(), err)
		}
	}
}

// What was deleted is not in the file after the next start.
func TestDeletedIsGone(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	id := storetest.NewID(t)
	storetest.Must(t, s, store.AddMessage{Message: store.Message{ID: 1, Contact: id, Text: "canary"}}, store.DeleteContact{ID: id})
	s.Close()
	open(t, dir).Close()
	data, err := os.ReadFile(filepath.Join(dir, "profile.journal"))
	if err != nil || strings.Contains(string(data), "canary") {
		t.Fatalf("%v: %q", err, data)
	}
}
