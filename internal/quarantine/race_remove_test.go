package quarantine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// TestRemoveSwapped puts links outward in the place of the stage, and of folders in it,
// while the stage is removed: nothing outside is.
func TestRemoveSwapped(t *testing.T) {
	for _, test := range []struct{ name, swapped, link string }{
		{"stage", "", "../outside"},
		{"stage, absolute", "", "/"},
		{"folder of a tree", "tree/sub", "../../../outside"},
		{"tree", "tree", "../../outside"},
	} {
		t.Run(test.name, func(t *testing.T) {
			top := t.TempDir()
			dir, outside := filepath.Join(top, "quarantine"), filepath.Join(top, "outside")
			for _, path := range []string{"precious", "sub/precious", "tree/precious", "tree/sub/precious"} {
				path = filepath.Join(outside, path)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("ours"), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			before, folder, link := tree(t, outside), openFolder(t, dir), test.link
			if link == "/" {
				link = outside
			}
			met := 0
			for range races {
				met += removeSwapped(t, folder, dir, test.swapped, link)
			}
			want(t, outside, before...)
			if met < races/10 {
				t.Errorf("%d of %d removals met the link: there was no race", met, races)
			}
		})
	}
}

// removeSwapped removes a stage of which a part is swapped with a link all the while, and
// returns 1 if the link was in its place at the end, and 0 if not.
func removeSwapped(t *testing.T, folder *Folder, dir, swapped, link string) (met int) {
	t.Helper()
	stage, err := folder.Stage(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"tree/sub/first", "tree/sub/second", "tree/third", "precious"} {
		f, err := stage.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	stage.Close()
	top := filepath.Join(dir, stagePrefix+id)
	place, bait := filepath.Join(top, swapped), filepath.Join(dir, ".bait")
	if err := os.Symlink(link, bait); err != nil {
		t.Fatal(err)
	}
	var swapper sync.WaitGroup
	var removed atomic.Bool
	begun := make(chan struct{})
	swapper.Go(func() {
		for i := 0; !removed.Load(); i++ {
			err := unix.Renameat2(unix.AT_FDCWD, place, unix.AT_FDCWD, bait, unix.RENAME_EXCHANGE)
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, unix.ENOTDIR) {
				t.Errorf("swapping: %v", err)
			}
			if i == 0 {
				close(begun)
			}
		}
	})
	<-begun
	err = folder.RemoveStage(id) // that it fails is no harm
	removed.Store(true)
	swapper.Wait()
	if info, serr := os.Lstat(bait); err != nil || serr == nil && info.IsDir() {
		met = 1
	}
	for _, path := range []string{top, bait} { // links among them are not followed
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	return met
}
