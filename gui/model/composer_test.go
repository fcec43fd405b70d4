package model

import (
	"strings"
	"testing"
	"time"

	"carom/core"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		text  string
		shown bool
		left  int
	}{
		{"", false, 2000},
		{strings.Repeat("a", 1799), false, 201},
		{strings.Repeat("a", 1800), true, 200},
		{strings.Repeat("a", 2000), true, 0},
		{strings.Repeat("a", 2001), true, -1},
		{strings.Repeat("😀", 1000), true, 0},
		{strings.Repeat("é", 1800), true, 200},
		{"\n\na" + strings.Repeat(" ", 3000), false, 1999},
	} {
		if got := Count(c.text); got != (Counter{c.shown, c.left}) {
			t.Errorf("%d bytes: %+v", len(c.text), got)
		}
	}
}

func TestPrepare(t *testing.T) {
	for _, c := range []struct {
		text, sent string
		ok         bool
	}{
		{"hello", "hello", true},
		{"\n\n  hello  \n\n", "  hello", true},
		{"a\r\nb\u2029c", "a\nb\nc", true},
		{"\r\r\na\rb", "a\nb", true},
		{"", "", false},
		{" \n\t ", "", false},
		{"a\xed\xa0\x80b", "a\uFFFDb", true},
		{strings.Repeat("a", 2001), strings.Repeat("a", 2001), false},
	} {
		if sent, ok := Prepare(c.text); sent != c.sent || ok != c.ok {
			t.Errorf("%q: %q, %v", c.text, sent, ok)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	f.Add("a\r\nb")
	f.Add("\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, text string) {
		sent, ok := Prepare(text)
		again, okAgain := Prepare(sent)
		if again != sent || ok != okAgain {
			t.Errorf("%q becomes %q, then %q", text, sent, again)
		}
		if left := Count(text).Left; ok != (sent != "" && left >= 0) {
			t.Errorf("%q can be sent: %v, with %d left", text, ok, left)
		}
	})
}

func TestOnEnter(t *testing.T) {
	for _, c := range []struct {
		keys          Keys
		sends, writes Enter // when Enter sends, and when it does not
	}{
		{Keys{}, Send, NewLine},
		{Keys{Shift: true}, NewLine, NewLine},
		{Keys{Alt: true}, NewLine, NewLine},
		{Keys{Control: true}, Send, Send},
	} {
		if got := OnEnter(c.keys, true); got != c.sends {
			t.Errorf("%+v: %v", c.keys, got)
		}
		if got := OnEnter(c.keys, false); got != c.writes {
			t.Errorf("%+v without the setting: %v", c.keys, got)
		}
	}
}

func TestDraftsAreStoredWhenTypingStops(t *testing.T) {
	d := NewDrafts()
	if _, ok := d.Next(); ok {
		t.Error("something waits")
	}
	d.Edit(anna, "h", noon)
	d.Edit(anna, "he", noon.Add(250*time.Millisecond))
	if next, ok := d.Next(); !ok || !next.Equal(noon.Add(550*time.Millisecond)) {
		t.Errorf("due at %v", next)
	}
	if due := d.Due(noon.Add(500 * time.Millisecond)); len(due) != 0 {
		t.Errorf("%v is stored too early", due)
	}
	due := d.Due(noon.Add(550 * time.Millisecond))
	if len(due) != 1 || due[0] != (Draft{anna, "he"}) {
		t.Errorf("stored: %v", due)
	}
	if _, ok := d.Next(); ok || len(d.Due(noon.Add(time.Hour))) != 0 {
		t.Error("it is stored again")
	}
}

func TestDraftsAreStoredWhileTyping(t *testing.T) {
	d := NewDrafts()
	text := ""
	for i := range 100 {
		text += "x"
		now := noon.Add(time.Duration(i) * 100 * time.Millisecond)
		d.Edit(anna, text, now)
		if due := d.Due(now); len(due) > 0 {
			if since := now.Sub(noon); since != draftLongest {
				t.Errorf("stored after %v", since)
			}
			return
		}
	}
	t.Error("never stored")
}

func TestDraftsThatCoreDoesNotTake(t *testing.T) {
	d := NewDrafts()
	for text, want := range map[string]string{
		strings.Repeat("é", core.MaxDraft):       strings.Repeat("é", core.MaxDraft/2),
		"a" + strings.Repeat("é", core.MaxDraft): "a" + strings.Repeat("é", core.MaxDraft/2-1),
		"a\xffb": "a\uFFFDb",
	} {
		d.Edit(anna, text, noon)
		if got := d.Flush(); len(got) != 1 || got[0].Text != want {
			t.Errorf("%.10q is stored as %d bytes", text, len(got[0].Text))
		}
	}
}

func TestDraftsOfSeveral(t *testing.T) {
	d := NewDrafts()
	d.Load(anna, "from the disk")
	d.Edit(bob, "hello", noon)
	if d.Text(anna) != "from the disk" || d.Text(person(3)) != "" {
		t.Error("not the draft that was stored")
	}
	d.Load(bob, "older")
	if d.Text(bob) != "hello" {
		t.Error("what is stored won over what is typed")
	}
	if all := d.Flush(); len(all) != 1 || all[0] != (Draft{bob, "hello"}) {
		t.Errorf("not stored: %v", all)
	}
	d.Edit(anna, "", noon)
	d.Forget(anna)
	if len(d.Flush()) != 0 {
		t.Error("the draft of somebody who is gone is stored")
	}
	d.Edit(bob, "hell", noon)
	d.Edit(bob, "hello", noon)
	if len(d.Flush()) != 0 {
		t.Error("what was changed back is stored")
	}
}
