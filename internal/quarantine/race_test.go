package quarantine

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// races is how many times at least a folder is swapped with a link, and files are
// made beneath it meanwhile, in each test.
const races = 1000

// TestParentSwap puts links outward in the place of a folder of a tree, of the
// stage, and of the published tree, while files are made there.
func TestParentSwap(t *testing.T) {
	for _, test := range []struct{ name, swapped, link string }{
		{"folder of a tree", stagePrefix + id + "/tree/sub", "../../../outside"},
		{"absolute", stagePrefix + id + "/tree", ""},
		{"stage", stagePrefix + id, "../outside"},
		{"to the parent", stagePrefix + id + "/tree/sub", "../../.."},
		{"published tree", "tree", "../outside"},
	} {
		t.Run(test.name, func(t *testing.T) {
			top := t.TempDir()
			dir, outside := filepath.Join(top, "quarantine"), filepath.Join(top, "outside")
			for _, d := range []string{dir, outside, filepath.Join(outside, "sub"), filepath.Join(outside, "tree", "sub")} {
				if err := os.MkdirAll(d, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			link := test.link
			if link == "" {
				link = outside
			}
			raceSwaps(t, dir, test.swapped, link)
			want(t, top, append([]string{
				"drwx------ outside", "drwx------ outside/sub", "drwx------ outside/tree", "drwx------ outside/tree/sub", "drwx------ quarantine",
			}, beneath(t, dir)...)...)
		})
	}
}

// beneath lists what is in the quarantine, as tree does from above it.
func beneath(t *testing.T, dir string) []string {
	var all []string
	for _, line := range tree(t, dir) {
		all = append(all, line[:11]+"quarantine/"+line[11:])
	}
	return all
}

// raceSwaps makes, reopens and publishes files while the folder is swapped with the
// link. That steps fail is expected; where files are is what the caller looks at.
func raceSwaps(t *testing.T, dir, swapped, link string) {
	folder := openFolder(t, dir)
	stage := openStage(t, folder)
	put(t, stage, "tree/sub/first", "1")
	published := swapped == "tree"
	if published {
		if _, err := stage.Publish("tree", "tree"); err != nil {
			t.Fatal(err)
		}
	}
	place, bait := filepath.Join(dir, swapped), filepath.Join(dir, ".bait")
	if err := os.Symlink(link, bait); err != nil {
		t.Fatal(err)
	}
	var swaps, steps atomic.Int64
	var swapper sync.WaitGroup
	defer swapper.Wait()
	swapper.Go(func() {
		for swaps.Load() < races || steps.Load() < races {
			if err := unix.Renameat2(unix.AT_FDCWD, place, unix.AT_FDCWD, bait, unix.RENAME_EXCHANGE); err != nil {
				t.Errorf("swapping: %v", err)
				return
			}
			swaps.Add(1)
		}
	})
	written, refused := 0, 0
	for ; steps.Load() < races; steps.Add(1) {
		if step(folder, steps.Load()) {
			written++
		} else {
			refused++
		}
	}
	if written == 0 || refused == 0 && !published { // nothing is made beneath what is published
		t.Errorf("%d steps wrote, %d were refused: there was no race", written, refused)
	}
}

// step does with a stage what a transfer does, and reports whether all went well.
func step(folder *Folder, number int64) bool {
	stage, err := folder.Stage(id)
	if err != nil {
		return false
	}
	defer stage.Close()
	f, err := stage.Create("tree/sub/file")
	if err != nil {
		return false
	}
	_, err = f.Write([]byte("received"))
	f.Close()
	again, err2 := stage.Reopen(f.Path())
	if err2 == nil {
		again.Close()
	}
	if number%10 != 0 { // what waits for the disk is slow
		return err == nil && err2 == nil
	}
	single, err := stage.Create("single")
	if err != nil {
		return false
	}
	single.Close()
	_, err = stage.Publish(single.Path(), "tree")
	return err == nil
}
