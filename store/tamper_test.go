package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carom/contacts"
)

// mustCommit commits and waits.
func mustCommit(t *testing.T, s Store, changes ...Change) {
	t.Helper()
	result := make(chan error, 1)
	s.Commit(changes, func(err error) { result <- err })
	if err := <-result; err != nil {
		t.Fatal(err)
	}
}

func plainProfile(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	if err := Create(dir, Passphrase{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A record that somebody with the page key has changed, or put into another's
// place, is refused and named.
func TestTamperedRecords(t *testing.T) {
	friend := contacts.Contact{ID: crashPerson(0), Nickname: "anna", State: contacts.Accepted}
	enemy := contacts.Contact{ID: crashPerson(1), Nickname: "eve", State: contacts.Blocked}
	for name, test := range map[string]struct{ sql, named string }{
		"a bit of the key":       {`UPDATE record SET box = CAST(substr(box, 1, 30) || x'00' || substr(box, 32) AS BLOB) WHERE kind = 'identity'`, "identity"},
		"shorter":                {`UPDATE record SET box = x'00' WHERE kind = 'identity'`, "identity"},
		"the enemy as a friend":  {`UPDATE record SET box = (SELECT box FROM record WHERE id = '` + friend.ID.Text() + `') WHERE id = '` + enemy.ID.Text() + `'`, enemy.ID.Text()[:8]},
		"a contact as the key":   {`UPDATE record SET box = (SELECT box FROM record WHERE id = '` + friend.ID.Text() + `') WHERE kind = 'identity'`, "identity"},
		"a row under a new name": {`INSERT INTO record SELECT 'contact', '` + crashPerson(2).Text() + `', box FROM record WHERE id = '` + friend.ID.Text() + `'`, crashPerson(2).Text()[:8]},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Open(plainProfile(t), Passphrase{})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			mustCommit(t, d, SetIdentity{"ED25519-V3:secret"}, PutContact{friend}, PutContact{enemy})
			if err := d.conn.Exec(test.sql); err != nil {
				t.Fatal(err)
			}
			_, err = d.Load()
			var tampered *TamperedError
			if !errors.As(err, &tampered) || !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), test.named) {
				t.Errorf("loading: %v", err)
			}
			if err := d.Verify(); !errors.Is(err, ErrCorrupt) {
				t.Errorf("verifying: %v", err)
			}
		})
	}
}

// Files that are damaged, missing, of another profile or of a newer version.
func TestWrongFiles(t *testing.T) {
	for name, test := range map[string]struct {
		damage func(t *testing.T, dir string)
		want   error
	}{
		"no key file":    {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, keyName)) }, ErrNoProfile},
		"no database":    {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, dbName)) }, ErrCorrupt},
		"empty key file": {func(t *testing.T, dir string) { os.Truncate(filepath.Join(dir, keyName), 0) }, ErrCorrupt},
		"half a database": {func(t *testing.T, dir string) {
			os.Truncate(filepath.Join(dir, dbName), 3*blockSize)
		}, ErrCorrupt},
		"a changed page": {func(t *testing.T, dir string) {
			path := filepath.Join(dir, dbName)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			data[100] ^= 1
			os.WriteFile(path, data, 0o600)
		}, ErrCorrupt},
		"another's database": {func(t *testing.T, dir string) {
			data, err := os.ReadFile(filepath.Join(plainProfile(t), dbName))
			if err != nil {
				t.Fatal(err)
			}
			os.WriteFile(filepath.Join(dir, dbName), data, 0o600)
		}, ErrCorrupt},
		"a newer schema": {func(t *testing.T, dir string) {
			d, err := Open(dir, Passphrase{})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(d.conn.Exec("PRAGMA user_version = 999"), d.Close()); err != nil {
				t.Fatal(err)
			}
		}, ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			dir := plainProfile(t)
			test.damage(t, dir)
			d, err := Open(dir, Passphrase{})
			if err == nil {
				err = errors.Join(d.Verify(), d.Close())
			}
			if !errors.Is(err, test.want) {
				t.Errorf("opening: %v, want %v", err, test.want)
			}
		})
	}
}

// A file that is replaced under a running node is not written to, and neither
// is what replaced it.
func TestReplacedFile(t *testing.T) {
	dir := plainProfile(t)
	d, err := Open(dir, Passphrase{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	mustCommit(t, d, SetIdentity{"ED25519-V3:secret"})
	path := filepath.Join(dir, dbName)
	other := []byte("something else")
	if err := errors.Join(os.Rename(path, path+".away"), os.WriteFile(path, other, 0o600)); err != nil {
		t.Fatal(err)
	}
	result := make(chan error, 1)
	d.Commit([]Change{SetIdentity{"ED25519-V3:lost"}}, func(err error) { result <- err })
	if err := <-result; err == nil {
		t.Error("a commit to a file that was moved away is called durable")
	}
	if p, err := d.Load(); err != nil || p.Identity != "ED25519-V3:secret" {
		t.Errorf("what was there cannot be read any more: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != string(other) {
		t.Errorf("what replaced it was written to: %q %v", data, err)
	}
}

// A profile of every released version opens.
func TestOldProfiles(t *testing.T) {
	versions, err := os.ReadDir("testdata/profiles")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		t.Run(v.Name(), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata/profiles", v.Name()))); err != nil {
				t.Fatal(err)
			}
			d, err := Open(dir, NewPassphrase([]byte("correct horse")))
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if err := d.Verify(); err != nil {
				t.Fatal(err)
			}
			p, err := d.Load()
			if err != nil || p.Identity != "ED25519-V3:an old key" || len(p.Contacts) != 1 || p.Contacts[0].Nickname != "anna" {
				t.Fatalf("it holds %+v %v", p, err)
			}
			found, err := d.Search("meet", p.Contacts[0].ID, 0, 10)
			if err != nil || len(found) != 1 || found[0].Text != "we meet at noon" {
				t.Errorf("found %+v %v", found, err)
			}
			if out := p.Conversations[p.Contacts[0].ID].Outbox; len(out) != 1 || out[0].Text != "wait for me" {
				t.Errorf("the outbox is %+v", out)
			}
		})
	}
	if len(versions) == 0 {
		t.Error("there is no old profile")
	}
}
