package contacts

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func book(t testing.TB, list ...Contact) *Book {
	t.Helper()
	b, err := NewBook(id(t, recordedS), list)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func with(s State) Contact { return Contact{ID: somebody(1), Nickname: "anna", State: s} }

func TestAsk(t *testing.T) {
	b := book(t)
	c, err := b.Ask(somebody(1), "Anna", "me", "hello", now)
	if err != nil || c.State != Requesting || c.Greeting != "hello" || c.OwnNickname != "me" || !c.Added.Equal(now) {
		t.Fatalf("%+v %v", c, err)
	}
	if got, _ := b.Get(somebody(1)); got != c {
		t.Error("the book has another contact than it returned")
	}
	for name, err := range map[string]error{
		"twice":     second(b.Ask(somebody(1), "x", "", "", now)),
		"same name": second(b.Ask(somebody(2), "aNNA", "", "", now)),
	} {
		if !errors.Is(err, ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"own":      second(b.Ask(id(t, recordedS), "x", "", "", now)),
		"name":     second(b.Ask(somebody(2), "<", "", "", now)),
		"own name": second(b.Ask(somebody(2), "x", "<", "", now)),
		"greeting": second(b.Ask(somebody(2), "x", "", strings.Repeat("x", 2001), now)),
	} {
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c, err := b.Ask(somebody(2), "", "", "", now); err != nil || c.Nickname != "contact-1" {
		t.Errorf("%+v %v", c, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestReceive(t *testing.T) {
	for _, test := range []struct {
		name    string
		before  Contact
		verdict Verdict
		after   State
		changed bool
	}{
		{"stranger", Contact{}, VerdictPending, Pending, true},
		{"asked too", with(Requesting), VerdictAccepted, Accepted, true},
		{"accepted", with(Accepted), VerdictAccepted, Accepted, false},
		{"had refused us", with(Rejected), VerdictPending, Pending, true},
		{"blocked", with(Blocked), VerdictRejected, Blocked, false},
		{"owed a refusal", Contact{ID: somebody(1), State: Removed, RejectionOwed: true}, VerdictRejected, Removed, false},
		{"removed", Contact{ID: somebody(1), State: Removed}, VerdictPending, Pending, true},
	} {
		b := book(t)
		if !test.before.ID.IsZero() {
			b = book(t, test.before)
		}
		c, v, changed := b.Receive(somebody(1), Request{Nickname: "A", Message: "m", Received: now})
		got, _ := b.Get(somebody(1))
		if v != test.verdict || got.State != test.after || changed != test.changed || (changed && c != got) {
			t.Errorf("%s: %v %v %v", test.name, v, got.State, changed)
		}
	}
}

// What a repetition leaves out does not erase what is known.
func TestRepeatedRequest(t *testing.T) {
	b := book(t)
	b.Receive(somebody(1), Request{Nickname: "Anna", Message: "hello", Received: now})
	c, v, changed := b.Receive(somebody(1), Request{Received: now.Add(time.Hour)})
	if v != VerdictPending || changed || c.Request.Message != "hello" || c.Request.Nickname != "Anna" {
		t.Errorf("after an empty repetition: %+v %v", c.Request, changed)
	}
	c, _, changed = b.Receive(somebody(1), Request{Message: "at once", Received: now.Add(time.Second)})
	if changed || c.Request.Message != "hello" {
		t.Errorf("after another greeting at once: %+v %v", c.Request, changed)
	}
	c, _, changed = b.Receive(somebody(1), Request{Message: "new", Received: now.Add(time.Hour)})
	if !changed || c.Request.Message != "new" || c.Request.Nickname != "Anna" {
		t.Errorf("after a new greeting: %+v %v", c.Request, changed)
	}
}

func TestPendingIsBounded(t *testing.T) {
	b := book(t)
	for n := range MaxPending {
		if _, v, _ := b.Receive(somebody(n), Request{}); v != VerdictPending {
			t.Fatalf("request %d: %v", n, v)
		}
	}
	if _, v, changed := b.Receive(somebody(MaxPending), Request{}); v != VerdictFull || changed {
		t.Errorf("one too many: %v", v)
	}
	if _, v, _ := b.Receive(somebody(0), Request{Message: "again"}); v != VerdictPending {
		t.Errorf("a repetition when full: %v", v)
	}
	if _, err := b.Ask(somebody(MaxPending), "", "", "", now); err != nil {
		t.Errorf("our user cannot ask when others wait: %v", err)
	}
}

func TestStrangersNames(t *testing.T) {
	b := book(t, with(Accepted))
	long := strings.Repeat("y", 30)
	for n, test := range []struct{ theirs, want string }{
		{"Anna", "Anna (2)"},
		{"ANNA", "ANNA (3)"},
		{"", "stranger-1"},
		{"   ", "stranger-2"},
		{" Bo ", "Bo"},
		{long, long},
		{long, strings.Repeat("y", 26) + " (2)"},
	} {
		if c, _, _ := b.Receive(somebody(10+n), Request{Nickname: test.theirs}); c.Nickname != test.want {
			t.Errorf("%q became %q, want %q", test.theirs, c.Nickname, test.want)
		}
	}
}

func TestDecisions(t *testing.T) {
	b := book(t, with(Pending))
	if c, err := b.Accept(somebody(1), "Bea"); err != nil || c.State != Accepted || c.Nickname != "Bea" {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := b.Accept(somebody(1), ""); !errors.Is(err, ErrConflict) {
		t.Errorf("accepting twice: %v", err)
	}
	if _, err := b.Accept(somebody(2), ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("accepting nobody: %v", err)
	}

	b = book(t, with(Pending))
	c, err := b.Reject(somebody(1))
	if err != nil || c.State != Removed || !c.RejectionOwed || len(b.List()) != 0 {
		t.Errorf("refused: %+v %v", c, err)
	}
	if !b.RejectionDelivered(somebody(1)) || len(b.All()) != 0 || b.RejectionDelivered(somebody(1)) {
		t.Error("the refusal is owed for ever")
	}
}

func TestPeersDecisions(t *testing.T) {
	b := book(t, with(Requesting))
	if !b.KnownTo(somebody(1)) || b.KnownTo(somebody(2)) {
		t.Error("known to the wrong people")
	}
	if c, changed := b.Arrived(somebody(1)); !changed || c.State != Accepted {
		t.Errorf("%+v", c)
	}
	if c, err := b.PeerForgot(somebody(1)); err != nil || c.State != Rejected || !c.RemovedUs {
		t.Errorf("%+v %v", c, err)
	}
	if b.KnownTo(somebody(1)) {
		t.Error("one who removed us is known")
	}
	if c, err := b.Ask(somebody(1), "", "", "again", now); err != nil || c.State != Requesting || c.RemovedUs || c.Nickname != "anna" {
		t.Errorf("%+v %v", c, err)
	}
	if c, err := b.PeerRejected(somebody(1)); err != nil || c.State != Rejected || c.RemovedUs {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := b.PeerAccepted(somebody(1)); !errors.Is(err, ErrConflict) {
		t.Errorf("an acceptance after the refusal: %v", err)
	}
}

func TestBlockAndRemove(t *testing.T) {
	b := book(t, with(Accepted))
	if c, err := b.Block(somebody(1), now); err != nil || c.State != Blocked || b.KnownTo(somebody(1)) {
		t.Errorf("%+v %v", c, err)
	}
	if err := b.Unblock(somebody(1)); err != nil || len(b.All()) != 0 {
		t.Error("unblocking does not forget")
	}
	if c, err := b.Block(somebody(2), now); err != nil || c.Nickname != "blocked-1" {
		t.Errorf("%+v %v", c, err)
	}
	if err := b.Unblock(somebody(1)); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := b.Remove(somebody(2)); err != nil || len(b.All()) != 0 {
		t.Error(err)
	}
	if err := b.Remove(somebody(2)); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestLookup(t *testing.T) {
	b := book(t, Contact{ID: somebody(1), Nickname: "Anna", State: Accepted}, Contact{ID: somebody(2), Nickname: "Anton", State: Accepted},
		Contact{ID: somebody(3), Nickname: "gone", State: Removed}, Contact{ID: somebody(4), Nickname: "Bo", State: Blocked})
	for ref, want := range map[string]int{"Anna": 1, "anna": 1, "ant": 2, " b": 4, somebody(2).Address(): 2, somebody(1).Text(): 1} {
		if c, err := b.Lookup(ref); err != nil || c.ID != somebody(want) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	for ref, want := range map[string]error{"an": ErrConflict, "x": ErrNotFound, "": ErrNotFound, "gone": ErrNotFound, somebody(3).Text(): ErrNotFound} {
		if _, err := b.Lookup(ref); !errors.Is(err, want) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

func TestNewBookRefuses(t *testing.T) {
	for name, list := range map[string][]Contact{
		"twice":    {with(Accepted), with(Blocked)},
		"no id":    {{Nickname: "x", State: Accepted}},
		"no state": {{ID: somebody(1), Nickname: "x"}},
	} {
		if _, err := NewBook(id(t, recordedS), list); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A contact that is owed a refusal has no name any more: whoever takes it
// meanwhile keeps it.
func TestNamesStayUnique(t *testing.T) {
	names := func(b *Book) {
		t.Helper()
		seen := make(map[string]bool)
		for _, c := range b.List() {
			if seen[fold(c.Nickname)] {
				t.Errorf("two contacts are called %q", c.Nickname)
			}
			seen[fold(c.Nickname)] = true
			if c, ok := b.Get(b.names[fold(c.Nickname)]); !ok || c.State == Removed {
				t.Errorf("%q leads nowhere", c.Nickname)
			}
		}
	}
	for action, run := range map[string]func(*Book, ServiceID) error{
		"block": func(b *Book, id ServiceID) error { return second(b.Block(id, now)) },
		"ask":   func(b *Book, id ServiceID) error { return second(b.Ask(id, "", "", "", now)) },
	} {
		b := book(t)
		b.Receive(somebody(1), Request{Nickname: "anna", Received: now})
		if _, err := b.Reject(somebody(1)); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Ask(somebody(2), "anna", "", "", now); err != nil {
			t.Fatal(err)
		}
		if err := run(b, somebody(1)); err != nil {
			t.Errorf("%s: %v", action, err)
		}
		names(b)
		if c, _ := b.Get(somebody(2)); c.Nickname != "anna" {
			t.Errorf("%s: the other one is called %q", action, c.Nickname)
		}
	}
	b := book(t, with(Accepted), Contact{ID: somebody(2), Nickname: "ANNA", State: Pending})
	names(b)
	if len(b.List()) != 2 {
		t.Error("a contact is gone")
	}
	if _, err := NewBook(somebody(1), []Contact{with(Accepted)}); err == nil {
		t.Error("oneself as a contact")
	}
}

// What a stranger calls themselves cannot be told from another contact's name
// only by what nobody sees.
func TestHiddenCharactersInNames(t *testing.T) {
	for _, name := range []string{"anna\u3164", "an\u200bna", "anna\u2028", "\uff41nna", "anna\u00a0", "an\u200dna", "A\u2060NNA"} {
		b := book(t, with(Accepted))
		c, _, _ := b.Receive(somebody(2), Request{Nickname: name, Received: now})
		if c.Nickname != "anna (2)" && c.Nickname != "\uff41nna (2)" && c.Nickname != "ANNA (2)" {
			t.Errorf("%q is called %q", name, c.Nickname)
		}
		if _, err := b.Rename(somebody(2), name); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
	for _, name := range []string{"\u3164", "\u2800\u2800", "\ue000", "\ufffd", "\u0301"} {
		b := book(t)
		if c, _, _ := b.Receive(somebody(2), Request{Nickname: name, Received: now}); c.Nickname != "stranger-1" {
			t.Errorf("%q is called %q", name, c.Nickname)
		}
	}
}
