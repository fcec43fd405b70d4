package model

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"carom/core"
)

func TestOpening(t *testing.T) {
	for _, c := range []struct {
		messages, unread int
		span             string
		unreadAt         uint64
		whole, end       bool
	}{
		{0, 0, "", 0, true, true},
		{1, 1, "1-1", 1, true, true},
		{39, 0, "1-39", 0, true, true},
		{1000, 0, "961-1000", 0, false, true},
		{1000, 7, "954-1000", 994, false, true},
		{1000, 119, "842-1000", 882, false, true},
		{1000, 200, "761-920", 801, false, false},
		{1000, 900, "61-220", 101, false, false},
		{200, 200, "1-120", 1, true, false},
	} {
		w, _ := opened(t, c.messages, c.unread)
		if got := span(w); got != c.span {
			t.Errorf("%d messages, %d unread: %q is shown, want %q", c.messages, c.unread, got, c.span)
		}
		if w.AtBeginning() != c.whole || w.AtEnd() != c.end || w.Loading() {
			t.Errorf("%d messages: beginning %v, end %v, loading %v", c.messages, w.AtBeginning(), w.AtEnd(), w.Loading())
		}
		if i := w.Index(RowKey{UnreadRow, c.unreadAt}); (i >= 0) != (c.unreadAt != 0) {
			t.Errorf("%d unread: the line is at row %d", c.unread, i)
		}
	}
}

// Whoever goes to the end of a conversation finds the line above the first unread
// message on the way back, however far up that is.
func TestUnreadLineFarUp(t *testing.T) {
	w, s := opened(t, 1000, 900)
	read(w, s, w.Newest())
	if got := span(w); got != "961-1000" || slices.ContainsFunc(w.Rows(), func(r Row) bool { return r.Key.Kind == UnreadRow }) {
		t.Errorf("%s is shown, with a line", got)
	}
	for w.Index(RowKey{UnreadRow, 101}) < 0 {
		l, ok := w.Older()
		if !ok {
			t.Fatalf("there is no line above message 101; %s is shown", span(w))
		}
		read(w, s, l)
	}
}

// The line is not above messages of our own, nor above those that came after the
// conversation was opened.
func TestUnreadLineIsAboveIncoming(t *testing.T) {
	for _, c := range []struct {
		own  []uint64
		line uint64
	}{
		{nil, 8},
		{[]uint64{8, 9}, 10},
		{[]uint64{8, 9, 10}, 0},
	} {
		anna1, s := contact(1, "anna"), filled(anna, 10)
		for _, id := range c.own {
			s.messages[id-1].Outgoing = true
		}
		last := s.messages[9]
		anna1.Unread, anna1.ReadTo, anna1.Last = 3-len(c.own), 7, &last
		w := &Window{}
		l := w.Open(anna1)
		s.add(anna)
		read(w, s, l)
		if at := w.Index(RowKey{UnreadRow, c.line}); (at >= 0) != (c.line != 0) || w.unreadLine.at != c.line {
			t.Errorf("with our own %v: the line is at row %d: %v", c.own, at, w.unreadLine)
		}
	}
}

// A flood that comes while a conversation is opened does not lead away from its
// first unread message.
func TestFloodWhileOpening(t *testing.T) {
	c, s := contact(1, "anna"), filled(anna, 1000)
	c.Unread, c.ReadTo, c.Last = 900, 100, &s.messages[999]
	w := &Window{}
	p := w.Open(c).Read(context.Background(), s)
	if _, ok := w.Apply([]MessageUpdate{added(s.add(anna))}, true); ok {
		t.Fatal("a gap while the conversation is opened needs no reload")
	}
	again := w.Reload()
	if c := w.Put(p); !c.Empty() {
		t.Errorf("a page of before the gap is the change %+v", c)
	}
	read(w, s, again)
	if got := span(w); got != "61-220" || w.Index(RowKey{UnreadRow, 101}) < 0 || w.AtEnd() {
		t.Errorf("%s is shown, end %v", got, w.AtEnd())
	}
}

