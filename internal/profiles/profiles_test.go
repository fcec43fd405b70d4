package profiles

import (
	"bufio"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"go.uber.org/goleak"

	"carom/contacts"
	"carom/core"
	"carom/internal/noderun"
	"carom/onion"
	"carom/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func secret(text string) store.Passphrase { return store.NewPassphrase([]byte(text)) }

func TestRoot(t *testing.T) {
	for name, c := range map[string]struct {
		named string
		env   map[string]string
		want  string
	}{
		"named":            {"/a/b", map[string]string{"CAROM_DATA_DIR": "/c"}, "/a/b"},
		"variable":         {"", map[string]string{"CAROM_DATA_DIR": "/c", "XDG_DATA_HOME": "/x"}, "/c"},
		"XDG":              {"", map[string]string{"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/carom"},
		"XDG not absolute": {"", map[string]string{"XDG_DATA_HOME": "x", "HOME": "/h"}, "/h/.local/share/carom"},
		"home":             {"", map[string]string{"HOME": "/h"}, "/h/.local/share/carom"},
	} {
		if got, err := Root(c.named, func(v string) string { return c.env[v] }); got != c.want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	var user *core.UserError
	if _, err := Root("", func(string) string { return "" }); !errors.As(err, &user) {
		t.Errorf("nowhere to put it: %v", err)
	}
}

func TestNames(t *testing.T) {
	f := Folder{Root: t.TempDir()}
	for _, name := range []string{"../x", "", "a/b", ".hidden", "a b", "ä", strings.Repeat("a", 32), "-x"} {
		if CheckName(name) == nil {
			t.Errorf("%q is a name", name)
		}
		if _, ok := f.Look(name); ok {
			t.Errorf("%q is there", name)
		}
	}
	for _, name := range []string{"a", "A-1_b.c", strings.Repeat("a", 31)} {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// What one profile goes through: made, found, opened, another passphrase, copied,
// brought in under another name, destroyed.
func TestLife(t *testing.T) {
	f := Folder{Root: t.TempDir()}
	if list, err := f.Profiles(); err != nil || len(list) != 0 {
		t.Fatalf("an empty folder: %v, %v", list, err)
	}
	must(t, f.Create(Default, secret("one")))
	must(t, f.Create("work", store.Passphrase{}))
	if err := f.Create("work", secret("one")); !errors.Is(err, store.ErrExists) {
		t.Errorf("made twice: %v", err)
	}
	list, err := f.Profiles()
	if want := []Profile{{Name: Default, Passphrase: true}, {Name: "work"}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("the list: %v, %v", list, err)
	}
	if name := f.FreeName(); name != "profile-2" {
		t.Errorf("a free name: %s", name)
	}
	must(t, f.ChangePassphrase(Default, secret("one"), secret("two")))
	var user *core.UserError
	if _, err := f.Open(Default, secret("one")); !errors.Is(err, store.ErrPassphrase) || !errors.As(err, &user) {
		t.Errorf("the old passphrase: %v", err)
	}
	db, err := f.Open(Default, secret("two"))
	must(t, err)
	if p, _ := f.Look(Default); !p.Running {
		t.Error("an open profile is not running")
	}
	must(t, db.Close())
	copied(t, f)
	if _, err := f.Wipe(t.Context(), Default); err != nil {
		t.Error(err)
	}
	if _, ok := f.Look(Default); ok {
		t.Error("it is there still")
	}
	if _, err := f.Wipe(t.Context(), Default); !errors.Is(err, store.ErrNoProfile) {
		t.Errorf("wiped twice: %v", err)
	}
	if _, ok := f.Look("work"); !ok {
		t.Error("the other one is gone too")
	}
}

func copied(t *testing.T, f Folder) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.age")
	to, err := secret("copy").Recipient()
	must(t, err)
	to.SetWorkFactor(10)
	must(t, f.Export(Default, path, to))
	if err := f.Export(Default, path, to); err == nil {
		t.Error("a file was written over")
	}
	must(t, os.WriteFile(path, []byte("an earlier copy"), 0o600))
	if err := f.ExportOver("nobody", path, to); err == nil {
		t.Error("a profile that there is not was copied")
	}
	if earlier, err := os.ReadFile(path); err != nil || string(earlier) != "an earlier copy" {
		t.Errorf("the earlier copy is %q, %v", earlier, err)
	}
	must(t, f.ExportOver(Default, path, to))
	for name, c := range map[string]struct {
		path, secret string
		want         error
	}{
		"wrong":   {path, "no", store.ErrPassphrase},
		"no copy": {os.Args[0], "copy", store.ErrInvalidCopy},
		"right":   {path, "copy", nil},
	} {
		if err := bringIn(t, f, c.path, c.secret); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := f.Look("copied"); ok != (c.want == nil) {
			t.Errorf("%s: a profile is there: %v", name, ok)
		}
		if c.want == nil {
			if err := bringIn(t, f, c.path, c.secret); !errors.Is(err, store.ErrExists) {
				t.Errorf("brought in twice: %v", err)
			}
			_, err := f.Wipe(t.Context(), "copied")
			must(t, err)
		}
	}
}

func bringIn(t *testing.T, f Folder, path, with string) error {
	t.Helper()
	file, err := os.Open(path)
	must(t, err)
	defer file.Close()
	id, err := secret(with).Identity()
	must(t, err)
	return f.ImportCopy("copied", file, []age.Identity{id}...)
}

func TestRicochet(t *testing.T) {
	key, err := onion.GenerateKey(rand.Reader)
	must(t, err)
	friend, err := onion.GenerateKey(rand.Reader)
	must(t, err)
	id := contacts.FromPublicKey(friend.PublicKey())
	text := `{"identity": {"privateKey": "` + key.Blob() + `"}, "users": {"` + id.Text() + `": {"nickname": "anna", "type": "allowed"}}}`
	r := bufio.NewReader(strings.NewReader(text))
	if KindOf(r) != Ricochet {
		t.Error("it is not recognised")
	}
	old, err := ReadRicochet(r)
	must(t, err)
	f := Folder{Root: t.TempDir()}
	must(t, f.ImportRicochet("old", old, store.Passphrase{}))
	db, err := f.Open("old", store.Passphrase{})
	must(t, err)
	own, err := core.LoadIdentity(db)
	must(t, err)
	profile, err := db.Load()
	must(t, errors.Join(err, db.Close()))
	if own.Blob() != key.Blob() || len(profile.Contacts) != 1 || profile.Contacts[0].ID != id {
		t.Error("it is another profile than before")
	}
	if err := f.ImportRicochet("old", old, store.Passphrase{}); !errors.Is(err, store.ErrExists) {
		t.Errorf("twice: %v", err)
	}
}

func TestBadFiles(t *testing.T) {
	for text, kind := range map[string]Kind{"": Copy, "age-encryption.org/v1": Copy, "\uFEFF \n {": Ricochet, "{": Ricochet} {
		if got := KindOf(bufio.NewReader(strings.NewReader(text))); got != kind {
			t.Errorf("%q is of kind %d", text, got)
		}
	}
	for _, text := range []string{"{", "{}", `{"identity": {"privateKey": "nonsense"}}`} {
		var user *core.UserError
		if _, err := ReadRicochet(strings.NewReader(text)); !errors.Is(err, store.ErrInvalidCopy) || !errors.As(err, &user) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A profile whose header cannot be read is listed, and says so.
func TestDamaged(t *testing.T) {
	f := Folder{Root: t.TempDir()}
	must(t, f.Create(Default, store.Passphrase{}))
	files, err := filepath.Glob(filepath.Join(noderun.ProfileDir(f.Root), "*"))
	must(t, err)
	for _, path := range files {
		if info, err := os.Stat(path); err == nil && !info.IsDir() && info.Size() > 0 {
			must(t, os.WriteFile(path, []byte("nothing"), 0o600))
		}
	}
	if p, ok := f.Look(Default); !ok || p.Err == nil {
		t.Errorf("%v, %v", p, ok)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
