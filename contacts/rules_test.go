package contacts

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNicknames(t *testing.T) {
	for _, test := range []struct {
		name         string
		peer, locals bool
	}{
		{"", true, false},
		{"Anna", true, true},
		{"Anna Müller \u2713", true, true},
		{strings.Repeat("x", 30), true, true},
		{strings.Repeat("x", 31), false, false},
		{strings.Repeat("\U0001F600", 15), true, true},
		{strings.Repeat("\U0001F600", 16), false, false},
		{"a<b", false, false},
		{"a>b", false, false},
		{"a&b", false, false},
		{`a"b`, false, false},
		{"a\nb", false, false},
		{"a\x00b", false, false},
		{"a\u202eb", false, false},
		{"a\u200bb", false, false},
		{"a\ufffeb", false, false},
		{"a\U0001FFFFb", false, false},
		{"a\ufdd0b", false, false},
		{"a\xffb", false, false},
		{" a", true, false},
		{"   ", true, false},
	} {
		if got := ValidateNickname(test.name) == nil; got != test.peer {
			t.Errorf("%q from a peer: %v", test.name, got)
		}
		if got := ValidateLocalNickname(test.name) == nil; got != test.locals {
			t.Errorf("%q from our user: %v", test.name, got)
		}
	}
}

func TestTexts(t *testing.T) {
	long := strings.Repeat("\U0001F600", 1000)
	for _, test := range []struct {
		text           string
		greeting, chat bool
	}{
		{"", true, false},
		{"x", true, true},
		{long, true, true},
		{long + "x", false, false},
		{"\xff", false, false},
	} {
		if got := ValidateGreeting(test.text) == nil; got != test.greeting {
			t.Errorf("greeting of %d bytes: %v", len(test.text), got)
		}
		if got := ValidateText(test.text) == nil; got != test.chat {
			t.Errorf("text of %d bytes: %v", len(test.text), got)
		}
	}
}

// Every state with every action: the table is all there is.
func TestNext(t *testing.T) {
	states := []State{unknown, Requesting, Pending, Accepted, Rejected, Blocked, Removed}
	want := map[Action]map[State]State{
		Ask:        {unknown: Requesting, Pending: Accepted, Rejected: Requesting, Removed: Requesting},
		Accept:     {Pending: Accepted},
		Reject:     {Pending: Removed},
		Block:      {unknown: Blocked, Requesting: Blocked, Pending: Blocked, Accepted: Blocked, Rejected: Blocked, Blocked: Blocked, Removed: Blocked},
		TheyAsk:    {unknown: Pending, Requesting: Accepted, Pending: Pending, Accepted: Accepted, Rejected: Pending, Blocked: Blocked, Removed: Pending},
		TheyAccept: {Requesting: Accepted, Accepted: Accepted},
		TheyReject: {Requesting: Rejected},
		TheyForget: {Accepted: Rejected},
	}
	for action := Ask; action <= TheyForget; action++ {
		for _, s := range states {
			got, err := Next(s, action)
			next, ok := want[action][s]
			switch {
			case ok && (err != nil || got != next):
				t.Errorf("action %d in %v: %v %v, want %v", action, s, got, err, next)
			case !ok && (!errors.Is(err, ErrConflict) || got != s || len(err.Error()) < 20):
				t.Errorf("action %d in %v: %v %v, want a refusal", action, s, got, err)
			}
		}
	}
	for _, s := range states[1:] {
		if back, err := ParseState(s.String()); err != nil || back != s {
			t.Errorf("%v: %v %v", s, back, err)
		}
	}
}

func FuzzNickname(f *testing.F) {
	for _, s := range []string{"", "Anna", "a<b", "\u202e", "\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := book(t)
		c, v, _ := b.Receive(somebody(1), Request{Nickname: s})
		if v != VerdictPending || ValidateLocalNickname(c.Nickname) != nil {
			t.Fatalf("%q became the name %q", s, c.Nickname)
		}
		d, _, _ := b.Receive(somebody(2), Request{Nickname: s})
		if fold(d.Nickname) == fold(c.Nickname) || ValidateLocalNickname(d.Nickname) != nil {
			t.Fatalf("the second %q became %q", s, d.Nickname)
		}
		if ValidateNickname(s) == nil && (!utf8.ValidString(s) || strings.ContainsAny(s, "<>&\"\n\r\x1b")) {
			t.Fatalf("%q is taken for a nickname", s)
		}
	})
}
