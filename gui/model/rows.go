package model

import (
	"slices"
	"time"

	"carom/core"
)

// groupGap is how far apart two bubbles of one side may be and still be shown
// as one group, with one time.
const groupGap = 5 * time.Minute

// RowKind is what a row of a conversation is.
type RowKind uint8

// The kinds of rows.
const (
	// BubbleRow is a message.
	BubbleRow RowKind = iota
	// DayRow says the day of the messages below it.
	DayRow
	// UnreadRow is the line above the first unread message.
	UnreadRow
	// TransferRow is a file transfer: see WithTransfers.
	TransferRow
)

// RowKey names a row as long as it exists, wherever it moves.
type RowKey struct {
	Kind RowKind
	// ID is that of the message or the transfer, or of what is below.
	ID uint64
}

// Row is one thing in a conversation, from the top to the bottom.
type Row struct {
	Key RowKey
	// Bubble is the message of a BubbleRow.
	Bubble Bubble
	// First and Last: the bubble begins, ends a group of one side. The time
	// is shown at the end, and with every mark that is not Delivered.
	First, Last bool
	// Day is some time of the day of a DayRow.
	Day time.Time
	// Transfer is that of a TransferRow.
	Transfer core.Transfer
}

// looks reports whether two rows of one key look the same.
func (r Row) looks(o Row) bool {
	return r.First == o.First && r.Last == o.Last && r.Bubble.same(o.Bubble)
}

// Change is how the rows of a window differ from those before: first so many
// rows were removed at each end, then so many inserted.
//
// To keep what the user sees in its place, the view notes the key of the first
// row that is seen and where that is, and finds it again with Index.
type Change struct {
	// Reset: everything may be different, and the rest is zero.
	Reset                     bool
	RemovedTop, RemovedBottom int
	// InsertedTop rows are new at the top, InsertedBottom at the bottom.
	InsertedTop, InsertedBottom int
	// Changed are the places of the other rows that look different now.
	Changed []int
}

// Empty reports whether nothing changed.
func (c Change) Empty() bool {
	return !c.Reset && c.RemovedTop+c.RemovedBottom+c.InsertedTop+c.InsertedBottom+len(c.Changed) == 0
}

// Index returns the place of a row, -1 when it is not there.
func (w *Window) Index(key RowKey) int {
	return slices.IndexFunc(w.rows, func(r Row) bool { return r.Key == key })
}

// rebuild makes the rows anew. It does no work on texts.
func (w *Window) rebuild() Change {
	before := w.rows
	w.unreadLine.look(w.bubbles, w.whole)
	w.rows = makeRows(w.bubbles, w.unreadLine.at)
	return difference(before, w.rows)
}

func makeRows(bubbles []Bubble, unreadAt uint64) []Row {
	rows := make([]Row, 0, len(bubbles)+8)
	for i, b := range bubbles {
		newDay := i == 0 || !SameDay(bubbles[i-1].Written, b.Written)
		if newDay {
			rows = append(rows, Row{Key: RowKey{DayRow, b.ID}, Day: b.Written})
		}
		if b.ID == unreadAt {
			rows = append(rows, Row{Key: RowKey{UnreadRow, b.ID}})
		}
		rows = append(rows, Row{
			Key: RowKey{BubbleRow, b.ID}, Bubble: b,
			First: newDay || b.ID == unreadAt || !grouped(bubbles[i-1].Message, b.Message),
			Last:  true,
		})
		if n := len(rows); !rows[n-1].First {
			rows[n-2].Last = false
		}
	}
	return rows
}

// grouped reports whether two messages that follow each other are one group.
func grouped(a, b core.Message) bool {
	apart := b.Written.Sub(a.Written)
	return a.Outgoing == b.Outgoing && apart < groupGap && apart > -groupGap
}

// SameDay reports whether two times are on one day of the calendar here.
func SameDay(a, b time.Time) bool {
	ay, am, ad := a.Local().Date()
	by, bm, bd := b.Local().Date()
	return ay == by && am == bm && ad == bd
}

// difference compares two lists whose keys ascend: what they have in common is
// one piece of both, unless something was deleted from its middle.
func difference(old, now []Row) Change {
	places := make(map[RowKey]int, len(old))
	for i, r := range old {
		places[r.Key] = i
	}
	known := func(r Row) bool { _, ok := places[r.Key]; return ok }
	top := slices.IndexFunc(now, known)
	if top < 0 {
		return Change{Reset: len(old)+len(now) > 0}
	}
	start, common := places[now[top].Key], 0
	c := Change{RemovedTop: start, InsertedTop: top}
	for start+common < len(old) && top+common < len(now) && old[start+common].Key == now[top+common].Key {
		if !old[start+common].looks(now[top+common]) {
			c.Changed = append(c.Changed, top+common)
		}
		common++
	}
	if slices.ContainsFunc(now[top+common:], known) {
		return Change{Reset: true}
	}
	c.RemovedBottom, c.InsertedBottom = len(old)-start-common, len(now)-top-common
	return c
}
