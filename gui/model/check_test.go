package model

import (
	"strings"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/gui/i18n"
	"carom/onion"
)

func TestCheckAddress(t *testing.T) {
	self, other := person(50), person(51).Address()
	book := func(state contacts.State) func(contacts.ServiceID) (core.Contact, bool) {
		return func(id contacts.ServiceID) (core.Contact, bool) {
			c := contact(51, "carla")
			c.State = state
			return c, state != 0 && id == c.ID
		}
	}
	swapped := strings.Replace(other, other[20:22], string(other[21])+string(other[20]), 1)
	for name, c := range map[string]struct {
		typed     string
		finished  bool
		state     contacts.State
		want      *i18n.Message
		ok, wrong bool
		count     int
	}{
		"nothing":              {typed: "  ", want: i18n.AddressEmpty},
		"the prefix":           {typed: "ricochet:", want: i18n.AddressEmpty},
		"a part of the prefix": {typed: "rico", want: i18n.AddressTyping, count: 52},
		"the beginning":        {typed: other[:29], want: i18n.AddressTyping, count: 36},
		"16 characters":        {typed: other[:25], want: i18n.AddressTyping, count: 40},
		"16, and no more":      {typed: other[:25], finished: true, want: i18n.AddressOld, wrong: true},
		"short, and no more":   {typed: other[:40], finished: true, want: i18n.AddressShort, wrong: true},
		"one more":             {typed: other + "a", want: i18n.AddressLong, wrong: true},
		"a letter of none":     {typed: other[:29] + "8", want: i18n.AddressCharacter, wrong: true},
		"a book":               {typed: strings.Repeat("a", 5000), want: i18n.AddressLong, wrong: true},
		"two swapped":          {typed: swapped, want: i18n.AddressChecksum, wrong: true},
		"our own":              {typed: self.Address(), want: i18n.AddressOwn, wrong: true},
		"right":                {typed: other, want: i18n.AddressGood, ok: true},
		"right, and dressed":   {typed: " \u200b" + strings.ToUpper(other[9:]) + ".onion\n", want: i18n.AddressGood, ok: true},
		"a contact's":          {typed: other, state: contacts.Accepted, want: i18n.AddressExists, wrong: true},
		"asked already":        {typed: other, state: contacts.Requesting, want: i18n.AddressExists, wrong: true},
		"a blocked one's":      {typed: other, state: contacts.Blocked, want: i18n.AddressBlocked, wrong: true},
		"who asks us":          {typed: other, state: contacts.Pending, want: i18n.AddressPending, ok: true},
		"who declined":         {typed: other, state: contacts.Rejected, want: i18n.AddressGood, ok: true},
	} {
		id, v := CheckAddress(c.typed, c.finished, self, book(c.state))
		if v.Message != c.want || v.OK != c.ok || v.Wrong != c.wrong || v.Count != c.count {
			t.Errorf("%s: %+v", name, v)
		}
		if v.OK && id != person(51) {
			t.Errorf("%s: another id", name)
		}
		if text := v.Text(i18n.New("en")); text == "" || strings.Contains(text, "{") {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func FuzzCheckAddress(f *testing.F) {
	f.Add(person(51).Address())
	f.Add("ricochet:\u202e")
	f.Add(person(50).Address()) // our own
	nobody := func(contacts.ServiceID) (core.Contact, bool) { return core.Contact{}, false }
	p := i18n.New("en")
	f.Fuzz(func(t *testing.T, typed string) {
		for _, finished := range []bool{false, true} {
			id, v := CheckAddress(typed, finished, person(50), nobody)
			if v.Message == nil || v.Text(p) == "" || v.OK && v.Wrong {
				t.Errorf("%q: %+v", typed, v)
			}
			if right := v.OK || v.Message == i18n.AddressOwn; right == id.IsZero() {
				t.Errorf("%q: %+v, and an id: %v", typed, v, !id.IsZero())
			}
		}
	})
}

func TestCheckNames(t *testing.T) {
	taken := func(name string) bool { return name == "anna" }
	for name, want := range map[string]*i18n.Message{
		"": i18n.NicknameEmpty, " ": i18n.NicknameEmpty, "anna": i18n.NicknameTaken, "carla": nil, "<b>": i18n.NicknameBad, "a\u202eb": i18n.NicknameBad,
		strings.Repeat("a", 31): i18n.NicknameLong,
	} {
		if v := CheckNickname(name, taken); v.Message != want || v.OK != (want == nil) {
			t.Errorf("%q: %+v", name, v)
		}
	}
	if v := CheckGreeting(strings.Repeat("a", 2001)); !v.Wrong || v.Message != i18n.GreetingLong {
		t.Errorf("a long greeting: %+v", v)
	}
	if v := CheckGreeting(""); !v.OK || v.Text(i18n.New("en")) != "" {
		t.Errorf("no greeting: %+v", v)
	}
}

func TestStrength(t *testing.T) {
	for passphrase, level := range map[string]int{
		"":                                     0,
		"a":                                    1,
		"password":                             1,
		"Passw0rd!":                            1,
		"12345678901234567890":                 1,
		"anna":                                 1,
		"qwertyuiop":                           1,
		"correct horse":                        1,
		"xk7#Vq2pLm":                           4,
		"riding magnesium ditto closable unda": 4,
		"riding magnesium ditto closable undaunted partake": 4,
		"привет мир":                                        1,
		"моя собака любит старые газеты":                    3,
		"我爱北京":                      1,
		strings.Repeat("a", 10_000): 1,
		strings.Repeat("\xff", 100): 1,
	} {
		s := Measure(passphrase, "anna")
		if s.Level != level {
			t.Errorf("%.40q: level %d, %.0f bits", passphrase, s.Level, s.Bits)
		}
		if text := s.Text(i18n.New("en")); text == "" || strings.Contains(text, "{") {
			t.Errorf("%.40q: %q", passphrase, text)
		}
	}
}

func FuzzStrength(f *testing.F) {
	for _, seed := range []string{"", "password", "Пароль", "我爱北京", "a\xffb", "2026-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, passphrase string) {
		s := Measure(passphrase)
		if s.Level < 0 || s.Level > 4 || s.Time < 0 || s.Message == nil || (passphrase == "") != (s.Level == 0) {
			t.Errorf("%q: %+v", passphrase, s)
		}
	})
}

func BenchmarkStrength(b *testing.B) {
	for name, text := range map[string]string{"letters": "aB3$é", "signs": "@4({[<3691!|7+0$5%28"} {
		b.Run(name, func(b *testing.B) {
			long := strings.Repeat(text, 100)
			for b.Loop() {
				Measure(long)
			}
		})
	}
}

// The words that leet hides are found, and signs without end take no time.
func TestReadings(t *testing.T) {
	for text, want := range map[string]int{"": 1, "correct horse": 1, "P4$$w0rd": 1, "p4@": 2, "1": 2, "1234567890": 16, "@4({[<3691!|7+0$5%28": 4608} {
		if got := readings(text); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
	if s := Measure("P4ssw0rd"); s.Level > 1 {
		t.Errorf("a word in disguise is %+v", s)
	}
}

func TestTimes(t *testing.T) {
	if got := lasting(10); got != 51200*time.Microsecond {
		t.Errorf("10 bits last %v", got)
	}
	if got := lasting(1000); got != 1<<63-1 {
		t.Errorf("1000 bits last %v", got)
	}
}

func TestProgress(t *testing.T) {
	for _, c := range []struct {
		st   onion.Status
		want *i18n.Message
	}{
		{onion.Status{Phase: onion.Stopped}, i18n.ProgressStopped},
		{onion.Status{Phase: onion.Starting}, i18n.ProgressStarting},
		{onion.Status{Phase: onion.Starting, System: true}, i18n.ProgressAttaching},
		{onion.Status{Phase: onion.Restarting, Tag: "done"}, i18n.ProgressRestarting},
		{onion.Status{Phase: onion.Restarting, Problem: &onion.Problem{Kind: onion.ProblemNoTor}}, i18n.ProgressRetrying},
		{onion.Status{Phase: onion.Online, Tag: "done"}, i18n.ProgressPublishing},
		{onion.Status{Phase: onion.Online, Published: true, Tag: "done"}, i18n.ProgressDone},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "conn_pt"}, i18n.ProgressBridge},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "conn_done_proxy"}, i18n.ProgressProxy},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "handshake_done"}, i18n.ProgressHandshake},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "loading_status"}, i18n.ProgressDirectory},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "loading_keys"}, i18n.ProgressKeys},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "enough_dirinfo"}, i18n.ProgressDescriptors},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "ap_handshake_done"}, i18n.ProgressCircuit},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "conn_done"}, i18n.ProgressConnecting},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "something_new"}, i18n.ProgressConnecting},
		{onion.Status{Phase: onion.Bootstrapping, Tag: "done"}, i18n.ProgressDone},
	} {
		if got := Progress(c.st); got != c.want {
			t.Errorf("%v %q: %q", c.st.Phase, c.st.Tag, got.Other)
		}
	}
}

func TestDeliveredHasWords(t *testing.T) {
	for _, d := range []core.Delivery{core.Queued, core.Sent, core.Delivered, core.Failed} {
		if name, hint := Delivered(d); name == nil || hint == nil {
			t.Errorf("%v has no words", d)
		}
	}
	if name, _ := Delivered(core.Incoming); name != nil {
		t.Error("an incoming message has a mark")
	}
}
