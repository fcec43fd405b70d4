//go:build minimal

package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/edwards25519"

	"carom/contacts"
	"carom/core"
	"carom/gui/model"
	"carom/onion/oniontest"
	"carom/store"
)

const atOnce = 5000 // messages that are stored together

const (
	// The contacts: with talker the conversation is long, with silent there is
	// none, nor with the others.
	talker, silent = "anna", "ben"
	others         = 200
	// endedFiles is how many transfers with the talker are over.
	endedFiles = 10_000
	// unread is how many of the newest messages of the conversation nobody has
	// read: the most with which it opens at its first unread message and is
	// there to its end.
	unread = model.MaxMessages - model.PageSize - 1
)

// allPeople are the contacts, the talker first.
func allPeople(added time.Time) []contacts.Contact {
	names := []string{talker, silent}
	for i := range others {
		names = append(names, fmt.Sprintf("contact %d", i))
	}
	var list []contacts.Contact
	for _, name := range names {
		list = append(list, contacts.Contact{ID: idOf(name), Nickname: name, State: contacts.Accepted, Added: added})
	}
	return list
}

// idOf is the address of a contact.
func idOf(name string) contacts.ServiceID {
	var seed [64]byte
	sum := sha256.Sum256([]byte("deskbench " + name))
	copy(seed[:], sum[:])
	scalar, err := edwards25519.NewScalar().SetUniformBytes(seed[:])
	if err != nil {
		panic(err)
	}
	return contacts.FromPublicKey(new(edwards25519.Point).ScalarBaseMult(scalar).Bytes())
}

// makeProfile makes a profile without a passphrase, with the contacts.
func makeProfile(dir string) error {
	profile := filepath.Join(dir, "profile")
	if err := store.Create(profile, store.Passphrase{}); err != nil {
		return err
	}
	db, err := store.Open(profile, store.Passphrase{})
	if err != nil {
		return err
	}
	if _, err := core.LoadIdentity(db); err != nil {
		return errors.Join(err, db.Close())
	}
	id, began := idOf(talker), time.Now().Add(-conversation*time.Minute)
	var changes []store.Change
	for _, c := range allPeople(began) {
		changes = append(changes, store.PutContact{Contact: c})
	}
	done := make(chan error, 1)
	for i := range conversation {
		changes = append(changes, store.AddMessage{Message: message(id, i, began)})
		if i == conversation-1 {
			changes = append(changes, store.SetRead{Contact: id, Message: conversation - unread})
		}
		if len(changes) >= atOnce || i == conversation-1 {
			db.Commit(changes, func(err error) { done <- err })
			if err := <-done; err != nil {
				return errors.Join(err, db.Close())
			}
			changes = nil
		}
	}
	return db.Close()
}

func message(id contacts.ServiceID, i int, began time.Time) store.Message {
	m := store.Message{
		ID: uint64(i + 1), Contact: id, Text: words(i), Written: began.Add(time.Duration(i) * time.Minute), Stored: began,
		WireID: uint32(i + 70000), HasWireID: true,
	}
	if i%3 == 0 {
		m.Outgoing, m.Delivery = true, store.Delivered
	}
	return m
}

// words is a text of a few words, or of several lines.
func words(i int) string {
	return fmt.Sprintf("Message %d. %s", i, strings.Repeat("The papers are where you said they would be. ", i%7))
}

// engine runs a node over the profile, on a network in memory.
func engine(dir string) (api core.API, stop func(), err error) {
	db, err := store.Open(filepath.Join(dir, "profile"), store.Passphrase{})
	if err != nil {
		return nil, nil, err
	}
	network := oniontest.NewFabric().Network()
	e, err := core.New(core.Config{Store: db, Network: network})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	ctx, cancel := context.WithCancel(context.Background())
	netCtx, endNet := context.WithCancel(context.Background())
	served, netted := make(chan struct{}), make(chan struct{})
	go func() { defer close(netted); _ = network.Serve(netCtx) }()
	go func() { defer close(served); _ = e.Serve(ctx) }()
	return e, func() {
		cancel()
		<-served
		endNet()
		<-netted
		db.Close()
	}, nil
}