func TestScrollingUpAndDown(t *testing.T) {
	w, s := opened(t, 400, 0)
	w.Follow(false)
	for _, want := range []string{"321-400", "281-400", "241-400", "201-360", "161-320", "121-280", "81-240", "41-200", "1-160", "1-160"} {
		l, ok := w.Older()
		if !ok {
			t.Fatalf("nothing older than %s", span(w))
		}
		if _, twice := w.Older(); twice {
			t.Fatal("the same page is asked for twice")
		}
		seen := w.Rows()[1].Key
		c := read(w, s, l)
		if got := span(w); got != want {
			t.Fatalf("%s is shown, want %s", got, want)
		}
		if want == "1-160" && w.AtBeginning() {
			break
		}
		if place := w.Index(seen); place != 1+c.InsertedTop-c.RemovedTop && !c.Reset {
			t.Errorf("what was in row 1 is in row %d after %+v", place, c)
		}
	}
	if _, more := w.Older(); more || !w.AtBeginning() {
		t.Error("there is something before the beginning")
	}
	for range 6 {
		l, ok := w.Newer()
		if !ok {
			t.Fatalf("nothing newer than %s", span(w))
		}
		read(w, s, l)
	}
	if got := span(w); got != "241-400" {
		t.Errorf("%s is shown", got)
	}
	if l, ok := w.Newer(); ok { // a page that ends with the conversation does not know it
		read(w, s, l)
	}
	if _, more := w.Newer(); more || !w.AtEnd() {
		t.Error("there is something after the end")
	}
}

func TestNewMessages(t *testing.T) {
	w, s := opened(t, 150, 0)
	for range 3 {
		l, _ := w.Older()
		read(w, s, l)
	}
	for range 20 {
		w.Apply([]MessageUpdate{added(s.add(anna))}, false)
	}
	if got := span(w); got != "11-170" || w.AtBeginning() {
		t.Errorf("while following: %s, beginning %v", got, w.AtBeginning())
	}
	w.Follow(false)
	w.Apply([]MessageUpdate{added(s.add(anna))}, false)
	if got := span(w); got != "11-170" || w.AtEnd() || w.Below() != 1 {
		t.Errorf("while reading further up: %s, end %v, %d below", got, w.AtEnd(), w.Below())
	}
	read(w, s, w.Newest())
	w.Follow(true)
	if got := span(w); got != "132-171" || !w.AtEnd() || w.Below() != 0 {
		t.Errorf("back at the end: %s, end %v, %d below", got, w.AtEnd(), w.Below())
	}
}

// What comes while a page is read is there once, whether the page has it or not.
func TestMessagesWhileReading(t *testing.T) {
	c, s := contact(1, "anna"), filled(anna, 30)
	w := &Window{}
	l := w.Open(c)
	inPage := s.add(anna)
	p := l.Read(context.Background(), s)
	later := s.add(anna)
	w.Apply([]MessageUpdate{added(inPage), added(later)}, false)
	if len(w.Rows()) != 0 {
		t.Error("rows before the first page")
	}
	w.Put(p)
	if got := span(w); got != "1-32" {
		t.Errorf("%s is shown", got)
	}

	w, s = opened(t, 1000, 0)
	w.Follow(false)
	for range 6 {
		l, _ := w.Older()
		read(w, s, l)
	}
	newer, _ := w.Newer()
	p = newer.Read(context.Background(), s)
	w.Apply([]MessageUpdate{added(s.add(anna))}, false)
	w.Put(p)
	if w.AtEnd() {
		t.Error("the window takes itself for complete")
	}
	for l, ok := w.Newer(); ok; l, ok = w.Newer() {
		read(w, s, l)
	}
	if got := span(w); got != "842-1001" {
		t.Errorf("%s is shown", got)
	}
}

func TestChangedMessage(t *testing.T) {
	w, s := opened(t, 10, 0)
	m := s.messages[4]
	m.Outgoing, m.Delivery = true, core.Delivered
	c, ok := w.Apply([]MessageUpdate{{Bubble: NewBubble(m)}}, false)
	if !ok || c.Reset || len(c.Changed) == 0 || !slices.Contains(c.Changed, w.Index(RowKey{BubbleRow, 5})) {
		t.Errorf("the change is %+v", c)
	}
	if b, _ := w.Message(5); b.Delivery != core.Delivered {
		t.Errorf("the message is %v", b.Delivery)
	}
	if c, _ := w.Apply([]MessageUpdate{{Bubble: NewBubble(m)}}, false); !c.Empty() {
		t.Errorf("the same again is the change %+v", c)
	}
	unknown := message(anna, 3_000)
	if c, _ := w.Apply([]MessageUpdate{{Bubble: NewBubble(unknown)}}, false); !c.Empty() {
		t.Errorf("a change of a message that is not there is the change %+v", c)
	}
}

func TestFlood(t *testing.T) {
	w, s := opened(t, 300, 0)
	var flood []MessageUpdate
	for range 1000 {
		flood = append(flood, added(s.add(anna)))
	}
	if _, ok := w.Apply(flood[1000-MaxMessages:], true); !ok {
		t.Fatal("a reload, though the window follows")
	}
	if got := span(w); got != "1141-1300" || !w.AtEnd() || w.AtBeginning() {
		t.Errorf("after the flood: %s, end %v, beginning %v", got, w.AtEnd(), w.AtBeginning())
	}
	l, _ := w.Older()
	read(w, s, l)
	if got := span(w); got != "1101-1260" {
		t.Errorf("older ones after the flood: %s", got)
	}
	w.Follow(false)
	before := span(w)
	w.Apply(flood[:10], true)
	if got := span(w); got != before || w.AtEnd() {
		t.Errorf("a flood while reading further up: %s, end %v", got, w.AtEnd())
	}
}

