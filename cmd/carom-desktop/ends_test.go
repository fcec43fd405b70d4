//go:build minimal

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"carom/contacts"
	"carom/control"
	"carom/core"
	"carom/internal/desktop"
	"carom/internal/testnet"
	"carom/store"
)

const passphrase = "six words nobody else would say"

// api asks the program's node; the node is there once somebody has unlocked it.
func api(t *testing.T, dir string) *control.Client {
	t.Helper()
	var client *control.Client
	eventually(t, "the node answers", func() bool {
		var err error
		client, err = control.Dial(t.Context(), control.SocketPath(dir))
		return err == nil
	})
	t.Cleanup(func() { client.Close() })
	return client
}

// until waits until a node's state is as wanted.
func until(t *testing.T, node core.API, what string, ok func(core.State) bool) {
	t.Helper()
	eventually(t, what, func() bool {
		st, err := node.State(t.Context())
		return err == nil && ok(st)
	})
}

func published(st core.State) bool { return st.Network.Published }

// said reports whether a conversation has a message, so far delivered.
func said(t *testing.T, node core.API, with contacts.ServiceID, text string, delivery core.Delivery) func() bool {
	return func() bool {
		list, err := node.History(t.Context(), with, 0, core.MaxHistory)
		if err != nil {
			return false
		}
		for _, m := range list {
			if m.Text == text {
				return m.Delivery == delivery
			}
		}
		return false
	}
}

// However the program ends, its tor is gone with it and nothing that was written
// is lost: killed by the kernel, and asked to end.
func TestEnds(t *testing.T) {
	network := testnet.Join(t)
	dir := t.TempDir()
	torrc := filepath.Join(dir, "torrc")
	if err := os.WriteFile(torrc, []byte(strings.Join(network.Node(), "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "own")
	secret := store.NewPassphrase([]byte(passphrase))
	for _, data := range []string{own, filepath.Join(dir, "friend")} {
		if err := desktop.New(desktop.Config{DataDir: data}).Create("default", secret); err != nil {
			t.Fatal(err)
		}
	}
	friend := desktop.New(desktop.Config{DataDir: filepath.Join(dir, "friend"), ExtraTorrc: network.Node()})
	path, display := build(t), screen(t)

	p := start(t, path, display, "--data-dir", own, "--torrc", torrc)
	p.types(passphrase, "Return")
	friendID, ownID := meet(t, friend, secret, api(t, own))

	// The friend is away. What is typed now waits.
	p.shows("(1)") // their greeting, and so the friend
	p.types("", "Down", "Return")
	p.types("before the kill", "Return")
	eventually(t, "the message is stored", said(t, api(t, own), friendID, "before the kill", core.Queued))
	tor := p.tor()
	if tor == 0 {
		t.Fatal("the program has no tor")
	}
	p.cmd.Process.Kill()
	<-p.ended
	eventually(t, "tor is gone after the kill", func() bool { return !running(tor) })

	p = start(t, path, display, "--data-dir", own, "--torrc", torrc)
	p.types(passphrase, "Return")
	if !said(t, api(t, own), friendID, "before the kill", core.Queued)() {
		t.Error("the message is lost")
	}
	session, err := friend.Start(t.Context(), "default", secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the message has come", said(t, session.API, ownID, "before the kill", core.Incoming))
	if _, err := session.API.Send(t.Context(), ownID, "and now?"); err != nil {
		t.Fatal(err)
	}
	p.shows("(1)")
	session.Stop()

	p.asked(own)
	if text := draft(t, own, secret, friendID); text != "begun and not sent" {
		t.Errorf("the draft is %q", text)
	}
}

// asked begins a message, and asks the program to end.
func (p *program) asked(own string) {
	t := p.t
	t.Helper()
	tor := p.tor()
	p.types("", "Down", "Return")
	p.types("begun and not sent", "F1")
	eventually(t, "all that was typed has come: the window of keys is there", func() bool { return p.windows() == 2 })
	p.cmd.Process.Signal(syscall.SIGTERM)
	if err := <-p.ended; err != nil {
		t.Errorf("asked to end, it ended with %v", err)
	}
	if tor == 0 || running(tor) {
		t.Errorf("tor (%d) is still there", tor)
	}
	if store.InUse(filepath.Join(own, "profile")) {
		t.Error("the profile is still in use")
	}
}

// draft is what a profile that nobody uses has as begun to somebody.
func draft(t *testing.T, dir string, secret store.Passphrase, friend contacts.ServiceID) string {
	t.Helper()
	db, err := store.Open(filepath.Join(dir, "profile"), secret)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := db.Load()
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return profile.Drafts[friend].Text
}

// meet makes two nodes contacts, and has the friend go away.
func meet(t *testing.T, friend *desktop.Desk, secret store.Passphrase, own core.API) (friendID, ownID contacts.ServiceID) {
	t.Helper()
	session, err := friend.Start(t.Context(), "default", secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Stop()
	until(t, own, "our address is known", func(st core.State) bool { ownID = st.Self; return published(st) })
	until(t, session.API, "the friend's address is known", func(st core.State) bool { friendID = st.Self; return published(st) })
	if _, err := session.API.AddContact(t.Context(), ownID.Address(), "us", "", ""); err != nil {
		t.Fatal(err)
	}
	until(t, own, "the request", func(st core.State) bool { return len(st.Contacts) == 1 })
	if _, err := own.AcceptRequest(t.Context(), friendID, "Friend"); err != nil {
		t.Fatal(err)
	}
	until(t, session.API, "the answer", func(st core.State) bool { return len(st.Contacts) == 1 && st.Contacts[0].State == contacts.Accepted })
	if _, err := session.API.Send(t.Context(), ownID, "hello"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the greeting has come", said(t, own, friendID, "hello", core.Incoming))
	return friendID, ownID
}
