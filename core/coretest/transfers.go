package coretest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"carom/contacts"
	"carom/core"
)

// transfer waits until a transfer with a contact is as wanted, going by the
// events alone.
func (r *reader) transfer(what string, with contacts.ServiceID, wanted func(core.Transfer) bool) (last core.Transfer) {
	r.t.Helper()
	r.event(what, func(ev core.Event) bool {
		changed, ok := ev.(core.TransferChanged)
		if !ok || changed.Transfer.Contact != with {
			return false
		}
		last = changed.Transfer
		return wanted(last)
	})
	return last
}

func in(s core.TransferState) func(core.Transfer) bool {
	return func(t core.Transfer) bool { return t.State == s }
}

// A file is sent, paused, resumed, accepted, arrives; another is rejected, a
// third cancelled; what is over can be forgotten.
func testTransfers(t *testing.T, a, b core.API) {
	_, _, aID, bID := befriend(t, a, b)
	ra, rb := follow(t, a), follow(t, b)
	dir, ctx := t.TempDir(), t.Context()
	content := bytes.Repeat([]byte("secret "), 30_000)
	var paths []string
	for _, name := range []string{"take", "reject", "cancel"} {
		paths = append(paths, filepath.Join(dir, name))
		ok(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	sent := must[[]core.Transfer](t)(a.SendFiles(ctx, bID, paths, core.SendOptions{}))
	if len(sent) != 3 || sent[0].ID != 1 || sent[2].ID != 3 || sent[0].Name != "take" || sent[0].Path != paths[0] || !sent[0].Outgoing {
		t.Fatalf("SendFiles returned %+v", sent)
	}
	ids := make(map[string]uint64) // as b numbers them
	for len(ids) < 3 {
		x := rb.transfer("all are offered", aID, in(core.TransferAsking))
		ids[x.Name] = x.ID
		if x.Size != uint64(len(content)) || x.Files != 1 || x.Outgoing || x.Created.IsZero() {
			t.Errorf("offered as %+v", x)
		}
	}
	if x := must[core.Transfer](t)(b.PauseTransfer(ctx, ids["take"])); x.State != core.TransferPaused {
		t.Errorf("PauseTransfer returned %+v", x)
	}
	ra.transfer("a knows", bID, in(core.TransferPausedByPeer))
	must[core.Transfer](t)(b.ResumeTransfer(ctx, ids["take"]))
	must[core.Transfer](t)(b.AcceptTransfer(ctx, ids["take"]))
	if x := must[core.Transfer](t)(b.RejectTransfer(ctx, ids["reject"])); x.State != core.TransferRejected {
		t.Errorf("RejectTransfer returned %+v", x)
	}
	if x := must[core.Transfer](t)(a.CancelTransfer(ctx, 3)); x.State != core.TransferCancelled {
		t.Errorf("CancelTransfer returned %+v", x)
	}
	over := map[core.TransferState]bool{}
	for len(over) < 3 {
		over[rb.transfer("all are over", aID, func(x core.Transfer) bool { return x.State.Ended() }).State] = true
	}
	checkArrived(t, b, aID, content)
	ra.transfer("a knows", bID, in(core.TransferDone))
	ok(t, b.ForgetTransfer(ctx, ids["reject"]))
	rb.event("it is forgotten", func(ev core.Event) bool { return ev == core.TransferRemoved{ID: ids["reject"], Contact: aID} })
	if list := must[[]core.Transfer](t)(b.Transfers(ctx, contacts.ServiceID{})); len(list) != 2 {
		t.Errorf("after one was forgotten the transfers are %+v", list)
	}
	if c := must[core.Contact](t)(b.SetAutoAccept(ctx, aID, 7)); c.AutoAccept != 7 {
		t.Errorf("SetAutoAccept returned %+v", c)
	}
	testTransferErrors(t, a, b, bID, ids["take"])
}

func checkArrived(t *testing.T, b core.API, aID contacts.ServiceID, content []byte) {
	t.Helper()
	list := must[[]core.Transfer](t)(b.Transfers(t.Context(), aID))
	for _, x := range list {
		if x.State != core.TransferDone {
			continue
		}
		if got, err := os.ReadFile(x.Path); err != nil || !bytes.Equal(got, content) || x.Moved != x.Size || filepath.Base(x.Path) != "take" {
			t.Errorf("%+v arrived, another file: %v", x, err)
		}
		return
	}
	t.Errorf("nothing has arrived: %+v", list)
}

func testTransferErrors(t *testing.T, a, b core.API, bID contacts.ServiceID, done uint64) {
	ctx := t.Context()
	_, err := a.SendFiles(ctx, bID, []string{"/there/is/no/such/file"}, core.SendOptions{})
	wantCode(t, "no such file", err, core.CodeNotFound)
	_, err = a.SendFiles(ctx, self(t, a), []string{t.TempDir()}, core.SendOptions{})
	wantCode(t, "nobody", err, core.CodeNotFound)
	for name, change := range map[string]func(context.Context, uint64) (core.Transfer, error){
		"accept": b.AcceptTransfer, "reject": b.RejectTransfer, "pause": b.PauseTransfer, "resume": b.ResumeTransfer, "cancel": b.CancelTransfer,
	} {
		_, err := change(ctx, 99)
		wantCode(t, name+" of nothing", err, core.CodeNotFound)
		_, err = change(ctx, done)
		wantCode(t, name+" of what is over", err, core.CodeConflict)
	}
	wantCode(t, "forgetting nothing", b.ForgetTransfer(ctx, 99), core.CodeNotFound)
}
