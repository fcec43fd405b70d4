package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"carom/core"
)

const (
	// fileName is what Alice sends, fileLines of fileLine: small, so that the demo
	// stays short, and of more than one piece.
	fileName  = "minutes.txt"
	fileLine  = "Minutes of the meeting that never was.\n"
	fileLines = 6000
)

// file shows a file on its way, and that both have it as done.
func file(ctx context.Context, s *stage, alice, bob *node) error {
	s.say("Alice sends a file. It has a connection of its own, and is verified piece by piece.")
	path := filepath.Join(filepath.Dir(alice.dir), fileName)
	content := bytes.Repeat([]byte(fileLine), fileLines)
	return steps(
		func() error { return os.WriteFile(path, content, 0o600) },
		func() error { return alice.types(ctx, "send-file", "--yes", "bob", fileName) },
		func() error { return bob.transfers(ctx, "Bob is asked", core.TransferAsking) },
		func() error { return bob.types(ctx, "files", "list", "alice") },
		func() error { return bob.types(ctx, "files", "accept", "1") },
		func() error { return bob.transfers(ctx, "", core.TransferDone) },
		func() error { return alice.transfers(ctx, "", core.TransferDone) },
		func() error { return bob.holds(ctx, content) },
		func() error { s.say("Both say the same, and what Bob has is what Alice sent."); return nil },
		func() error { return alice.types(ctx, "files", "list", "bob") },
		func() error { return bob.types(ctx, "files", "list", "alice") },
	)
}

// transfer returns the one that this node has with its one contact.
func (n *node) transfer(ctx context.Context, st core.State) (core.Transfer, bool, error) {
	if len(st.Contacts) == 0 {
		return core.Transfer{}, false, nil
	}
	list, err := n.api.Transfers(ctx, st.Contacts[0].ID)
	if err != nil || len(list) == 0 {
		return core.Transfer{}, false, err
	}
	return list[0], true, nil
}

// transfers waits until this node has its transfer in a state.
func (n *node) transfers(ctx context.Context, what string, want core.TransferState) error {
	err := n.until(ctx, func(st core.State) (bool, error) {
		t, ok, err := n.transfer(ctx, st)
		if ok && t.State != want && t.State.Ended() {
			err = errors.New(n.name + "'s transfer ended: " + t.Problem)
		}
		return ok && t.State == want, err
	})
	if err == nil && what != "" {
		n.say(what + ".")
	}
	return err
}

// holds checks that what this node has received is that.
func (n *node) holds(ctx context.Context, content []byte) error {
	st, err := n.api.State(ctx)
	if err != nil {
		return err
	}
	t, _, err := n.transfer(ctx, st)
	if err != nil {
		return err
	}
	got, err := os.ReadFile(t.Path)
	if err == nil && !bytes.Equal(got, content) {
		err = errors.New("the file that arrived is not the one that was sent")
	}
	return err
}
