package noderun

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"carom/control"
	"carom/core"
	"carom/onion"
	"carom/store"
)

// What a person is told has a kind, and keeps its cause.
func TestErrorsKeepTheirCause(t *testing.T) {
	noTor := fmt.Errorf("looking: %w", onion.ErrNoTor)
	for _, c := range []struct {
		got, cause error
		kind       core.ErrorKind
		name       string
	}{
		{torError(noTor, ""), onion.ErrNoTor, core.KindTor, ""},
		{torError(noTor, "/opt/tor"), onion.ErrNoTor, core.KindTorAt, "/opt/tor"},
		{ProfileError(store.ErrLocked), store.ErrLocked, core.KindInUse, ""},
		{ProfileError(store.ErrPassphrase), store.ErrPassphrase, core.KindPassphrase, ""},
		{ProfileError(store.ErrNoProfile), store.ErrNoProfile, core.KindNoProfile, ""},
		{ProfileError(store.ErrExists), store.ErrExists, core.KindProfileThere, ""},
		{ProfileError(store.ErrNewer), store.ErrNewer, core.KindProfileNewer, ""},
		{ProfileError(store.ErrCorrupt), store.ErrCorrupt, core.KindDamaged, ""},
		{ProfileError(store.ErrClosed), store.ErrClosed, core.KindNotOpened, ""},
		{torFolderError(errBoom), errBoom, core.KindTorFolder, ""},
		{socketError(control.ErrRunning), control.ErrRunning, core.KindInUse, ""},
		{socketError(errBoom), errBoom, core.KindSocket, ""},
		{restError(errBoom), errBoom, core.KindRest, ""},
	} {
		var user *core.UserError
		if !errors.As(c.got, &user) || !errors.Is(c.got, c.cause) || user.Kind != c.kind || user.Name != c.name {
			t.Errorf("%v is %+v", c.cause, user)
		}
	}
	if err := torError(errBoom, ""); !errors.Is(err, errBoom) {
		t.Errorf("another error became %v", err)
	}
	own := &core.UserError{Kind: core.KindSocketFolder}
	if got := socketError(own); got != error(own) {
		t.Errorf("an error for a person became %v", got)
	}
	if err := socketError(nil); err != nil {
		t.Errorf("no error became %v", err)
	}
}

// A node that cannot begin says to a person why.
func TestRunSaysWhatIsInTheWay(t *testing.T) {
	for name, c := range map[string]struct {
		folder  string
		prepare func(dir string) error
		kind    core.ErrorKind
	}{
		"the socket's place is taken": {"data", func(dir string) error { return os.MkdirAll(filepath.Join(control.SocketPath(dir), "full"), 0o700) }, core.KindSocket},
		"no folder for tor":           {"da\nta", func(string) error { return nil }, core.KindTorFolder},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), c.folder)
			if err := errors.Join(os.Mkdir(dir, 0o700), store.Create(ProfileDir(dir), store.Passphrase{}), c.prepare(dir)); err != nil {
				t.Fatal(err)
			}
			db, err := store.Open(ProfileDir(dir), store.Passphrase{})
			if err != nil {
				t.Fatal(err)
			}
			err = Run(t.Context(), Config{Profile: db, DataDir: dir, TorPath: filepath.Join(dir, "no tor"), AwaitTor: true})
			var user *core.UserError
			if !errors.As(err, &user) || user.Kind != c.kind || user.Detail == "" {
				t.Errorf("it says %v, of kind %+v", err, user)
			}
		})
	}
}

var errBoom = errors.New("boom")