// A flood while the first page is read leaves no hole.
func TestFloodWhileReading(t *testing.T) {
	c, s := contact(1, "anna"), filled(anna, 50)
	w := &Window{}
	p := w.Open(c).Read(context.Background(), s)
	for range 1000 {
		w.Apply([]MessageUpdate{added(s.add(anna))}, false)
	}
	w.Put(p)
	if got := span(w); got != "891-1050" || w.AtBeginning() || !w.AtEnd() {
		t.Errorf("%s, beginning %v, end %v", got, w.AtBeginning(), w.AtEnd())
	}
	if _, ok := w.Apply([]MessageUpdate{{Bubble: NewBubble(s.messages[9])}}, true); ok {
		t.Error("a gap with nothing new behind it needs no reload")
	}
}

func TestReload(t *testing.T) {
	w, s := opened(t, 1000, 0)
	w.Follow(false)
	l, _ := w.Older()
	read(w, s, l)
	s.messages = slices.DeleteFunc(s.messages, func(m core.Message) bool { return m.ID == 950 })
	if c := read(w, s, w.Reload()); !c.Reset {
		t.Errorf("a message less in the middle is the change %+v", c)
	}
	if list := ids(w); list[0] != 921 || list[len(list)-1] != 1000 || slices.Contains(list, 950) {
		t.Errorf("%d messages, from %d to %d", len(list), list[0], list[len(list)-1])
	}
	s.messages = s.messages[:500] // all that was seen is gone
	read(w, s, w.Reload())
	if got := span(w); got != "341-500" {
		t.Errorf("%s is shown", got)
	}
	s.messages = nil
	read(w, s, w.Reload())
	if len(w.Rows()) != 0 || !w.AtBeginning() || !w.AtEnd() {
		t.Errorf("%d rows of nothing", len(w.Rows()))
	}
}

func TestAround(t *testing.T) {
	w, s := opened(t, 1000, 0)
	read(w, s, w.Around(300))
	if got := span(w); got != "260-339" || w.AtEnd() || w.AtBeginning() {
		t.Errorf("%s is shown", got)
	}
	if w.Index(RowKey{BubbleRow, 300}) < 0 {
		t.Error("the message is not there")
	}
	read(w, s, w.Around(1000))
	if got := span(w); got != "960-1000" || !w.AtEnd() {
		t.Errorf("%s is shown", got)
	}
}

// Pages of what was open before change nothing.
func TestLatePages(t *testing.T) {
	w, s := opened(t, 1000, 0)
	older, _ := w.Older()
	p := older.Read(context.Background(), s)
	other := contact(2, "bob")
	l := w.Open(other)
	if c := w.Put(p); !c.Empty() || !w.Loading() {
		t.Errorf("a page of another conversation is the change %+v", c)
	}
	read(w, &shelf{}, l)
	read(w, s, w.Open(contact(1, "anna")))
	if c := w.Put(p); !c.Empty() {
		t.Errorf("a page of the time before is the change %+v", c)
	}
	w.Close()
	if c, ok := w.Apply([]MessageUpdate{added(message(anna, 1))}, false); !ok || !c.Empty() {
		t.Error("a window that is closed takes messages")
	}
}

func TestBrokenDisk(t *testing.T) {
	w, s := opened(t, 1000, 0)
	s.broken = true
	l, _ := w.Older()
	if c := read(w, s, l); !c.Empty() || !w.Failed() {
		t.Errorf("failed %v, %+v", w.Failed(), c)
	}
	s.broken = false
	l, ok := w.Older()
	if !ok {
		t.Fatal("no second try")
	}
	read(w, s, l)
	if got := span(w); got != "921-1000" || w.Failed() {
		t.Errorf("%s, failed %v", got, w.Failed())
	}
}

