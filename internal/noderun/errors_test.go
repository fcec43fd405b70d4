package noderun

import (
	"errors"
	"fmt"
	"testing"

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
	} {
		var user *core.UserError
		if !errors.As(c.got, &user) || !errors.Is(c.got, c.cause) || user.Kind != c.kind || user.Name != c.name {
			t.Errorf("%v is %+v", c.cause, user)
		}
	}
	if err := torError(errBoom, ""); !errors.Is(err, errBoom) {
		t.Errorf("another error became %v", err)
	}
}

var errBoom = errors.New("boom")
