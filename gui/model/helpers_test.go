package model

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
)

// noon is when the tests' messages begin.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.Local)

// The people of most tests.
var anna, bob = person(1), person(2)

// person is the n-th of the people of the tests.
func person(n byte) contacts.ServiceID {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	return contacts.FromPublicKey(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

func contact(n byte, name string) core.Contact {
	return core.Contact{Contact: contacts.Contact{ID: person(n), Nickname: name, State: contacts.Accepted, Added: noon}}
}

// message is an incoming one, written id minutes after noon.
func message(of contacts.ServiceID, id uint64) core.Message {
	return core.Message{ID: id, Contact: of, Text: fmt.Sprint("message ", id), Written: noon.Add(time.Duration(id) * time.Minute)}
}

// The engine is what conversations are read from.
var _ Source = core.API(nil)

// shelf is a Source in memory.
type shelf struct {
	messages []core.Message
	broken   bool
}

// filled is a conversation with n messages, from 1.
func filled(of contacts.ServiceID, n int) *shelf {
	s := &shelf{}
	for id := range n {
		s.messages = append(s.messages, message(of, uint64(id+1)))
	}
	return s
}

func (s *shelf) add(of contacts.ServiceID) core.Message {
	id := uint64(1)
	if n := len(s.messages); n > 0 {
		id = s.messages[n-1].ID + 1
	}
	s.messages = append(s.messages, message(of, id))
	return s.messages[len(s.messages)-1]
}

var errDisk = errors.New("the disk says no")

func (s *shelf) History(_ context.Context, _ contacts.ServiceID, before uint64, limit int) ([]core.Message, error) {
	end := len(s.messages)
	for end > 0 && before != 0 && s.messages[end-1].ID >= before {
		end--
	}
	if s.broken {
		return nil, errDisk
	}
	return s.messages[max(0, end-limit):end], nil
}

func (s *shelf) HistoryAfter(_ context.Context, _ contacts.ServiceID, after uint64, limit int) ([]core.Message, error) {
	start := 0
	for start < len(s.messages) && s.messages[start].ID <= after {
		start++
	}
	if s.broken {
		return nil, errDisk
	}
	return s.messages[start:min(len(s.messages), start+limit)], nil
}

// read carries a load out at once.
func read(w *Window, s *shelf, l Load) Change { return w.Put(l.Read(context.Background(), s)) }

// opened is a window on a conversation with n messages, of which some are unread.
func opened(t testing.TB, n, unread int) (*Window, *shelf) {
	t.Helper()
	c, s := contact(1, "anna"), filled(anna, n)
	c.Unread, c.ReadTo = unread, uint64(n-unread)
	if n > 0 {
		c.Last = &s.messages[n-1]
	}
	w := &Window{}
	read(w, s, w.Open(c))
	return w, s
}

// ids are those of a window's messages, by its rows.
func ids(w *Window) []uint64 {
	var out []uint64
	for _, r := range w.Rows() {
		if r.Key.Kind == BubbleRow {
			out = append(out, r.Key.ID)
		}
	}
	return out
}

// span says which messages a window has: "1-100".
func span(w *Window) string {
	list := ids(w)
	if len(list) == 0 {
		return ""
	}
	for i := range list {
		if list[i] != list[0]+uint64(i) {
			return fmt.Sprint("a gap before ", list[i])
		}
	}
	return fmt.Sprintf("%d-%d", list[0], list[len(list)-1])
}

func added(m core.Message) MessageUpdate { return MessageUpdate{Bubble: NewBubble(m), Added: true} }
