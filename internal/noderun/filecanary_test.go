package noderun_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion/oniontest"
	"carom/store"
)

// transfer waits until the newest transfer with a contact is in a state.
func (p *person) transfer(t *testing.T, with contacts.ServiceID, state core.TransferState) (last core.Transfer) {
	t.Helper()
	p.until(t, "a transfer is "+state.String(), func(core.State) bool {
		list, err := p.Transfers(t.Context(), with)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			last = list[len(list)-1]
		}
		return len(list) > 0 && last.State == state
	})
	return last
}

// Files with known names and contents are sent, received, refused and cancelled, and
// a copy without metadata waits: afterwards nothing of them is in the profiles or in
// the log, nor in the store's records where nothing is kept.
func TestFileCanaries(t *testing.T) {
	root := t.TempDir()
	t.Setenv("TMPDIR", filepath.Join(root, "a"))
	c := &canaries{run: "canaryfile" + time.Now().Format("150405")}
	passphrase := store.NewPassphrase([]byte("x"))
	fabric := oniontest.NewFabric()
	a, b := newPerson(t, fabric, filepath.Join(root, "a"), passphrase), newPerson(t, fabric, filepath.Join(root, "b"), passphrase)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	_, err := a.AddContact(ctx, b.Self().Address(), "b", "a", "")
	check(err)
	b.until(t, "the request", func(st core.State) bool { return contactIn(st, a.Self()).State == contacts.Pending })
	_, err = b.AcceptRequest(ctx, a.Self(), "a")
	check(err)
	a.until(t, "they are connected", func(st core.State) bool { return contactIn(st, b.Self()).Online })
	for p, peer := range map[*person]*person{a: b, b: a} {
		_, err := p.SetKeep(ctx, peer.Self(), contacts.KeepOff)
		check(err)
	}
	send := func(content []byte, opts core.SendOptions) {
		t.Helper()
		path := filepath.Join(t.TempDir(), c.next("name")+".jpg")
		check(os.WriteFile(path, content, 0o600))
		_, err := a.SendFiles(ctx, b.Self(), []string{path}, opts)
		check(err)
	}
	text := func() []byte { return bytes.Repeat([]byte(c.next("content")+" "), 20_000) }
	send(text(), core.SendOptions{})
	_, err = b.AcceptTransfer(ctx, b.transfer(t, a.Self(), core.TransferAsking).ID)
	check(err)
	b.transfer(t, a.Self(), core.TransferDone)
	a.transfer(t, b.Self(), core.TransferDone)
	send(text(), core.SendOptions{})
	_, err = b.RejectTransfer(ctx, b.transfer(t, a.Self(), core.TransferAsking).ID)
	check(err)
	a.transfer(t, b.Self(), core.TransferRejected)
	send(text(), core.SendOptions{})
	b.transfer(t, a.Self(), core.TransferAsking)
	_, err = a.CancelTransfer(ctx, a.transfer(t, b.Self(), core.TransferAsking).ID)
	check(err)
	b.transfer(t, a.Self(), core.TransferCancelled)
	var picture bytes.Buffer
	check(jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 300)), nil))
	pixels := slices.Clone(picture.Bytes()[200:260])
	send(picture.Bytes(), core.SendOptions{Strip: true})
	b.transfer(t, a.Self(), core.TransferAsking)
	for _, p := range []*person{a, b} {
		check(p.stop())
		search(t, "the log", p.log.Bytes(), [][]byte{[]byte(c.run), []byte(root)})
		checkFileProfile(t, p, passphrase, [][]byte{[]byte(c.run), pixels})
	}
}

func checkFileProfile(t *testing.T, p *person, passphrase store.Passphrase, wanted [][]byte) {
	t.Helper()
	profile := stored(t, p, passphrase)
	// That of the last, which has not ended, is the only one.
	if len(profile.Transfers) != 1 || profile.Transfers[0].Stage != store.TransferOffered {
		t.Errorf("%d transfers are stored", len(profile.Transfers))
	}
	err := filepath.WalkDir(p.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if strings.Contains(path, "canary") {
			t.Errorf("a file is called %s", path)
		}
		data, err := os.ReadFile(path)
		search(t, path, data, wanted)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
