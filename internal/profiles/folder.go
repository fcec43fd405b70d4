// Package profiles keeps the profiles of a data folder: it finds, makes, copies,
// brings in and destroys them. Every user interface does it with this package.
//
// Errors are for a person (*core.UserError); those that come from package store
// can be told apart by its sentinels too.
package profiles

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

// Default is the profile whose folder is the data folder itself; the others are
// in folders below subfolder.
const (
	Default   = "default"
	subfolder = "profiles"
)

var validName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}$`)

// Folder is a data folder, which holds profiles. Its methods may be called from
// any goroutine; those that open or make a profile take about a second, on
// purpose.
type Folder struct {
	// Root is its absolute path.
	Root string
}

// Profile is one of the profiles of a data folder.
type Profile struct {
	Name string
	// Running: a node has it open, in this process or another.
	Running bool
	// Passphrase: it takes one to open it.
	Passphrase bool
	// Err is why its header cannot be read; nil when it can.
	Err error
}

// Root is the data folder: the one that is named, else $CAROM_DATA_DIR, else
// carom in the user's folder for data. getenv is os.Getenv.
func Root(named string, getenv func(string) string) (string, error) {
	dir := named
	if dir == "" {
		dir = getenv("CAROM_DATA_DIR")
	}
	if dir == "" {
		if xdg := getenv("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
			dir = filepath.Join(xdg, "carom")
		}
	}
	if dir == "" {
		home := getenv("HOME")
		if home == "" {
			return "", invalid(core.KindNoHome, "", "There is no home folder to put the profile in. Name a folder with --data-dir.")
		}
		dir = filepath.Join(home, ".local", "share", "carom")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("finding the folder of the profile: %w", err)
	}
	return abs, nil
}

// Dir is the folder of a profile's node: the profile, tor's files, the control
// socket.
func (f Folder) Dir(name string) (string, error) {
	if name == "" || name == Default {
		return f.Root, nil
	}
	if err := CheckName(name); err != nil {
		return "", err
	}
	return filepath.Join(f.Root, subfolder, name), nil
}

// CheckName says whether a profile can have this name.
func CheckName(name string) error {
	if !validName.MatchString(name) {
		return invalid(core.KindProfileName, name, fmt.Sprintf("%q cannot be the name of a profile: use up to 31 letters, digits, dots, dashes and underlines.", name))
	}
	return nil
}

// Profiles lists them, the default one first.
func (f Folder) Profiles() ([]Profile, error) {
	var list []Profile
	if p, ok := f.Look(Default); ok {
		list = append(list, p)
	}
	entries, err := os.ReadDir(filepath.Join(f.Root, subfolder))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, &core.UserError{Code: core.CodeStorage, Kind: core.KindUnlisted, Text: "The profiles cannot be listed. See that the folder is yours and can be read."}
	}
	for _, e := range entries {
		if p, ok := f.Look(e.Name()); ok && p.Name != Default {
			list = append(list, p)
		}
	}
	return list, nil
}

// Look describes the profile of this name; false when there is none.
func (f Folder) Look(name string) (Profile, bool) {
	profile, err := f.profile(name)
	if err != nil || !store.Exists(profile) {
		return Profile{}, false
	}
	needed, err := store.NeedsPassphrase(profile)
	if err != nil {
		err = noderun.ProfileError(err)
	}
	return Profile{Name: name, Running: store.InUse(profile), Passphrase: needed, Err: err}, true
}

// FreeName is a name that no profile has: profile-2 and so on.
func (f Folder) FreeName() string {
	for i := 2; ; i++ {
		name := fmt.Sprintf("profile-%d", i)
		if _, exists := f.Look(name); !exists {
			return name
		}
	}
}

// profile is the folder with the files of a profile.
func (f Folder) profile(name string) (string, error) {
	dir, err := f.Dir(name)
	return noderun.ProfileDir(dir), err
}

// Create makes a profile; an empty passphrase makes one without.
func (f Folder) Create(name string, passphrase store.Passphrase) error {
	return f.on(name, func(profile string) error { return store.Create(profile, passphrase) })
}

// CheckPassphrase reports whether a passphrase opens the profile, which may be
// running.
func (f Folder) CheckPassphrase(name string, passphrase store.Passphrase) error {
	return f.on(name, func(profile string) error { return store.CheckPassphrase(profile, passphrase) })
}

// ChangePassphrase changes it; an empty one takes it away. No node may be running.
func (f Folder) ChangePassphrase(name string, old, next store.Passphrase) error {
	return f.on(name, func(profile string) error { return store.ChangePassphrase(profile, old, next) })
}

// Open opens a profile. The caller closes it.
func (f Folder) Open(name string, passphrase store.Passphrase) (db *store.DB, err error) {
	err = f.on(name, func(profile string) error {
		db, err = store.Open(profile, passphrase)
		return err
	})
	return db, err
}

// on runs work with the files of a profile, and says for a person what failed.
func (f Folder) on(name string, work func(profile string) error) error {
	profile, err := f.profile(name)
	if err != nil {
		return err
	}
	if err := work(profile); err != nil {
		return noderun.ProfileError(err)
	}
	return nil
}

// invalid is about the name of a file or of a profile.
func invalid(kind core.ErrorKind, name, text string) error {
	return &core.UserError{Code: core.CodeInvalid, Kind: kind, Name: name, Text: text}
}
