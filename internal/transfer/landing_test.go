package transfer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carom/internal/quarantine"
	"carom/protocol"
)

// arrives sends a folder and returns where it lands.
func arrives(t *testing.T, dir string) (*offered, string) {
	t.Helper()
	o := offer(t, dir, 1)
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] || c.got.failed[o.ID] != nil })
	c.stop()
	if err := c.got.failed[o.ID]; err != nil {
		t.Fatal(err)
	}
	return o, o.land()
}

// A file and a folder that may only have the same name here both arrive.
func TestNamesCollide(t *testing.T) {
	for _, names := range [][2]string{{"Minutes?", "Minutes_"}, {"Minutes_", "Minutes?"}} {
		dir := t.TempDir()
		file, folder := filepath.Join(dir, names[0]), filepath.Join(dir, names[1])
		err := errors.Join(os.WriteFile(file, []byte("file"), 0o600), os.MkdirAll(filepath.Join(folder, "deep"), 0o700),
			os.WriteFile(filepath.Join(folder, "a"), []byte("a"), 0o600), os.WriteFile(filepath.Join(folder, "deep", "b"), []byte("b"), 0o600))
		if err != nil {
			t.Fatal(err)
		}
		_, at := arrives(t, dir)
		got := make(map[string]bool)
		for _, path := range []string{"Minutes_", "Minutes_ (2)", "Minutes_/a", "Minutes_ (2)/a", "Minutes_/deep/b", "Minutes_ (2)/deep/b"} {
			if data, err := os.ReadFile(filepath.Join(at, path)); err == nil {
				got[string(data)] = true
			}
		}
		if len(got) != 3 {
			t.Errorf("%q: arrived are %v", names, got)
		}
	}
}

// What no receiver can take is not sent, and counted.
func TestPathTooLong(t *testing.T) {
	dir := t.TempDir()
	long := dir
	for i := range 11 {
		long = filepath.Join(long, strings.Repeat(string(rune('a'+i)), 200))
	}
	if err := errors.Join(os.MkdirAll(long, 0o700), os.WriteFile(filepath.Join(long, "x"), nil, 0o600), os.WriteFile(filepath.Join(dir, "y"), []byte("y"), 0o600)); err != nil {
		t.Fatal(err)
	}
	o, at := arrives(t, dir)
	if data, err := os.ReadFile(filepath.Join(at, "y")); err != nil || string(data) != "y" || o.Skipped != 1 || o.Offer.Files != 1 {
		t.Errorf("%d skipped, %d sent, %q, %v", o.Skipped, o.Offer.Files, data, err)
	}
}

// A list that cannot be filled into a stage is refused before its files come.
func TestLands(t *testing.T) {
	var many, deep []protocol.ListFile
	for i := range 50_001 {
		many = append(many, protocol.ListFile{Path: []string{fmt.Sprint(i), "x"}})
	}
	deepest := strings.Split(strings.Repeat("d/", protocol.MaxListDepth-1)+"x", "/")
	deep = append(deep, protocol.ListFile{Path: deepest})
	for _, tt := range []struct {
		name string
		list []protocol.ListFile
		want error
	}{
		{"deep", deep, nil},
		{"as many as fit", many[:50_000], nil},
		{"one more", many, quarantine.ErrTooMany},
		{"too long", []protocol.ListFile{{Path: strings.Split(strings.Repeat(strings.Repeat("n", 200)+"/", 11)+"x", "/")}}, quarantine.ErrPath},
	} {
		if err := lands(slices.Values(tt.list), len(tt.list)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
