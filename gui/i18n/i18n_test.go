package i18n

import (
	"strings"
	"testing"
	"time"
)

func TestArguments(t *testing.T) {
	p := New("en")
	iso := func(s string) string { return firstStrongIsolate + s + popDirectionalIsolate }
	for name, c := range map[string]struct {
		m    *Message
		args Args
		want string
	}{
		"name":                  {BlockDone, Args{"Name": "anna"}, iso("anna") + " is blocked."},
		"template in a name":    {BlockDone, Args{"Name": "{{.Secret}}"}, iso("{{.Secret}}") + " is blocked."},
		"placeholder in a name": {ChatMessageTheirs, Args{"Name": "{Text}", "Time": "", "Text": "x"}, iso("{Text}") + ", : " + iso("x")},
		"override in a name":    {BlockDone, Args{"Name": "a\u202Eb\u2069c"}, iso("abc") + " is blocked."},
		"line break in a name":  {BlockDone, Args{"Name": "a\nb"}, iso("a b") + " is blocked."},
		"no such argument":      {BlockDone, Args{"Nmae": "anna"}, "{Name} is blocked."},
		"number":                {ProgressPercent, Args{"Percent": 12}, "12 %"},
		"no arguments":          {Undone, nil, "Undone."},
	} {
		if got := p.T(c.m, c.args); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := p.T(&Message{Other: "{ {Name} {"}, Args{"Name": 1}); got != "{ 1 {" {
		t.Errorf("unclosed braces: %q", got)
	}
}

func TestPlurals(t *testing.T) {
	p := New("en")
	for n, want := range map[int]string{0: "0 unread messages", 1: "1 unread message", 2: "2 unread messages", 1000: "1,000 unread messages"} {
		if got := p.N(UnreadCount, n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	got := p.N(FileOfferMany, 2, Args{"Name": "anna", "Size": "3 MB"})
	if !strings.HasSuffix(got, " wants to send you 2 files (\u20683 MB\u2069)") {
		t.Errorf("with arguments: %q", got)
	}
}

func TestFromLocale(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   string
	}{
		{nil, "en"},
		{[]string{""}, "en"},
		{[]string{"fa_IR.UTF-8"}, "fa"},
		{[]string{"", "", "de_DE@euro"}, "de"},
		{[]string{"br:fr:en", "de_DE"}, "fr"},
		{[]string{"zh_TW.UTF-8"}, "zh"},
		{[]string{"C.UTF-8", "fr_FR"}, "en"},
		{[]string{"POSIX"}, "en"},
		{[]string{"nonsense", "es"}, "es"},
		{[]string{"RU"}, "ru"},
		{[]string{"zh-Hans"}, "zh"},
	} {
		if got := FromLocale(c.values...); got != c.want {
			t.Errorf("%q: %q, want %q", c.values, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	at := time.Date(2026, 11, 5, 9, 4, 0, 0, time.Local)
	for _, c := range []struct{ code, date, clock, number string }{
		{"en", "Thursday, 5 November 2026", "09:04", "12,345"},
		{"de", "Donnerstag, 5. November 2026", "09:04", "12.345"},
		{"es", "jueves, 5 de noviembre de 2026", "09:04", "12.345"},
		{"fr", "jeudi 5 novembre 2026", "09:04", "12\u00a0345"},
		{"ru", "четверг, 5 ноября 2026 г.", "09:04", "12\u00a0345"},
		{"fa", "پنج\u200cشنبه ۱۴ آبان ۱۴۰۵", "۰۹:۰۴", "۱۲٬۳۴۵"},
		{"ar", "الخميس، ٥ نوفمبر ٢٠٢٦", "٠٩:٠٤", "١٢٬٣٤٥"},
		{"zh", "2026年11月5日星期四", "09:04", "12,345"},
		{"xx", "Thursday, 5 November 2026", "09:04", "12,345"},
	} {
		p := New(c.code)
		if got := p.Date(at); got != c.date {
			t.Errorf("%s: the date is %q", c.code, got)
		}
		if got := p.Clock(at); got != c.clock {
			t.Errorf("%s: the time is %q", c.code, got)
		}
		if got := p.Number(12345); got != c.number {
			t.Errorf("%s: the number is %q", c.code, got)
		}
	}
}

func TestDay(t *testing.T) {
	p := New("en")
	now := time.Date(2026, 3, 1, 0, 30, 0, 0, time.Local)
	for _, c := range []struct {
		ago  time.Duration
		want string
	}{
		{0, "Today"},
		{29 * time.Minute, "Today"},
		{31 * time.Minute, "Yesterday"},
		{25 * time.Hour, "Friday, 27 February 2026"},
		{-time.Minute, "Today"},
		{-24 * time.Hour, "Monday, 2 March 2026"},
	} {
		if got := p.Day(now.Add(-c.ago), now); got != c.want {
			t.Errorf("%v ago: %q, want %q", c.ago, got, c.want)
		}
	}
}

func TestBytes(t *testing.T) {
	p := New("en")
	for n, want := range map[int64]string{
		-1: "0 bytes", 0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1 kB", 1234: "1.2 kB", 9_949: "9.9 kB", 9_999: "10 kB",
		80_000: "80 kB", 999_499: "999 kB", 999_500: "1 MB", 2_500_000: "2.5 MB", 7_000_000_000: "7 GB", 1 << 62: "4,611,686 TB",
	} {
		if got := strings.NewReplacer(firstStrongIsolate, "", popDirectionalIsolate, "").Replace(p.Bytes(n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := New("de").Rate(2_500_000); !strings.Contains(got, "2,5") || !strings.HasSuffix(got, "/s") {
		t.Errorf("a rate in German: %q", got)
	}
}

func TestDuration(t *testing.T) {
	p := New("en")
	for d, want := range map[time.Duration]string{
		0: "less than a second", time.Second: "1 second", 119 * time.Second: "119 seconds", 2 * time.Minute: "2 minutes",
		3 * time.Hour: "3 hours", 47 * time.Hour: "47 hours", 3 * day: "3 days", 100 * day: "3 months", 3 * year: "3 years", 1<<63 - 1: "centuries",
	} {
		if got := p.Duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]string{"&Quit": "Quit", "Quit": "Quit", "退出(&Q)": "退出", "退出(&Q)…": "退出…", "خروج (&Q)": "خروج", "نشانی (&A):": "نشانی:", "You && me": "You & me", "(&": "("} {
		if got := Unmarked(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Unmarked(Marked("a & b && c")); got != "a & b && c" {
		t.Errorf("marked and unmarked: %q", got)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New("fa")
	}
}

func BenchmarkT(b *testing.B) {
	p := New("fa")
	for b.Loop() {
		p.T(ChatMessageTheirs, Args{"Name": "anna", "Time": "09:04", "Text": "hello"})
	}
}
