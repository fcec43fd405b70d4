package desktop

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"carom/core"
	"carom/internal/profiles"
	"carom/onion"
	"carom/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newDesk has a profile with a passphrase; there is no Tor.
func newDesk(t *testing.T) (*Desk, store.Passphrase) {
	t.Helper()
	secret := store.NewPassphrase([]byte("one"))
	d := New(Config{DataDir: t.TempDir(), TorPath: "/nonexistent/tor", Version: "1.2.3"})
	if err := d.Create(profiles.Default, secret); err != nil {
		t.Fatal(err)
	}
	return d, secret
}

// The connection that is chosen is in the profile, and in force, before anything
// else happens.
func TestStart(t *testing.T) {
	d, secret := newDesk(t)
	want := onion.Settings{BuiltIn: onion.BridgesSnowflake}
	s, err := d.Start(t.Context(), profiles.Default, secret, &want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.API.Connection(t.Context()); err != nil || !got.Equal(want) {
		t.Errorf("another connection: %v", err)
	}
	if _, err := d.Start(t.Context(), profiles.Default, secret, nil); !errors.Is(err, store.ErrLocked) {
		t.Errorf("started twice: %v", err)
	}
	s.Stop()
	if s.Err() != nil {
		t.Errorf("stopped with %v", s.Err())
	}
	if got, err := d.Connection(profiles.Default, secret); err != nil || !got.Equal(want) {
		t.Errorf("the connection was not kept: %v", err)
	}
}

func TestStartErrors(t *testing.T) {
	d, secret := newDesk(t)
	var user *core.UserError
	if _, err := d.Start(t.Context(), profiles.Default, store.NewPassphrase([]byte("no")), nil); !errors.Is(err, store.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := d.Start(t.Context(), "nobody", secret, nil); !errors.Is(err, store.ErrNoProfile) {
		t.Errorf("no profile: %v", err)
	}
	if _, err := d.Start(t.Context(), "../x", secret, nil); !errors.As(err, &user) || user.Code != core.CodeInvalid {
		t.Errorf("bad name: %v", err)
	}
	bad := onion.Settings{System: true, BuiltIn: onion.BridgesMeek}
	if _, err := d.Start(t.Context(), profiles.Default, secret, &bad); !errors.As(err, &user) || user.Code != core.CodeInvalid {
		t.Errorf("bad connection: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Start(ended, profiles.Default, secret, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
	if p, _ := d.Look(profiles.Default); p.Running {
		t.Error("it runs all the same")
	}
}

// A second program uses the node of the first, and sees it end.
func TestAttach(t *testing.T) {
	d, secret := newDesk(t)
	var user *core.UserError
	if _, err := d.Attach(t.Context(), profiles.Default); !errors.As(err, &user) {
		t.Errorf("no node: %v", err)
	}
	first, err := d.Start(t.Context(), profiles.Default, secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.Attach(t.Context(), profiles.Default)
	if err != nil {
		t.Fatal(err)
	}
	third, err := d.Attach(t.Context(), profiles.Default)
	if err != nil {
		t.Fatal(err)
	}
	if second.Own {
		t.Error("it takes the node for its own")
	}
	third.Stop()
	if _, err := first.API.State(t.Context()); err != nil || third.Err() != nil {
		t.Errorf("leaving ended the node: %v, %v", err, third.Err())
	}
	first.Stop()
	<-second.Done()
	if err := second.Err(); !errors.As(err, &user) {
		t.Errorf("the end: %v", err)
	}
	second.Stop()
}

// A profile that is destroyed while it runs leaves nothing, and no error.
func TestWipeRunning(t *testing.T) {
	d, secret := newDesk(t)
	s, err := d.Start(t.Context(), profiles.Default, secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Wipe(t.Context(), profiles.Default); err != nil {
		t.Error(err)
	}
	<-s.Done()
	if s.Err() != nil {
		t.Errorf("it ended with %v", s.Err())
	}
	if _, ok := d.Look(profiles.Default); ok {
		t.Error("it is there still")
	}
}

func TestTails(t *testing.T) {
	for release, want := range map[string]bool{
		"":                                  false,
		"ID=debian\nNAME=\"Debian\"\n":      false,
		"ID=\"tails\"\n":                    true,
		"ID=debian\nTAILS_VERSION_ID=\"7\"": true,
		"PRETTY_NAME=tails":                 false,
	} {
		if got := isTails(release); got != want {
			t.Errorf("%q: %v", release, got)
		}
	}
}