// Whatever happens, in whatever order: a window is one piece of the
// conversation as the store has it, no longer than it may be, and each change
// says how its rows became those that they are.
func TestWindowAtRandom(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 0))
		w, s := opened(t, random.IntN(1500), random.IntN(600))
		var pending []Page
		for range 60 {
			before := slices.Clone(w.Rows())
			c := randomStep(random, w, s, &pending)
			checkChange(t, before, w.Rows(), c)
			checkPiece(t, w, s)
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func randomStep(random *rand.Rand, w *Window, s *shelf, pending *[]Page) Change {
	ask := func(l Load, ok bool) {
		if ok {
			*pending = append(*pending, l.Read(context.Background(), s))
		}
	}
	switch random.IntN(9) {
	case 0:
		ask(w.Older())
	case 1:
		ask(w.Newer())
	case 2:
		w.Follow(random.IntN(2) == 0)
	case 3:
		if random.IntN(5) == 0 {
			ask(w.Newest(), true)
		}
	case 4:
		if n := len(s.messages); n > 0 && random.IntN(5) == 0 {
			ask(w.Around(s.messages[random.IntN(n)].ID), true)
		}
	case 5:
		if random.IntN(5) == 0 {
			ask(w.Reload(), true)
		}
	case 6: // a flood, of which only the end is left
		var flood []MessageUpdate
		n := random.IntN(900)
		for range n {
			flood = append(flood, added(s.add(anna)))
		}
		c, ok := w.Apply(flood[max(0, n-MaxMessages):], n > MaxMessages)
		if !ok {
			ask(w.Reload(), true)
		}
		return c
	default:
		if n := len(*pending); n > 0 {
			p := (*pending)[0]
			*pending = (*pending)[1:]
			return w.Put(p)
		}
	}
	return Change{}
}

// checkPiece compares a window with the store.
func checkPiece(t *testing.T, w *Window, s *shelf) {
	t.Helper()
	list := ids(w)
	if len(list) > MaxMessages {
		t.Errorf("%d messages", len(list))
	}
	if len(list) == 0 || w.Loading() {
		return
	}
	if got := span(w); got == "" || len(list) != int(list[len(list)-1]-list[0])+1 {
		t.Errorf("not one piece: %s", got)
	}
	if w.AtEnd() && list[len(list)-1] != s.messages[len(s.messages)-1].ID {
		t.Errorf("the end is at %d, not at %d", list[len(list)-1], s.messages[len(s.messages)-1].ID)
	}
	if w.AtBeginning() && list[0] != 1 {
		t.Errorf("the beginning is at %d", list[0])
	}
}

// checkChange applies a change to the keys of the rows before.
func checkChange(t *testing.T, before, after []Row, c Change) {
	t.Helper()
	if c.Reset {
		return
	}
	kept := before[c.RemovedTop : len(before)-c.RemovedBottom]
	same := after[c.InsertedTop : len(after)-c.InsertedBottom]
	if len(kept) != len(same) {
		t.Fatalf("%d rows were kept and %d are there: %+v", len(kept), len(same), c)
	}
	for i := range kept {
		if kept[i].Key != same[i].Key {
			t.Errorf("row %d is %v and was %v", i, same[i].Key, kept[i].Key)
		}
		if !kept[i].looks(same[i]) && !slices.Contains(c.Changed, i+c.InsertedTop) {
			t.Errorf("row %d looks different, which nobody says", i)
		}
	}
}

func TestRowsOfDaysAndGroups(t *testing.T) {
	at := func(id uint64, outgoing bool, after time.Duration) Bubble {
		m := message(anna, id)
		m.Outgoing, m.Written = outgoing, noon.Add(after)
		return NewBubble(m)
	}
	rows := makeRows([]Bubble{
		at(1, false, 0),
		at(2, false, time.Minute),
		at(3, true, 2*time.Minute),
		at(4, true, 20*time.Minute),
		at(5, true, 21*time.Minute),
		at(6, true, 12*time.Hour), // midnight
		at(7, false, 12*time.Hour),
	}, 5)
	type shape struct {
		kind        RowKind
		id          uint64
		first, last bool
	}
	var got []shape
	for _, r := range rows {
		got = append(got, shape{r.Key.Kind, r.Key.ID, r.First, r.Last})
	}
	want := []shape{
		{DayRow, 1, false, false},
		{BubbleRow, 1, true, false},
		{BubbleRow, 2, false, true},
		{BubbleRow, 3, true, true},
		{BubbleRow, 4, true, true},
		{UnreadRow, 5, false, false},
		{BubbleRow, 5, true, true},
		{DayRow, 6, false, false},
		{BubbleRow, 6, true, true},
		{BubbleRow, 7, true, true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are\n%v, want\n%v", got, want)
	}
}

func BenchmarkOpenOf100000(b *testing.B) {
	s := filled(anna, 100_000)
	c := contact(1, "anna")
	for b.Loop() {
		w := &Window{}
		read(w, s, w.Open(c))
	}
}

// Scrolling up and down in 100 000 messages: what a page costs the goroutine of
// the user interface.
func BenchmarkScroll100000(b *testing.B) {
	w, s := opened(b, 100_000, 0)
	w.Follow(false)
	up := true
	for b.Loop() {
		ask := w.Newer
		if up {
			ask = w.Older
		}
		l, ok := ask()
		if !ok {
			up = !up
			continue
		}
		b.StopTimer()
		p := l.Read(context.Background(), s)
		b.StartTimer()
		w.Put(p)
	}
}
