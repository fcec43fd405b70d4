package profiles

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"carom/control"
	"carom/core"
	"carom/internal/noderun"
	"carom/store"
)

const (
	// wipeAnswer is how long a running node may take to say that it ends;
	// wipePatience until it has, looked at every wipePause.
	wipeAnswer   = 2 * time.Second
	wipePatience = 15 * time.Second
	wipePause    = 50 * time.Millisecond
)

// Wipe destroys a profile: the keys first, whatever a running node does; then
// that node is told to end, and removes its files, or they are removed here. It
// returns how long the keys took.
func (f Folder) Wipe(ctx context.Context, name string) (keys time.Duration, err error) {
	dir, err := f.Dir(name)
	if err != nil {
		return 0, err
	}
	profile := noderun.ProfileDir(dir)
	// Without a key file there may still be the rest: of a wipe that was cut
	// short, or of a profile whose key is somewhere else just now.
	if _, err := os.Lstat(profile); errors.Is(err, os.ErrNotExist) {
		return 0, noderun.ProfileError(store.ErrNoProfile)
	}
	began := time.Now()
	if err := store.DestroyKey(profile); err != nil && store.Exists(profile) {
		return 0, &core.UserError{
			Code: core.CodeStorage, Kind: core.KindKeysLeft, Name: profile, Detail: err.Error(),
			Text: "The keys could not be destroyed (" + err.Error() + "). Remove the folder by hand: " + profile,
		}
	}
	keys = time.Since(began)
	if err := endRunning(ctx, dir); err != nil {
		return keys, err
	}
	if err := noderun.RemoveAll(dir); err != nil {
		return keys, err
	}
	os.Remove(dir) // where nothing else is in it
	if dir != f.Root {
		os.Remove(filepath.Dir(dir))
	}
	return keys, nil
}

// endRunning has the node of a data folder end, when there is one.
func endRunning(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, wipePatience)
	defer cancel()
	told := wipeRunning(ctx, dir)
	pause := time.NewTicker(wipePause)
	defer pause.Stop()
	for store.InUse(noderun.ProfileDir(dir)) {
		if told != nil || ctx.Err() != nil {
			return &core.UserError{
				Code: core.CodeStorage, Kind: core.KindKeysHeld,
				Text: "The keys on the disk are destroyed, but a process still runs with this profile and has them in its memory. End it, then wipe again.",
			}
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
		}
	}
	return nil
}

// wipeRunning tells the node.
func wipeRunning(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, wipeAnswer)
	defer cancel()
	api, err := control.Dial(ctx, control.SocketPath(dir))
	if err != nil {
		return err
	}
	defer api.Close()
	return api.Wipe(ctx)
}
