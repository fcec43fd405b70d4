package model

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/gui/i18n"
)

// transfer is an incoming one, offered id minutes after noon.
func transfer(of contacts.ServiceID, id uint64) core.Transfer {
	return core.Transfer{
		ID: id, Contact: of, Name: fmt.Sprint("file ", id), Size: 1000, Files: 1, State: core.TransferAsking,
		Created: noon.Add(time.Duration(id) * time.Minute),
	}
}

func transferIDs(list []core.Transfer) (ids []uint64) {
	for _, t := range list {
		ids = append(ids, t.ID)
	}
	return ids
}

func TestTransfers(t *testing.T) {
	l := NewTransfers()
	done := transfer(anna, 3)
	done.State = core.TransferDone
	l.Reset([]core.Transfer{done, transfer(bob, 2), transfer(anna, 1)})
	if got := transferIDs(l.With(anna, 9)); !slices.Equal(got, []uint64{1, 3}) {
		t.Errorf("with anna: %v", got)
	}
	list, more := l.Newest(2)
	if got := transferIDs(list); !slices.Equal(got, []uint64{2, 1}) || more != 1 {
		t.Errorf("the newest: %v and %d more", got, more)
	}
	if got := transferIDs(l.With(anna, 1)); !slices.Equal(got, []uint64{3}) {
		t.Errorf("the newest with anna: %v", got)
	}
	if l.Offers(anna) != 1 || l.Offers(bob) != 1 {
		t.Errorf("%d and %d offers", l.Offers(anna), l.Offers(bob))
	}
	taken := transfer(bob, 2)
	taken.State = core.TransferActive
	before, known := l.Apply(TransferUpdate{ID: 2, Contact: bob, Transfer: &taken})
	if !known || before.State != core.TransferAsking || l.Offers(bob) != 0 {
		t.Errorf("was known: %v, as %v; %d offers", known, before.State, l.Offers(bob))
	}
	l.Apply(TransferUpdate{ID: 2, Contact: bob})
	if _, there := l.Get(2); there {
		t.Error("a removed transfer is still there")
	}
}

// However transfers come, change and go, what is kept of them is what counting all
// would say.
func TestTransfersKeepCount(t *testing.T) {
	l, all, r := NewTransfers(), make(map[uint64]core.Transfer), rand.New(rand.NewPCG(1, 2))
	states := []core.TransferState{core.TransferAsking, core.TransferActive, core.TransferDone, core.TransferCancelled}
	for range 3000 {
		tr := transfer([]contacts.ServiceID{anna, bob}[r.IntN(2)], 1+r.Uint64N(40))
		if before, known := all[tr.ID]; known {
			tr.Contact = before.Contact
		}
		tr.State = states[r.IntN(len(states))]
		u := TransferUpdate{ID: tr.ID, Contact: tr.Contact, Transfer: &tr}
		if all[tr.ID] = tr; r.IntN(4) == 0 {
			u.Transfer = nil
			delete(all, tr.ID)
		}
		l.Apply(u)
	}
	var open, over, annas []uint64
	offers := 0
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(all))) { // made in this order
		tr := all[id]
		if tr.State.Ended() {
			over = append(over, id)
		} else {
			open = append(open, id)
		}
		if tr.Contact != anna {
			continue
		}
		annas = append([]uint64{id}, annas...)
		if Offered(tr) {
			offers++
		}
	}
	list, more := l.Newest(len(open) + 2)
	if got, want := transferIDs(list), append(open, over[:2]...); !slices.Equal(got, want) || more != len(over)-2 {
		t.Errorf("the newest are %v and %d more, not %v", got, more, want)
	}
	if got := transferIDs(l.With(anna, 100)); !slices.Equal(got, annas) || l.Offers(anna) != offers {
		t.Errorf("with anna are %v and %d offers, not %v and %d", got, l.Offers(anna), annas, offers)
	}
}

func TestBatchHasTheNewestTransfers(t *testing.T) {
	f := newFeed()
	for moved := range uint64(100) {
		tr := transfer(anna, 1+moved%2)
		tr.Moved = moved
		f.put(core.TransferChanged{Transfer: tr})
	}
	f.put(core.TransferRemoved{ID: 2, Contact: anna})
	b := f.Take(1)
	if len(b.Transfers) != 1 || b.Transfers[0].Transfer.Moved != 98 || !b.More {
		t.Fatalf("the first batch: %+v", b.Transfers)
	}
	b = f.Take(1)
	if len(b.Transfers) != 1 || b.Transfers[0].ID != 2 || b.Transfers[0].Transfer != nil || b.More || f.wakes != 1 {
		t.Errorf("the second batch: %+v, %d wakes", b.Transfers, f.wakes)
	}
}

