package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"carom/core"
	"carom/internal/noderun"
	"carom/internal/profiles"
	"carom/store"
)

// folder is the data folder.
func (a *app) folder() (profiles.Folder, error) {
	root, err := profiles.Root(a.dataDir, os.Getenv)
	return profiles.Folder{Root: root}, err
}

// dir is the folder of the chosen profile.
func (a *app) dir() (string, error) {
	folder, err := a.folder()
	if err != nil {
		return "", err
	}
	return folder.Dir(a.profile)
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
		if err := a.createProfile(); err != nil {
			return nil, err
		}
	}
	return a.unlock(profile)
}

// createProfile makes the chosen one.
func (a *app) createProfile() error {
	p, err := a.choosePassphrase()
	if err != nil {
		return err
	}
	folder, err := a.folder()
	if err != nil {
		return err
	}
	return folder.Create(a.profile, p)
}

// choosePassphrase is for a new profile: there is one unless the user said
// aloud that there is to be none.
func (a *app) choosePassphrase() (store.Passphrase, error) {
	if a.noPassphrase {
		if _, given, err := a.given(); given || err != nil {
			return store.Passphrase{}, invalidInput("There is a passphrase, and --no-passphrase too. Say only one of them. Nothing was changed.")
		}
		a.warnNoPassphrase()
		return store.Passphrase{}, nil
	}
	if _, ok := a.terminal(); ok {
		fmt.Fprintln(a.errOut, "This is a new profile. A passphrase protects it if this machine is lost or\ntaken. Nobody can recover one that is forgotten.")
	}
	p, err := a.newPassphrase("a passphrase", a.given)
	a.chosen = p
	return p, err
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
	folder, err := a.folder()
	if err != nil {
		return
	}
	list, err := folder.Profiles()
	if err != nil {
		return
	}
	own := cmp.Or(a.profile, profiles.Default)
	var names []string
	for _, p := range list {
		if p.Running && p.Name != own {
			names = append(names, p.Name)
		}
	}
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
