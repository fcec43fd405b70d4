// Package rooms holds the test that keeps calls between the folders going one
// way only: docs/architecture.md, "Rooms".
package rooms

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// may lists, for each folder with code of ours, the folders that it and those
// below it may import. Tests may import more.
var may = map[string][]string{
	"proto":              {"proto"},
	"contacts":           {"internal/plaintext"},
	"onion":              {},
	"onion/oniontest":    {"onion", "contacts"},
	"protocol":           {"contacts", "proto"},
	"store":              {"contacts"},
	"core":               {"store", "protocol", "onion", "contacts", "internal/transfer", "internal/quarantine", "internal/sources", "internal/metadata"},
	"control":            {"core", "contacts", "onion", "proto"},
	"gui/fingerprint":    {"contacts"},
	"gui/i18n":           {"internal/plaintext"},
	"gui/look":           {},
	"gui/model":          {"core", "contacts", "onion", "gui/i18n", "internal/plaintext"},
	"gui/qr":             {"contacts"},
	"internal/plaintext": {},
	"internal/testnet":   {"internal/testnet"},
	"internal/tui":       {"core", "contacts", "onion", "internal/plaintext", "internal/filereport"},
	"internal/noderun":   {"core", "control", "store", "onion", "contacts"},

	"internal/filereport": {"core", "internal/plaintext"},
	"internal/hashtree":   {},
	"internal/quarantine": {"internal/plaintext"},
	"internal/sources":    {},
	"internal/transfer":   {"protocol", "internal/hashtree", "internal/quarantine", "internal/sources"},
	"internal/metadata":   {"internal/plaintext"},
	"internal/harden":     {},
	"internal/safelog":    {},
	"internal/profiles":   {"internal/noderun", "core", "control", "store", "onion", "contacts"},
	"internal/desktop":    {"internal/noderun", "internal/profiles", "internal/sources", "core", "control", "store", "onion"},
	"gui":                 {"gui", "internal/desktop", "internal/profiles", "core", "store", "onion", "contacts", "internal/plaintext"},
}

func TestRooms(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" || name == "build") {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		check(t, path, filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, dir, room string) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	if len(files) == 0 {
		return
	}
	allowed, ruled := rule(room)
	for _, path := range imports(t, dir, room) {
		called, ours := strings.CutPrefix(path, "carom/")
		if ours && ruled && !slices.ContainsFunc(allowed, func(a string) bool { return within(called, a) }) {
			t.Errorf("%s imports %s, which it may not", room, called)
		}
		if strings.HasPrefix(path, "github.com/therecipe/qt/") && !slices.ContainsFunc(mayQt, func(a string) bool { return within(room, a) }) {
			t.Errorf("%s imports Qt", room)
		}
	}
}

// mayQt are the rooms that may import Qt: the window, its program and its bench.
// internal/qttools names the generators, for go.mod.
var mayQt = []string{"gui", "cmd/carom-desktop", "internal/deskbench", "internal/qttools"}

// imports are those of a folder's files, of those with Qt's build tag too.
func imports(t *testing.T, dir, room string) []string {
	t.Helper()
	var found []string
	for _, tags := range [][]string{nil, {"minimal"}} {
		with := build.Default
		with.BuildTags = tags
		pkg, err := with.ImportDir(dir, 0)
		if _, none := err.(*build.NoGoError); none {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", room, err)
			return nil
		}
		found = append(found, pkg.Imports...)
	}
	return found
}

// The test of the rooms sees the files that need Qt.
func TestSeesQt(t *testing.T) {
	if !slices.ContainsFunc(imports(t, filepath.Join("..", "..", "gui"), "gui"), func(path string) bool {
		return strings.HasPrefix(path, "github.com/therecipe/qt/")
	}) {
		t.Error("the window imports no Qt")
	}
}

// rule returns the rule of a folder or of the nearest one above it.
func rule(room string) ([]string, bool) {
	for r := room; r != "."; r = filepath.ToSlash(filepath.Dir(r)) {
		if allowed, ok := may[r]; ok {
			if r != room {
				allowed = append(slices.Clone(allowed), r)
			}
			return allowed, true
		}
		if strings.HasSuffix(r, "test") {
			return nil, false // test support may use what tests may
		}
	}
	return nil, false
}

func within(room, above string) bool { return room == above || strings.HasPrefix(room, above+"/") }

// Nothing but the onion room may open a connection: the unix socket of the
// local API, the private network and the tests' own listeners are not the
// network, and the bus of the desktop's session is one too: TestNotifierFails.
func TestOneDialler(t *testing.T) {
	root := filepath.Join("..", "..")
	mayDial := []string{"onion", "internal/testnet", "control", "internal/bench"}
	const bus, opener = "dbus.Dial", "internal/desktop/bus.go"
	forbidden := []string{bus, "dbus.Connect", "dbus.Session", "dbus.System", "net.Dial", "net.Lookup", "net.Resolve", "net.DefaultResolver", "http.Get", "http.Client", "proxy.SOCKS5"}
	seen := 0
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path == filepath.Join(root, "build") {
			return fs.SkipDir // a copy of the tree, with the modules
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		room := filepath.ToSlash(filepath.Dir(rel))
		seen++
		if slices.ContainsFunc(mayDial, func(a string) bool { return within(room, a) }) {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, word := range forbidden {
			if strings.Contains(string(source), word) && (word != bus || filepath.ToSlash(rel) != opener) {
				t.Errorf("%s uses %s", rel, word)
			}
		}
		return nil
	})
	if seen < 10 {
		t.Fatalf("only %d files were read", seen)
	}
}
