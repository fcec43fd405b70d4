package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

// profilesFolder holds the named profiles of a data folder; the default one is
// the data folder itself.
const (
	profilesFolder = "profiles"
	defaultProfile = "default"
)

var profileName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}$`)

// dir is the folder of the chosen profile.
func (a *app) dir() (string, error) {
	root, err := a.root()
	if err != nil {
		return "", err
	}
	return profileDir(root, a.profile)
}

func profileDir(root, name string) (string, error) {
	if name == "" || name == defaultProfile {
		return root, nil
	}
	if !profileName.MatchString(name) {
		return "", invalidInput("%q cannot be the name of a profile: use up to 31 letters, digits, dots, dashes and underlines.", name)
	}
	return filepath.Join(root, profilesFolder, name), nil
}

// profiles are the names of all profiles of a data folder.
func profiles(root string) ([]string, error) {
	var names []string
	if store.Exists(noderun.ProfileDir(root)) {
		names = append(names, defaultProfile)
	}
	entries, err := os.ReadDir(filepath.Join(root, profilesFolder))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, invalidInput("The profiles cannot be listed: %v.", err)
	}
	for _, e := range entries {
		if store.Exists(noderun.ProfileDir(filepath.Join(root, profilesFolder, e.Name()))) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

const (
	// lockPatience is how long a profile is waited for that another command
	// has open for a moment.
	lockPatience = 3 * time.Second
	lockPause    = 50 * time.Millisecond
)

// isRunning reports whether a profile could not be opened because a node has it.
func isRunning(err error) bool {
	var user *core.UserError
	return errors.As(err, &user) && user.Code == core.CodeConflict
}

// openWhenFree opens the chosen profile for a node: another command that has
// it open for a moment is waited for, another node is not.
func (a *app) openWhenFree(ctx context.Context) (*store.DB, error) {
	a.warnLinked()
	for deadline := time.Now().Add(lockPatience); ; {
		db, err := a.openProfile()
		if err == nil || !isRunning(err) || time.Now().After(deadline) {
			return db, err
		}
		if api, cerr := a.client(ctx); cerr == nil {
			api.Close()
			return nil, err
		}
		select {
		case <-time.After(lockPause):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// openProfile opens the chosen profile. A first start makes it.
func (a *app) openProfile() (*store.DB, error) {
	dir, err := a.dir()
	if err != nil {
		return nil, err
	}
	profile := noderun.ProfileDir(dir)
	if !store.Exists(profile) {
		if err := a.createProfile(profile); err != nil {
			return nil, err
		}
	}
	return a.unlock(profile)
}

// createProfile makes a new one, with a passphrase unless the user said aloud
// that there is to be none.
func (a *app) createProfile(profile string) error {
	var p store.Passphrase
	if a.noPassphrase {
		if _, given, err := a.given(); given || err != nil {
			return invalidInput("There is a passphrase, and --no-passphrase too. Say only one of them. Nothing was changed.")
		}
		a.warnNoPassphrase()
	} else {
		var err error
		if _, ok := a.terminal(); ok {
			fmt.Fprintln(a.errOut, "This is a new profile. A passphrase protects it if this machine is lost or\ntaken. Nobody can recover one that is forgotten.")
		}
		if p, err = a.newPassphrase("a passphrase", a.given); err != nil {
			return err
		}
		a.chosen = p
	}
	if err := store.Create(profile, p); err != nil {
		return noderun.ProfileError(err)
	}
	return nil
}

func (a *app) warnNoPassphrase() {
	fmt.Fprintln(a.errOut, "carom: warning: this profile has no passphrase: whoever gets the files can read\nthem and be you. That is right only where the disk is encrypted already, as on\nTails.")
}

// unlock opens a profile, with the passphrase that is given or typed.
func (a *app) unlock(profile string) (*store.DB, error) {
	needed, err := store.NeedsPassphrase(profile)
	if err != nil {
		return nil, noderun.ProfileError(err)
	}
	if !needed {
		return opened(profile, store.Passphrase{})
	}
	if !a.chosen.IsEmpty() {
		return opened(profile, a.chosen)
	}
	if store.InUse(profile) {
		return nil, noderun.ProfileError(store.ErrLocked)
	}
	p, ok, err := a.given()
	if err != nil {
		return nil, err
	}
	if ok {
		return opened(profile, p)
	}
	for try := 1; ; try++ {
		if p, err = a.prompt("Passphrase: "); err != nil {
			return nil, err
		}
		db, err := store.Open(profile, p)
		if err == nil {
			return db, nil
		}
		if !errors.Is(err, store.ErrPassphrase) || try == tries {
			return nil, noderun.ProfileError(err)
		}
		fmt.Fprintln(a.errOut, "That is not it.")
	}
}

func opened(profile string, p store.Passphrase) (*store.DB, error) {
	db, err := store.Open(profile, p)
	if err != nil {
		return nil, noderun.ProfileError(err)
	}
	return db, nil
}

// warnLinked says what it means that another profile is online at the same time.
func (a *app) warnLinked() {
	root, err := a.root()
	if err != nil {
		return
	}
	names, err := profiles(root)
	if err != nil {
		return
	}
	own := a.profile
	if own == "" {
		own = defaultProfile
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		dir, err := profileDir(root, name)
		return err != nil || name == own || !store.InUse(noderun.ProfileDir(dir))
	})
	if len(names) > 0 {
		fmt.Fprintf(a.errOut, "carom: warning: the profile %s is running too. Whoever watches sees\nboth come and go together, and can tell that they belong to one person. Use one\nat a time.\n", strings.Join(names, ", "))
	}
}

// confirm asks a person for a word before something that cannot be undone.
func (a *app) confirm(question, word string) error {
	if _, ok := a.terminal(); !ok {
		return invalidInput("This cannot be undone and there is no terminal to ask. Say --yes to do it all the same.")
	}
	fmt.Fprintf(a.errOut, "%s\nType %s to go on: ", question, word)
	var typed string
	if _, err := fmt.Fscanln(a.in, &typed); err != nil || typed != word {
		return &core.UserError{Code: core.CodeConflict, Text: "Nothing was changed."}
	}
	return nil
}