func messageRows(ids ...uint64) []Row {
	var bubbles []Bubble
	for _, id := range ids {
		bubbles = append(bubbles, NewBubble(message(anna, id)))
	}
	return makeRows(bubbles, 0)
}

// sketch writes rows as letters: D for a day, m for a message, M for one that
// stands alone, f for a file, u for the line above what is unread.
func sketch(rows []Row) string {
	var s strings.Builder
	for _, r := range rows {
		switch {
		case r.Key.Kind == DayRow:
			s.WriteByte('D')
		case r.Key.Kind == UnreadRow:
			s.WriteByte('u')
		case r.Key.Kind == TransferRow:
			s.WriteByte('f')
		case r.First && r.Last:
			s.WriteByte('M')
		default:
			s.WriteByte('m')
		}
	}
	return s.String()
}

func TestWithTransfers(t *testing.T) {
	minute := func(n int) core.Transfer {
		tr := transfer(anna, uint64(n+10_000))
		tr.Created = noon.Add(time.Duration(n)*time.Minute + time.Second)
		return tr
	}
	day := 24 * 60
	for _, test := range []struct {
		name           string
		rows           []Row
		files          []core.Transfer
		beginning, end bool
		want           string
	}{
		{"none", messageRows(1, 2), nil, true, true, "Dmm"},
		{"between", messageRows(1, 2), []core.Transfer{minute(1)}, true, true, "DMfM"},
		{"first and last", messageRows(1, 2), []core.Transfer{minute(0), minute(2)}, true, true, "Dfmmf"},
		{"of a part that is not there", messageRows(1, 2), []core.Transfer{minute(0), minute(2)}, false, false, "Dmm"},
		{"on days of their own", messageRows(1, 2), []core.Transfer{minute(-day), minute(day)}, true, true, "DfDmmDf"},
		{"alone", nil, []core.Transfer{minute(0), minute(day)}, true, true, "DfDf"},
		{"alone, and not all is read", nil, []core.Transfer{minute(0)}, true, false, ""},
		{"above what is unread", makeRows([]Bubble{NewBubble(message(anna, 1)), NewBubble(message(anna, 2))}, 2), []core.Transfer{minute(1)}, true, true, "DMfuM"},
	} {
		rows := WithTransfers(test.rows, test.files, test.beginning, test.end)
		if got := sketch(rows); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
		keys := make(map[RowKey]bool)
		for _, r := range rows {
			if keys[r.Key] {
				t.Errorf("%s: two rows have the key %v", test.name, r.Key)
			}
			keys[r.Key] = true
		}
	}
}

// Every state is said in words, has something that can be done about it, and
// shows progress where there is any.
func TestTransferWords(t *testing.T) {
	for _, language := range i18n.Languages() {
		p := i18n.New(language.Code)
		for state := core.TransferPreparing; state <= core.TransferFailed; state++ {
			for _, outgoing := range []bool{false, true} {
				tr := transfer(anna, 1)
				tr.State, tr.Outgoing, tr.Moved, tr.Rate = state, outgoing, 500, 10
				said := TransferState(p, tr, "Anna", true)
				if said == "" || strings.Contains(said, "{") {
					t.Errorf("%s, %v, outgoing %v: %q", language.Code, state, outgoing, said)
				}
				if len(TransferActions(tr)) == 0 {
					t.Errorf("%v, outgoing %v: nothing can be done", state, outgoing)
				}
				if _, shown := TransferProgress(tr); shown && state.Ended() {
					t.Errorf("%v: there is a bar", state)
				}
			}
		}
	}
}

// What of a folder is left out is said.
func TestSkipped(t *testing.T) {
	tr := transfer(anna, 1)
	tr.Outgoing, tr.Folder, tr.Files, tr.Skipped = true, true, 3, 2
	if title := TransferTitle(i18n.New("en"), tr); !strings.Contains(title, "3 files") || !strings.Contains(title, "links: 2") {
		t.Errorf("the title is %q", title)
	}
}

// What a peer announces is shown, whatever it is.
func TestHostileTransfers(t *testing.T) {
	p := i18n.New("en")
	for _, name := range []string{"", "<img src=x>", "a\u202egnp.exe", strings.Repeat("x", 1000), "a\nb\x00c"} {
		tr := transfer(anna, 1)
		tr.Name, tr.Size, tr.Moved, tr.Rate, tr.State = name, 1<<64-1, 1<<64-1, 1<<64-1, core.TransferActive
		title := TransferTitle(p, tr)
		if len(title) > 400 {
			t.Errorf("the title has %d bytes", len(title))
		}
		if strings.ContainsAny(title, "\n\x00\u202e") {
			t.Errorf("the title of %q: %q", name, title)
		}
		if thousandths, _ := TransferProgress(tr); thousandths < 0 || thousandths > 1000 {
			t.Errorf("a progress of %d", thousandths)
		}
		TransferState(p, tr, "Anna", true)
	}
}
